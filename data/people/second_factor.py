"""The second factor: six digits of an authenticator (TOTP, RFC 6238), for who holds a role of `accounts.second_factor` and
signed in with a password.

The key lies in the store encrypted, with a key of our own that follows from the installation's secret. A code is good once,
and for one step (30 s) before and after its own. Wrong ones count as wrong passwords do.
"""

import base64
import unicodedata
from dataclasses import dataclass, replace

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import Connection, Engine, Row, select, update

from data import audit, months, store
from data.access import Actor
from data.people import grants, passwords, sessions
from data.refusal import ByReason
from data.schema import person
from data.secret import secret
from data.settings import settings
from data.text import Text

WINDOW = 1  # steps of 30 s that a clock may be off
OFFERED = 1800  # s in which a key that was shown has to be confirmed

REFUSALS = {
    "wrong": Text(
        "动态口令不正确。请输入验证器上当前的 6 位数字；如果一直不对，请检查手机时间：相差一分钟以上就对不上，应设为自动校时。",
        "That code is wrong. Enter the six digits your authenticator shows now. If they never fit, check the phone's clock: "
        "more than a minute off and no code fits; let it set itself.",
    ),
    "wrong_new": Text(
        "新二维码的动态口令不正确：请用新手机扫描下面的二维码，输入它显示的 6 位数字，并检查手机时间是否准确。",
        "The code of the new phone is wrong: scan the QR code below with it and enter the six digits it shows; check that the "
        "phone's clock is right.",
    ),
    "used": Text(
        "这个动态口令已经用过，请等下一个（最多 30 秒）。",
        "That code was used already. Wait for the next one, at most 30 seconds.",
    ),
    "locked": Text(
        "错误次数过多，请 {minutes:.0f} 分钟后再试。手机丢失请联系管理员重置二次验证。",
        "Too many wrong tries. Try again in {minutes:.0f} minutes. If the phone is lost, an administrator can reset the "
        "second factor.",
    ),
    "stale": Text(
        "页面已过期，二维码已更换，请重新扫码。", "The page had expired and the QR code is a new one. Scan it again."
    ),
    "held": Text("您已设置二次验证。", "You have set up your second factor already."),
    "none": Text("没有设置二次验证。", "There is no second factor."),
    "unreadable": Text(
        "无法核对动态口令：本系统的密钥已更换。请联系管理员重置二次验证。",
        "The code cannot be checked, for the installation's secret was changed. Ask an administrator to reset the second "
        "factor.",
    ),
    "ended": Text("登录已结束，请重新登录。", "You are signed out. Please sign in again."),
    "yourself": Text(
        "不能重置自己的二次验证：请在“我的账号”更换（需当前动态口令），或请另一位管理员操作。",
        "You cannot reset your own second factor: replace it on My account, which takes a code, or ask another administrator.",
    ),
}


class Refused(ByReason):
    """A code that was not taken, or a factor that was not set up or reset; `reason` is its key in REFUSALS."""

    sentences = REFUSALS


@dataclass(frozen=True, repr=False)
class Offer:
    """A key for an authenticator, before it counts: for typing, for scanning (`uri`), and as the form sends it back."""

    key: str
    uri: str
    sealed: str


def offer(login: str, cookie: str, sealed: str = "") -> Offer:
    """A new key for that session, or the one that was `sealed` for it before, so that a mistyped code asks for no new
    scan."""
    key = (_unsealed(sealed, login, cookie) if sealed else "") or pyotp.random_base32()
    uri = _totp(key).provisioning_uri(name=login, issuer_name=settings().title_zh)
    return Offer(key, uri, sealed=_locked(f"{_bound(login, cookie)} {key}"))


def give(engine: Engine, actor: Actor, code: str, *, cookie: str, address: str) -> str:
    """Take the code that the person of a session was asked for: the new value for its cookie. Raises `Refused`."""
    with store.writing(engine) as conn:
        refused = _taken(conn, actor.login, code, address)
        if refused is None:
            return _confirmed(conn, actor, "factor_given", cookie, address)
    raise refused  # only now, so that the failure is remembered


def set_up(engine: Engine, actor: Actor, sealed: str, code: str, *, cookie: str, address: str) -> str:
    """The first factor of a person, once they show that their authenticator has it: the new value for their cookie.

    Wrong codes are not counted here: who types them has the key on the screen.
    """
    with store.writing(engine) as conn:
        if _known(conn, actor.login).second_factor:
            raise Refused("held")
        _keep(conn, actor.login, _shown(sealed, actor.login, cookie), code)
        return _confirmed(conn, actor, "factor_set", cookie, address)


