"""The questions behind counts of rows: SQL that both databases understand, grouped by the unit that keeps the row."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, and_, bindparam, case, func, literal, select

from data import months
from data.dated import held, judged, spans
from data.registers import REGISTERS, TABLES
from data.row_states import days_between, meets, short_columns, standing, there
from data.schema.codes import MANY, among
from metrics.language import Count, Median

KEPT = 100  # questions made: which words of which register for how many months, not of whom or when


class Question(NamedTuple):
    """A statement with names where units, revision and days stand, and what stands there. It is made once: making it takes
    as long as asking it."""

    statement: Select
    given: dict[str, Any]


class Asked(NamedTuple):
    """Of whom rows are counted, and as known when: at a `revision` (None: now); `by_list`: the rows of a unit are judged as at
    its last list until the next one comes (`dated.spans`)."""

    units: Sequence[str]
    revision: int | None
    by_list: bool

    def given(self, asked: Sequence[date]) -> dict[str, Any]:
        """What stands at the names of `rows_of` and `end`."""
        found: dict[str, Any] = {f"end_{i}": months.end_of(month) for i, month in enumerate(asked)}
        found["units"] = list(self.units)
        return found if self.revision is None else found | {"revision": self.revision}

    @property
    def form(self) -> "Form":
        """What the statement itself hangs on."""
        return Form(self.by_list, self.revision is not None, len(self.units) > MANY)


class Form(NamedTuple):
    """How the statement reads: judged by lists, of an earlier revision, of many units."""

    by_list: bool
    past: bool
    many: bool


def rows_of(register: str, form: Form) -> FromClause:
    """The register's rows that the units keep, as known at the revision."""
    revision = bindparam("revision", type_=Integer) if form.past else None
    mine = among(TABLES[register].c.unit, "units", many=form.many)
    return spans(register, revision, mine, by_list=form.by_list, columns=short_columns(REGISTERS[register]))


def end(nth: int) -> ColumnElement[date]:
    """The last day of the nth month that is asked for."""
    return bindparam(f"end_{nth}", type_=Date)


def counting(
    register: str, of: Asked, words: Sequence[Count], asked: Sequence[date], by: str | None = None
) -> Question:
    """Unit, part, and for each asked month i: `there_i`, how many rows there were at all by its end, and for each word w
    `count_w_i`, with `known_w_i` if the word asks for a field. One pass over the rows, however many months.
    """
    return Question(_counting(register, tuple(words), len(asked), by, of.form), of.given(asked))


@lru_cache(KEPT)
def _counting(register: str, words: tuple[Count, ...], run: int, by: str | None, form: Form) -> Select:
    rows, sums = rows_of(register, form), []
    for i in range(run):
        day = judged(rows, end(i))
        here = and_(held(rows, day), there(REGISTERS[register], rows, day))
        sums.append(_how_many(here).label(f"there_{i}"))
        for w, word in enumerate(words):
            sums.append(_how_many(and_(held(rows, day), counts(word, rows, day))).label(f"count_{w}_{i}"))
            if word.known:
                sums.append(_how_many(and_(here, rows.c[word.known].is_not(None))).label(f"known_{w}_{i}"))
    return select(rows.c.unit, _part(rows, by), *sums).group_by(rows.c.unit, *_split(rows, by))


def days(word: Median, of: Asked, asked: Sequence[date], by: str | None = None) -> Question:
    """Unit, part, days, and for each asked month i `rows_i`, how many rows had taken that many by its end.

    Histograms add up over units, medians do not.
    """
    given = of.given(asked) | {"last": max(months.end_of(month) for month in asked)}
    return Question(_days(word, len(asked), by, of.form), given)


@lru_cache(KEPT)
def _days(word: Median, run: int, by: str | None, form: Form) -> Select:
    rows = rows_of(word.register, form)
    took = days_between(rows.c[word.since], rows.c[word.until]).label("days")
    finished = []
    for i in range(run):
        day = judged(rows, end(i))
        over = and_(held(rows, day), rows.c[word.until] <= day, meets(word.where, rows, day))
        finished.append(_how_many(over).label(f"rows_{i}"))
    both = rows.c[word.since].is_not(None) & (rows.c[word.until] <= bindparam("last", type_=Date))
    found = select(rows.c.unit, _part(rows, by), took, *finished).where(both)
    return found.group_by(rows.c.unit, took, *_split(rows, by))


def counts(word: Count | Median, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a row is one of those that a word counts."""
    met = meets(word.where, rows, end)
    if isinstance(word, Median) or not word.state:
        return met
    declared = REGISTERS[word.register]
    return and_(met, there(declared, rows, end), standing(declared, rows, end) == word.state)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _part(rows: FromClause, by: str | None) -> ColumnElement[str]:
    """The part a row belongs to; "" where nothing is split, and where the field is empty."""
    return (func.coalesce(rows.c[by], "") if by else literal("")).label("part")


def _split(rows: FromClause, by: str | None) -> list[ColumnElement[str]]:
    return [] if by is None else [rows.c[by]]
