"""Totals that are printed or reported, beside what the rows of the registers make: both stand, with where each comes from."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from data import months
from metrics.language import Metric
from metrics.outcomes import (
    apps_awarded,
    awards_top_series,
    frontrunner_cases,
    honours,
    results_promoted,
    theory_results,
)


class Beside(NamedTuple):
    """A printed total and the rows that should make it: those of a register, by the field `day` that says since when, whose
    `kind` is this one (`""`: all); `subject` is the field whose different values are counted, `""` for the rows themselves."""

    metric: Metric
    register: str
    day: str
    kind: str = ""
    subject: str = ""


BESIDE = (
    Beside(theory_results, "theory", "published"),
    Beside(results_promoted, "awards", "given", "promoted"),
    Beside(honours, "awards", "given", "honour"),
    Beside(apps_awarded, "awards", "given", subject="application"),
    Beside(frontrunner_cases, "awards", "given", "front"),
    Beside(awards_top_series, "awards", "given", "series"),
)


def counted(one: Beside, rows: pd.DataFrame, month: date) -> int:
    """What the rows make that there were by the end of a month. `rows` of the register, with `kind`, the day and the subject."""
    there = rows[pd.to_datetime(rows[one.day]) <= pd.Timestamp(months.end_of(month))]
    mine = there[there["kind"] == one.kind] if one.kind else there
    if not one.subject:
        return len(mine)
    named = mine[one.subject].fillna("")
    return int(named[named != ""].nunique())


def last_printed(history: pd.DataFrame, metric: Metric) -> tuple[float, date | None]:
    """The newest value of a metric in a frame of `query.history` of one unit, and its month; NaN and None where there is none."""
    mine = history[(history["metric"] == metric.key) & history["value"].notna()].sort_values("month")
    if mine.empty:
        return float("nan"), None
    return float(mine["value"].iloc[-1]), pd.Timestamp(mine["month"].iloc[-1]).date()