def change(engine: Engine, actor: Actor, sealed: str, code: str, old: str, *, cookie: str, address: str) -> str:
    """Another factor in place of one's own, with a code of each: the new value for the cookie. All other sessions end."""
    with store.writing(engine) as conn:
        key = _shown(sealed, actor.login, cookie)
        _matched(key, code, "wrong_new")  # first, so that a slip there does not use up the code of the old one
        refused = _taken(conn, actor.login, old, address)
        if refused is None:
            _keep(conn, actor.login, key, code)
            sessions.end_of_person(conn, actor.login, keep=cookie, tokens=False)
            return _confirmed(conn, actor, "factor_changed", cookie, address)
    raise refused


def reset(engine: Engine, login: str, *, by: Actor) -> None:
    """Take the factor from who lost their phone, for who keeps that account: all their sessions end, and where their
    roles need one they set up another at the next sign-in. Nobody does it for themselves."""
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        if login == by.login:
            raise Refused("yourself")
        if not _known(conn, login).second_factor:
            raise Refused("none")
        conn.execute(update(person).where(person.c.login == login).values(second_factor="", second_factor_step=0))
        passwords.forgive(conn, login)
        sessions.end_of_person(conn, login)
        audit.add(conn, by, "factor_reset", f"person {login}")


def is_kept(conn: Connection, actor: Actor) -> bool:
    """Whether somebody has a second factor that is asked for: which they may replace themselves."""
    return sessions.needs_factor(actor.grants) and bool(_known(conn, actor.login).second_factor)


def _taken(conn: Connection, login: str, code: str, address: str) -> Refused | None:
    """Use up a code of the person's factor; what is said where it is not good. Only what is returned, and not raised,
    leaves a failure in the store."""
    # Of the login wherever it comes from: whoever knows the password gets a new browser or address for each guess.
    places = (f"code {login}", address)
    try:
        for place in places:
            passwords.refuse_who_guesses(conn, login, place)
    except passwords.Refused as locked:
        raise Refused("locked", minutes=locked.minutes) from locked
    known = _known(conn, login)
    if not known.second_factor:
        raise Refused("none")
    key = _opened(known.second_factor, f"factor {login}")
    if not key:
        raise Refused("unreadable")
    try:
        step = _matched(key, code)
    except Refused as wrong:
        failed = passwords.fail(conn, known, login, places, address)
        return Refused("locked", minutes=failed.minutes) if failed.reason == "locked" else wrong
    newer = (person.c.login == login, person.c.second_factor_step < step)
    if not conn.execute(update(person).where(*newer).values(second_factor_step=step)).rowcount:
        raise Refused("used")
    return None


def _confirmed(conn: Connection, actor: Actor, action: str, cookie: str, address: str) -> str:
    passwords.forgive(conn, actor.login)
    audit.add(conn, replace(actor, origin=address), action, f"person {actor.login}")
    fresh = sessions.confirm(conn, cookie, actor.login)
    if fresh is None:
        raise Refused("ended")
    return fresh


def _keep(conn: Connection, login: str, key: str, code: str) -> None:
    kept = {"second_factor": _locked(f"factor {login} {key}"), "second_factor_step": _matched(key, code)}
    conn.execute(update(person).where(person.c.login == login).values(**kept))


def _known(conn: Connection, login: str) -> Row:
    return conn.execute(select(person).where(person.c.login == login)).one()


def _totp(key: str) -> pyotp.TOTP:
    return pyotp.TOTP(key)


def _matched(key: str, code: str, otherwise: str = "wrong") -> int:
    """The step of time whose code it is. Raises `Refused(otherwise)` where it is none within the window."""
    plain = "".join(unicodedata.normalize("NFKC", code).split())
    try:
        # `verify` would not say which step it was, and so not whether the code was used before.
        return _totp(key).verify_and_get_timecode(plain, for_time=months.now(), valid_window=WINDOW)
    except OTPVerificationError:
        raise Refused(otherwise) from None


def _shown(sealed: str, login: str, cookie: str) -> str:
    key = _unsealed(sealed, login, cookie)
    if not key:
        raise Refused("stale")
    return key


def _unsealed(sealed: str, login: str, cookie: str) -> str:
    return _opened(sealed, _bound(login, cookie), ttl=OFFERED)


def _bound(login: str, cookie: str) -> str:
    return f"offer {login} {sessions.key_of(cookie)}"


def _locked(plain: str) -> str:
    return _fernet().encrypt_at_time(plain.encode(), _seconds()).decode()


def _opened(token: str, whose: str, ttl: int | None = None) -> str:
    """The key in it, if it was locked for that purpose (whose it is stands inside); "" otherwise."""
    try:
        fernet = _fernet()
        plain = fernet.decrypt(token) if ttl is None else fernet.decrypt_at_time(token, ttl, _seconds())
    except InvalidToken:
        return ""
    about, _, key = plain.decode().rpartition(" ")
    return key if about == whose else ""


def _fernet() -> Fernet:
    """Of the installation's secret, but for this alone."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cockpit second factor").derive(secret())
    return Fernet(base64.urlsafe_b64encode(key))


def _seconds() -> int:
    return int(months.now().timestamp())
