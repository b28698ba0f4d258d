"""The two rooms of one server: what is done in one is nowhere seen in the other, however one asks."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update
from starlette.testclient import TestClient

from data import access, anchors, batches, demo, months, revisions, rollups, rooms, starting, store, training_mark
from data.access import Grant
from data.clocks import reading
from data.clocks.reading import About
from data.figures import as_of
from data.instructions import clock, steps
from data.instructions.steps import Order
from data.notices import notices, outbox
from data.people import accounts, grants, sessions, tokens, walls
from data.people.sessions import Session
from data.reporting import approval, calendar
from data.schema import METADATA, audit, figure, month_state, notice, obligation, person
from data.settings import settings
from data.text import Text
from data.training import carried, making, parts
from data.training.parts import Part
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import month, prepared
from tests.frames import figures
from tests.pages.screen import new_session
from tests.pages.test_upload import GOOD, drop
from tests.people import everybody
from tests.staff import hire
from ui import actor as signed
from ui import reads
from ui.exporting import marked
from ui.kept import forget
from ui.room import REAL, Room
from web.api import app
from web.api import door as api_door
from web.api.counting import Counts

NINGBO, OCTOBER, HAISHU = month.NINGBO, month.OCTOBER, "330203"


@prepared.over(prepared.with_starting_data)
def for_training(engine):
    """A training store without a demonstration: nobody is in it yet."""
    with store.writing(engine) as conn:
        training_mark.put(conn)
        rollups.rebuild(conn)


@contextmanager
def serving(engine, monkeypatch, folder):
    """A server's settings over a real store."""
    monkeypatch.setenv("COCKPIT_STORE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECRET_FILE", str(folder / "secret"))
    settings.cache_clear()
    yield rooms.real()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, stores, engines, monkeypatch, tmp_path):
    """A real store of each kind, with people and nothing beside it."""
    with stores.of(request.param, month.started, tmp_path) as made, serving(made, monkeypatch, tmp_path) as real:
        yield real


@pytest.fixture
def there(stores, engines, monkeypatch, tmp_path):
    """A training store beside a real one with people."""
    with stores.sqlite(month.started, tmp_path) as made, serving(made, monkeypatch, tmp_path):
        shutil.copyfile(stores.file(for_training), tmp_path / "cockpit-training.db")
        yield rooms.engine("training")


def a_little(engine, progress=None):
    """In the place of the demonstration, whose contents `test_demo` looks at: a figure, a duty, a month opened to all."""
    with store.writing(engine) as conn:
        training_mark.put(conn)
        shown = figures("measure | unit | month | value\nvisits | 330203 | 2024-09 | 12")
        write(conn, compare(conn, shown, {}), Source("demo", "演示数据.csv", b"demo"), by=demo.BY)
        starting.declare(conn, date(2020, 1, 1), date(2021, 1, 1), by=demo.BY)
        calendar.mark_published(conn, [date(2024, 9, 1)], demo.BY)


def revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)


def playing(there, login, part=None):
    return parts.playing(there, month.who(rooms.real(), login), part)


def test_the_room_is_made_beside_the_real_store_and_made_anew(served, monkeypatch):
    monkeypatch.setattr(demo, "load", a_little)
    before = revision(served)
    making.make()
    there, first = rooms.engine("training"), training_mark.made(rooms.engine("training"))
    seeded = revision(there)
    assert first is not None
    assert training_mark.made(served) is None
    assert seeded == before + 1
    presenter = hire(served, "wang", "330000", Grant("presenter", "330000"))
    month.hand_in(there, login=parts.playing(there, presenter, Part("steward", NINGBO)).login)
    assert revision(there) == seeded + 1
    monkeypatch.setattr(demo, "load", None)  # from the copy, and not by making it once more
    making.make()
    there = rooms.engine("training")
    assert (revision(there), revision(served)) == (seeded, before)
    assert training_mark.made(there) > first
    with there.connect() as conn:
        assert set(batches.listing(conn)["demo"]) == {True, False}  # the published ones beside, which do not count
        assert conn.scalar(select(func.count()).select_from(person)) == 0


def test_a_real_store_is_never_made_a_training_store(served, monkeypatch):
    monkeypatch.setenv("COCKPIT_STORE_TRAINING_URL", settings().store.url)
    settings.cache_clear()
    if served.dialect.name == "sqlite":
        with pytest.raises(making.Refused):
            making.make()
    assert training_mark.made(served) is None


def test_a_demonstration_in_a_store_of_before_is_taken_out_and_nothing_real_is_lost(served):
    published, owed, opened = _state(served)
    draft = month.drafts.open_(served, NINGBO, OCTOBER, by=month.who(served, "wangfang"))
    a_little(served)
    with served.begin() as conn:  # as release 0.2.0 left it: the demonstration live, and no mark
        conn.execute(text("DELETE FROM training"))
    assert carried.carry_over(served) == 1
    assert _state(served) == (published, owed, opened)
    with served.connect() as conn:
        assert month.drafts.current(conn, NINGBO, OCTOBER) == draft
        lived = revisions.current(conn) - 1  # while the demonstration was live
        assert len(conn.execute(select(as_of(figure, lived))).all()) == len(published)
    assert carried.carry_over(served) == 0


