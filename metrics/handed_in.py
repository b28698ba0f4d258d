"""Which cells came, and whether in time: the questions the store is asked about when something was handed in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, literal, or_, select

from data import handed_lists
from data.figures import live_batches, own_query
from data.measures import MEASURES
from data.registers import REGISTERS
from data.schema import Moment, batch, figure
from metrics.arrays import Marks, Places
from metrics.scope import Scope

HANDED_IN = func.coalesce(batch.c.handed_in, batch.c.at, type_=Moment)
Dues = Mapping[tuple[int, int], datetime]


class Came(NamedTuple):
    """Cells (what, unit, month) that are reported, whose first live report came in time, and that are estimated."""

    reported: Marks
    on_time: Marks
    estimated: Marks


def came(conn: Connection, what: Sequence[str], scope: Scope, days: Places, dues: Dues) -> Came:
    """What came of these measures and registers; `days` (what, unit, month) is the day due of each cell, 0 where it is not
    owed, `dues` the moment of each month's column and day."""
    found = Came(*(np.zeros(days.shape, bool) for _ in range(3)))
    measures = [key for key in what if key in MEASURES]
    if measures and dues:
        _figures(conn, what, measures, scope, days, dues, found)
    asked = sorted({day for _, day in dues})
    for place, key in enumerate(what):
        if key in REGISTERS and dues:
            _rows(conn, place, rows_query(key, scope, asked, dues), asked, scope, days, found)
    return found


def _figures(
    conn: Connection, what: Sequence[str], measures: list[str], scope: Scope, days: Places, dues: Dues, found: Came
) -> None:
    """Fill in the measures: one question, with a column for each day of the month that is anybody's day due."""
    asked = sorted({day for _, day in dues})
    with conn.execute(figures_query(measures, scope, asked, dues)) as result:
        rows = result.cursor.fetchall()
    if not rows:
        return
    measure, unit, month, qualifier, *in_time = zip(*rows, strict=True)
    places = (_places(measure, what), _places(unit, scope.grid.units), _columns(month, scope.grid.months))
    found.reported[places] = True
    found.estimated[places] = [word == "about" for word in qualifier]
    for day, flags in zip(asked, in_time, strict=True):
        found.on_time[places] |= np.array(flags, bool) & (days[places] == day)


def queries(what: Sequence[str], scope: Scope, dues: Dues) -> Iterator[Select]:
    """The question for the measures, then one for each register."""
    measures = [key for key in what if key in MEASURES]
    if measures:
        yield figures_query(measures, scope, sorted({day for _, day in dues}), dues)
    for key in what:
        if key in REGISTERS:
            yield rows_query(key, scope, sorted({day for _, day in dues}), dues)


def figures_query(measures: Sequence[str], scope: Scope, asked: Sequence[int], dues: Dues) -> Select:
    """Measure, unit, month and qualifier (NULL: exact) of each figure that counts, and for each day due whether a live
    report had been handed in by then: looked up by the figure's key, which is left at the first that was."""
    units, run = scope.grid.units, scope.grid.months
    whole = own_query(measures, units, run[0], run[-1], revision=scope.revision).subquery()
    by_day = [_was_there(whole, scope, day, dues).label(f"by_{day}") for day in asked]
    return select(whole.c.measure, whole.c.unit, whole.c.month, whole.c.qualifier, *by_day)


def _due(month: ColumnElement[date], scope: Scope, day: int, dues: Dues) -> ColumnElement[datetime]:
    """The moment at which what is due on a day of the month after is due."""
    moments = {each: literal(dues[column, day], Moment) for column, each in enumerate(scope.grid.months)}
    return case(moments, value=month)


def _was_there(whole, scope: Scope, day: int, dues: Dues) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            figure.c.measure == whole.c.measure,
            figure.c.unit == whole.c.unit,
            figure.c.month == whole.c.month,
            or_(figure.c.value.is_not(None), figure.c.grade != ""),
            batch.c.number == figure.c.batch,
            batch.c.number.in_(live_batches(scope.revision)),
            _due(whole.c.month, scope, day, dues) >= HANDED_IN,
        )
        .correlate(whole)
    )


def _rows(
    conn: Connection, place: int, query: Select, asked: Sequence[int], scope: Scope, days: Places, found: Came
) -> None:
    """Fill in a register: the unit's list of the month is there."""
    with conn.execute(query) as result:
        rows = result.cursor.fetchall()
    if not rows:
        return
    unit, month, *in_time = zip(*rows, strict=True)
    there = _places(unit, scope.grid.units), _columns(month, scope.grid.months)
    found.reported[place][there] = True
    for day, flags in zip(asked, in_time, strict=True):
        found.on_time[place][there] |= np.array(flags, bool) & (days[place][there] == day)


def rows_query(register: str, scope: Scope, asked: Sequence[int], dues: Dues) -> Select:
    """Unit and month of each list that counts, and for each day due whether it had been handed in by then."""
    lists = handed_lists.came(register, scope.grid.units, scope.grid.months, scope.revision).subquery()
    by_day = [(_due(lists.c.month, scope, day, dues) >= lists.c.at).label(f"by_{day}") for day in asked]
    return select(lists.c.unit, lists.c.month, *by_day)


def _places(named: Sequence[str], order: Sequence[str]) -> Places:
    place = {name: i for i, name in enumerate(order)}
    return np.fromiter(map(place.__getitem__, named), np.intp, len(named))


def _columns(written: Sequence, run: Sequence[date]) -> Places:
    """The columns of months as the driver gives them: SQLite keeps the text."""
    place: dict = {month: i for i, month in enumerate(run)}
    return _places(written, [month.isoformat() for month in run] if isinstance(written[0], str) else list(place))
