"""Users without visits, application by application: in the sums of a unit one application's accounts are lost among the others'."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import bulk, months
from data.figures import as_of
from data.schema import figure
from metrics.arrays import Floats
from metrics.radar.pairs import of_use
from metrics.radar.signs import FEWEST, Sign

USERS, VISITS = (
    "app_users",
    "visits",
)  # the measures (and metric) of registered users, and of what they should come with


class Unused(NamedTuple):
    """An application of a unit whose users leap and do not come; `run`: its users by month (NaN: none)."""

    unit: str
    application: str
    sign: Sign
    run: Floats


def unused(
    conn: Connection, units: Sequence[str], first: date, last: date, revision: int | None = None
) -> tuple[list[Unused], int]:
    """Those that `of_use` finds in what each unit reported of each of its applications, by unit and application, and how many had
    months enough to be looked at."""
    mine = figure.c.unit.in_(units) & figure.c.month.between(first, last)
    now = as_of(figure, revision, mine & figure.c.measure.in_([USERS, VISITS]) & (figure.c.subject != ""))
    asked = select(now.c.unit, now.c.subject, now.c.measure, now.c.month, now.c.value)
    rows = bulk.read(conn, asked.order_by(now.c.unit, now.c.subject))
    if rows.empty:
        return [], 0
    places = {month: place for place, month in enumerate(months.between(first, last))}
    which, names = pd.MultiIndex.from_frame(rows[["unit", "subject"]]).factorize()
    runs = np.full((2, len(names), len(places)), np.nan)
    runs[(rows["measure"] == VISITS).astype(int), which, rows["month"].map(places)] = rows["value"]
    enough = (~np.isnan(runs)).all(axis=0).sum(axis=1) >= FEWEST
    looked = ((names[i], runs[0, i], of_use(runs[0, i], runs[1, i])) for i in np.flatnonzero(enough))
    return [Unused(unit, of, sign, users) for (unit, of), users, sign in looked if sign is not None], int(enough.sum())
