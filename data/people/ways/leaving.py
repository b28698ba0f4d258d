"""The nightly roster: whoever came by the directory is looked up there, and follows it without signing in.

Who moved has the name, mail and roles of today; who is left without any role is signed out. Who is no longer there has left:
their roles by the directory end, their account is disabled, their sessions and programs end at once. Where suddenly very
many are gone a setting is wrong or the directory is, and nothing is done to anybody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection, Engine, select, update

from data import audit, jobs, months, store
from data.access import Actor
from data.people import claims, grants, sessions
from data.people.claims import Told
from data.people.ways import directory
from data.refusal import ByReason
from data.schema import person
from data.settings import settings
from data.text import Text

WORK = "directory"  # what the roster is noted as once it is done
FEW = 3  # so many may leave in a night, however few there are
REFUSALS = {
    "too_many": Text(
        "单位目录里一下子少了 {gone} 人（共 {looked} 人），像是设置或目录有误，未作任何处理。请核对 config.toml 的 "
        "ldap.base 与 ldap.person；确实如此，请调高 ldap.most_leave 后再执行 python -m data people follow。",
        "{gone} of {looked} people are gone from the directory all at once, which looks like a wrong setting: nothing was "
        "done. See ldap.base and ldap.person in config.toml; if it is true, raise ldap.most_leave and run "
        "python -m data people follow.",
    ),
}


class Refused(ByReason):
    """A roster that was not followed."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Followed:
    """What the roster did: how many were looked up; logins of who follows it in something, and of who has left."""

    looked: int
    moved: tuple[str, ...]
    left: tuple[str, ...]


def is_due(conn: Connection, now: datetime) -> bool:
    """Whether the roster of this night is still to be followed."""
    if not directory.is_on():
        return False
    tonight = datetime.combine(now.date(), time(settings().ldap.roster_hour), now.tzinfo)
    last = jobs.last(conn).get(WORK)
    return now >= tonight and (last is None or last < tonight)


def anybody(conn: Connection) -> bool:
    """Whether somebody came by the directory."""
    return bool(_of_directory(conn))


def follow(engine: Engine, now: datetime, *, dry: bool = False) -> Followed:
    """Look everybody up who came by the directory, and do what follows (`dry`: only say it). Raises `Refused` (too many
    are gone) and `directory.Refused` (it does not answer)."""
    with engine.connect() as conn:
        known = {subject: login for login, subject in _of_directory(conn)}
    with directory.asking() as asked:
        there = directory.standing(asked, list(known))
    gone = [login for subject, login in known.items() if subject not in there]
    if len(gone) > max(FEW, settings().ldap.most_leave * len(known)):
        raise Refused("too_many", gone=len(gone), looked=len(known))
    with engine.connect() as conn:
        moved = {known[subject]: told for subject, told in there.items() if claims.differs(conn, told)}
    done = Followed(len(known), tuple(sorted(moved)), tuple(sorted(gone)))
    if not dry:
        _do(engine, moved.values(), gone)
        jobs.note(engine, WORK, now)
    return done


def _do(engine: Engine, moved: Collection[Told], gone: Collection[str]) -> None:
    """One small transaction each, so that nobody waits for the roster; what is interrupted is done the next time."""
    for told in moved:
        with store.writing(engine) as conn:
            login = claims.follow(conn, told, WORK)
            if not grants.of(conn, login):
                sessions.end_of_person(conn, login)
    for login in gone:
        with store.writing(engine) as conn:
            _leave(conn, login)


def _leave(conn: Connection, login: str) -> None:
    by = Actor(claims.GIVEN_BY, "", (), "", WORK)
    for number, grant in claims.held(conn, login).items():
        grants.take(conn, number, login, grant, by=by)
    conn.execute(update(person).where(person.c.login == login).values(disabled_at=months.now()))
    ended = sessions.end_of_person(conn, login)
    audit.add(conn, by, "person_left", f"person {login}", after={"sessions": ended})


def _of_directory(conn: Connection) -> list[tuple[str, str]]:
    """Who came by the directory and is not disabled: login, and subject there."""
    begins = directory.issuer() + " "
    asked = select(person.c.login, person.c.subject).where(
        person.c.subject.startswith(begins, autoescape=True), person.c.disabled_at.is_(None)
    )
    return [(row.login, row.subject.removeprefix(begins)) for row in conn.execute(asked)]
