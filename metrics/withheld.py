"""What is withheld from who may not read the months behind a number, and what a view is to say nothing of: one rule for tiles,
passports, exports and programs.

A published month tells every unit's number of that month, and nothing of the months around it: not the change from one that
is not published, not the year so far, not how much of the year's target is reached.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data import months
from metrics.periods import MONTH, YEAR_TO_DATE, Period

NONE = float("nan")
# What tells the same as a column that is withheld goes with it.
WITH: dict[str, dict[str, object]] = {
    "value": {"grade": ""},
    "mom": {"mom_then": NONE, "mom_now": NONE},
    "yoy": {"yoy_then": NONE, "yoy_now": NONE},
    "attainment": {"status": None, "status_partial": False, "due": NONE, "withheld": True},
}

TELLING = ("value", "mom", "yoy", "ytd", "ytd_yoy", "target", "attainment", "due")  # what of a row is told as a number


@dataclass(frozen=True)
class Sight:
    """Which months of which units somebody may read: all of their `own` units, of others the `published` ones."""

    own: Collection[str]
    published: Collection[date] = ()

    def may(self, unit: str, first: date, last: date) -> bool:
        """Whether all of these months of a unit may be read."""
        return unit in self.own or set(self.published).issuperset(months.between(first, last))

    def shown(self, unit: str, period: Period, month: date) -> dict[str, bool]:
        """Of the columns of a snapshot that tell of other months, whether each may be shown."""

        def may(run: Period, end: date) -> bool:
            return self.may(unit, run.first(end), end)

        year, last_year = may(YEAR_TO_DATE, month), months.shift(month, -12)
        before = period.before
        return {
            "value": may(period, month),
            "mom": before is None or may(period, months.shift(month, -before)),
            "yoy": may(period, last_year),
            "ytd": year,
            "attainment": year,
            "ytd_yoy": year and may(YEAR_TO_DATE, last_year),
        }


def of_snapshot(frame: pd.DataFrame, sight: Sight, month: date, period: Period = MONTH) -> pd.DataFrame:
    """A snapshot (`query.snapshot`) without what is withheld: NaN there, None for the status, and `withheld` where the year
    so far is. The frame given stays as it is; where nothing is withheld it is given back."""
    foreign = sorted(set(frame["unit"]) - set(sight.own))
    hidden = {unit: [name for name, may in sight.shown(unit, period, month).items() if not may] for unit in foreign}
    if not any(hidden.values()):
        return frame
    shown = frame.assign(withheld=False)
    for unit, names in hidden.items():
        rows = shown["unit"] == unit
        shown.loc[rows, names] = NONE
        for name in names:
            for other, nothing in WITH.get(name, {}).items():
                shown.loc[rows, other] = nothing
    return shown


def without(frame: pd.DataFrame, metrics: Collection[str]) -> pd.DataFrame:
    """A snapshot or a history that says nothing of these metrics: their values, changes and standings are as where there are
    none. The frame given stays as it is."""
    rows = frame["metric"].isin(list(metrics))
    if not rows.any():
        return frame
    told = frame.assign(**{name: frame[name].mask(rows) for name in TELLING if name in frame})
    for name, nothing in ((name, nothing) for gone in WITH.values() for name, nothing in gone.items()):
        if name in told and name != "withheld":
            told.loc[rows, name] = nothing
    return told.assign(qualifier=told["qualifier"].mask(rows, "exact"))
