"""The questions behind counts of rows: SQL that both databases understand, grouped by the unit that keeps the row."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, case, func, literal, select

from data import months
from data.dated import held, judged, spans
from data.registers import REGISTERS, TABLES
from data.row_states import days_between, meets, short_columns, standing, there
from metrics.language import Count, Median


def rows_of(register: str, units: Sequence[str], revision: int | None, *, by_list: bool) -> FromClause:
    """The register's rows that these units keep, as known at a revision (`dated.spans`); `by_list`: those of a unit are
    judged as at its last list until the next one comes."""
    short = short_columns(REGISTERS[register])
    return spans(register, revision, TABLES[register].c.unit.in_(units), by_list=by_list, columns=short)


def counting(
    register: str, rows: FromClause, words: Sequence[Count], asked: Sequence[date], by: str | None = None
) -> Select:
    """Unit, part, and for each asked month i: `there_i`, how many rows there were at all by its end, and for each word w
    `count_w_i`, with `known_w_i` if the word asks for a field. One pass over the rows, however many months.
    """
    sums = []
    for i, month in enumerate(asked):
        end = judged(rows, literal(months.end_of(month), Date))
        here = and_(held(rows, end), there(REGISTERS[register], rows, end))
        sums.append(_how_many(here).label(f"there_{i}"))
        for w, word in enumerate(words):
            sums.append(_how_many(and_(held(rows, end), counts(word, rows, end))).label(f"count_{w}_{i}"))
            if word.known:
                sums.append(_how_many(and_(here, rows.c[word.known].is_not(None))).label(f"known_{w}_{i}"))
    return select(rows.c.unit, _part(rows, by), *sums).group_by(rows.c.unit, *_split(rows, by))


def days(word: Median, rows: FromClause, asked: Sequence[date], by: str | None = None) -> Select:
    """Unit, part, days, and for each asked month i `rows_i`, how many rows had taken that many by its end.

    Histograms add up over units, medians do not.
    """
    took = days_between(rows.c[word.since], rows.c[word.until]).label("days")
    ends = [judged(rows, literal(months.end_of(month), Date)) for month in asked]
    finished = (and_(held(rows, end), rows.c[word.until] <= end, meets(word.where, rows, end)) for end in ends)
    sums = (_how_many(over).label(f"rows_{i}") for i, over in enumerate(finished))
    both = rows.c[word.since].is_not(None) & (rows.c[word.until] <= max(months.end_of(month) for month in asked))
    found = select(rows.c.unit, _part(rows, by), took, *sums).where(both)
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
