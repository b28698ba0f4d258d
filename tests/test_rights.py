"""Who may do what: every role × action × place × department, and every function that changes the store by every role.

What is expected is drawn here and not read from the program. A function that changes something and stands in none of the
tables below fails `test_every_function_that_writes_is_asked_about`.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, func, select, update

import data
from data import access, months, revisions, store, undelivered, units
from data.access import Action, Actor, Grant, Role
from data.clocks.reading import About
from data.documents import schedules, templates
from data.instructions import asked, steps
from data.instructions.steps import Order
from data.meetings import steps as meetings
from data.meetings.steps import Plan
from data.notices import choices
from data.notices.choices import Choice
from data.people import accounts, second_factor, sessions, sign_ins, tokens, walls
from data.people.roster import bringing
from data.people.roster import checking as roster_checking
from data.people.roster import reading as roster_reading
from data.presenting import kiosks, phones, rotations, running, storylines
from data.presenting.reading import Step
from data.presenting.spans import Span
from data.presenting.views import View
from data.questions import appeals, questions
from data.refusal import Refusal
from data.reporting import (
    approval,
    calendar,
    change_requests,
    deliveries,
    direct,
    drafts,
    finishing,
    lists,
    obligations,
    submissions,
)
from data.reporting.obligations import Rule
from data.schema import METADATA, person, role_grant
from data.seals import keeping, releasing
from data.seals.content import Content
from data.settings import settings
from data.text import Text
from data.training import making
from data.uploads.commit import Source
from data.uploads.compare import compare
from data.watching import steps as watching
from data.watching import verdicts
from data.watching.reading import Found, Watched
from data.watching.verdicts import Warned
from tests import month as steward_month
from tests.cases import report
from tests.frames import drawn, figures
from tests.month import HAISHU, NINGBO, OCTOBER
from tests.people import everybody
from tests.staff import hire
from tests.test_evaluation import index_rows

ROLES: tuple[Role, ...] = get_args(Role)
DEVICES = {"wall", "kiosk"}
TODAY = months.today()
EXPECTED = drawn(
    """
    action          | leader | steward | approver | presenter | administrator | wall | kiosk
    read            | yes    | yes     | yes      | yes       | yes           | yes  |
    read_restricted | yes    | yes     | yes      |           |               |     |
    report          |        | yes     |          |           |               |     |
    approve         |        |         | yes      |           |               |     |
    withdraw        |        | yes     | yes      |           |               |     |
    ask             | yes    |         | yes      |           |               |     |
    answer          |        | yes     |          |           |               |     |
    train           | yes    | yes     | yes      | yes       | yes           |     |
    demonstrate     |        |         |          | yes       | yes           |     |
    oblige          |        |         |          |           | yes           |     |
    keep_calendar   |        |         |          |           | yes           |     |
    keep_people     |        |         |          |           | yes           |     |
    keep_walls      | yes    |         |          | yes       | yes           |     |
    audit           |        |         |          |           | yes           |     |
    instruct        | yes    |         | yes      |           |               |     |
    carry_out       |        | yes     |          |           |               |     |
    present         |        |         |          | yes       |               |     |
    convene         | yes    |         | yes      |           |               |     |
    appeal          | yes    | yes     | yes      |           |               |     |
    """
).set_index("action")

# Where a role is held, seen from Ningbo: what is done there needs the role for Ningbo or a unit above it.
PLACES = {"above": "330000", "at": NINGBO, "below": HAISHU, "beside": "330600"}
REACHING = {"above", "at"}
DEPARTMENTS = {  # those of the role → for which owner of the matter it counts; "" is a matter without one
    (): {"", "大数据局", "纪委监委"},
    ("大数据局",): {"", "大数据局"},
    ("大数据局", "纪委监委"): {"", "大数据局", "纪委监委"},
}


def may(role: Role, action: Action) -> bool:
    """What the drawn table says."""
    return EXPECTED.loc[action, role] == "yes"


@pytest.fixture(scope="module")
def tree(world):
    with world.engine.connect() as conn:
        return units.load(conn).on(months.today())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", PLACES)
def test_a_role_allows_what_is_drawn_for_its_units_and_departments_and_nothing_else(role, place, tree):
    for action in get_args(Action):
        for held, matters in DEPARTMENTS.items():
            actor = Actor("x", NINGBO, (Grant(role, PLACES[place], frozenset(held)),))
            for matter in ("", "大数据局", "纪委监委"):
                # A restricted matter is for those who are named for it; a role for all departments is not enough.
                covered = matter in held if action == "read_restricted" else matter in matters
                wanted = may(role, action) and place in REACHING and covered
                assert access.may(actor, action, NINGBO, tree, matter) == wanted, (action, held, matter)


def test_the_drawn_table_tells_of_every_action_and_role():
    assert set(EXPECTED.index) == set(get_args(Action))
    assert set(EXPECTED.columns) == set(ROLES)


def test_nobody_may_anything_without_a_role_and_nothing_for_a_unit_that_is_not_there(tree):
    for action in get_args(Action):
        assert not access.may(Actor("x", NINGBO), action, NINGBO, tree)
        assert not access.may(Actor("x", NINGBO, (Grant("administrator", "330000"),)), action, "999999", tree)


@dataclass(frozen=True)
class World:
    """A store in which everything below can be done by who may."""

    engine: Engine
    people: dict[tuple[Role, str], Actor]
    session_key: str
    grant: int
    draft: drafts.Draft
    file: tuple[str, bytes]
    batch: int
    question: int
    warnings: int  # of the draft


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request, stores, tmp_path_factory) -> Iterator[World]:
    with stores.of(request.param, steward_month.started, tmp_path_factory.mktemp("rights")) as made:
        yield _world(made)


def _world(engine: Engine) -> World:
    people = {
        (role, place): hire(engine, f"{role}-{place}", unit, Grant(role, unit))
        for role in ROLES
        if role not in DEVICES
        for place, unit in PLACES.items()
    }
    wang, admin = (steward_month.who(engine, login) for login in ("wangfang", "admin"))
    for place, unit in PLACES.items():
        device = walls.pair(engine, walls.make(engine, "大厅", unit, {}, by=admin), "10.0.0.9", "")
        found = sessions.actor(engine, device)
        assert found
        people["wall", place] = found
        people["kiosk", place] = replace(found, grants=kiosks.visitor(unit).grants)
    walls.make(engine, "大厅", NINGBO, {}, by=admin)
    tokens.make(engine, "报表", by=wang)
    with store.writing(engine) as conn:
        sessions.open_(conn, "wangfang", address="", agent="")
        conn.execute(update(person).where(person.c.login == "wangfang").values(second_factor="kept"))
        report(conn, **index_rows(SYSTEM, ITEM))
        report(conn, figures("measure | unit | month | value\nvisits | 330200 | 2024-09 | 5"))
        batch = conn.scalar(select(func.max(METADATA.tables["batch"].c.number)))
        key = sign_ins.listing(conn, "wangfang")["key"].iloc[0]
        grant = conn.scalar(select(role_grant.c.number).where(role_grant.c.person == "wangfang"))
    with _approval():
        steward_month.hand_in(engine, {(HAISHU, "数据共享申请数"): 50}, login="zhou", unit=HAISHU)
        change_requests.declare(engine, [replace(RULE, what="rated")], by=admin, reason="新任务")
    deliveries.begin(engine, NINGBO, AUGUST, by=wang)
    deliveries.put(engine, 1, 1, "1.csv", PART, by=wang)
    draft = drafts.open_(engine, NINGBO, OCTOBER, by=wang)
    draft = steward_month.fill(engine, draft, {("330205", "数据共享申请数"): 50}, wang)
    with engine.connect() as conn:
        file = drafts.content(conn, draft.number)
    calendar.lock(engine, date(2024, 3, 1), by=admin)
    calendar.publish(engine, date(2024, 4, 1), by=admin)
    obligations.declare(engine, [RULE], by=admin)
    asked = questions.ask(engine, "visits", NINGBO, OCTOBER, "", "为何这样？", by=steward_month.who(engine, "chen"))
    questions.answer(engine, asked, "系统迁移。", by=steward_month.who(engine, "wangfang"))
    steps.issue(engine, ORDER, by=people["leader", "above"])
    for _ in range(2):
        meetings.call(engine, PLAN, by=people["leader", "above"])
    meetings.open_(engine, 2, _revision(engine), OCTOBER, "[]", by=people["leader", "above"], seen=1)
    views = (Step(View("overview", NINGBO, OCTOBER)),)
    storylines.create(engine, TITLE, NINGBO, views, by=people["presenter", "above"])
    storylines.share(engine, 1, "presenter-at", by=people["presenter", "above"])
    running.start(engine, 1, (), by=people["presenter", "above"])
    keeping.keep(engine, SEALED, by=people["presenter", "above"])
    releasing.release(engine, 1, TODAY, "会上", by=people["presenter", "above"])
    templates.keep(engine, NINGBO, "专报.docx", b"PK", by=people["presenter", "above"])
    schedules.plan(engine, NINGBO, 9, ["leader-at"], by=people["presenter", "above"])
    rotations.declare(engine, 5, 1, Span("67", 0, 60), (), by=people["presenter", "above"])
    watching.add(engine, Watched("unit", NINGBO), "turned", None, by=wang)
    with store.writing(engine) as conn:
        watching.note(conn, 1, Found(OCTOBER, "visits", "missed", Text("落后", "Behind")), told=True)
    with engine.connect() as conn:
        warnings = submissions.examine(conn, draft.number, actor=wang).checked.warnings
    return World(engine, people, key, grant, draft, file, batch, asked, len(warnings))


@contextmanager
def _approval() -> Iterator[None]:
    """Inside, what is handed in waits for one approval."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COCKPIT_APPROVAL_LEVELS", "1")
        settings.cache_clear()
        yield
    settings.cache_clear()


