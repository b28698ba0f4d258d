"""Columns that are not read, each told: nothing that people filled in is left out without a word."""

from collections.abc import Iterator

import numpy as np

from data.measures import Measure
from data.measures.units import ITEMS
from data.text import Text
from data.uploads.findings import Finding
from data.uploads.reading.traits import Flaw
from data.uploads.understanding.headers import Table, address
from data.uploads.understanding.headings import Heading
from data.uploads.understanding.named import MEASURE_NAMES, kinds
from data.uploads.understanding.phrases import OTHER_NUMBERS
from data.uploads.understanding.quoting import measure_name
from data.uploads.understanding.unit_names import as_code
from data.uploads.understanding.values import read

MEASURE_COLUMN = Text("填报项", "Measure")
A_COUNT = Measure("count", "数", "Count", "stock", ITEMS)


def of_heading(table: Table, column: int, heading: Heading, written: np.ndarray) -> Iterator[Finding]:
    """A filled column under a heading that names no measure: an error where it holds numbers, a note where texts."""
    place = (table.sheet.name, address(heading.row, column))
    if heading.role == "ambiguous":
        keys = MEASURE_NAMES.find(heading.written)
        yield Finding("ambiguous_name", *place, {"value": heading.written, "candidates": MEASURE_NAMES.listed(keys)})
    elif heading.role == "value" and kinds(heading.said) & {*OTHER_NUMBERS}:
        return  # 完成率, 排名 beside the measures
    elif heading.role == "value" and not table.columns("figure"):
        yield Finding("missing_column", *place, {"field": MEASURE_COLUMN})
    elif heading.key:
        yield Finding("unknown_words", *place, {"value": heading.written, "measure": measure_name(heading.key)})
    elif any(_is_number(each) for each in written):
        nearest = MEASURE_NAMES.nearest(heading.written)
        yield Finding("unknown_measure", *place, {"value": heading.written, "nearest": nearest})
    else:
        yield Finding("text_not_read", *place, {"value": heading.written})


def without_heading(
    table: Table, written: np.ndarray, spread: np.ndarray, rows: np.ndarray, naming: int
) -> Iterator[Finding]:
    """Numbers in the rows of a table under no heading at all; a column of row numbers at the left is none."""
    for column in table.columns_of_sheet:
        if column in table.headings or not (written[rows, column] != "").any():
            continue
        numbers = [int(row) for row in rows if spread[row, naming] != "" and _is_number(written[row, column])]
        if numbers and not (column < naming and numbers_the_rows(written[numbers, column])):
            yield Finding("no_heading", table.sheet.name, address(numbers[0] + table.first, column))


def numbers_the_rows(written: np.ndarray) -> bool:
    """Whether a column says 1, 2, 3 …, as numbers or texts."""
    filled = [str(as_code(each)) for each in written if each != ""]
    return filled == [str(number) for number in range(1, len(filled) + 1)]


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return read(cell, A_COUNT).state not in ("nothing", "not_a_number", "placeholder", "unit_without_number")
    return isinstance(cell, float | int | Flaw)
