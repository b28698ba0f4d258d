"""What is reported of one subject: the figures of an application, by measure and month, each with its cell."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from data import bulk
from data.figures import as_of
from data.schema import figure

COLUMNS = ("measure", "unit", "month", "value", "qualifier", "grade", "batch", "sheet", "cell")


def of_subject(
    conn: Connection, subject: str, units: Collection[str], first: date, last: date, *, revision: int | None = None
) -> pd.DataFrame:
    """The figures of a subject that these units reported for these months, as known at a revision: the columns COLUMNS,
    by measure and month. Which units one may ask for is asked before."""
    only = (
        (figure.c.subject == subject) & figure.c.unit.in_(sorted(units)) & figure.c.month.between(first, last)
    )  # the index of subjects finds them
    now = as_of(figure, revision, only)
    return bulk.read(conn, select(*(now.c[name] for name in COLUMNS)).order_by(now.c.measure, now.c.month))