ORDER = Order("查清原因。", NINGBO, About("metric", NINGBO, OCTOBER, 1, Text("访问量", "Visits"), metric="visits"))
TITLE = Text("例会", "Meeting")
PLAN = Plan(NINGBO, date(2027, 1, 8), "例会")
SEALED = Content(
    TITLE, storyline=1, version=1, unit=NINGBO, room="real", revision=1, steps=1, slides="<section></section>"
)
SYSTEM = """
key | name | unit   | level | missing | valid_from | valid_to
S1  | 考核 | 330000 | city  | none    | 2024-01-01 |
"""
ITEM = """
key | name | unit   | system | dimension | metric       | weight | rule | full | zero | each
I1  | 满意 | 330000 | S1     | 成效      | satisfaction | 100    | best |      |      |
"""
WARNED = Warned(1, OCTOBER, "visits", 1)
NIGHTLY = Span("12345", 0, 60)
AUGUST = date(2024, 8, 1)
PART = "单位代码,月份,填报项,数值\n330205,2024-08,visits,5\n".encode()
RULE = Rule(NINGBO, "city", "visits", 1, 8, date(2027, 1, 1))


def _revision(engine: Engine) -> int:
    with engine.connect() as conn:
        return revisions.current(conn)


def _open(world: World, by: Actor) -> None:
    meetings.open_(world.engine, 1, _revision(world.engine), OCTOBER, "[]", by=by, seen=1)


