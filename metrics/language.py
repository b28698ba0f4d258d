"""The language of metrics: a formula reads like its line in the report.

`total(satisfied) / total(rated)` adds up first and divides after, so a rate cannot become an average of rates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from data.measures import Measure
from data.registers.conditions import Condition, Conditions
from data.text import Text

Sign = Literal["+", "-", "*", "/"]
Kind = Literal["flow", "stock", "index", "ratio"]
Format = Literal["count", "decimal", "money", "percent", "points", "rank", "days"]


class Formula:
    """What arithmetic can be done with: words, numbers and calculations."""

    def __add__(self, other: "Formula | float") -> "Calc":
        return Calc("+", self, _formula(other))

    def __sub__(self, other: "Formula | float") -> "Calc":
        return Calc("-", self, _formula(other))

    def __mul__(self, other: "Formula | float") -> "Calc":
        return Calc("*", self, _formula(other))

    def __truediv__(self, other: "Formula | float") -> "Calc":
        return Calc("/", self, _formula(other))

    def __radd__(self, other: float) -> "Calc":
        return Calc("+", Number(other), self)

    def __rsub__(self, other: float) -> "Calc":
        return Calc("-", Number(other), self)

    def __rmul__(self, other: float) -> "Calc":
        return Calc("*", Number(other), self)

    def __rtruediv__(self, other: float) -> "Calc":
        return Calc("/", Number(other), self)


@dataclass(frozen=True)
class Number(Formula):
    """A number written in the formula."""

    value: float


@dataclass(frozen=True)
class Word(Formula):
    """A measure as a formula uses it: a flow is totalled, a stock is read at the end; `alone`, it is never added up."""

    measure: Measure
    alone: bool = False


@dataclass(frozen=True)
class Calc(Formula):
    """Two formulas joined by a sign; the arithmetic comes after all adding up."""

    sign: Sign
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Count(Formula):
    """How many rows of a register meet all conditions at the end of a month.

    `known`: a field; where no row has it filled in there is no value, for nobody can tell. `state`: how the rows stand, as
    the register declares it.
    """

    register: str
    where: Conditions = ()
    known: str | None = None
    state: str = ""


@dataclass(frozen=True)
class Median(Formula):
    """The median number of days from one date to another, over the rows that meet all conditions."""

    register: str
    since: str
    until: str
    where: Conditions = ()


RowWord = Count | Median
Delivered = Literal["owed", "reported", "on_time", "late", "missing", "estimated"]


@dataclass(frozen=True)
class Cells(Formula):
    """How many cells of a month (a unit's measure, or a register it keeps) are owed and due, or were delivered so."""

    which: Delivered


def total(measure: Measure) -> Word:
    """The flow added up over units, subjects and months."""
    return _word(measure, "flow", "total")


def latest(measure: Measure) -> Word:
    """The stock added up over units and subjects, read at the end of the period."""
    return _word(measure, "stock", "latest")


def index(measure: Measure) -> Word:
    """The unit's own figure and no other: an index, or a count that each level defines apart, never adds up."""
    return Word(measure, alone=True)


def count(register: str, *where: Condition, known: str | None = None) -> Count:
    """The rows of a register that meet all conditions at the end of the month; none where `known` is never filled in."""
    return Count(register, where, known)


def standing(register: str, state: str) -> Count:
    """The rows of a register that stand so at the end of the month, as its list shows them."""
    return Count(register, state=state)


def count_any(register: str, *alternatives: Conditions, known: str | None = None) -> Formula:
    """The rows of a register that meet all conditions of one of the alternatives, which exclude each other."""
    first, *others = alternatives
    formula: Formula = count(register, *first, known=known)
    for each in others:
        formula = formula + count(register, *each)
    return formula


def median_days(register: str, since: str, until: str, *where: Condition) -> Median:
    """The median of the days between two dates of a register's rows that meet all conditions."""
    return Median(register, since, until, where)


def cells(which: Delivered) -> Cells:
    """The cells of the month whose day due has come: those owed, reported, on time, late, missing or estimated."""
    return Cells(which)


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A number leaders read: a formula over measures or register rows, its words and its direction.

    `published` names the index under which the rate was published without its parts (numbers: rule 2).
    """

    key: str
    zh: str
    en: str
    formula: Formula
    format: Format
    better: Literal["higher", "lower"]
    owner: Text
    why: Text
    published: Measure | None = None
    unit: Text = Text("", "")

    def __post_init__(self) -> None:
        if self.published is not None and self.published.kind != "index":
            raise ValueError(f"{self.key}: published={self.published.key} is a {self.published.kind}; name an index")
        if self.rows and self.parts:
            raise ValueError(f"{self.key}: rows of a register and measures do not mix in one formula; make two metrics")
        if self.cells and (self.rows or self.parts):
            raise ValueError(
                f"{self.key}: cells owed and what stands in them do not mix in one formula; make two metrics"
            )
        if not self.rows and not self.parts and not self.cells:
            raise ValueError(f"{self.key}: the formula names no measure, no register and no cells")

    def name(self, language: Literal["zh", "en"]) -> str:
        """The metric's name in one language."""
        return self.zh if language == "zh" else self.en

    @cached_property
    def parts(self) -> tuple[Measure, ...]:
        """The measures of the formula, each once, in reading order."""
        return tuple(word.measure for word in self.words)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words over measures, each once, in the order of `parts`."""
        return tuple(dict.fromkeys(word for word in words_of(self.formula) if isinstance(word, Word)))

    @cached_property
    def rows(self) -> tuple[RowWord, ...]:
        """The counts and medians of the formula, each once, in reading order."""
        return tuple(dict.fromkeys(word for word in words_of(self.formula) if isinstance(word, Count | Median)))

    @cached_property
    def cells(self) -> tuple[Cells, ...]:
        """The counts of cells owed and delivered, each once, in reading order."""
        return tuple(dict.fromkeys(word for word in words_of(self.formula) if isinstance(word, Cells)))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The parts, and the published rate after them."""
        return (*self.parts, *([self.published] if self.published else []))

    @cached_property
    def kind(self) -> Kind:
        """How the number changes and stands: as its measures do while it only adds up, as a ratio once it divides."""
        if any(word.alone for word in self.words):
            return "index"
        kinds = {measure.kind for measure in self.parts} or {"flow" if self.cells else "stock"}
        if len(kinds) > 1 or not _adds_up(self.formula):
            return "ratio"
        return kinds.pop()


def words_of(formula: Formula) -> Iterator[Formula]:
    """The words of a formula from left to right."""
    if isinstance(formula, Calc):
        yield from words_of(formula.left)
        yield from words_of(formula.right)
    elif not isinstance(formula, Number):
        yield formula


def _adds_up(formula: Formula) -> bool:
    if isinstance(formula, Calc):
        return formula.sign in "+-" and _adds_up(formula.left) and _adds_up(formula.right)
    return isinstance(formula, Word | Count | Cells)


def _word(measure: Measure, kind: str, name: str) -> Word:
    if measure.kind != kind:
        fitting = {"flow": "total", "stock": "latest", "index": "index"}[measure.kind]
        raise ValueError(f"{name}({measure.key}): {measure.key} is a {measure.kind}; write {fitting}({measure.key})")
    return Word(measure)


def _formula(written: "Formula | float") -> Formula:
    return written if isinstance(written, Formula) else Number(written)
