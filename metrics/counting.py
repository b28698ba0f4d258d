"""The questions behind counts of rows: SQL that both databases understand, grouped by the unit that keeps the row."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from data import months
from data.dated import held, judged, spans
from data.registers import REGISTERS, TABLES, Register
from data.registers.conditions import Condition
from data.registers.declaration import WORDS
from metrics.language import Count, Median


class days_between(GenericFunction):
    """Whole days from one date to a later one."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _julian_days(element: Any, compiler: Any, **kw: Any) -> str:
    since, until = element.clauses
    return f"CAST(julianday({compiler.process(until, **kw)}) - julianday({compiler.process(since, **kw)}) AS INTEGER)"


@compiles(days_between)
def _days(element: Any, compiler: Any, **kw: Any) -> str:
    since, until = element.clauses
    return f"({compiler.process(until, **kw)} - {compiler.process(since, **kw)})"


CONDITIONS: dict[str, Callable[[Any, Any, Any], ColumnElement[bool]]] = {
    "by": lambda field, end, than: field <= end,
    "not_by": lambda field, end, than: or_(field.is_(None), field > end),
    "before": lambda field, end, than: field < end,
    "after": lambda field, end, than: field > end,
    "within": lambda field, end, than: field <= than,
    "is": lambda field, end, than: field == than,
    "is_not": lambda field, end, than: or_(field.is_(None), field != than),
    "at_least": lambda field, end, than: field >= than,
    "empty": lambda field, end, than: field.is_(None),
    "filled": lambda field, end, than: field.is_not(None),
}


def rows_of(register: str, units: Sequence[str], revision: int | None, *, by_list: bool) -> FromClause:
    """The register's rows that these units keep, as known at a revision (`dated.spans`); `by_list`: those of a unit are
    judged as at its last list until the next one comes."""
    short = short_columns(REGISTERS[register])
    return spans(register, revision, TABLES[register].c.unit.in_(units), by_list=by_list, columns=short)


def short_columns(declared: Register) -> set[str]:
    """What rows are counted and judged by: everything but what people write in words of their own."""
    judging = {each.field for state in declared.states for where in state.when for each in where}
    return {"unit", "department", *judging, *(each.key for each in declared.fields if each.type not in WORDS)}


def counting(
    register: str, rows: FromClause, words: Sequence[Count], asked: Sequence[date], by: str | None = None
) -> Select:
    """Unit, part, and for each asked month i: `there_i`, how many rows there were at all by its end, and for each word w
    `count_w_i`, with `known_w_i` if the word asks for a field. One pass over the rows, however many months.
    """
    sums = []
    for i, month in enumerate(asked):
        end = judged(rows, literal(months.end_of(month), Date))
        there = and_(held(rows, end), _there(register, rows, end))
        sums.append(_how_many(there).label(f"there_{i}"))
        for w, word in enumerate(words):
            sums.append(_how_many(and_(held(rows, end), counts(word, rows, end))).label(f"count_{w}_{i}"))
            if word.known:
                sums.append(_how_many(and_(there, rows.c[word.known].is_not(None))).label(f"known_{w}_{i}"))
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


def meets(where: Sequence[Condition], rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a row of a register meets all conditions at the end of a month."""
    return and_(true(), *(_condition(condition, rows, end) for condition in where))


def counts(word: Count | Median, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a row is one of those that a word counts."""
    met = meets(word.where, rows, end)
    if isinstance(word, Median) or not word.state:
        return met
    return and_(met, _there(word.register, rows, end), standing(REGISTERS[word.register], rows, end) == word.state)


def standing(register: Register, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[str]:
    """The key of the first state whose conditions hold; "" where none is declared or holds."""
    whens = [
        (or_(*(meets(conditions, rows, end) for conditions in state.when)) if state.when else true(), state.key)
        for state in register.states
    ]
    return case(*((and_(condition), key) for condition, key in whens), else_="") if whens else literal("")


def _condition(condition: Condition, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    than = rows.c[str(condition.than)] if condition.word == "within" else condition.than
    return CONDITIONS[condition.word](rows.c[condition.field], end, than)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _part(rows: FromClause, by: str | None) -> ColumnElement[str]:
    """The part a row belongs to; "" where nothing is split, and where the field is empty."""
    return (func.coalesce(rows.c[by], "") if by else literal("")).label("part")


def _split(rows: FromClause, by: str | None) -> list[ColumnElement[str]]:
    return [] if by is None else [rows.c[by]]


def _there(register: str, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """A row is there from the first date it must have; without such a date, always."""
    since = REGISTERS[register].there_since
    return rows.c[since] <= end if since else true()