def _submit(world: World, by: Actor) -> None:
    submissions.submit(world.engine, world.draft.number, world.draft.version, by=by, looked_at=world.warnings)


def _commit(world: World, by: Actor) -> None:
    with world.engine.connect() as conn:
        compared = compare(conn, figures("measure | unit | month | value\nvisits | 330200 | 2024-08 | 7"), {})
    direct.commit(world.engine, compared, Source("screen", "表", b""), by=by)


def _tomorrow():
    return months.now() + timedelta(days=1)


def _ask_for_the_room(world: World, by: Actor) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "begin", lambda: None)
        making.ask(world.engine, by=by)


Call = Callable[[World, Actor], Any]
WHOLE = {"above"}  # what is about the cockpit as a whole needs the role at its top


# Function → what one must be allowed to do; where the role must be held; a call that succeeds for who may.
def _bring(engine: Engine, by: Actor) -> None:
    """A workbook of one person, as somebody who may has compared it."""
    said = {"name": "新", "login": "roster", "unit": NINGBO, "role": "", "departments": "", "mail": ""}
    rows = roster_reading.Read((roster_reading.Row("人员", said, dict.fromkeys(said, "B2")),), ())
    with engine.connect() as conn:
        seen = roster_checking.check(conn, rows, everybody())
    bringing.bring(engine, rows, seen, by=by)


