"""Where each problem stands at the end of a month, one by one: what the metrics of problems count. The dates decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, select

from data import units
from data.dated import as_at
from data.ledgers import Page, counted, matching, page_of
from data.registers import TABLES
from data.text import Text
from metrics.counting import days_between, meets
from metrics.language import Condition, Count, by
from metrics.problems import problems_open, problems_overdue

Standing = Literal["overdue", "open", "closed", "accepted"]

STANDINGS: dict[Standing, Text] = {
    "overdue": Text("超期", "Overdue"),
    "open": Text("在办", "Open in time"),
    "closed": Text("已办结", "Closed"),
    "accepted": Text("已销号", "Accepted"),
}

# Days past due, up to and including; the last has no end.
AGES: tuple[tuple[int | None, Text], ...] = (
    (30, Text("30 天以内", "Up to 30 days")),
    (90, Text("31–90 天", "31 to 90 days")),
    (180, Text("91–180 天", "91 to 180 days")),
    (None, Text("180 天以上", "More than 180 days")),
)


class Asked(NamedTuple):
    """Which rows are looked for; "" asks for all. `equal` are values of the register's fields."""

    standing: str = ""
    equal: Mapping[str, str] | None = None
    words: str = ""


ALL = Asked()


def problems(
    conn: Connection,
    unit: str,
    month: date,
    asked: Asked = ALL,
    *,
    revision: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """A page of the problems of a unit and all below it that had been found by the end of a month, the worst first.

    Columns: the register's, `judged` (the day as of which: the month's last, or that of its unit's last list), `standing`
    (a key of STANDINGS), `late` (days past due, NaN if not overdue) and `age` (days since it was found, until it was
    closed).
    """
    found = _found(conn, unit, month, asked, revision)
    columns = found.selected_columns
    worst_first = (_order(columns["standing"]), columns["due"].is_(None), columns["due"])
    page = page_of(conn, found, worst_first, limit=limit, offset=offset)
    return Page(_with_days(page.rows), page.total)


def counts(
    conn: Connection, unit: str, month: date, *fields: str, asked: Asked = ALL, revision: int | None = None
) -> pd.DataFrame:
    """How many such problems by fields of the register or `standing`: the fields and `count`, most first."""
    return counted(conn, _found(conn, unit, month, asked, revision), *fields)


def ages(conn: Connection, unit: str, month: date, *, revision: int | None = None) -> list[tuple[Text, int]]:
    """How many overdue problems have been late for how long, in the order of AGES."""
    rows = _found(conn, unit, month, Asked("overdue"), revision).order_by(None).subquery()
    late = days_between(rows.c.due, rows.c.judged)
    step = case(
        *((late <= most, str(place)) for place, (most, _) in enumerate(AGES) if most is not None),
        else_=str(len(AGES) - 1),
    )
    found = counted(conn, select(step.label("step")), "step").set_index("step")["count"]
    return [(text, int(found.get(str(place), 0))) for place, (_, text) in enumerate(AGES)]


def _found(conn: Connection, unit: str, month: date, asked: Asked, revision: int | None) -> Select:
    below = units.load(conn).in_month(month).below(unit)
    at = as_at(conn, "problems", month, revision, TABLES["problems"].c.unit.in_(below))
    rows = matching("problems", equal=asked.equal, words=asked.words, rows=at).subquery()
    standing = _standing(rows, rows.c.judged)
    found = select(rows, standing.label("standing")).where(rows.c.found <= rows.c.judged)
    return found.where(standing == asked.standing) if asked.standing else found


def _standing(rows: FromClause, end: ColumnElement[date]) -> ColumnElement[str]:
    return case(
        (meets(_conditions(problems_overdue.formula), rows, end), "overdue"),
        (meets(_conditions(problems_open.formula), rows, end), "open"),
        (meets((by("accepted"),), rows, end), "accepted"),
        else_="closed",
    )


def _conditions(formula: object) -> tuple[Condition, ...]:
    assert isinstance(formula, Count)
    return formula.where


def _order(standing: ColumnElement[str]) -> ColumnElement[int]:
    return case({name: place for place, name in enumerate(STANDINGS)}, value=standing)


def _with_days(rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    late = [(row["judged"] - row["due"]).days if row["standing"] == "overdue" else None for row in records]
    age = [_until(row) - row["found"] for row in records]
    return rows.assign(late=pd.Series(late, dtype=float), age=pd.Series([days.days for days in age], dtype=float))


def _until(row: dict[Any, Any]) -> date:
    """The day on which a problem's age was taken last: of its closing, if that has a day."""
    return row["closed"] if row["standing"] in ("closed", "accepted") and row["closed"] else row["judged"]
