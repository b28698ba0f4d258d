"""Passwords: argon2id hashes, what a good one is, and a door that slows down who guesses.

Who guesses learns nothing: an unknown login is answered like a wrong password, as slowly, and has to wait like one. What
failed is counted by login and address together, so that nobody is kept out by what strangers do elsewhere; a browser that
this person signed in from before (`known_browser`) is counted by itself and waits for nobody else.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise, takewhile
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, Signer
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from data import audit, bulk, months, store
from data.access import Actor
from data.people import grants, sessions
from data.refusal import Refusal
from data.schema import failed_sign_in, person
from data.secret import secret
from data.settings import settings
from data.text import Text

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper
LONGEST = 128  # characters: hashing more would be work for nothing
SAME_ADDRESS = 6  # times the attempts of one account: an office shares its address
ELSEWHERE = 10  # times the attempts, from all addresses together: who guesses from many is slowed down as well
FIRST_WAIT = timedelta(minutes=1)  # after `accounts.attempts` failures; twice as long after each further one
OLD = "old password"  # the place of what is typed into the form for a new one
BROWSER = "cockpit_known"  # the cookie by which a browser is known, and the salt it is signed with
RUN = 6  # letters in a row, as on a keyboard or in the alphabet, that are too easy
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv")
COMMONEST = frozenset((Path(__file__).parent / "commonest.txt").read_text(encoding="utf-8").split())
TAIL = re.compile(r"(?<![\W\d_])[\W\d_]+$")  # digits and marks after a word
NOBODY = Text("（未登录）", "(not signed in)")

REFUSALS = {
    "wrong": Text("账号或密码不正确，请重新输入。", "The account or the password is wrong. Try again."),
    "locked": Text(
        "密码错误次数过多，请 {minutes:.0f} 分钟后再试，或请管理员重置密码。",
        "Too many wrong passwords. Try again in {minutes:.0f} minutes, or have an administrator reset the password.",
    ),
    "too_often": Text(
        "此处登录失败次数过多，请 {minutes:.0f} 分钟后再试。",
        "Too many failed sign-ins from here. Try again in {minutes:.0f} minutes.",
    ),
    "disabled": Text("此账号已停用。请联系管理员。", "This account is disabled. Ask an administrator."),
    "expired": Text(
        "这个一次性密码已过期。请联系管理员重置。",
        "This one-time password has run out. Ask an administrator for a new one.",
    ),
    "old": Text("原密码不正确，密码没有改变。", "The old password is wrong; the password was not changed."),
    "short": Text(
        "新密码太短：至少 {least} 个字符。", "The new password is too short: use at least {least} characters."
    ),
    "long": Text("密码太长：至多 {most} 个字符。", "The password is too long: use at most {most} characters."),
    "login": Text("密码不能包含账号。", "The password must not contain the account's name."),
    "common": Text(
        "这个密码太常见，很容易被猜到。请换一个，例如几个不相关的词。",
        "That password is too common and easily guessed. Choose another, such as a few unrelated words.",
    ),
    "same": Text("新密码不能与原密码相同。", "The new password must differ from the old one."),
}

_hasher = PasswordHasher()  # argon2id with the library's defaults, which follow RFC 9106
_at_once = BoundedSemaphore(4)  # each hash takes 64 MB: a flood of sign-ins must not take the server's memory


class Refused(Refusal):
    """A sign-in or a change of password that was not done; `reason` is its key in REFUSALS, `minutes` how long the next try
    has to wait (0 for none)."""

    def __init__(self, reason: str, **blanks: float):
        self.reason, self.minutes = reason, blanks.get("minutes", 0)
        super().__init__(REFUSALS[reason], **blanks)


def one_time() -> str:
    """A random password to be told once and changed at the first sign-in: about 59 bits, easy to copy from paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _at_once:
        return _hasher.hash(_plain(password))


def check(password: str, login: str) -> None:
    """Raise `Refused` for a password that is too short, too long, made of the login, or easily guessed."""
    plain, least = _plain(password), settings().accounts.password_length
    if len(plain) < least:
        raise Refused("short", least=least)
    if len(plain) > LONGEST:
        raise Refused("long", most=LONGEST)
    if login and login in plain.casefold():
        raise Refused("login")
    if _is_common(plain.casefold()):
        raise Refused("common")


