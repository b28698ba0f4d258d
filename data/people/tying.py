"""Tying the identity of a platform that scans codes (浙政钉, 钉钉, 企业微信) to an account that is there already, with the roles it has:
else whoever scans comes in only by a line of `oidc.grants`, and under a login of the platform's."""

from sqlalchemy import Engine, select, update

from data import audit, store
from data.access import Actor
from data.people import grants, sessions
from data.people.ways import scanning
from data.refusal import ByReason
from data.schema import person
from data.settings import settings
from data.text import Text

LONGEST = 128
REFUSALS = {
    "no_scan": Text(
        "没有设置扫码登录（scan.kind），无法绑定。",
        "No scanning of codes is set up (scan.kind): there is nothing to tie to.",
    ),
    "identity": Text(
        "请填写平台上的身份标识（钉钉为 unionId，其余为账号），不超过 {most} 个字符。",
        "Give the identity on the platform (the unionId of 钉钉, else the account) in at most {most} characters.",
    ),
    "of_another": Text(
        "这个身份已绑定账号“{login}”，请先解除。", "That identity is tied to the account “{login}”: untie that first."
    ),
    "tied": Text(
        "账号“{login}”已绑定一个身份，请先解除。",
        "The account “{login}” is tied to an identity already: untie it first.",
    ),
    "not_tied": Text(
        "账号“{login}”没有绑定扫码身份。", "The account “{login}” is tied to no identity that is scanned."
    ),
}


class Refused(ByReason):
    """What cannot be tied."""

    sentences = REFUSALS


def tie(engine: Engine, login: str, identity: str, *, by: Actor) -> None:
    """From now on whoever scans as `identity` comes in as this account, with its roles; its password goes on, too. For who keeps
    the person and could give every role they hold. Raises `Refused`, `grants.Refused` or `access.Refused`."""
    who = _named(identity)
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        held = conn.scalar(select(person.c.login).where(person.c.subject == who))
        if held is not None:
            raise Refused("of_another", login=held)
        if conn.scalar(select(person.c.subject).where(person.c.login == login)):
            raise Refused("tied", login=login)
        conn.execute(update(person).where(person.c.login == login).values(subject=who))
        audit.add(conn, by, "identity_tied", f"person {login}", after={"identity": who})


def untie(engine: Engine, login: str, *, by: Actor) -> None:
    """Whoever scans as that identity is this account no longer, and its sessions end. Raises as `tie` does."""
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        before = conn.scalar(select(person.c.subject).where(person.c.login == login)) or ""
        if not before.startswith("scan:"):
            raise Refused("not_tied", login=login)
        conn.execute(update(person).where(person.c.login == login).values(subject=None))
        sessions.end_of_person(conn, login)
        audit.add(conn, by, "identity_untied", f"person {login}", before={"identity": before})


def _named(identity: str) -> str:
    """Issuer and subject, as a sign-in tells them (`claims.Told.who`)."""
    if not settings().scan.kind:
        raise Refused("no_scan")
    identity = identity.strip()
    if not identity or len(identity) > LONGEST or not identity.isprintable():
        raise Refused("identity", most=LONGEST)
    return f"{scanning.issuer()} {identity}"
