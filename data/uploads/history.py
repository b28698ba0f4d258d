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
from data.uploads.context import Context

SERIES = ["measure", "unit", "subject"]


@dataclass(frozen=True)
class Lines:
    """Series of values by month, those of the workbook before those of the store.

    `figures`: the workbook's figures that have a value, with `series` and `at` (months counted from year 0).
    `values` in the order of `places` (series × span + month): what is known, to be looked up by `back`.
    """

    figures: pd.DataFrame
    places: np.ndarray
    values: np.ndarray
    span: int
    start: int

    def back(self, by: int) -> np.ndarray:
        """For each figure the value of its series `by` months earlier, NaN where none is known."""
        month = self.figures["at"].to_numpy() - self.start - by
        wanted = self.figures["series"].to_numpy() * self.span + month
        found = np.searchsorted(self.places, wanted)
        found = np.minimum(found, len(self.places) - 1)
        hit = (self.places[found] == wanted) & (month >= 0)
        return np.where(hit, self.values[found], np.nan)


def lines(figures: pd.DataFrame, known: pd.DataFrame) -> Lines:
    """The workbook's figures with `known` of the store before them."""
    ours = figures[figures["value"].notna()]
    columns = [*SERIES, "at", "value"]
    ours = ours.assign(at=month_number(ours["month"]))
    both = pd.concat([ours[columns], known[columns]], ignore_index=True)
    series = both.groupby(SERIES, sort=False).ngroup().to_numpy()
    start, span = int(both["at"].min()), int(both["at"].max() - both["at"].min()) + 1
    places = series * span + both["at"].to_numpy() - start
    places, first = np.unique(places, return_index=True)  # the first of equal places: the workbook's own
    return Lines(ours.assign(series=series[: len(ours)]), places, both["value"].to_numpy(float)[first], span, start)


def known(conn: Connection, around: Context, figures: pd.DataFrame) -> pd.DataFrame:
    """What the store holds of the figures' series and of the units below them: measure, unit, subject, at, value.

    Whole units by one query over so many months as the settings call usual; applications from the month before on.
    """
    first, last = figures["month"].min().date(), figures["month"].max().date()
    measures, units = _with_parts(figures["measure"].unique()), figures["unit"].unique().tolist()
    tree = around.tree(last)
    below = {child for unit in units for child in tree.children.get(unit, ())}
    usual = months.shift(first, -around.checks.usual_months - 1)
    wholes = own(conn, measures, sorted({*units, *below}), usual, last).assign(subject="")
    parts = _of_applications(conn, figures, measures, units, months.shift(first, -1), last)
    frame = pd.concat([wholes, parts], ignore_index=True)[["measure", "unit", "subject", "month", "value"]]
    frame = frame.astype({"value": float}).dropna(subset=["value"])
    return frame.assign(at=month_number(pd.to_datetime(frame["month"])))


def _with_parts(keys: Iterable[str]) -> list[str]:
    """The measures with the wholes they are part of and the parts they have."""
    keys = set(keys)
    wholes = {MEASURES[key].part_of for key in keys} - {None}
    return sorted(keys | wholes | {key for key, measure in MEASURES.items() if measure.part_of in keys})


def _of_applications(conn: Connection, figures: pd.DataFrame, measures: list, units: list, first, last) -> pd.DataFrame:
    names = ["measure", "unit", "subject", "month", "value"]
    if (figures["subject"] == "").all():
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