def test_what_was_charged_upon_the_demonstration_runs_on_when_it_is_left(served):
    """In a store of before, whose demonstration is taken out: no view shows it any more, what was charged keeps the number as it
    stood, and is carried out and accepted."""
    a_little(served)
    steward, leader = month.who(served, "wangfang"), hire(served, "limin", NINGBO, Grant("leader", NINGBO), name="李民")
    stood = revision(served)
    about = About("metric", HAISHU, date(2024, 9, 1), stood, Text("访问量", "Visits"), metric="visits", value=12.0)
    number = steps.issue(served, Order("查清原因。", NINGBO, about), by=leader)
    steps.carry_out(served, number, "received", by=steward, seen=1)
    with served.begin() as conn:
        conn.execute(text("DELETE FROM training"))
    assert carried.carry_over(served) == 1
    with served.connect() as conn:
        one = reading.one(conn, number)
        assert one
        assert (one.standing.state, one.about.value, one.about.revision) == ("received", 12.0, stood)
        assert HAISHU not in {row.unit for row in conn.execute(select(as_of(figure, stood)))}
    steps.carry_out(served, number, "reported", by=steward, seen=2, text="已查清")
    steps.decide(served, number, "accepted", by=leader, seen=3)


def test_a_training_room_that_is_made_anew_takes_with_it_what_ran_there_and_nothing_of_the_real_one(there, monkeypatch):
    real, leader = rooms.real(), Part("leader", NINGBO)
    hire(real, "limin", NINGBO, Grant("leader", NINGBO), name="李民")
    about = About("metric", NINGBO, date(2024, 9, 1), 0, Text("访问量", "Visits"), metric="visits")
    theirs = steps.issue(there, Order("演练：查清原因。", HAISHU, about), by=playing(there, "limin", leader))
    own = steps.issue(real, Order("查清原因。", NINGBO, about), by=month.who(real, "limin"))
    monkeypatch.setattr(demo, "load", a_little)
    making.make()
    fresh = rooms.engine("training")
    with fresh.connect() as conn:
        assert reading.one(conn, theirs) is None
        assert conn.scalar(select(func.count()).select_from(notice)) == 0  # nobody is led to what is no more
    assert clock.remind(fresh, months.now() + timedelta(days=90)) == 0
    with real.connect() as conn:
        found = reading.one(conn, own)
        assert found
        assert (found.text, found.standing.state) == ("查清原因。", "open")


def _state(engine):
    with engine.connect() as conn:
        shown = sorted(tuple(row) for row in conn.execute(select(as_of(figure))))
        held = (obligation.c.holds_to.is_(None)) | (obligation.c.holds_to > obligation.c.holds_from)
        owed = conn.scalar(select(func.count()).select_from(obligation).where(held))
        opened = sorted(conn.scalars(select(month_state.c.month).where(month_state.c.published_at.is_not(None))))
        return shown, owed, opened


def test_one_person_reports_and_approves_in_two_parts(there, approval_levels):
    approval_levels(1)
    before = revision(rooms.real())
    with there.connect() as conn:
        noted = anchors.noted(conn)  # while it was being made
    steward = playing(there, "chen", Part("steward", NINGBO))
    approver = playing(there, "chen", Part("approver", "330000"))
    done = month.hand_in(there, login=steward.login)
    with pytest.raises(access.Refused):
        approval.accept(there, done.number, by=steward, step=0)
    approval.accept(there, done.number, by=approver, step=0)
    assert month.counting(there) == {month.HAISHU: 1000, month.JIANGBEI: 2000}
    assert (month.counting(rooms.real()), revision(rooms.real())) == ({}, before)
    with there.connect() as conn:
        assert "演练：审核员" in conn.scalar(select(audit.c.name).where(audit.c.action == "accept"))
        assert anchors.noted(conn) == noted


def test_a_part_holds_what_it_says_and_nothing_of_what_was_tried_with_it(there):
    steward = playing(there, "chen", Part("steward", NINGBO))
    assert steward.grants == (Grant("steward", NINGBO),)
    with store.writing(there) as conn:
        conn.execute(update(METADATA.tables["role_grant"]).values(until=months.now()))
    assert playing(there, "chen", Part("steward", NINGBO)) == steward
    myself = playing(there, "chen")
    assert (myself.login, myself.grants) == ("chen", (Grant("approver", NINGBO),))
    with there.connect() as conn:
        tree = grants.tree_of_today(conn)
    assert parts.read("steward.330200", tree) == Part("steward", NINGBO)
    assert [parts.read(wrong, tree) for wrong in ("", "wall.330200", "steward.999999", "steward", "x.y")] == [None] * 5


