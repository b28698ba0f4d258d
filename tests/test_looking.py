"""What who only looks is handed: their view as a run draws it, drawn for nobody, and left to a run where it takes one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from data import revisions, store
from data.access import Actor, Grant
from data.people.sessions import Session
from data.presenting.views import View
from tests import prepared
from tests.people import everybody, somebody
from ui import kept, looking
from ui.instructions import issuing
from ui.sealing.drawing import draw

PREPARED = prepared.with_starting_data
PROVINCE, CITY, DECEMBER = "330000", "330200", date(2022, 12, 1)
LEADER = somebody("leader", name="李", login="li")
WALL = Session(Actor("大厅", CITY, (Grant("wall", CITY),)), view=f"unit={CITY}", wall=1)


@pytest.fixture
def read(engine, monkeypatch):
    """The store that is looked at, and every statement sent to it."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    kept.forget()
    sent = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement))
    yield sent
    kept.forget()


def look(session, page="overview", **asked):
    return looking.looked_at(session, page, {"wall": "1", **asked}, "0123456789ab")


def test_it_is_the_view_that_a_run_draws(engine, read):
    with engine.connect() as conn:
        revision = revisions.current(conn)
    handed = look(WALL, unit=CITY, lang="en", month="2022-12")
    run = draw(View("overview", CITY, DECEMBER), "en", WALL.actor, revision=revision)
    boards = handed["boards"]
    assert {key: each["html"] for key, each in boards.items()} == {"frame": run.frame, **run.boards}
    assert {each["at"] for each in boards.values()} == {"0123456789ab"}
    assert boards["frame"]["live"]["at"] == "0123456789ab"
    assert boards["frame"]["follows"]
    assert handed["title"].startswith("Overview · ")


def test_it_names_nobody_and_is_the_same_for_whoever_holds_the_rights(read, monkeypatch):
    asked = []
    monkeypatch.setattr(issuing.access, "may", lambda who, *_: bool(asked.append(who)) or True)
    other = replace(LEADER, name="赵", login="zhao")
    one, two = (look(Session(who), unit=PROVINCE) for who in (LEADER, other))
    assert one == two
    assert {(who.name, who.login) for who in asked} == {("", looking.SOMEBODY)}  # who may charge may from here, too
    for html in (each["html"] for each in one["boards"].values()):
        assert not {LEADER.name, other.name} & set(html)
        assert looking.SOMEBODY + '"' not in html


@pytest.mark.parametrize(
    ("session", "page", "asked"),
    [
        (Session(Actor("无", PROVINCE, ())), "overview", {"unit": PROVINCE}),  # no role: the door says so
        (Session(LEADER), "overview", {"unit": "999999"}),  # what was typed wrong is told to who typed it
        (Session(LEADER), "overview", {"unit": PROVINCE, "wall": "0"}),
        (Session(LEADER), "overview", {"unit": PROVINCE, "room": "training", "part": "steward.330200"}),
        (Session(everybody()), "nowhere", {"unit": PROVINCE}),
    ],
)
def test_what_takes_a_run(read, session, page, asked):
    assert look(session, page, **asked) is None


def test_a_second_drawing_asks_only_the_cheap_questions(read):
    look(WALL, unit=CITY)
    first = len(read)
    read.clear()
    look(WALL, unit=CITY)
    assert len(read) < first / 3
