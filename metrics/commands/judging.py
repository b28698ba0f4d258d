"""Units beside each other, and where a number is going."""

import argparse

from data import rooms, units
from metrics import league
from metrics.commands.acting import month_of
from metrics.commands.shared import ask_month, ask_where, metric_of, verb
from metrics.league import telling as telling_league
from metrics.outlook import hierarchy_telling as telling_parts
from metrics.outlook import telling as telling_outlook
from metrics.outlook.backtest import forecast
from metrics.outlook.goals import goal
from metrics.outlook.hierarchy import Made, hierarchy, right_below
from metrics.outlook.making import told
from metrics.outlook.series import Series, fits
from metrics.targets import targets_of


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    its = verb(verbs, "rank", rank_units)
    its.add_argument("key", metavar="KEY")
    ask_month(its)
    named = ", ".join([*league.GROUPS, *league.BANDS, f"{league.LIKE}330203"])
    its.add_argument("--group", default="cities", metavar="GROUP", help=f"who is compared with whom: {named}")
    its.add_argument("--view", choices=league.VIEWS, help="what is fair for the metric if not given")
    its = verb(verbs, "forecast", forecast_metric)
    its.add_argument("key", metavar="KEY")
    ask_where(its)


def rank_units(asked: argparse.Namespace) -> None:
    """python -m metrics rank KEY – a group of units on one metric, as far as chance lets anyone tell them apart."""
    metric, month = metric_of(asked.key), month_of(asked.month)
    if not league.fits(metric):
        raise ValueError(f"指标 {metric.key} 不能赛马 / {metric.key} cannot be compared between units")
    view = asked.view or league.usual_view(metric)
    with rooms.engine(asked.room).connect() as conn:
        told = league.league(conn, metric, asked.group, month, view, revision=asked.revision)
        moved = league.since(conn, metric, asked.group, month, view, revision=asked.revision)
        tree = units.load(conn).in_month(month)
    print(*telling_league.lines(told, tree, moved or ()), sep="\n")


def forecast_metric(asked: argparse.Namespace) -> None:
    """python -m metrics forecast KEY – where a number will stand in three months and at the year's end, made anew."""
    metric, month = metric_of(asked.key), month_of(asked.month)
    if not fits(metric):
        raise ValueError(f"指标 {metric.key} 不作预测 / {metric.key} is not forecast")
    with rooms.engine(asked.room).connect() as conn:
        tree = units.load(conn).in_month(month)
        below = right_below(tree, asked.unit)
        series = {unit: each for _, unit, each in told(conn, [metric], [asked.unit, *below], month, asked.revision)}
        found = series.get(asked.unit, 0)
        made = None if isinstance(found, int) else forecast(found)
        targets = targets_of(conn, [metric], [asked.unit], month.year, asked.revision)
    target = targets.get((metric.key, asked.unit))
    wanted = goal(metric, found, made, target.value) if target and made and not isinstance(found, int) else None
    print(*telling_outlook.lines(metric, tree, asked.unit, found, made, wanted), sep="\n")
    if below and made and not isinstance(found, int):
        parts = {unit: _made(series[unit]) for unit in below if unit in series}
        print(*telling_parts.lines(metric, hierarchy(metric, (found, made), parts), tree), sep="\n")


def _made(found: Series | int) -> Made | None:
    return None if isinstance(found, int) else (found, forecast(found))
