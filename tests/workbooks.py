"""Workbooks drawn as tables: what tests upload."""

import io
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection

import metrics  # noqa: F401  says what a target may be set for
from data import bulk, schema
from data.access import Actor
from data.settings import settings
from data.uploads import check, parse
from data.uploads.check import Checked
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests.frames import drawn, figures
from tests.people import steward

TODAY = date(2026, 11, 21)
NINGBO = steward("甬办", "330200")
PROVINCE = steward("数改办", "330000")


UNITS = """
code   | parent | level    | name_zh | name_en
330000 |        | province | 浙江省  | Zhejiang
330100 | 330000 | city     | 杭州市  | Hangzhou
330200 | 330000 | city     | 宁波市  | Ningbo
330203 | 330200 | county   | 海曙区  | Haishu
330205 | 330200 | county   | 江北区  | Jiangbei
330212 | 330200 | county   | 鄞州区  | Yinzhou
"""


def plant(conn: Connection, units: str = UNITS) -> None:
    """The drawn units; a province with two cities, one of which has three counties, if none are drawn."""
    terms = drawn(units).assign(holds_from=pd.Timestamp(2020, 1, 1)).replace({"parent": {"": None}})
    bulk.add(conn, schema.unit, terms[["code"]])
    bulk.add(conn, schema.unit_term, terms)


def report(conn: Connection, table: str) -> None:
    """Commit figures drawn as a table."""
    write(conn, compare(conn, figures(table), {}), Source("workbook", "earlier.xlsx", b""), by=PROVINCE)


def xlsx(**sheets: str | list[list]) -> bytes:
    """An .xlsx: a sheet by name, drawn as a table with bars or given as rows. Drawn numbers become numbers."""
    book = Workbook()
    del book["Sheet"]
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows(table) if isinstance(table, str) else table:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The book as a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rows(table: str) -> list[list]:
    """A drawn table as rows, its header first."""
    frame = drawn(table)
    return [list(frame.columns), *([_cell(text) for text in row] for row in frame.itertuples(index=False))]


def _cell(text: str) -> object:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        return text or None


def read(content: bytes, file_name: str = "月报2026-10.xlsx") -> parse.Book:
    """The book, which must be readable."""
    book = parse.read(content, file_name, settings().limits)
    assert isinstance(book, parse.Book), book
    return book


def checked(conn: Connection, content: bytes, file_name: str = "月报2026-10.xlsx", actor: Actor = NINGBO) -> Checked:
    """What an upload says on the 21st of November 2026."""
    return check.read(conn, content, file_name, actor, TODAY)[1]


def told(result: Checked) -> set[tuple[str, str]]:
    """The findings as rule and cell."""
    return {(finding.rule, finding.cell) for finding in result.findings}


def commit(conn: Connection, result: Checked) -> None:
    """Commit what an upload says."""
    compared = compare(conn, result.figures, result.records)
    write(conn, compared, Source("workbook", "月报.xlsx", b""), by=PROVINCE)


def fill_in(template: Path, cells: dict[tuple[str, str], object]) -> None:
    """Fill in cells of the sheet 月报 of a template's file, by the unit and the measure as they stand in its headers."""
    book = load_workbook(template)
    sheet = book["月报"]
    for (unit, measure), value in cells.items():
        row = next(cell.row for column in sheet.columns for cell in column if cell.value == unit)
        column = next(cell.column for line in sheet.rows for cell in line if str(cell.value or "").startswith(measure))
        sheet.cell(row, column, value)
    book.save(template)