def sign_in(engine: Engine, login: str, password: str, *, address: str, agent: str, browser: str = "") -> str:
    """Begin a session: the value for its cookie. `browser` is the value of the cookie `known_browser`, "" without one.

    Raises `Refused`: wrong, locked, too_often, disabled, expired (a one-time password).
    """
    login = unicodedata.normalize("NFKC", login).strip().casefold()
    place = place_of(browser, login) or address
    with engine.connect() as conn:
        refuse_who_guesses(conn, login, place)
        known = _person(conn, login)
    right = _verified(known, password)  # slow by design, so outside the transaction that holds the write lock
    with store.writing(engine) as conn:
        refuse_who_guesses(conn, login, place)
        if right and known and _person(conn, login) == known:
            return _let_in(conn, known, password, address=address, agent=agent)
        refused = fail(conn, known, login, (place,), address)
    raise refused  # only now, so that the failure is remembered


def change(engine: Engine, actor: Actor, old: str, new: str, *, keep: str = "") -> None:
    """Change one's own password. Every other session of theirs ends; `keep` is the cookie of the one that stays."""
    with engine.connect() as conn:
        refuse_who_guesses(conn, actor.login, OLD)
        known = _person(conn, actor.login)
    if known is None or not _verified(known, old):
        with store.writing(engine) as conn:
            fail(conn, known, actor.login, (OLD,), actor.origin)
        raise Refused("old")
    check(new, actor.login)
    if _plain(new) == _plain(old):
        raise Refused("same")
    fresh = hashed(new)
    with store.writing(engine) as conn:
        if _person(conn, actor.login) != known:  # disabled, or reset by an administrator meanwhile
            raise Refused("old")
        conn.execute(
            update(person)
            .where(person.c.login == actor.login)
            .values(password=fresh, must_change=False, password_until=None)
        )
        forgive(conn, actor.login)
        sessions.end_of_person(conn, actor.login, keep=keep, tokens=False)
        audit.add(conn, actor, "password_changed", f"person {actor.login}")


def void_at() -> datetime:
    """Until when a one-time password that is given now is good."""
    return months.now() + timedelta(days=settings().accounts.one_time_days)


def known_browser(login: str) -> str:
    """The cookie of a browser from which somebody has signed in: it lets nobody in, and is kept out by nobody else."""
    return _browsers().sign(f"{secrets.token_urlsafe(12)} {login}".encode()).decode("latin-1")


def place_of(browser: str, login: str) -> str:
    """Where a browser counts that this person signed in from; "" for any other."""
    try:
        number, _, whose = _browsers().unsign(browser.encode("latin-1", "replace")).decode().partition(" ")
    except (BadSignature, UnicodeDecodeError):
        return ""
    return f"browser {number}" if hmac.compare_digest(whose.encode(), login.encode()) else ""


def _browsers() -> Signer:
    return Signer(secret(), salt=BROWSER, digest_method=sha256)


def must_change(conn: Connection, login: str) -> bool:
    """Whether that person has a one-time password, which comes before anything else."""
    return bool(conn.scalar(select(person.c.must_change).where(person.c.login == login)))


def has_one(conn: Connection, login: str) -> bool:
    """Whether there is an account of that login with a password of ours."""
    known = _person(conn, login)
    return bool(known and known.password)


def failed(engine: Engine, login: str, place: str, address: str) -> "Refused":
    """A directory says that a password is wrong: remembered as one of ours is; what is said about it."""
    with store.writing(engine) as conn:
        return fail(conn, _person(conn, login), login, (place,), address)


def arrived(conn: Connection, login: str) -> None:
    """A right password forgives the wrong ones before it. Who has yet to give the second factor has not come in: else each
    right password would allow new guesses at it."""
    known = _person(conn, login)
    if known and not (known.second_factor and sessions.needs_factor(grants.of(conn, login))):
        forgive(conn, login)


def forgive(conn: Connection, login: str) -> None:
    """Forget failed sign-ins, and with them a lockout."""
    # Of who comes by a directory for the first time the wrong ones were nobody's.
    conn.execute(delete(failed_sign_in).where(failed_sign_in.c.login.in_((login, _nobodys_name(login)))))
    conn.execute(update(person).where(person.c.login == login).values(locked_until=None))


def _person(conn: Connection, login: str) -> Row | None:
    names = ("login", "name", "unit", "password", "disabled_at", "must_change", "password_until", "second_factor")
    asked = select(*(person.c[name] for name in names))
    return conn.execute(asked.where(person.c.login == login)).first()


