"""What stands of a month already, as it is written into the cells of a template: read again, it is the same figure."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from data.figures import as_of
from data.schema import figure

PROMISES = {"about": "约", "more_than": "超过", "at_least": "至少", "under": "不足", "reaches": "达到"}

Cells = dict[tuple[str, str, str], float | int | str]


def standing(conn: Connection, units: Sequence[str], month: date) -> Cells:
    """The units' own figures of a month that count now, by measure, unit and subject (an application, "" for none)."""
    now = as_of(figure, only=figure.c.unit.in_(units) & (figure.c.month == month))
    columns = (now.c.measure, now.c.unit, now.c.subject, now.c.value, now.c.qualifier, now.c.grade)
    return {
        (measure, unit, subject): written(value, qualifier, grade)
        for measure, unit, subject, value, qualifier, grade in conn.execute(select(*columns))
    }


def written(value: float | None, qualifier: str, grade: str) -> float | int | str:
    """A figure as one writes it: a number, a number with its promise (约30), or a grade."""
    if value is None:
        return grade
    number = int(value) if value == int(value) and abs(value) < 1e15 else value
    promise = PROMISES.get(qualifier)
    return number if promise is None else f"{promise}{number}"