WRITES: dict[str, tuple[Action, set[str], Call]] = {
    "people.accounts.add": ("keep_people", REACHING, lambda w, by: accounts.add(w.engine, "neu", "新", NINGBO, by=by)),
    "people.roster.bringing.bring": ("keep_people", REACHING, lambda w, by: _bring(w.engine, by)),
    "people.accounts.give": (
        "keep_people", REACHING, lambda w, by: accounts.give(w.engine, "wangfang", Grant("leader", NINGBO), by=by),
    ),
    "people.accounts.take": ("keep_people", REACHING, lambda w, by: accounts.take(w.engine, w.grant, by=by)),
    "people.accounts.disable": ("keep_people", REACHING, lambda w, by: accounts.disable(w.engine, "wangfang", by=by)),
    "people.accounts.enable": ("keep_people", REACHING, lambda w, by: accounts.enable(w.engine, "wangfang", by=by)),
    "people.accounts.reset_password": (
        "keep_people", REACHING, lambda w, by: accounts.reset_password(w.engine, "liqiang", by=by),
    ),
    "people.second_factor.reset": (
        "keep_people", REACHING, lambda w, by: second_factor.reset(w.engine, "wangfang", by=by),
    ),
    "people.sessions.end_all": (
        "keep_people", REACHING, lambda w, by: sessions.end_all(w.engine, "wangfang", by=by),
    ),
    "people.sign_ins.end": (
        "keep_people", REACHING, lambda w, by: sign_ins.end(w.engine, "wangfang", w.session_key, by=by),
    ),
    "people.tokens.revoke": ("keep_people", REACHING, lambda w, by: tokens.revoke(w.engine, 1, by=by)),
    "people.walls.make": ("keep_walls", REACHING, lambda w, by: walls.make(w.engine, "新屏", NINGBO, {}, by=by)),
    "people.walls.renew": ("keep_walls", REACHING, lambda w, by: walls.renew(w.engine, 5, by=by)),
    "people.walls.take_over": (
        "keep_walls", REACHING, lambda w, by: walls.take_over(w.engine, 5, by=by),
    ),
    "people.walls.revoke": ("keep_walls", REACHING, lambda w, by: walls.revoke(w.engine, 5, by=by)),
    "reporting.calendar.lock": (
        "keep_calendar", WHOLE, lambda w, by: calendar.lock(w.engine, date(2024, 5, 1), by=by),
    ),
    "reporting.calendar.unlock": (
        "keep_calendar", WHOLE, lambda w, by: calendar.unlock(w.engine, date(2024, 3, 1), by=by),
    ),
    "reporting.calendar.publish": (
        "keep_calendar", WHOLE, lambda w, by: calendar.publish(w.engine, date(2024, 5, 1), by=by),
    ),
    "reporting.calendar.unpublish": (
        "keep_calendar", WHOLE, lambda w, by: calendar.unpublish(w.engine, date(2024, 4, 1), by=by),
    ),
    "reporting.calendar.allow": (
        "keep_calendar",
        REACHING,
        lambda w, by: calendar.allow(w.engine, date(2024, 3, 1), NINGBO, "wangfang", _tomorrow(), "补报", by=by),
    ),
    "reporting.obligations.declare": (
        "oblige", REACHING, lambda w, by: obligations.declare(w.engine, [replace(RULE, what="satisfied")], by=by),
    ),
    "reporting.obligations.end": (
        "oblige", REACHING, lambda w, by: obligations.end(w.engine, _last(w, "obligation"), date(2027, 6, 1), by=by),
    ),
    "reporting.change_requests.withdraw": (
        "withdraw", REACHING, lambda w, by: change_requests.withdraw(w.engine, w.batch, by=by, reason="重报"),
    ),
    "reporting.change_requests.declare": (
        "oblige",
        REACHING,
        lambda w, by: change_requests.declare(w.engine, [replace(RULE, what="satisfied")], by=by, reason="新"),
    ),
    "reporting.change_requests.end": (
        "oblige",
        REACHING,
        lambda w, by: change_requests.end(w.engine, [_last(w, "obligation")], date(2027, 6, 1), by=by, reason="止"),
    ),
    # What waits is Ningbo's: the unit above decides, as about its figures.
    "reporting.change_requests.accept": (
        "approve", WHOLE, lambda w, by: change_requests.accept(w.engine, 1, by=by),
    ),
    "reporting.change_requests.refuse": (
        "approve", WHOLE, lambda w, by: change_requests.refuse(w.engine, 1, by=by, note="不必"),
    ),
    "reporting.drafts.open_": ("report", REACHING, lambda w, by: drafts.open_(w.engine, NINGBO, date(2024, 9, 1), by=by)),
    "reporting.drafts.put": (
        "report",
        REACHING,
        lambda w, by: drafts.put(w.engine, w.draft.number, *w.file, by=by, base=w.draft.version, replace=True),
    ),
    "reporting.drafts.edit": (
        "report",
        REACHING,
        lambda w, by: drafts.edit(
            w.engine, w.draft.number, [drafts.Edit("月报", "E6", 12)], by=by, base=w.draft.version
        ),
    ),
    "reporting.drafts.discard": ("report", REACHING, lambda w, by: drafts.discard(w.engine, w.draft.number, by=by)),
    "reporting.deliveries.begin": ("report", REACHING, lambda w, by: deliveries.begin(w.engine, NINGBO, AUGUST, by=by)),
    "reporting.deliveries.put": (
        "report", REACHING, lambda w, by: deliveries.put(w.engine, 1, 2, "2.csv", PART.replace(b"205", b"206"), by=by),
    ),
    "reporting.deliveries.drop": ("report", REACHING, lambda w, by: deliveries.drop(w.engine, 1, by=by)),
    "reporting.finishing.finish": ("report", REACHING, lambda w, by: finishing.finish(w.engine, 1, by=by, parts=1)),
    "reporting.submissions.submit": ("report", REACHING, _submit),
    # What waits is Haishu's: Ningbo's approvers decide on it, and Haishu's own stewards may take it back as well.
    "reporting.submissions.recall": (
        "report", REACHING | {"below"}, lambda w, by: submissions.recall(w.engine, 1, by=by),
    ),
    "reporting.approval.accept": (
        "approve", REACHING, lambda w, by: approval.accept(w.engine, 1, by=by, step=0),
    ),
    "reporting.approval.send_back": (
        "approve", REACHING, lambda w, by: approval.send_back(w.engine, 1, "请核对", _tomorrow(), by=by, step=0),
    ),
    "reporting.lists.confirm_unchanged": (
        "report", REACHING, lambda w, by: lists.confirm_unchanged(w.engine, "problems", NINGBO, OCTOBER, by=by),
    ),
    "reporting.direct.commit": ("report", REACHING, _commit),
    "reporting.direct.withdraw": (
        "withdraw", REACHING, lambda w, by: direct.withdraw(w.engine, w.batch, by=by, reason="重报"),
    ),
    "undelivered.send_again": ("keep_people", WHOLE, lambda w, by: undelivered.send_again(w.engine, by=by)),
    "training.making.ask": ("demonstrate", WHOLE, _ask_for_the_room),
    "questions.questions.ask": (
        "ask", REACHING, lambda w, by: questions.ask(w.engine, "visits", NINGBO, OCTOBER, "", "为何？", by=by),
    ),
    # Who acts for the unit above, which scores it, does not object for it.
    "questions.appeals.appeal": (
        "appeal", {"at"}, lambda w, by: appeals.appeal(w.engine, "I1", NINGBO, OCTOBER, "漏计。", by=by),
    ),
    "questions.questions.answer": (
        "answer", REACHING, lambda w, by: questions.answer(w.engine, w.question, "已核实。", by=by),
    ),
    "questions.questions.close": (
        "approve", REACHING, lambda w, by: questions.close(w.engine, w.question, by=by),
    ),
    "watching.verdicts.mark": (
        "instruct", REACHING, lambda w, by: verdicts.mark(w.engine, WARNED, "false", "数据有误", by=by),
    ),
    "instructions.asked.charge": ("instruct", REACHING, lambda w, by: asked.charge(w.engine, w.question, ORDER, by=by)),
    "instructions.steps.issue": ("instruct", REACHING, lambda w, by: steps.issue(w.engine, ORDER, by=by)),
    "instructions.steps.carry_out": (
        "carry_out", REACHING, lambda w, by: steps.carry_out(w.engine, 1, "received", by=by, seen=1),
    ),
    # The province issued it, so those of the city that is charged do not decide on it.
    "instructions.steps.decide": (
        "instruct", WHOLE, lambda w, by: steps.decide(w.engine, 1, "cancelled", by=by, seen=1, text="不再需要"),
    ),
    "meetings.steps.call": ("convene", REACHING, lambda w, by: meetings.call(w.engine, PLAN, by=by)),
    "meetings.steps.change": ("convene", REACHING, lambda w, by: meetings.change(w.engine, 1, PLAN, by=by, seen=1)),
    "meetings.steps.attach": ("convene", REACHING, lambda w, by: meetings.attach(w.engine, 1, (), by=by)),
    "meetings.steps.open_": ("convene", REACHING, _open),
    "meetings.steps.decide": ("convene", REACHING, lambda w, by: meetings.decide(w.engine, 2, ORDER, by=by)),
    "meetings.steps.close": ("convene", REACHING, lambda w, by: meetings.close(w.engine, 2, "", by=by, seen=2)),
    "presenting.storylines.create": (
        "present", REACHING, lambda w, by: storylines.create(w.engine, TITLE, NINGBO, by=by),
    ),
    # Both presenters of the city have it: one owns it, and it is shared with the other.
    "presenting.storylines.save": (
        "present", REACHING, lambda w, by: storylines.save(w.engine, 1, 1, TITLE, (), by=by),
    ),
    "presenting.storylines.change": (
        "present", REACHING, lambda w, by: storylines.change(w.engine, 1, 1, lambda _: (TITLE, ()), by=by),
    ),
    "presenting.running.start": ("present", REACHING, lambda w, by: running.start(w.engine, 1, (5,), by=by)),
    "presenting.running.steer": ("present", REACHING, lambda w, by: running.steer(w.engine, 1, "next", 1, by=by)),
    "presenting.running.point": ("present", REACHING, lambda w, by: running.point(w.engine, 1, 0, 1, by=by)),
    "presenting.running.end": ("present", REACHING, lambda w, by: running.end(w.engine, 1, by=by)),
    # Who may run the storyline and keeps the wall puts it in rotation; who keeps the wall takes it out.
    "presenting.rotations.declare": (
        "present", REACHING, lambda w, by: rotations.declare(w.engine, 5, 1, NIGHTLY, (), by=by),
    ),
    "presenting.kiosks.make": ("present", REACHING, lambda w, by: kiosks.make(w.engine, "展台", NINGBO, 1, (), by=by)),
    "presenting.rotations.end": ("keep_walls", REACHING, lambda w, by: rotations.end(w.engine, 1, by=by)),
    "presenting.phones.offer": ("present", REACHING, lambda w, by: phones.offer(w.engine, 1, by=by)),
    "presenting.storylines.copy": ("present", REACHING, lambda w, by: storylines.copy(w.engine, 1, TITLE, by=by)),
    "documents.templates.keep": (
        "present", REACHING, lambda w, by: templates.keep(w.engine, NINGBO, "a.docx", b"PK", by=by),
    ),
    "documents.schedules.plan": (
        "present", REACHING, lambda w, by: schedules.plan(w.engine, NINGBO, 9, ["leader-at"], by=by),
    ),
    "documents.schedules.end": ("present", REACHING, lambda w, by: schedules.end(w.engine, 1, by=by)),
    "documents.templates.end": ("present", REACHING, lambda w, by: templates.end(w.engine, 1, by=by)),
    "seals.keeping.keep": ("present", REACHING, lambda w, by: keeping.keep(w.engine, SEALED, by=by)),
    "seals.releasing.release": ("present", REACHING, lambda w, by: releasing.release(w.engine, 1, TODAY, "会上", by=by)),
    "seals.releasing.take_back": ("present", REACHING, lambda w, by: releasing.take_back(w.engine, 1, by=by)),
}  # fmt: skip
# Who may not read the unit is not even told that there is a question.
HIDDEN: dict[str, type[Refusal]] = {
    "meetings.steps.change": meetings.Refused,
    "meetings.steps.attach": meetings.Refused,
    "meetings.steps.open_": meetings.Refused,
    "meetings.steps.decide": meetings.Refused,
    "meetings.steps.close": meetings.Refused,
    "questions.questions.answer": questions.Refused,
    "questions.questions.close": questions.Refused,
    "instructions.asked.charge": steps.Refused,
    "watching.verdicts.mark": watching.Refused,
    "instructions.steps.carry_out": steps.Refused,
    "instructions.steps.decide": steps.Refused,
    "presenting.storylines.save": storylines.Refused,
    "presenting.storylines.change": storylines.Refused,
    "presenting.storylines.copy": storylines.Refused,
    "presenting.running.start": storylines.Refused,
    "presenting.running.steer": running.Refused,
    "presenting.running.point": running.Refused,
    "presenting.running.end": running.Refused,
    "presenting.rotations.declare": storylines.Refused,
    "presenting.kiosks.make": storylines.Refused,
    "presenting.phones.offer": running.Refused,
    "seals.keeping.keep": keeping.Refused,
    "seals.releasing.release": keeping.Refused,
    "seals.releasing.take_back": keeping.Refused,
}
# What everybody with an account does for themselves, and a device does not.
OWN: dict[str, Call] = {
    "people.tokens.make": lambda w, by: tokens.make(w.engine, "我的程序", by=by),
    "people.sessions.end_all": lambda w, by: sessions.end_all(w.engine, by.login, by=by),
    "notices.choices.choose": lambda w, by: choices.choose(w.engine, Choice(digest_at=8), by=by),
    # Where their role is; that nobody watches beyond it: `test_watching`.
    "watching.steps.add": lambda w, by: watching.add(
        w.engine, Watched("unit", by.grants[0].unit), "turned", None, by=by
    ),
}
ELSEWHERE = {
    "reporting.change_requests.recall": "only who asked",
    "presenting.phones.pair": "the pairing code",
    "presenting.moves.watching": "waits, and writes nothing",
    "presenting.screenfuls.keep": "how many screenfuls a wall has, over the session of that wall",
    "presenting.beats.keep": "what a wall's browser says of itself, over the session of that wall",
    "presenting.alarms.remind": "the program reminds",
    "documents.schedules.remind": "the same",
    "presenting.storylines.share": "only its owner, and only with who may present its unit",
    "presenting.storylines.keep_from": "only its owner",
    "presenting.storylines.end": "only its owner",
    "disclosures.deck_made": "says what was made, which was read with the rights of whoever made it",
    "disclosures.deck_updated": "the same",
    "disclosures.brief_made": "the same",
    "disclosures.pdf_made": "the same",
    "disclosures.picture_made": "the same",
    "disclosures.text_marked": "the same",
    "disclosures.list_exported": "the same",
    "disclosures.file_downloaded": "the same",
    "disclosures.register_opened": "says what was opened, with the rights of whoever opened it",
    "retention.retain": "the clock, by the rules of the settings; the operator",
    "backing_up.making.make": "the operator",
    "rolling.publishing.roll": "the operator of the machine",
    "backing_up.making.make_by_calendar": "the operator, or the clock",
    "jobs.do_alone": "does what another function does, which asks",
    "jobs.only_one": "waits for nobody, and writes nothing",
    "jobs.is_due": "reads",
    "standby.read": "reads",
    "jobs.note": "notes when the clock did its work",
    "requests.once": "does what another function does, which asks",
    "people.tying.tie": "who may reset that person's password; tried in tests/test_ways.py, where codes are scanned",
    "people.tying.untie": "the same",
    # who is not known yet, or presents what they are known by
    "people.passwords.sign_in": "the password is asked for",
    "people.passwords.change": "the old password is asked for",
    "people.second_factor.give": "the code is asked for",
    "people.second_factor.set_up": "a session that was asked to, and a code of what it was shown",
    "people.second_factor.change": "a code of the old one is asked for",
    "people.sessions.find": "the cookie; notes that it is in use",
    "people.sessions.find_all": "the cookies; notes that they are in use",
    "people.sessions.actor": "the cookie; notes that it is in use",
    "people.sessions.looked_before": "the cookie; reads",
    "people.sessions.end": "the cookie",
    "people.tokens.actor": "the token; notes that it is in use",
    "people.token_use.count": "how often a token was used, of whoever presents it",
    "people.walls.pair": "the pairing code",
    "people.claims.sign_in": "the claims of the identity provider, which Streamlit has checked",
    "people.claims.exchange": "the same, once for each sign-in there",
    "people.ways.typed.is_for_directory": "says whether, and changes nothing",
    "people.ways.typed.sign_in": "the password is asked for, ours or by the directory",
    "people.ways.cas.ended": "the ticket, which nobody but the server and the browser had",
    "people.ways.leaving.follow": "the directory, asked each night; the operator of the machine",
    "people.sessions.end_provided": "the proof for which the session was given",
    "people.passwords.failed": "notes a password that a directory calls wrong",
    "people.accounts.first": "only where there is nobody",
    "watching.steps.change": "only who made the rule",
    "watching.steps.end": "only who made the rule",
    "watching.drafting.send": "only who made the rule, and as `instructions.steps.issue`: `test_watching`",
    "notices.notices.mark_read": "one's own notices, by the login of the session",
    # what the program itself does
    "notices.outbox.send": "the program sends what waits",
    "reporting.reminders.remind": "the program reminds",
    "instructions.clock.remind": "the program reminds",
    "questions.clock.remind": "the program reminds",
    "looks.flush": "the program writes down what it counted",
    "starting.load": "only an empty store",
    "starting_corrected.correct": "the operator of the machine; what people changed since stays",
    "demo.load": "only a store without real uploads; what `training.making` makes",
    "people.accounts.is_in_use": "says whether, and changes nothing",
    "training_mark.made": "says since when, and changes nothing",
    "training.carried.carry_over": "the operator of the machine, where a demonstration stands in a real store",
    "training.parts.playing": "the part one plays in the training store, where everybody may play any",
    "store.migrate": "the operator of the machine",
    "ready.make": "the operator of the machine; or the server, where there is no store yet",
    "ready.is_waiting": "says whether, and changes nothing in the store",
    "backing_up.backup.backup": "the operator of the machine",
    "health.database.away": "says that it is away",
    "health.database.where": "says where it lies",
    "backing_up.backup.restore": "the operator of the machine, into an empty store",
    # what others are made of
    "store.reading": "a connection",
    "store.writing": "a connection",
    "store.rehearsal": "a connection",
}


