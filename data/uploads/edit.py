"""Cells typed on the screen, written into the workbook: so that every figure has a cell, whoever typed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Value = str | float | int | date | None


@dataclass(frozen=True)
class Edit:
    """One cell to write: the sheet's name, an address like C7, and a number, a text, a day or None for nothing."""

    sheet: str
    cell: str
    value: Value


def write_cells(content: bytes, file_name: str, edits: Sequence[Edit]) -> tuple[bytes, str]:
    """The workbook with the cells written, and its name: formats, validations and all else of an .xlsx stay.

    A number is typed as a number, text stays text and never becomes a formula. An .xls, .ods, .et or .csv becomes an
    .xlsx of its cells with the same sheets and addresses. Raises `Refused`: no such sheet, no address, unreadable.
    """
    raise NotImplementedError
