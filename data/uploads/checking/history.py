"""The figures of a workbook in line with what the store holds of the months before."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import months
from data.figures import as_of, own
from data.measures import MEASURES
from data.schema import figure
from data.uploads.understanding.context import Context

LONGEST = 12  # months back that a check looks, whatever is called usual
SERIES = ["measure", "unit", "subject"]


@dataclass(frozen=True)
class Lines:
    """Series of values by month, those of the workbook before those of the store.

    `figures`: the workbook's figures that have a value, with `series` (a number) and `at` (their month's number).
    `grid[series, month]`: what is known, NaN where nothing is; it begins `usual` months before the first figure,
    which is the farthest that anyone looks `back`.
    """

    figures: pd.DataFrame
    grid: np.ndarray
    start: int

    def back(self, by: int) -> np.ndarray:
        """For each figure the value of its series `by` months earlier, NaN where none is known."""
        return self.grid[self.figures["series"].to_numpy(), self.figures["at"].to_numpy() - self.start - by]

    def nearest(self, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each figure the value last known of its series and how many months earlier that was, looking `most` months back
        at most (a number for each, `LONGEST` or less); NaN and 0 where none is known."""
        value, gap = np.full(len(self.figures), np.nan), np.zeros(len(self.figures), dtype=int)
        for by in range(LONGEST, 0, -1):
            there = self.back(by)
            use = np.isfinite(there) & (most >= by)
            value[use], gap[use] = there[use], by
        return value, gap

    def before(self, months: int, of: np.ndarray) -> np.ndarray:
        """A row for each figure of the mask `of`: the values of so many months before it, oldest first."""
        at = self.figures["at"].to_numpy()[of, None] - self.start - np.arange(months, 0, -1)
        return self.grid[self.figures["series"].to_numpy()[of, None], at]


def lines(around: Context, figures: pd.DataFrame, known: pd.DataFrame) -> Lines:
    """The workbook's figures with `known` of the store before them."""
    ours = figures[figures["value"].notna()]
    ours = ours.assign(at=month_number(ours["month"]))
    columns = [*SERIES, "at", "value"]
    both = pd.concat([known[columns], ours[columns]], ignore_index=True) if len(known) else ours[columns]
    series = both.groupby(SERIES, sort=False).ngroup().to_numpy()
    start = int(ours["at"].min()) - max(around.checks.usual_months, LONGEST) - 1
    at = both["at"].to_numpy() - start
    grid = np.full((series.max() + 1, at.max() + 1), np.nan)
    near = at >= 0
    grid[series[near], at[near]] = both["value"].to_numpy(float)[near]  # the workbook's own come last and stay
    return Lines(ours.assign(series=series[len(both) - len(ours) :]), grid, start)


def known(conn: Connection, around: Context, figures: pd.DataFrame) -> pd.DataFrame:
    """What the store holds of the figures' series and of the units below them: measure, unit, subject, at, value, sum (it
    is the sum of its applications).

    Whole units by one query over so many months as the settings call usual; applications from the month before on.
    """
    first, last = figures["month"].min().date(), figures["month"].max().date()
    measures, units = _with_parts(figures["measure"].unique()), figures["unit"].unique().tolist()
    tree = around.tree(last)
    below = {child for unit in units for child in tree.children.get(unit, ())}
    usual = months.shift(first, -around.checks.usual_months - 1)
    wholes = own(conn, measures, sorted({*units, *below}), usual, last).assign(subject="")
    parts = _of_applications(conn, figures, measures, units, months.shift(first, -1), last)
    frame = pd.concat([wholes.assign(sum=wholes["subjects"] != ""), parts.assign(sum=False)], ignore_index=True)
    frame = frame[["measure", "unit", "subject", "month", "value", "sum"]]
    frame = frame.astype({"value": float, "sum": bool}).dropna(subset=["value"])
    return frame.assign(at=month_number(pd.to_datetime(frame["month"]))).drop(columns="month")


def _with_parts(keys: Iterable[str]) -> list[str]:
    """The measures with the wholes they are part of and the parts they have."""
    keys = set(keys)
    wholes = {whole for key in keys if (whole := MEASURES[key].part_of)}
    return sorted(keys | wholes | {key for key, measure in MEASURES.items() if measure.part_of in keys})


def _in_a_pair(key: str) -> bool:
    return bool(MEASURES[key].part_of) or any(each.part_of == key for each in MEASURES.values())


def _of_applications(conn: Connection, figures: pd.DataFrame, measures: list, units: list, first, last) -> pd.DataFrame:
    names = ["measure", "unit", "subject", "month", "value"]
    if (figures["subject"] == "").all():  # then only what parts and wholes are of matters
        measures = [key for key in measures if MEASURES[key].by_application and _in_a_pair(key)]
    if not measures:
        return pd.DataFrame(columns=names)
    only = (
        figure.c.measure.in_(measures)
        & figure.c.unit.in_(units)
        & figure.c.month.between(first, last)
        & (figure.c.subject != "")
    )
    now = as_of(figure, only=only)
    return pd.DataFrame(conn.execute(select(*(now.c[name] for name in names))).all(), columns=names)


def month_number(month: pd.Series) -> np.ndarray:
    """Months counted from year 0, so that neighbours differ by one."""
    return month.to_numpy().astype("datetime64[M]").astype(np.int64) + 1970 * 12
