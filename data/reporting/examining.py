"""A workbook of a steward's month looked at: by the rights and against the store of this moment."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import files, months
from data.access import Actor, Grant
from data.registers import REGISTERS
from data.reporting import conflicts, drafts, guarded, returned, rights
from data.uploads import check
from data.uploads.check import Checked
from data.uploads.compare import Compared, compare
from data.uploads.findings import Finding, told_of
from data.uploads.findings import Refused as Unread
from data.uploads.parse import Book
from data.uploads.understanding.tidy import rows_of


@dataclass(frozen=True)
class Examined:
    """A draft as `submit` would look at it: `checked` with everything that would refuse it among its errors."""

    book: Book | Unread
    checked: Checked
    compared: Compared


def draft(conn: Connection, number: int, version: int | None = None, *, actor: Actor) -> Examined:
    """Read, check and compare a version of a draft (default: the newest) with the actor's rights, as `submit` will.

    Raises `guarded.Refused` where it holds rows that the actor may not read.
    """
    here = drafts.of(conn, number)
    file_name, content = drafts.content(conn, number, version)
    able = rights.now(conn, actor).acting_for(here.unit)
    seen = workbook(conn, file_name, content, able, None if here.correction else here.month)
    if isinstance(seen.book, Book):
        guarded.require_readable(conn, able, here, seen.book)
    return seen


def workbook(conn: Connection, file_name: str, content: bytes, actor: Actor, month: date | None) -> Examined:
    """Read, check and compare a file; of a report every figure must be of its month, a correction (None) is free."""
    book, checked = check.read(conn, content, file_name, actor, months.today())
    if month is not None:
        checked = of_the_month(checked, month)
    return Examined(book, checked, compare(conn, checked.figures, checked.records))


def of_the_month(checked: Checked, month: date) -> Checked:
    """What is checked without the figures of other months, which are findings."""
    other = (checked.figures["month"] != pd.Timestamp(month)).to_numpy(dtype=bool)
    if not other.any():
        return checked

    def tell(row) -> Finding:
        blanks: dict[str, object] = {"value": months.label(row.month.date()), "month": months.label(month)}
        return Finding("other_month", row.sheet, row.cell, blanks)

    told = tuple(told_of(rows_of(checked.figures[other]), tell))
    figures = checked.figures[~other].reset_index(drop=True)
    return replace(
        checked, figures=figures, findings=(*told, *checked.findings), month=None if figures.empty else month
    )


def submission(conn: Connection, handed_in) -> Examined:
    """A submission (its row) at the store as it is now, without the cells that went back.

    Who handed it in had the right to; that they may have lost it since is no objection. Nor are errors of cells that
    went back.
    """
    seen = workbook(
        conn,
        handed_in.file_name,
        files.kept(conn, handed_in.sha256),
        in_the_name_of(handed_in.unit),
        None if handed_in.correction else handed_in.month,
    )
    gone = returned.of_submission(conn, handed_in.number)
    return left_of(conn, seen, set(zip(gone["sheet"], gone["cell"], strict=True))) if len(gone) else seen


def left_of(conn: Connection, seen: Examined, gone: set[tuple[str, str]]) -> Examined:
    """What is left of a workbook without the figures and rows at those addresses, and without what is wrong there."""
    found = tuple(finding for finding in seen.checked.findings if (finding.sheet, finding.cell) not in gone)
    keys = {
        each.key
        for each in returned.places(seen.checked.figures, seen.checked.records)
        if (each.sheet, each.cell) in gone
    }
    figures, records = returned.without(seen.checked.figures, seen.checked.records, keys)
    checked = replace(seen.checked, figures=figures, records=records, findings=found)
    figures, records = returned.without(seen.compared.figures, seen.compared.records, keys)
    return Examined(seen.book, checked, Compared(seen.compared.base, figures, records))


def in_the_name_of(unit: str) -> Actor:
    """The unit itself, which may report everything of its own."""
    owners = frozenset(register.owner for register in REGISTERS.values() if register.restricted)
    return Actor(unit, unit, (Grant("steward", unit), Grant("steward", unit, owners)))


def disputed(conn: Connection, seen: Examined, revision: int) -> pd.DataFrame:
    """What others changed since a revision (`conflicts.since`)."""
    return conflicts.since(conn, seen.compared, revision)
