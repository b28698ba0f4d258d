"""Rows of registers at two points: which are new, gone, past their day, settled, open again."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, Select, except_, exists, literal, select, union_all

from data.registers import REGISTERS, TABLES, Register
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
    shown. Only what differs leaves the store; of a register that nothing touched while the month stayed, nothing is asked."""
    filled = _filled(conn)
    for key, units in readable.items():
        asked = then.month != later.month or key in touched.registers
        if units and asked and key in filled and key not in LEFT_OUT:
            yield from _of_register(conn, REGISTERS[key], units, then, later, touched)


def _filled(conn: Connection) -> frozenset[str]:
    """The registers of which there was ever a row."""
    asked = (select(literal(key)).where(exists().select_from(table)) for key, table in TABLES.items())
    return frozenset(conn.scalars(union_all(*asked)))


def _of_register(
    conn: Connection, register: Register, units: Collection[str], then: Point, later: Point, touched: Touched
) -> Iterator[Change]:
    fields = tuple(dict.fromkeys(name for name in (register.title_field, register.title_en) if name and name != "key"))
    was, now = (
        standings.standing_of_each(conn, register.key, units, point.month, point.revision, *fields)
        for point in (then, later)
    )
    before, after = _only(conn, was, now), _only(conn, now, was)
    for key in sorted({*before, *after}):
        had, has = before.get(key), after.get(key)
        if had is None or has is None or (had.standing, had.unit) != (has.standing, has.unit):
            row = has or had
            revision = touched.newest_rows([register.key], {each.unit for each in (had, has) if each})
            yield _change(register, key, row, had, has, revision)


def _only(conn: Connection, these: Select, others: Select) -> dict:
    return {row.key: row for row in conn.execute(except_(these, others))}


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
