"""The ledger as it stood at the end of a month: what the metrics of applications count, one by one."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, or_, select

from data import units
from data.dated import as_at
from data.ledgers import matching
from data.registers import TABLES
from metrics.applications import applications_building, applications_live, applications_stopped
from metrics.counting import meets
from metrics.language import Count, Metric

STATES = {"live": applications_live, "building": applications_building, "stopped": applications_stopped}


def standing(
    conn: Connection,
    unit: str,
    month: date,
    *,
    equal: Mapping[str, str] | None = None,
    words: str = "",
    revision: int | None = None,
) -> Select:
    """The applications of a unit and all below it at the end of a month: the register's columns, with `status` as it was
    then (NULL where nobody can tell), as the metrics count it. `equal` and `words` as of `ledgers.matching`."""
    below = units.load(conn).in_month(month).below(unit)
    at = as_at(conn, "applications", month, revision, TABLES["applications"].c.unit.in_(below))
    asked = dict(equal or {})
    state = asked.pop("status", None)
    rows = matching("applications", equal=asked, words=words, rows=at).subquery()
    then = case(*((_is(rows, metric), name) for name, metric in STATES.items()))
    found = select(*(column for column in rows.c if column.name != "status"), then.label("status"))
    if state is None:
        return found
    return found.where(then == state if state else then.is_(None))


def _is(rows: FromClause, metric: Metric) -> ColumnElement[bool]:
    return or_(*(meets(word.where, rows, rows.c.judged) for word in metric.rows if isinstance(word, Count)))
