"""A row whose clock runs here: what the workbook would change of it, so that list and clock never say two things.

The list keeps coming by workbook, with everything else in it. The dates that the clock decides – reported, accepted, due – and
whether the row is there at all wait for the clock; where both say the same nothing is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from data.clocks import rows as clocks
from data.clocks.life import DECIDED
from data.clocks.reading import Instruction
from data.figures import as_of
from data.registers import REGISTERS, TABLES
from data.registers.declaration import Clock
from data.text import Text
from data.uploads.checking.places import Places, cell_of, places
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import rows_of

NOTHING = Text("空", "nothing")
OVERDUE = Text("已超期", "overdue")


def kept(
    conn: Connection,
    around: Context,
    tables: Sequence[Table],
    frames: Mapping[str, pd.DataFrame],
    findings: list[Finding],
) -> dict[str, pd.DataFrame]:
    """The records of each register without those that would say something else than their clock, each told with its cell;
    and the question about those that were accepted here while their list does not say so."""
    where = places(tables)
    return {key: _kept(conn, key, frame, where, findings) for key, frame in frames.items()}


def _kept(
    conn: Connection, register: str, records: pd.DataFrame, where: Places, findings: list[Finding]
) -> pd.DataFrame:
    clock = REGISTERS[register].clock
    on_clock = clocks.of_rows(conn, register, records["key"].tolist())
    if clock is None or not on_clock:
        return records
    stood = _stood(conn, register, clock, list(on_clock))
    told: list[Finding] = []
    against = []
    for row in rows_of(records[records["key"].isin(on_clock)]):
        one, before = on_clock[row.key], stood.get(row.key)
        if before is None:  # the row was taken off, or is of another life of its key
            continue
        found = list(_contradictions(register, clock, row, one, before, where))
        against += [row.key] if any(each.severity == "error" for each in found) else []
        told += found
    findings += told_of(told, lambda finding: finding)
    return records[~records["key"].isin(against)].reset_index(drop=True)


def _stood(conn: Connection, register: str, clock: Clock, keys: list[str]) -> dict[str, dict[str, date | None]]:
    """What stands in the fields that the clock decides, by key."""
    table, fields = TABLES[register], [name for name in (clock.reported, clock.accepted, clock.due) if name]
    now = as_of(table, only=table.c.key.in_(keys))
    rows = conn.execute(select(now.c.key, *(now.c[name] for name in fields)))
    return {row.key: {name: getattr(row, name) for name in fields} for row in rows}


def _contradictions(
    register: str, clock: Clock, row, one: Instruction, before: Mapping[str, date | None], where: Places
) -> Iterator[Finding]:
    def finding(rule: str, at: str, **more: object) -> Finding:
        told: dict[str, object] = {"number": one.number, "state": _state(one), "due": one.standing.due}
        if at:
            told["field"] = REGISTERS[register].field(at).name
        return Finding(rule, row.sheet, cell_of(row, register, at, where) if at else row.cell, told | more)

    said = {name: _day(getattr(row, name)) for name in before if hasattr(row, name)}
    if not clocks.runs(one):
        if clock.accepted in said and said[clock.accepted] is None and not row.removed:
            yield finding("clock_was_accepted", clock.accepted, day=one.standing.since)
        return
    if row.removed:
        yield finding("clock_of_removed", "", key=row.key)
        return
    waits = one.standing.state in DECIDED
    for field in filter(None, (clock.reported, clock.accepted)):
        is_new = said.get(field) is not None and said[field] != before[field]
        if is_new and not (field == clock.reported and waits):
            yield finding("clock_runs", field, value=said[field])
    if clock.due and clock.due in said and said[clock.due] not in (before[clock.due], one.standing.due):
        yield finding("clock_until", clock.due, value=said[clock.due] or NOTHING, before=before[clock.due] or NOTHING)


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _state(one: Instruction) -> Text:
    return OVERDUE if one.is_overdue else one.workflow.state(one.standing.state)
