"""Three people who talk about one figure: a leader of the city, the steward of the county, the city's approver."""

from datetime import date

from sqlalchemy import Engine

from data import store
from data.access import Actor, Grant
from data.notices import notices
from data.people import accounts, grants
from data.questions import questions
from tests import prepared
from tests.cases import ZHEJIANG, plant
from tests.people import everybody, somebody

COUNTY, OTHER, CITY = "330203", "330205", "330200"
OCTOBER = date(2026, 10, 1)
PEOPLE = {"limin": ("leader", CITY), "wangfang": ("steward", COUNTY), "chenjie": ("approver", CITY)}


def add(engine: Engine, login: str, role: str, unit: str, *departments: str) -> Actor:
    """An account with one role."""
    with store.writing(engine) as conn:
        accounts.make(conn, login, login, unit, by=everybody())
        grants.give(conn, login, Grant(role, unit, frozenset(departments)), by=everybody())
    return somebody(role, unit, *departments, name=login, login=login)


@prepared.over(prepared.migrated)
def started(engine: Engine) -> None:
    """Units and those three people, in a new store."""
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)
    for login, (role, unit) in PEOPLE.items():
        add(engine, login, role, unit)


def who(login: str) -> Actor:
    """One of the three."""
    role, unit = PEOPLE[login]
    return somebody(role, unit, name=login, login=login)


def told(engine: Engine, login: str) -> list[str]:
    """The kinds of somebody's notices, the newest first."""
    with engine.connect() as conn:
        return [notice.kind for notice in notices.listing(conn, login)]


def asked(engine: Engine, text: str = "为何比上月少一半？", *, by: str = "limin", unit: str = COUNTY, **more) -> int:
    """A question at the visits of the county in October 2026."""
    return questions.ask(engine, "visits", unit, OCTOBER, "", text, by=who(by), **more)
