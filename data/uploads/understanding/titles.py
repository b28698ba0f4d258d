"""What stands above a table: its title, and lines of labels with their values (填报单位：| 海曙区, 填表日期：| 2026-11-05)."""

import re
from collections.abc import Iterator
from datetime import date

import numpy as np

from data.finding.names import plain, without_brackets
from data.uploads.understanding.dates import NOT_THE_MONTH, day_of
from data.uploads.understanding.headings import MEASURE_WORDS, ROLES, UNIT_WORDS
from data.uploads.understanding.named import measure_named, named

TITLE_ROWS = 8  # a title stands at most so far above its header
TITLE_CELLS = 4  # different things that a row of a title says at most
NEAR = 3  # rows from a line of labels to the header it stands above
COLON = re.compile(r"[:：]\s*")
UNTIL = re.compile(r"截[至止]")
OF_UNIT = re.compile(
    r"(?:填报单位|填报地区|单位名称|报送单位|填表单位|上报单位|reporting unit|unit) ?[:：] ?([^\s:：]{2,40})",
    re.IGNORECASE,
)

FIRST_DIGIT = re.compile(r"[0-9０-９（(]")

Labels = tuple[tuple[str, object], ...]


def says(word: object, names: set[str]) -> bool:
    """Whether a cell is one of the names, whatever stands in its brackets."""
    return isinstance(word, str) and len(word) < 40 and (plain(word) in names or without_brackets(word) in names)


def labels(cells: np.ndarray, row: int) -> Labels:
    """The labels of a row with their values; () where it is no line of labels but a header, a title or data."""
    filled = [(column, each) for column, each in enumerate(cells[row]) if each != ""]
    pairs, at, colon = [], 0, False
    while at < len(filled):
        column, each = filled[at]
        after = filled[at + 1] if at + 1 < len(filled) else None
        if _is_label(each) and after is not None and after[0] - column <= NEAR and not _is_header(after[1]):
            pairs.append((str(each), after[1]))
            colon = colon or bool(COLON.search(str(each)))
            at += 2
        elif _is_header(each):
            return ()
        else:
            at += 1
    return tuple(pairs) if pairs and (colon or _above_a_header(cells, row)) else ()


def _is_label(cell: object) -> bool:
    if not isinstance(cell, str) or len(cell) > 40:
        return False
    ends = COLON.search(cell)
    if ends:
        return ends.end() == len(cell)
    roles = named(ROLES, cell).keys
    return bool(roles) and roles[0] in ("unit", "month")


def _is_header(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) < 60 and bool(named(ROLES, cell).keys or measure_named(cell).keys)


def _above_a_header(cells: np.ndarray, row: int) -> bool:
    """Whether a header comes next below, with nothing but words between."""
    for below in cells[row + 1 : row + 1 + NEAR]:
        if any(isinstance(each, float | int) for each in below):
            return False
        if any(says(each, UNIT_WORDS | MEASURE_WORDS) for each in below):
            return True
    return False


def title(cells: np.ndarray, start: int, floor: int, columns: range) -> tuple[object, ...]:
    """What stands in the rows of words above a header, down to the row `floor` of a table above it.

    A row that says several things says to each table what stands over its own columns.
    """
    said: list[object] = []
    for row in range(max(start - TITLE_ROWS, floor), start):
        filled = [(column, each) for column, each in enumerate(cells[row]) if each != ""]
        if any(isinstance(each, float | int) for _, each in filled):
            if floor:
                said = []  # the last row of the table above; what stands over it is that table's
            continue
        different = {each for _, each in filled}
        if len(different) > TITLE_CELLS:
            continue
        pairs = labels(cells, row)
        here = [(column, each) for column, each in filled if len(different) == 1 or pairs or column in columns]
        said += _without_days_of_filling_in(here)
    return tuple(dict.fromkeys(said))


def _without_days_of_filling_in(filled: list[tuple[int, object]]) -> Iterator[object]:
    """The cells of a row without the days beside 填表日期 and its like."""
    before: object = ""
    for _, each in filled:
        label = before if isinstance(before, str) else ""
        day = day_of(each) if isinstance(each, date | str) else None
        if day and UNTIL.search(label):
            yield day.replace(day=1)
        elif not (day and NOT_THE_MONTH.search(label)):
            yield each
        before = each


def beginning(text: str) -> str:
    """What a title begins with, before the year: 海曙区2026年10月数字化改革月报."""
    return FIRST_DIGIT.split(text, maxsplit=1)[0].strip()
