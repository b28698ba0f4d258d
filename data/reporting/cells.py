"""The cells of a workbook by their address, and which of them differ between two versions."""

from collections.abc import Mapping
from datetime import date, datetime
from numbers import Real

import numpy as np

from data.uploads.edit import Edit, Value
from data.uploads.escape import from_cell
from data.uploads.parse import Book
from data.uploads.reading.traits import Flaw
from data.uploads.understanding.headers import address

Cells = dict[tuple[str, str], Value]


def cells_of(book: Book) -> Cells:
    """Every filled cell by sheet and address."""
    return {
        (sheet.name, address(int(row), int(column))): plain(sheet.cells[row, column])
        for sheet in book.sheets
        for row, column in zip(*np.nonzero(sheet.cells != ""), strict=True)
    }


def differing(before: Mapping[tuple[str, str], Value], after: Mapping[tuple[str, str], Value]) -> list[Edit]:
    """What leads from one version to the other, cell by cell."""
    places = {**before, **after}
    return [Edit(*place, after.get(place)) for place in places if not same(before.get(place), after.get(place))]


def same(one: Value, other: Value) -> bool:
    """Whether two cells say the same; an empty cell and none are alike."""
    return plain(one) == plain(other)


def plain(value: object) -> Value:
    """A cell as it is kept beside its version: a number, a text, or None."""
    if value is None or value == "":
        return None
    if isinstance(value, Flaw):
        return value.text or value.kind
    if isinstance(value, bool | np.bool_):
        return str(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else from_cell(str(value))
