"""The accounts of a workbook of people, made in one transaction: all of them or none."""

from typing import NamedTuple

from sqlalchemy import Connection, Engine, update

from data import access, audit, store
from data.access import Actor
from data.people import accounts, grants, passwords
from data.people.roster.checking import Checked, Person, check
from data.people.roster.reading import Read
from data.refusal import ByReason
from data.schema import person
from data.text import Text

REFUSALS = {
    "moved": Text(
        "核对之后账号有了变化，没有导入。请再上传一次，看过新的对比再导入。",
        "Accounts changed since this was compared; nothing was brought in. Upload it again and look at the comparison.",
    ),
    "findings": Text(
        "还有 {count} 处须修改，没有导入。", "{count} places must be mended first; nothing was brought in."
    ),
    "nothing": Text("没有要改变的。", "There is nothing to change."),
}


class Refused(ByReason):
    """What was not brought in."""

    sentences = REFUSALS


class Given(NamedTuple):
    """A new account with its one-time password, which is kept nowhere: it is told once, to who brought it in."""

    login: str
    name: str
    unit: str
    once: str


def bring(engine: Engine, read: Read, seen: Checked, *, by: Actor) -> tuple[Given, ...]:
    """Make, change and charge the people as they were `seen` compared; the new ones with their one-time passwords.

    Refused: something to mend, nothing to change, accounts that moved since; a right that is not held.
    """
    if seen.findings:
        raise Refused("findings", count=len(seen.findings))
    if all(one.kind == "same" for one in seen.people):
        raise Refused("nothing")
    new = [one.login for one in seen.people if one.kind == "new"]
    once = {login: passwords.one_time() for login in new}
    hashes = {
        login: passwords.hashed(word) for login, word in once.items()
    }  # slow by design, so not under the write lock
    with store.writing(engine) as conn:
        places = [one.unit for one in seen.people]
        access.require(grants.still_held(conn, by), "keep_people", places, grants.tree_of_today(conn))
        if check(conn, read, by) != seen:
            raise Refused("moved")
        for one in seen.people:
            _put(conn, one, hashes.get(one.login, ""), by)
    return tuple(Given(one.login, one.name, one.unit, once[one.login]) for one in seen.people if one.login in once)


def _put(conn: Connection, one: Person, password: str, by: Actor) -> None:
    if one.was is None:
        accounts.put(conn, one.login, one.name, one.unit, password=password, by=by, mail=one.mail)
    elif one.was:
        after = {key: getattr(one, key) for key in one.was}
        conn.execute(update(person).where(person.c.login == one.login).values(**after))
        audit.add(conn, by, "person_changed", f"person {one.login}", before=dict(one.was), after=after)
    for grant in one.roles:
        grants.give(conn, one.login, grant, by=by)
