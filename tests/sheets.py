"""Sheets given as rows and checked in this process: what is tried in hundreds, without a file for each."""

from collections.abc import Iterable, Sequence

import numpy as np
from sqlalchemy import Connection

from data.uploads.check import Checked, check
from data.uploads.parse import Book, Sheet, Span
from tests.workbooks import NINGBO, TODAY

Rows = Sequence[Sequence[object]]


def sheet(rows: Rows, name: str = "月报", merged: Iterable[Span] = ()) -> Sheet:
    """The rows as a reader gives them: numbers as float, nothing as ""."""
    cells = np.full((len(rows), max(map(len, rows), default=0)), "", dtype=object, order="F")
    for row, written in enumerate(rows):
        for column, each in enumerate(written):
            cells[row, column] = float(each) if type(each) is int else "" if each is None else each
    return Sheet(name, False, cells, tuple(merged))


def look(
    conn: Connection, rows: Rows, *, name: str = "月报", file: str = "月报2026-10.xlsx", merged: Iterable[Span] = ()
) -> Checked:
    """What an upload of one such sheet says."""
    return check(conn, Book(file, b"x", (sheet(rows, name, merged),)), NINGBO, TODAY)


def figures(result: Checked) -> list[str]:
    """The figures as measure, unit, month and value (or grade)."""
    return sorted(
        f"{row.measure} {row.unit} {row.month:%Y-%m} {row.grade or format(row.value, '.12g')}"
        for row in result.figures.itertuples()
    )


def rules(result: Checked) -> list[str]:
    """The findings as rule and cell."""
    return [f"{finding.rule} {finding.cell}".strip() for finding in result.findings]
