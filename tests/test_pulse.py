"""The pulse: one question that is answered otherwise whenever a screen would show something else, and not before."""

from datetime import date, datetime

import pytest
from sqlalchemy import event, insert, update

from data import months, schema, store, training_mark
from data.access import Actor, Grant
from data.people import sessions
from data.pulse import pulse
from data.reporting import calendar
from tests import cases, duties, many_instructions
from tests.people import everybody
from tests.staff import hire, settle

NOW = datetime(2026, 11, 20, 12, tzinfo=months.SHANGHAI)
MONTH = date(2024, 10, 1)
WHO = Actor("墙", "330200", (Grant("wall", "330200"),))
MEETING = {
    "number": 1, "unit": "330200", "held_on": MONTH, "title": "例会", "members": "", "topics": "", "version": 1, "called_by": "lan",
    "caller_name": "兰", "called_at": NOW, "opened_by": "", "shown": "", "closed_by": "", "minutes": "",
}  # fmt: skip
MANY = [f"部门{nth}" for nth in range(60)]  # so many that the order in which they came shows in a set


def declare(conn):
    duties.oblige(conn, "unit | what\n330200 | visits")


MOVES = {
    "a commit": lambda conn: cases.report(conn, cases.reports("unit | month | visits\n330203 | 2024-10 | 7")),
    "an instruction": lambda conn: many_instructions.add(conn, 2, "330200", "330000", everybody()),
    "a month that is published": lambda conn: calendar.mark_published(conn, [MONTH], everybody()),
    "a duty": declare,
    "a meeting that is called": lambda conn: conn.execute(insert(schema.meeting).values(**MEETING)),
    "a training store made anew": training_mark.put,
}  # fmt: skip


def name(engine, who=WHO) -> str:
    with engine.connect() as conn:
        return pulse(conn).name_for(who)


@pytest.fixture
def settled(engine, clock):
    settle(engine)
    hire(engine, "wang", "330200", Grant("steward", "330200"))
    return engine


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_a_screen_shows_moves_it(settled, move):
    before = name(settled)
    assert name(settled) == before
    with store.writing(settled) as conn:
        move(conn)
    assert name(settled) != before


def test_what_ends_moves_it_too(settled):
    with store.writing(settled) as conn:
        declare(conn)
        calendar.mark_published(conn, [MONTH], everybody())
    declared = name(settled)
    with store.writing(settled) as conn:
        conn.execute(update(schema.obligation).values(holds_to=MONTH))
    ended = name(settled)
    calendar.unpublish(settled, MONTH, by=everybody())
    assert len({declared, ended, name(settled)}) == 3


def test_a_day_moves_it_and_what_no_screen_shows_does_not(settled, clock):
    before = name(settled)
    with store.writing(settled) as conn:
        cookie = sessions.open_(conn, "wang", address="", agent="")
    sessions.end(settled, cookie)
    with settled.connect() as conn:
        assert pulse(conn).acts  # noted, for rights may have changed
    clock(hours=11)
    assert name(settled) == before
    clock(hours=2)
    assert name(settled) != before


def test_it_is_anothers_for_who_may_see_other_things(settled):
    names = {name(settled, each) for each in (WHO, everybody(), Actor("", "330200", (Grant("wall", "330000"),)))}
    assert len(names) == 3
    assert name(settled, WHO) == name(settled, Actor("另一块", "330200", WHO.grants))
    held = (Grant("steward", "330200", frozenset(each)) for each in (MANY, reversed(MANY)))
    assert len({name(settled, Actor("", "330200", (each,))) for each in held}) == 1


def test_it_is_one_statement(settled):
    sent = []
    event.listen(settled, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement.split()[0]))
    name(settled)
    assert sent.count("SELECT") == 1
