"""Cells sent back: why, until when they are due, and whether they were handed in again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, insert, select, update

from data import bulk, months
from data.access import Actor
from data.reach import row_units
from data.registers import REGISTERS
from data.schema import sent_back, submission
from data.units import load

Key = tuple[str, str, str, date | None, str]  # register ("" for a figure), measure, unit, month, subject (a row's key)
COLUMNS = [
    "number", "submission", "register", "measure", "unit", "month", "subject", "sheet", "cell", "said", "reason", "due",
    "at", "person", "name",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A figure or a register's row where it stands in a workbook, with what it says."""

    key: Key
    sheet: str
    cell: str
    said: str


def places(figures: pd.DataFrame, records: dict[str, pd.DataFrame]) -> list[Place]:
    """Every figure and row of an upload."""
    names = ["measure", "unit", "month", "subject", "value", "grade", "said", "sheet", "cell"]
    found = [
        Place(("", measure, unit, month.date(), subject), sheet, cell, said or grade or _shown(value))
        for measure, unit, month, subject, value, grade, said, sheet, cell in figures[names].itertuples(index=False)
    ]
    for register, frame in records.items():
        for key, unit, sheet, cell in frame[["key", "unit", "sheet", "cell"]].itertuples(index=False):
            found.append(Place((register, "", unit, None, key), sheet, cell, key))
    return found


def _shown(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.15g}"


def keys(figures: pd.DataFrame, records: dict[str, pd.DataFrame]) -> set[Key]:
    """The keys of every figure and row of an upload."""
    named = zip(figures["measure"], figures["unit"], figures["month"].dt.date, figures["subject"], strict=True)
    found: set[Key] = {("", *each) for each in named}
    for register, frame in records.items():
        found |= {(register, "", unit, None, key) for unit, key in zip(frame["unit"], frame["key"], strict=True)}
    return found


def open_count(found: Iterable[Key]) -> int:
    """How many figures and rows they are, those of restricted registers left out: the number stands in lists and mails, where it
    would tell who may not read them how many there are."""
    return sum(not (register and REGISTERS[register].restricted) for register, *_ in found)


def without(figures: pd.DataFrame, records: dict[str, pd.DataFrame], gone: set[Key]) -> tuple[pd.DataFrame, dict]:
    """An upload without the figures and rows of those keys."""
    rows = zip(figures["measure"], figures["unit"], figures["month"].dt.date, figures["subject"], strict=True)
    stay = (("", *each) not in gone for each in rows)
    kept = {}
    for register, frame in records.items():
        named = zip(frame["unit"], frame["key"], strict=True)
        kept[register] = _where(frame, ((register, "", unit, None, key) not in gone for unit, key in named))
    return _where(figures, stay), {register: frame for register, frame in kept.items() if len(frame)}


def _where(frame: pd.DataFrame, stay: Iterable[bool]) -> pd.DataFrame:
    return frame[np.fromiter(stay, bool, len(frame))].reset_index(drop=True)


def add(conn: Connection, number: int, month: date, place: Place, reason: str, due: datetime, by: Actor) -> None:
    """Write one cell sent back, in the transaction of the decision."""
    register, measure, unit, of_month, subject = place.key
    conn.execute(
        insert(sent_back).values(
            number=bulk.next_number(conn, sent_back),
            submission=number,
            register=register,
            measure=measure,
            unit=unit,
            month=of_month or month,
            subject=subject,
            sheet=place.sheet,
            cell=place.cell,
            said=place.said,
            reason=reason,
            due=due,
            at=months.now(),
            person=by.login,
            name=by.name,
        )
    )


def settle(conn: Connection, number: int, unit: str, month: date, correction: bool, handed_in: set[Key]) -> None:
    """What a submission hands in again is no longer open: its cells, and all of one sent back as a whole."""
    same_kind = submission.c.correction != "" if correction else submission.c.correction == ""
    joined = select(
        sent_back, submission.c.unit.label("whose"), submission.c.month.label("of"), same_kind.label("kind")
    )
    rows = joined.join(submission, submission.c.number == sent_back.c.submission).where(
        sent_back.c.settled_by.is_(None)
    )
    again = [
        row.number
        for row in conn.execute(rows)
        if (
            _key(row) in handed_in if row.measure or row.register else (row.whose, row.of) == (unit, month) and row.kind
        )
    ]
    if again:
        these = update(sent_back).where(sent_back.c.number.in_(again))
        conn.execute(these.values(settled_by=number, settled_at=months.now()))


def unsettle(conn: Connection, number: int) -> None:
    """A submission that is taken back or returned has handed in nothing."""
    theirs = update(sent_back).where(sent_back.c.settled_by == number)
    conn.execute(theirs.values(settled_by=None, settled_at=None))


def _key(row) -> Key:
    return row.register, row.measure, row.unit, None if row.register else row.month, row.subject


def of_submission(conn: Connection, number: int) -> pd.DataFrame:
    """A submission's cells sent back: COLUMNS and settled_by (Int64), settled_at."""
    frame = _read(conn, select(sent_back).where(sent_back.c.submission == number).order_by(sent_back.c.number))
    return frame.assign(
        settled_by=frame["settled_by"].astype("Int64"), settled_at=months.in_zhejiang(frame["settled_at"])
    )


def open_cells(conn: Connection, units: Iterable[str], actor: Actor | None = None) -> pd.DataFrame:
    """Cells sent back and not handed in again, the earliest due first: COLUMNS. `cell` is "" where all was sent back.
    With an actor, without the rows of registers that they may not read."""
    theirs = sent_back.c.unit.in_(list(units)) & sent_back.c.settled_by.is_(None)
    found = _read(conn, select(sent_back).where(theirs).order_by(sent_back.c.due, sent_back.c.number))[COLUMNS]
    return found if actor is None else readable(conn, found, actor)


def readable(conn: Connection, cells: pd.DataFrame, actor: Actor) -> pd.DataFrame:
    """Those of the cells (register, unit) that the actor may read: of a register's row they tell key and reason."""
    registers = set(cells["register"]) - {""}
    known = load(conn) if registers else None
    units = {register: row_units(known, actor, register) for register in registers} if known else {}
    pairs = zip(cells["register"], cells["unit"], strict=True)
    return _where(cells, (not register or unit in units[register] for register, unit in pairs))


def _read(conn: Connection, rows: Select) -> pd.DataFrame:
    frame = bulk.read(conn, rows)
    return frame.assign(due=months.in_zhejiang(frame["due"]), at=months.in_zhejiang(frame["at"]))
