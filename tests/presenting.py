"""Presenters and storylines for tests: a store with people of the trade, and steps to show."""

from datetime import date

from sqlalchemy import Engine

from data.access import Actor, Grant
from data.people import accounts
from data.presenting import storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.text import Text
from tests import prepared
from tests.staff import hire, settle

CITY, DISTRICT, OTHER = "330200", "330203", "330600"
OCTOBER = date(2024, 10, 1)
TITLE = Text("十月例会", "October meeting")
STEPS = (
    Step(View("overview", CITY, OCTOBER), Text("全市", "The city"), "先说总体。", 3),
    Step(View("map", DISTRICT, OCTOBER, (("metric", "visits"),)), Text("海曙", "Haishu"), "再看海曙。"),
    Step(View("problems", CITY, OCTOBER, (("state", "overdue"),)), Text("超期", "Overdue"), "", 1, 40),
)
PEOPLE = {
    "lan": Grant("presenter", CITY),
    "yun": Grant("presenter", "330000"),
    "bao": Grant("presenter", CITY),
    "far": Grant("presenter", OTHER),
    "head": Grant("leader", "330000"),
}


@prepared.over(prepared.migrated)
def started(engine: Engine) -> None:
    """Units, four presenters and a leader."""
    settle(engine)
    for login, grant in PEOPLE.items():
        hire(engine, login, grant.unit, grant)


def who(engine: Engine, login: str) -> Actor:
    """One of PEOPLE with the rights of this moment."""
    with engine.connect() as conn:
        return accounts.actor_of(conn, login)


def made(engine: Engine, steps=STEPS) -> int:
    """lan's storyline, shared with yun."""
    number = storylines.create(engine, TITLE, CITY, steps, by=who(engine, "lan"))
    storylines.share(engine, number, "yun", by=who(engine, "lan"))
    return number
