"""Panels beside the map: each a question, answered for the scope."""

from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from charts.problem_bars import ORDER, problem_bars
from charts.trend import trend
from data.registers import REGISTERS, SYSTEMS
from data.structure import Structure
from metrics import formats
from metrics.language import Metric
from metrics.problems import problems_closed, problems_open, problems_overdue
from ui import reads
from ui.cards import KEYS, run_up
from ui.scope import Scope
from ui.templates import render
from ui.texts import teller

BY_STATUS = {"overdue": problems_overdue.key, "open": problems_open.key, "closed": problems_closed.key}
LONGEST = 6


class Panel(NamedTuple):
    """A titled part of the board; `aside` stands beside the title."""

    title: Markup | str
    body: Markup
    aside: Markup = Markup("")


def trends(metric: Metric, scope: Scope) -> Panel:
    """Which system moves, and which way?"""
    t = teller(scope.lang)
    data = reads.history(scope, (metric.key,), (scope.unit,), run_up(scope), "system")
    title = t("trends", metric=metric.name(scope.lang))
    if data["value"].isna().all():
        return Panel(title, render("empty", text=t("no_value")))
    held = reads.structure(scope, scope.unit, scope.month)
    names = _systems(held, set(data["part"]), scope)
    lines = trend(
        data,
        names=names,
        show=lambda value: formats.show(value, metric, language=scope.lang),
        exact=lambda value: formats.exact(value, metric, language=scope.lang),
    )
    whose = Markup('<span class="aside">{}</span>').format(held.name) if held else Markup("")
    return Panel(title, lines, whose)


def _systems(held: Structure | None, found: set[str], scope: Scope) -> dict[str, str]:
    """The systems of the unit's own structure, in its order; then those it has figures of all the same."""
    known = {key: text.in_(scope.lang) for key, text in SYSTEMS}
    if held is None:
        return known
    own = {system.key: system.name(scope.lang) for system in held.systems if system.key in known}
    beside = teller(scope.lang)("beside_structure", structure=held.name)
    return own | {key: f"{name}{beside}" for key, name in known.items() if key in found and key not in own}


def problems(scope: Scope) -> Panel:
    """How many problems stand in which list, and how many are late?"""
    t = teller(scope.lang)
    data = reads.history(scope, tuple(BY_STATUS.values()), (scope.unit,), (scope.month,), "list")
    if data.empty:
        return Panel(t("problems_by_list"), render("empty", text=t("no_value")))
    lists = dict(REGISTERS["problems"].field("list").choices)
    bars = problem_bars(
        _open_in_time(data),
        names={key: text.in_(scope.lang) for key, text in lists.items()},
        words={key: t(key) for key in ORDER},
        links={key: scope.link("problems", list=key) for key in lists},
    )
    return Panel(t("problems_by_list"), bars)


def _open_in_time(data: pd.DataFrame) -> pd.DataFrame:
    """List, status, count. Open problems include the overdue ones; the parts of one bar must not."""
    counts = data.pivot_table(index="part", columns="metric", values="value", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=list(BY_STATUS.values()), fill_value=0).set_axis(list(BY_STATUS), axis="columns")
    counts["open"] -= counts["overdue"]
    long = counts.rename_axis("list").reset_index().melt(id_vars="list", var_name="status", value_name="count")
    return long.astype({"count": int})


def longest_overdue(scope: Scope) -> Panel:
    """Which problems have been late the longest, and whose are they?"""
    t = teller(scope.lang)
    if not scope.is_own(scope.unit):
        return Panel(t("most_overdue"), render("late", rows=[], nothing=t("rows_of_own")))
    late = reads.longest_overdue(scope, scope.unit, scope.month, LONGEST)
    rows = [
        {
            "href": scope.link("problems", unit=row.unit, problem=row.key),
            "title": row.title,
            "whose": f"{scope.name(row.unit)} · {row.department}",
            "days": t("days", count=row.days),
        }
        for row in late.itertuples()
    ]
    return Panel(
        t("most_overdue"), render("late", rows=rows, nothing=t("none_overdue" if _kept(scope) else "no_value"))
    )


def _kept(scope: Scope) -> bool:
    """Whether anyone in the unit keeps the problem lists: without them nothing overdue means nothing known."""
    rows = reads.snapshot(scope, KEYS, scope.unit, scope.month)
    return bool(rows[rows["metric"] == problems_overdue.key]["reported"].iloc[0])
