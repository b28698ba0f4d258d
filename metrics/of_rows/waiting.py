"""How long rows have waited, and which units have not done something for a while."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from data import months


def waiting(rows: pd.DataFrame, since: str, open_: Iterable[str]) -> pd.DataFrame:
    """The rows that stand in one of the states `open_`, with `days` from the date in the field `since` to the day as of which
    they are judged; who has waited longest first. `rows` has `judged`."""
    found = rows[rows["standing"].isin(list(open_))]
    days = (pd.to_datetime(found["judged"]) - pd.to_datetime(found[since])).dt.days
    return found.assign(days=days).sort_values(["days", "key"], ascending=[False, True], ignore_index=True)


def without(rows: pd.DataFrame, day: str, units: Iterable[str], month: date, run: int = 12) -> list[str]:
    """Of the units, in their order, those without a row whose `day` lies in the `run` months up to the end of `month`."""
    first, last = months.shift(month, 1 - run), months.end_of(month)
    days = pd.to_datetime(rows[day])
    there = set(rows.loc[days.between(pd.Timestamp(first), pd.Timestamp(last)), "unit"])
    return [unit for unit in units if unit not in there]