def _verified(known: Row | None, password: str) -> bool:
    """As slow for who has no password as for who has."""
    kept = known.password if known and known.password else _nobodys()
    with _at_once:
        try:
            right = _hasher.verify(kept, _plain(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return right and kept != _nobodys()


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex())


def _let_in(conn: Connection, known: Row, password: str, *, address: str, agent: str) -> str:
    if known.disabled_at is not None:
        raise Refused("disabled")  # said only to who knows the password
    if known.must_change and known.password_until is not None and months.now() > known.password_until:
        raise Refused("expired")
    arrived(conn, known.login)
    if _hasher.check_needs_rehash(known.password):
        conn.execute(update(person).where(person.c.login == known.login).values(password=hashed(password)))
    by = Actor(known.name, known.unit, (), known.login, address)
    audit.add(conn, by, "signed_in", f"person {known.login}", after={"agent": agent[:200]})
    return sessions.open_(conn, known.login, address=address, agent=agent)


def fail(conn: Connection, known: Row | None, login: str, places: Sequence[str], address: str) -> Refused:
    """Remember a failure at each of the places; what is said about it. The login of nobody may be a password in the wrong
    field: not kept."""
    now, kept = months.now(), settings().accounts
    since = now - timedelta(minutes=kept.lockout_minutes)
    conn.execute(delete(failed_sign_in).where(failed_sign_in.c.at <= since - timedelta(minutes=kept.lockout_minutes)))
    for place in places:
        row = {"at": now, "address": place, "login": known.login if known else _nobodys_name(login)}
        conn.execute(insert(failed_sign_in).values(number=bulk.next_number(conn, failed_sign_in), **row))
    by = Actor(f"{NOBODY.zh} / {NOBODY.en}", "", (), "", address)
    about = f"person {known.login}" if known else "person ?"
    audit.add(conn, by, "sign_in_failed", about)
    wait = max(_wait(_failures(conn, login, place)[0]) for place in places)
    if not wait:
        return Refused("wrong")
    if known:
        conn.execute(update(person).where(person.c.login == login).values(locked_until=now + wait))
        until = (now + wait).isoformat(timespec="minutes")
        audit.add(conn, by, "account_locked", about, after={"until": until, "for": places[-1]})
    return Refused("locked", minutes=_minutes_until(now + wait))


def _wait(failures: int) -> timedelta:
    """How long the next try has to wait after so many that failed: longer each time, but never for good."""
    kept = settings().accounts
    over = failures - kept.attempts
    if over < 0:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(over, 20), timedelta(minutes=kept.lockout_minutes))


def refuse_who_guesses(conn: Connection, login: str, place: str) -> None:
    """Raise `Refused` where too many tries of that login, or from there, have failed."""
    kept = settings().accounts
    failures, last = _failures(conn, login, place)
    if last and months.now() < last + _wait(failures):
        raise Refused("locked", minutes=_minutes_until(last + _wait(failures)))
    if place.startswith("browser "):
        return
    since = months.now() - timedelta(minutes=kept.lockout_minutes)
    count = select(func.count()).select_from(failed_sign_in).where(failed_sign_in.c.at > since)
    here = conn.scalar(count.where(failed_sign_in.c.address == place)) or 0
    of_login = conn.scalar(count.where(failed_sign_in.c.login.in_((login, _nobodys_name(login))))) or 0
    if here >= kept.attempts * SAME_ADDRESS or of_login >= kept.attempts * ELSEWHERE:
        raise Refused("too_often", minutes=kept.lockout_minutes)


def _failures(conn: Connection, login: str, place: str) -> tuple[int, datetime | None]:
    """How often that login failed there in a row of minutes that has not ended yet, and when last."""
    window = timedelta(minutes=settings().accounts.lockout_minutes)
    asked = select(failed_sign_in.c.at).where(
        failed_sign_in.c.login.in_((login, _nobodys_name(login))), failed_sign_in.c.address == place
    )
    times = list(conn.scalars(asked.order_by(failed_sign_in.c.at.desc())))
    if not times or times[0] + window <= months.now():
        return 0, None
    run = takewhile(lambda pair: pair[0] - pair[1] < window, pairwise(times))
    return 1 + sum(1 for _ in run), times[0]


def _nobodys_name(login: str) -> str:
    return "?" + hmac.new(secret(), login.encode(), sha256).hexdigest()[:32]


def _minutes_until(moment: datetime) -> float:
    return max(1.0, (moment - months.now()).total_seconds() / 60)


def _plain(password: str) -> str:
    """The same password from every keyboard: full-width letters of an input method are the plain ones."""
    return unicodedata.normalize("NFKC", password)


def _is_common(plain: str) -> bool:
    word = TAIL.sub("", plain).translate(str.maketrans("@0$13!", "aosiei"))
    if plain in COMMONEST or word in COMMONEST or len(set(plain)) < 4:
        return True
    runs = [row[at : at + RUN] for row in (*ROWS, *(row[::-1] for row in ROWS)) for at in range(len(row) - RUN + 1)]
    return any(plain.startswith(run) or plain.endswith(run) for run in runs) and len(plain) < 2 * RUN + 4
