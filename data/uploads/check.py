"""A book becomes figures and records that can be stored, and findings to show. Never stops at the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data.access import Actor
from data.uploads.checking import contradictions, departments, history, plausible, replaced, rules, targets
from data.uploads.findings import Finding, Refused
from data.uploads.parse import Book, Sheet
from data.uploads.understanding import headers, records, resolve, unseen
from data.uploads.understanding.context import Context, context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import cells

NOT_FOR_READING = ("填报说明", "核对结果")


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


def check(conn: Connection, book: Book | Refused, actor: Actor, today: date) -> Checked:
    """Sort the cells of a book into what can be stored and what a person must look at.

    `today` decides the last open month. A refused file gives its one finding.
    """
    if isinstance(book, Refused):
        return Checked(rules.no_figures(), {}, (book.finding,), None)
    findings: list[Finding] = []
    found = _tables(book, findings)
    around = context(conn, actor, today)
    read = records.read(around, [table for table in found if table.register], findings)
    kept = replaced.kept(conn, around, read, findings)
    kept = targets.kept(conn, around, found, kept, findings)
    findings += contradictions.warnings(conn, around, found, kept)
    figures = _figures(around.with_applications(kept.get("applications")), book, found, findings)
    figures = departments.kept(conn, around, figures, findings)
    if not found:
        findings.append(Finding("nothing_found"))
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
        yield from rules.parts_within(lines, known)
        yield from plausible.warnings(around, lines, known)


def _in_order(book: Book, findings: list[Finding]) -> tuple[Finding, ...]:
    """By sheet, then errors before warnings, then row and column."""
    sheets = {sheet.name: number for number, sheet in enumerate(book.sheets)}

    def place(finding: Finding) -> tuple:
        row = int("".join(filter(str.isdigit, finding.cell)) or 0)
        return sheets.get(finding.sheet, -1), finding.severity, row, len(finding.cell), finding.cell

    return tuple(sorted(findings, key=place))