def _last(world: World, table: str) -> int:
    with world.engine.connect() as conn:
        number = conn.scalar(select(func.max(METADATA.tables[table].c.number)))
    assert number
    return number


@pytest.fixture
def taken_back(monkeypatch):
    """Whatever is written is taken back, so that every call meets the same store."""
    writing = store.writing

    @contextmanager
    def rehearsed(engine):
        with writing(engine) as conn:
            yield conn
            conn.rollback()

    monkeypatch.setattr(store, "writing", rehearsed)


def _refused(call: Call, world: World, actor: Actor, how: type[Refusal]) -> bool:
    """Whether they are refused for their roles. A wall has no account, and some say so before they ask for the role."""
    try:
        call(world, actor)
    except Refusal as refused:
        return isinstance(refused, access.Refused | how) or bool(actor.roles & DEVICES)
    return False


@pytest.mark.parametrize("function", WRITES)
def test_the_vault_asks_every_role_everywhere(function, world, taken_back):
    action, where, call = WRITES[function]
    for (role, place), actor in world.people.items():
        if may(role, action) and place in where:
            call(world, actor)
            continue
        assert _refused(call, world, actor, HIDDEN.get(function, access.Refused)), f"{role} {place} was let in"


@pytest.mark.parametrize("function", WRITES)
def test_the_vault_lets_nobody_in_without_a_role(function, world, taken_back):
    """Somebody with an account whose roles were all taken."""
    action, _, call = WRITES[function]
    role = next(role for role in ROLES if may(role, action))
    former = world.people[role, "above"]
    with pytest.raises(Refusal):
        call(world, replace(former, grants=()))


