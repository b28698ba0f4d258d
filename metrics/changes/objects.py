"""Rows of registers at two points: which are new, gone, past their day, settled, open again."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Row, Select, except_, literal, or_, select, true, union_all

from data import months
from data.registers import REGISTERS, TABLES, Register
from data.row_states import dates_of
from data.text import Text
from metrics import standings
from metrics.changes.change import NONE, Change, Turn
from metrics.changes.points import Point
from metrics.changes.touched import Touched

LEFT_OUT = frozenset({"targets"})  # told as targets
SETTLED = "good"


def compared(
    conn: Connection, readable: Mapping[str, Collection[str]], then: Point, later: Point, touched: Touched
) -> Iterator[Change]:
    """The rows, by register of the units one may read it of, that came, went, or stand otherwise at the end of the months
    shown. Only what differs leaves the store; of a register of which nothing can differ, nothing is asked."""
    able = _able(conn, then, later, touched)
    for key, units in readable.items():
        if units and key in able and key not in LEFT_OUT:
            yield from _of_register(conn, REGISTERS[key], units, then, later, touched)


def _able(conn: Connection, then: Point, later: Point, touched: Touched) -> frozenset[str]:
    """The registers of which something may differ: those that have rows and were touched, and where another month is shown those
    that have a row with a day between the ends of the two, from which on it may stand otherwise."""
    keys = TABLES if then.month != later.month else touched.registers
    met = {key: true() if key in touched.registers else _dated(key, then, later) for key in keys}
    asked = [select(literal(key)).where(select(TABLES[key].c.key).where(each).exists()) for key, each in met.items()]
    return frozenset(conn.scalars(union_all(*asked))) if asked else frozenset()


def _dated(register: str, then: Point, later: Point) -> ColumnElement[bool]:
    first, last = sorted(months.end_of(point.month) for point in (then, later))
    columns = TABLES[register].c
    return or_(*(columns[name].between(first, last) for name in (*dates_of(REGISTERS[register]), "holds_from")))


def _of_register(
    conn: Connection, register: Register, units: Collection[str], then: Point, later: Point, touched: Touched
) -> Iterator[Change]:
    fields = tuple(dict.fromkeys(name for name in (register.title_field, register.title_en) if name and name != "key"))
    before, after = _differing(
        conn,
        *(
            standings.standing_of_each(conn, register.key, units, point.month, point.revision, *fields)
            for point in (then, later)
        ),
    )
    for key in sorted({*before, *after}):
        had, has = before.get(key), after.get(key)
        if had is None or has is None or (had.standing, had.unit) != (has.standing, has.unit):
            row = has or had
            revision = touched.newest_rows([register.key], {each.unit for each in (had, has) if each})
            yield _change(register, key, row, had, has, revision)


def _differing(conn: Connection, was: Select, now: Select) -> tuple[dict[str, Row], dict[str, Row]]:
    """The rows of two lists that are in one of them alone, by key: those of the first, those of the second. Each list is made once."""
    sides = [each.cte().prefix_with("MATERIALIZED") for each in (was, now)]
    alone = [except_(select(one), select(other)).subquery() for one, other in (sides, reversed(sides))]
    found: tuple[dict[str, Row], dict[str, Row]] = ({}, {})
    for row in conn.execute(union_all(*(select(each, literal(side).label("side")) for side, each in enumerate(alone)))):
        found[row.side][row.key] = row
    return found


def _change(register: Register, key: str, row, had, has, revision: int) -> Change:
    told = [_standing(register, each) for each in (had, has)]
    meanings = [register.state(each.standing).meaning if each and each.standing else None for each in (had, has)]
    what, turn = _what(had, has, *meanings)
    called = str(getattr(row, register.title_field) or key)
    english = str(getattr(row, register.title_en) or "") if register.title_en else ""
    return Change(
        "object", what, row.unit, Text(f"{register.zh}：{called}", f"{register.en}: {english or called}"), told[0],
        told[1], turn, 1.0, register=register.key, key=key, revision=revision,
    )  # fmt: skip


def _standing(register: Register, row) -> Text:
    return register.state(row.standing).text if row and row.standing else NONE


def _what(had, has, was: str | None, now: str | None) -> tuple[str, Turn]:
    """What became of a row; past its day goes before new."""
    if has is None:
        return "gone", "neutral"
    if had is not None and had.standing == has.standing:
        return "moved", "neutral"
    if now == "over":
        return "overdue", "worse"
    if had is None:
        return "new", "worse" if now == "bad" else "neutral"
    if was == SETTLED:
        return "reopened", "worse"
    if now == SETTLED:
        return "closed", "better"
    return "turned", "better" if was == "over" else "worse" if now == "bad" else "neutral"
