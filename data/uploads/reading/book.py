"""What a file of any kind becomes: cells as written, with their places."""

from dataclasses import dataclass, field

import numpy as np

from data.uploads.reading.traits import Span


@dataclass(frozen=True)
class Sheet:
    """One sheet. `cells[row, column]` from 0 holds what stands in the cell, "" if nothing, a `Flaw` if no value, a
    `Shown` where its format shows a number as something else.

    `merged` lists first and last corner of merged cells; what lies hidden under one is not read.
    """

    name: str
    hidden: bool
    cells: np.ndarray
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A file as read: its name, its content as received, and its sheets in order."""

    file_name: str
    content: bytes = field(repr=False)
    sheets: tuple[Sheet, ...]