@pytest.mark.parametrize("function", OWN)
def test_everybody_with_an_account_keeps_their_own_and_a_wall_nothing(function, world, taken_back):
    for (role, _), actor in world.people.items():
        if role not in DEVICES:
            OWN[function](world, actor)
    if function != "people.sessions.end_all":
        for device in DEVICES:
            with pytest.raises(Refusal):
                OWN[function](world, world.people[device, "at"])


def test_who_is_an_administrator_gives_no_role_beyond_their_own_units_and_departments(world, taken_back):
    city = world.people["administrator", "at"]
    for unit in ("330000", "330600"):
        with pytest.raises(access.Refused):
            accounts.give(world.engine, "wangfang", Grant("administrator", unit), by=city)
    of_one = Actor("x", NINGBO, (Grant("administrator", NINGBO, frozenset({"大数据局"})),))
    accounts.give(world.engine, "wangfang", Grant("leader", NINGBO, frozenset({"大数据局"})), by=of_one)
    for departments in (frozenset(), frozenset({"纪委监委"})):
        with pytest.raises(access.Refused):
            accounts.give(world.engine, "wangfang", Grant("leader", NINGBO, departments), by=of_one)


# Where figures ask for a second person, nobody changes alone what is shown. These are done by one person all the same:
TOGETHER = {"reporting.approval.accept", "reporting.change_requests.accept"}  # the second of two
NOTHING_NEW = {"reporting.lists.confirm_unchanged"}  # says that a list is as it was: no value moves
SEEN_BY_MORE = {"reporting.calendar.publish", "reporting.calendar.unpublish"}  # who may see a month, never what it says


