"""SQLite finds how a row stands by its key, whatever it does not know of the tables: it keeps no statistics, and without them it
once went through every row of a register for each row it looked for, so that a page of a large store took minutes."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event

from data import months
from data.registers import REGISTERS
from metrics.standings import ALL, Asked, counts, rows
from tests import cases
from tests.pages.stores import with_ningbo

PREPARED = with_ningbo
PAGES = {
    "problems": {},
    "applications": {},
    "register": {"register": "problems", "q": "甲 乙", "list": "audit"},
    "whole": {},
}
LOOP = re.compile(r"(SCAN|SEARCH) (\w+)(.*)")
Plan = list[tuple[int, int, str]]


def inner(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is gone through once for each row of something else: the table, and how."""
    said = {number: (parent, detail) for number, parent, detail in plan}
    outer: set[int] = set()
    for number, parent, detail in plan:
        if not (loop := LOOP.match(detail)):
            continue
        if parent in outer or any("CORRELATED" in each for each in _above(number, said)):
            yield loop[2], loop[3]
        outer.add(parent)


def _above(number: int, said: dict[int, tuple[int, str]]) -> Iterator[str]:
    while number in said:
        number = said[number][0]
        yield said[number][1] if number in said else ""


def gone_through(conn: Connection, statement: str, parameters: tuple) -> list[tuple[str, str]]:
    """How a statement would go through the rows of how rows stand, for each row of something else, not by their key."""
    plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps: Plan = [(row[0], row[1], row[3]) for row in plan]
    return [(table, how) for table, how in inner(steps) if table.startswith("row_standing") and "key=?" not in how]


@pytest.fixture
def asked(engine):
    """Every question about how rows stand that is asked of the store from now on."""
    found: dict[str, tuple] = {}

    def note(_conn, _cursor, statement, parameters, _context, _many):
        if "row_standing" in statement and statement.lstrip().startswith(("SELECT", "WITH")):
            found[statement] = parameters

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def held(engine, asked) -> int:
    """How many questions there were; fails with those that go through all rows of a register for each row."""
    questions = list(asked.items())
    with engine.connect() as conn:
        slow = {statement: how for statement, told in questions if (how := gone_through(conn, statement, told))}
    assert not slow
    return len(questions)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_goes_through_all_rows_for_each_row(engine, asked, screen_of, page):
    screen_of(engine).open(page, unit="330000", month="2024-10", **PAGES[page])
    assert held(engine, asked)


def test_no_list_does_however_it_is_narrowed_and_sorted(engine, asked):
    every = tuple(cases.ZHEJIANG)
    month = months.parse("2025-04")
    with engine.connect() as conn:
        for register in REGISTERS.values():
            fields = [each.key for each in register.filters_of_list]
            ways = (
                ALL,
                Asked(words="甲 b"),
                Asked(sort="-key"),
                *(Asked(equal={each: "x"}, words="甲") for each in fields),
            )
            states = tuple(Asked(each.key, words="甲") for each in register.states[:1])
            for way in (*ways, *states):
                rows(conn, register.key, every, month, way)
                counts(conn, register.key, every, month, "unit", asked=way)
    assert held(engine, asked) > len(REGISTERS)
