"""How a row of a register stands on a day, as its declaration says: conditions of SQL that both databases understand."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Text, and_, case, cast, func, literal, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from data.registers.conditions import Condition
from data.registers.declaration import URGENCY, WORDS, Register

NEVER = literal(date(9999, 12, 31), Date)
LONGEST = 200  # letters of a title by which a list is put in order; an index holds no more


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
OF_DAYS = ("by", "not_by", "before", "after")


def short_columns(declared: Register) -> set[str]:
    """What rows are counted and judged by: everything but what people write in words of their own."""
    words = {"unit", "department", *(each.key for each in declared.fields if each.type not in WORDS)}
    return judging_columns(declared) | words


def judging_columns(declared: Register) -> set[str]:
    """What decides whether a row is there, and how it stands."""
    judging = [each for state in declared.states for where in state.when for each in where]
    than = {str(each.than) for each in judging if each.word == "within"}
    return {each.field for each in judging} | than | ({declared.there_since} if declared.there_since else set())


def dates_of(declared: Register) -> set[str]:
    """The dates with which a row begins to be there, or stands otherwise."""
    judging = (each for state in declared.states for where in state.when for each in where)
    since = {declared.there_since} if declared.there_since else set()
    return since | {each.field for each in judging if each.word in OF_DAYS}


def meets(where: Sequence[Condition], rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a row of a register meets all conditions at the end of a month."""
    return and_(true(), *(_condition(condition, rows, end) for condition in where))


def standing(register: Register, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[str]:
    """The key of the first state whose conditions hold; "" where none is declared or holds."""
    whens = [
        (or_(*(meets(conditions, rows, end) for conditions in state.when)) if state.when else true(), state.key)
        for state in register.states
    ]
    return case(*((and_(condition), key) for condition, key in whens), else_="") if whens else literal("")


def there(register: Register, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    """A row is there from the first date it must have; without such a date, always."""
    since = register.there_since
    return rows.c[since] <= end if since else true()


def _condition(condition: Condition, rows: FromClause, end: ColumnElement[date]) -> ColumnElement[bool]:
    than = rows.c[str(condition.than)] if condition.word == "within" else condition.than
    return CONDITIONS[condition.word](rows.c[condition.field], end, than)


def order_of(register: Register, columns: Any, stands: ColumnElement[str]) -> dict[str, ColumnElement]:
    """By what a list stands in order, the worst first: what a state means, then the day due; other registers by their first
    filter; then by name."""
    title = func.coalesce(func.substr(columns[register.title_field], 1, LONGEST), "")
    none = literal(0)
    first: ColumnElement[str] = literal("")
    if register.due:
        urgent = {state.key: URGENCY.index(state.meaning) for state in register.states}
        order = case(urgent, value=stands, else_=len(URGENCY)) if urgent else none
        return {"urgency": order, "due": func.coalesce(columns[register.due], NEVER), "lead": first, "title": title}
    if register.filters_of_list:
        value = columns[register.filters_of_list[0].key]
        first = func.coalesce(func.substr(cast(value, Text), 1, LONGEST), "")
    return {"urgency": none, "due": NEVER, "lead": first, "title": title}


def columns_of_order(register: Register) -> set[str]:
    """The fields that `order_of` asks for."""
    first = [each.key for each in register.filters_of_list[:1]]
    return {register.title_field, *([register.due] if register.due else first)}