@pytest.mark.parametrize("function", sorted({*WRITES, *OWN}))
def test_nobody_changes_alone_what_is_shown(function, world, monkeypatch):
    """One person with every role everywhere, where figures ask for one approval."""
    everything = tuple(Grant(role, "330000") for role in ROLES if role not in DEVICES)
    alone = replace(world.people["administrator", "above"], grants=everything, login="", name="一人")
    writing, changed = store.writing, []

    @contextmanager
    def watched(engine):
        with writing(engine) as conn:
            before = _shown(conn)
            yield conn
            changed.append(_shown(conn) != before)
            conn.rollback()

    monkeypatch.setattr(store, "writing", watched)
    call = WRITES[function][2] if function in WRITES else OWN[function]
    with _approval():
        try:
            call(world, alone)
        except Refusal:
            return
    assert any(changed) == (function in TOGETHER | NOTHING_NEW | SEEN_BY_MORE), function


def _shown(conn) -> list:
    """What decides what any screen shows: the revision, what is owed, and who may see which month."""
    owed = conn.execute(select(METADATA.tables["obligation"]).order_by(METADATA.tables["obligation"].c.number)).all()
    return [revisions.current(conn), owed, calendar.published(conn)]


def test_every_function_that_writes_is_asked_about():
    """Every public function of `data` that takes an engine stands in one of the tables above."""
    found = set()
    for module in pkgutil.walk_packages(data.__path__, "data."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, function in vars(importlib.import_module(module.name)).items():
            own = inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
            if own and Engine in [each.annotation for each in inspect.signature(function).parameters.values()]:
                found.add(f"{module.name.removeprefix('data.')}.{name}")
    known = {*WRITES, *OWN, *ELSEWHERE}
    assert found - known == set(), "say in WRITES what one must be allowed to do, or in ELSEWHERE who else asks"
    assert known - found == set(), "there is no such function any more"


def test_every_action_is_asked_somewhere():
    asked = {action for action, _, _ in WRITES.values()}
    assert set(get_args(Action)) - asked == {"read", "read_restricted", "audit", "train"}  # they change nothing real
