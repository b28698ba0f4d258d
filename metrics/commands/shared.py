"""What verbs of the command line share: how a metric is named, of where and when, and how rows leave as JSON."""

import argparse
from typing import Any

import pandas as pd

from data import months
from data.settings import settings
from metrics import METRICS, Metric


def verb(verbs: argparse._SubParsersAction, name: str, does) -> argparse.ArgumentParser:
    """A verb that does this; its help is the docstring."""
    its = verbs.add_parser(name, help=does.__doc__)
    its.set_defaults(verb=does)
    return its


def ask_month(its: argparse.ArgumentParser) -> None:
    """Of which month, as known at which revision."""
    its.add_argument("--month", metavar="2026-10", help="the last full month if not given")
    its.add_argument("--revision", type=int, help="as known at this revision")


def ask_where(its: argparse.ArgumentParser) -> None:
    """The same, and of which unit."""
    ask_month(its)
    its.add_argument("--unit", default=settings().unit, help="six-digit code")


def metric_of(key: str) -> Metric:
    """The metric of that key; `ValueError` names those that there are."""
    if key not in METRICS:
        raise ValueError(f"没有指标 {key}；可用：{'、'.join(METRICS)} / no metric {key}; see python -m metrics list")
    return METRICS[key]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as JSON has them: nothing is null, a month is 2026-10."""
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def plain(value: Any) -> Any:
    """One value of it."""
    if isinstance(value, pd.Timestamp):
        return months.label(value)
    return None if value is None or pd.isna(value) else value