def test_who_reads_in_one_room_never_sees_the_other(there, monkeypatch):
    monkeypatch.setattr(signed, "signed_in", lambda: Session(everybody()))
    month.hand_in(there, login=playing(there, "wangfang").login)
    month.hand_in(rooms.real(), {("330203", "归集公共数据量"): 7})
    at = [_At(revision(rooms.real()), REAL), _At(revision(there), Room("training", "now"))]
    assert at[0].revision == at[1].revision  # all that tells them apart is the room
    forget()
    asked = [at[number % 2] for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(_ningbo, asked))
    assert values[:2] == [7, 3000]
    assert values == values[:2] * 20
    forget()


class _At:
    def __init__(self, revision, room):
        self.revision, self.room = revision, room


def _ningbo(scope):
    frame = reads.snapshot(scope, ("data_records",), "330200", OCTOBER)
    return frame.loc[frame["unit"] == "330200", "value"].iloc[0]


def test_a_token_opens_the_room_it_was_made_in(there, monkeypatch):
    monkeypatch.setattr(api_door, "asked", Counts(api_door.REQUESTS, api_door.WINDOW, api_door.MOST))
    month.hand_in(there, login=playing(there, "wangfang").login)
    for engine, who, many in (
        (rooms.real(), month.who(rooms.real(), "wangfang"), 0),
        (there, playing(there, "wangfang"), 1),
    ):
        http = TestClient(app, root_path="/api", raise_server_exceptions=False)
        http.headers["Authorization"] = f"Bearer {tokens.make(engine, '报表', by=who)}"
        told = http.get("/v1/batches").json()
        assert (told["demo"], sum(each["demo"] for each in told["batches"])) == (bool(many), many)
    accounts.disable(rooms.real(), "wangfang", by=month.who(rooms.real(), "admin"))
    assert http.get("/v1/batches").status_code == 401


def test_a_wall_of_the_training_room_is_sent_there(there):
    owner = hire(rooms.real(), "lu", "330000", Grant("presenter", "330000"))
    code = walls.make(rooms.real(), "大厅", "330000", {"lang": "zh", "room": "training"}, by=owner)
    cookie = walls.pair(rooms.real(), code, "127.0.0.1", "test")
    assert "room=training" in sessions.find(rooms.real(), cookie).view


def test_no_notice_leaves_the_training_room(there):
    who = playing(there, "wangfang")
    with store.writing(there) as conn:
        conn.execute(update(person).values(mail="wang@example.cn"))
        notices.tell(conn, "role_given", [who.login], {"name": "x", "unit": "x", "role": "x"}, "account")
    assert outbox.send(there, months.now()) == 0


def turned_away(screen, page, **query):
    try:
        screen.open(page, **query)
    except AssertionError as told:  # whom the door turns away sees nothing else
        return "没有打开" in str(told)
    return False


def test_a_link_opens_the_room_in_a_part_and_the_real_one_without(there, monkeypatch):
    presenter = hire(rooms.real(), "lu", "330000", Grant("presenter", "330000"))
    monkeypatch.setattr(signed, "signed_in", lambda: Session(presenter))
    forget()
    screen = new_session(monkeypatch)
    asked = {"unit": "330203", "month": "2024-10"}
    assert turned_away(screen, "upload", **asked)
    assert not turned_away(screen, "upload", **asked, room="training", part="steward.330203")
    assert screen.app.session_state["scope"].room.part == "steward.330203"
    assert screen.app.session_state["scope"].link("desk").endswith("room=training&part=steward.330203")
    assert turned_away(
        screen, "upload", **asked, room="training"
    )  # as oneself: a presenter reports nothing there either
    assert turned_away(screen, "people", **asked, room="training", part="administrator.330000")
    assert marked("海曙区.xlsx", screen.app.session_state["scope"]) == "演示数据-海曙区.xlsx"
    html = screen.open("training", **asked, room="training")
    assert "返回正式数据" in html
    assert "part=approver.330200" in html  # who approves 海曙区 is 宁波
    assert turned_away(screen, "upload", **asked)
    assert screen.app.session_state["scope"].room == REAL
    with rooms.real().connect() as conn:
        assert conn.scalar(select(func.count()).select_from(person).where(person.c.login.contains(":"))) == 0
    forget()


def test_a_presenter_plays_a_steward_who_sends_a_workbook(there, monkeypatch):
    presenter = hire(rooms.real(), "lu", "330000", Grant("presenter", "330000"))
    monkeypatch.setattr(signed, "signed_in", lambda: Session(presenter))
    forget()
    screen = new_session(monkeypatch)
    screen.open("upload", unit="330200", month="2024-10", room="training", part="steward.330200")
    drop(screen, GOOD)
    with there.connect() as conn:
        draft = month.drafts.current(conn, NINGBO, OCTOBER)
    assert draft is not None
    assert (draft.person, draft.file_name) == ("lu:steward.330200", "月报.xlsx")
    with rooms.real().connect() as conn:
        assert month.drafts.current(conn, NINGBO, OCTOBER) is None
    forget()
