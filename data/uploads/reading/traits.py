"""What a reader of values does not show of a sheet: cells without a value, numbers that show as something else, what
is hidden, what is merged."""

from dataclasses import dataclass, field
from typing import Literal

Cell = tuple[int, int]  # row and column from 0
Span = tuple[Cell, Cell]  # first and last corner

MOST_FLAWS = 30_000  # on a sheet; a workbook with more is no report
MOST = 1_000_000  # cells with such a format, or merged


@dataclass(frozen=True)
class Flaw:
    """A cell that holds no value: an error (`text` is its code) or a formula without a result."""

    kind: Literal["error_cell", "not_calculated"]
    text: str


class Shown(float):
    """A number that its format shows as something else: 12.5 as `text` 12.5万, 0.5 as 50%."""

    text: str

    def __new__(cls, value: float, text: str) -> "Shown":
        """The number with what a person sees of it."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        return float(self), self.text


class Serial1904(float):
    """A number of a workbook that counts its days from 1904 on (an old Excel for Mac)."""


@dataclass
class Traits:
    """The traits of one sheet. `formats` are the format codes of numbers that show as more than a number; `raised`: texts in
    its own cells are raised or lowered; `texts` are those with such digits as letters (12³), where that is known."""

    flaws: dict[Cell, Flaw] = field(default_factory=dict)
    formats: dict[Cell, str] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)
    since_1904: bool = False
    raised: bool = False

    def too_many(self) -> bool:
        """Whether there are more than a report can have."""
        return len(self.flaws) > MOST_FLAWS or max(len(self.formats), len(self.texts), len(self.merged)) > MOST


Found = dict[str, Traits]  # by the sheet's name
