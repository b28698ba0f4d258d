"""A book becomes figures and records that can be stored, and findings to show. Never stops at the first.

What stands in the file is understood where it is opened, in the worker; what comes back has keys in place of names, and is
set against the store here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data.access import Actor
from data.settings import Limits, settings
from data.uploads.checking import (
    among,
    clocks,
    contradictions,
    departments,
    goal_metrics,
    history,
    index_systems,
    merged,
    paired,
    plausible,
    references,
    replaced,
    rules,
    similar,
    targets,
)
from data.uploads.findings import Finding, Refused
from data.uploads.parse import Book, Sheet, in_a_worker
from data.uploads.reading import columnar
from data.uploads.reading.opening import opened
from data.uploads.understanding import headers, records, resolve, unseen
from data.uploads.understanding.context import Context, context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import cells

NOT_FOR_READING = ("填报说明", "核对结果", "可选名称")


@dataclass(frozen=True)
class Checked:
    """What an upload says.

    `figures` and `records` are the frames that travel (docs/architecture.md), without what has an error;
    `findings` in the order of the workbook; `month` is the latest month reported, None where there are no figures.
    """

    figures: pd.DataFrame
    records: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    month: date | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended before a commit."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What a person confirms."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")


@dataclass(frozen=True)
class Understood:
    """What a book says for who sends it, before any of it is set against the store: frames as in `Checked`; `registers`
    are the tables of its records."""

    figures: pd.DataFrame
    records: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    registers: tuple[Table, ...]


def read(
    conn: Connection, content: bytes, file_name: str, actor: Actor, today: date, *, part: bool = False
) -> tuple[Book | Refused, Checked]:
    """Open a file and check it, all that is in it in one worker within one time (`parse.read`, `check`).

    A `part` of something may be Parquet as well, and is not held against the store (`beside`): what it is part of will be.
    """
    around, limits = context(conn, actor, today), settings().limits
    told = in_a_worker(_opened_and_understood, content, file_name, limits, around, part, limits=limits, by=actor.login)
    if isinstance(told, Refused):
        return told, refused(told)
    book, understood = Book(file_name, content, told[0]), told[1]
    return book, _checked(conn, around, book, understood, part)


def beside(conn: Connection, figures: pd.DataFrame, actor: Actor, today: date) -> Iterator[Finding]:
    """What is to be said of figures beside each other, and beside what the store holds of the months before."""
    yield from _against_the_store(conn, context(conn, actor, today), figures)


def _opened_and_understood(
    content: bytes, file_name: str, limits: Limits, around: Context, part: bool
) -> tuple[tuple[Sheet, ...], Understood] | Refused:
    as_table = part and columnar.is_columnar(content)
    sheets = columnar.opened(content, limits) if as_table else opened(content, file_name, limits)
    return sheets if isinstance(sheets, Refused) else (sheets, understand(around, Book(file_name, b"", sheets)))


def check(conn: Connection, book: Book | Refused, actor: Actor, today: date) -> Checked:
    """Sort the cells of a book into what can be stored and what a person must look at, for a book of our own making.

    `today` decides the last open month. A refused file gives its one finding.
    """
    if isinstance(book, Refused):
        return refused(book)
    around = context(conn, actor, today)
    return _checked(conn, around, book, understand(around, book))


def refused(file: Refused) -> Checked:
    """What a file says that was not read: its one finding."""
    return Checked(rules.no_figures(), {}, (file.finding,), None)


def understand(around: Context, book: Book) -> Understood:
    """Everything that needs the text of the cells; names that the ledger of the same workbook brings are known."""
    findings: list[Finding] = []
    found = _tables(book, findings)
    if not found:
        findings.append(Finding("nothing_found"))
    registers = tuple(table for table in found if table.register)
    listed = records.read(around, list(registers), findings)
    figures = _figures(around.with_applications(listed.get("applications")), book, found, findings)
    return Understood(figures, listed, tuple(findings), registers)


def _checked(conn: Connection, around: Context, book: Book, said: Understood, part: bool = False) -> Checked:
    findings = list(said.findings)
    kept = replaced.kept(conn, around, said.records, findings)
    kept = clocks.kept(conn, around, said.registers, kept, findings)
    kept = references.kept(conn, around, said.registers, kept, findings)
    kept = targets.kept(conn, around, said.registers, kept, findings)
    kept = index_systems.kept(conn, around, said.registers, kept, findings)
    goal_metrics.tell(said.registers, kept, findings)
    findings += contradictions.warnings(conn, around, said.registers, kept)
    findings += merged.warnings(conn, said.registers, kept)
    findings += similar.warnings(conn, around, said.registers, kept)
    figures = departments.kept(conn, around, said.figures, findings)
    if not part:
        findings += plausible.uploaded_before(conn, book.content)
        findings += _against_the_store(conn, around, figures)
    month = None if figures.empty else figures["month"].max().date()
    return Checked(figures, kept, _in_order(book, findings), month)


def _tables(book: Book, findings: list[Finding]) -> list[Table]:
    found = []
    for sheet in book.sheets:
        if sheet.name in NOT_FOR_READING:
            continue
        here = headers.tables(sheet)
        if here and sheet.hidden:
            findings.append(Finding("hidden_sheet", sheet.name))
        elif here:
            found += here
            findings += (each for table in here for each in unseen.headings(table))
        elif _should_be_told(sheet):
            findings.append(Finding("sheet_not_read", sheet.name))
    return found


def _should_be_told(sheet: Sheet) -> bool:
    return not sheet.hidden and bool((sheet.cells != "").any())


def _figures(around: Context, book: Book, found: list[Table], findings: list[Finding]) -> pd.DataFrame:
    parts = []
    for table in found:
        if table.register is None:
            part = unseen.merged(table, cells(table, around.unit_of, findings), findings)
            part = unseen.split(table, part, findings)
            if not part.empty:
                findings += unseen.hidden(table, part["row"].to_numpy(int), part["column"].to_numpy(int))
                parts.append(resolve.named(around, book, table, part, findings))
    if not parts:
        return rules.no_figures()
    return rules.kept(around, pd.concat(parts, ignore_index=True), findings)


def _against_the_store(conn: Connection, around: Context, figures: pd.DataFrame) -> Iterator[Finding]:
    if figures["value"].notna().any():
        known = history.known(conn, around, figures)
        lines = history.lines(around, figures, known)
        yield from rules.parts_within(around, lines, known)
        yield from paired.warnings(around, lines, known)
        yield from plausible.warnings(around, lines, known)
        yield from among.warnings(around, lines)


def _in_order(book: Book, findings: list[Finding]) -> tuple[Finding, ...]:
    """By sheet, then errors before warnings, then row and column."""
    sheets = {sheet.name: number for number, sheet in enumerate(book.sheets)}

    def place(finding: Finding) -> tuple:
        row = int("".join(filter(str.isdigit, finding.cell)) or 0)
        return sheets.get(finding.sheet, -1), finding.severity, row, len(finding.cell), finding.cell

    return tuple(sorted(findings, key=place))
