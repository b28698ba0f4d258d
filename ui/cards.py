"""Tiles: one number each, with what is needed to judge it, or who owes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup

from charts.attained import attained
from charts.spark import spark
from data import months
from data.settings import settings
from metrics import METRICS, OVERVIEW, formats
from metrics.language import Metric
from metrics.status import STATUSES
from ui import reads
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell, teller

MEASURED = {"count", "decimal", "money"}  # formats whose unit of measure is not in the number already
KEYS = tuple(metric.key for metric in OVERVIEW)  # read together by all panels of the first screen
TREND_MONTHS = 13  # a year and the month it is compared with


@dataclass(frozen=True)
class Tile:
    """What one tile shows; texts ready to be read, `""` where there is nothing to say."""

    key: str
    name: str
    href: str
    tip: str
    coverage: str
    thin: bool
    value: str = ""
    unit: str = ""
    line: Markup = Markup("")
    changes: Sequence[tuple[str, str]] = ()
    status: str = ""
    standing: str = ""
    share: str = ""
    bar: Markup = Markup("")
    owed: str = ""
    owing: bool = False


def cards(metrics: Sequence[Metric], scope: Scope) -> Markup:
    """The tiles of these metrics for the unit and month of the scope, each a link to its passport."""
    keys = tuple(metric.key for metric in metrics)
    snapshot = reads.snapshot(scope, keys, scope.unit, scope.month)
    of_unit = snapshot[snapshot["unit"] == scope.unit].set_index("metric")
    lines = reads.history(scope, keys, (scope.unit,), run_up(scope))
    tiles = [tile(METRICS[key], of_unit.loc[key], lines[lines["metric"] == key], scope) for key in keys]
    return render("tiles", tiles=tiles, t=teller(scope.lang))


def run_up(scope: Scope) -> tuple:
    """The months a small line shows: the scope's and the year before it."""
    return tuple(months.between(months.shift(scope.month, 1 - TREND_MONTHS), scope.month))


def tile(metric: Metric, row: pd.Series, line: pd.DataFrame, scope: Scope) -> Tile:
    """One tile from a row of a snapshot and the metric's months."""
    name, covered = metric.name(scope.lang), coverage(row)
    about: dict[str, Any] = {
        "key": metric.key,
        "name": name,
        "href": scope.link("passport", metric=metric.key),
        "coverage": covered,
        "thin": bool(row["expected"]) and not enough(row),
    }
    if not has_value(row):
        return Tile(**about, **_owed(metric, row, scope), tip=f"{name}\n{tell(scope.lang, 'no_value')}")
    shown = value_of(metric, row, scope)
    return Tile(
        **about,
        tip=_tip(metric, row, scope),
        value=shown,
        unit=metric.unit.in_(scope.lang) if metric.format in MEASURED else "",
        line=spark([float(value) for value in line.sort_values("month")["value"]], label=f"{name} {shown}"),
        changes=_changes(metric, row, scope),
        **_standing(row, scope),
    )


def has_value(row: pd.Series) -> bool:
    """Whether there is a number or a grade to show."""
    return pd.notna(row["value"]) or bool(row["grade"])


def value_of(metric: Metric, row: pd.Series, scope: Scope, scale: formats.Scale | None = None) -> str:
    """The number with its qualifier, or the grade; — for none. `scale` is that of the column it stands in."""
    return row["grade"] or formats.show(row["value"], metric, row["qualifier"], scope.lang, scale=scale)


def change_of(metric: Metric, row: pd.Series, name: Literal["mom", "yoy"], scope: Scope) -> str:
    """The change as it is shown: — beside a value that is itself carried, which has only stood still for want of news."""
    return formats.NONE if is_carried(row) else formats.show_change(row[name], metric, scope.lang)


def is_carried(row: pd.Series) -> bool:
    """Whether the value is the unit's own of an earlier month."""
    return bool(row["own"]) and bool(row["carried"])


def coverage(row: pd.Series) -> str:
    """How many of the units expected stand behind a value: `9/11`."""
    return f"{int(row['reported'] + row['carried'])}/{int(row['expected'])}"


def enough(row: pd.Series) -> bool:
    """Whether enough units stand behind a value to rank it or to colour it."""
    return bool(row["expected"]) and (row["reported"] + row["carried"]) / row["expected"] >= settings().coverage.enough


def _changes(metric: Metric, row: pd.Series, scope: Scope) -> list[tuple[str, str]]:
    t = teller(scope.lang)
    return [
        (
            t(name) + (f" · {t('basis_changed')}" if row[f"{name}_basis"] and not is_carried(row) else ""),
            change_of(metric, row, name, scope),
        )
        for name in ("mom", "yoy")
    ]


def _standing(row: pd.Series, scope: Scope) -> dict[str, Any]:
    """Status, its word, how much of the target is reached, and the bar; the status is withheld on thin coverage."""
    t = teller(scope.lang)
    if pd.isna(row["attainment"]):
        return {"standing": t("no_target")}
    status: Any = row["status"] if enough(row) else ""
    due = None if pd.isna(row["due"]) else float(row["due"])
    attainment = formats.show_share(row["attainment"])
    share = t("attained", share=attainment) if due is None else t("against_due", share=attainment, due=f"{due:.0%}")
    word = STATUSES[status].in_(scope.lang) if status else t("withheld")
    bar = attained(float(row["attainment"]), due, status=status, label=f"{word} {share}")
    return {"status": status, "standing": word, "share": share if status else "", "bar": bar}


def _tip(metric: Metric, row: pd.Series, scope: Scope) -> str:
    """The number in full, and what makes it less certain than it looks."""
    t = teller(scope.lang)
    told = [
        metric.name(scope.lang),
        row["grade"] or formats.exact(row["value"], metric, row["qualifier"], scope.lang),
        t("carried") if row["carried"] else "",
        t("months_missing") if row["status_partial"] else "",
    ]
    if pd.notna(row["due"]):
        told.append(t("due_told", share=formats.show_share(row["attainment"]), due=f"{row['due']:.0%}"))
    return "\n".join(line for line in told if line)


def _owed(metric: Metric, row: pd.Series, scope: Scope) -> dict[str, Any]:
    """Who owes the number: the first by name, and how many there are."""
    t = teller(scope.lang)
    owing = reads.owing(scope, metric.key, scope.unit, scope.month)
    if owing.empty:
        return {"owed": t("not_enough_to_tell" if row["expected"] else "nothing_owed")}
    who = " ".join((scope.name(owing["unit"].iloc[0]), metric.owner.in_(scope.lang)))
    who = who.replace(" ", "") if scope.lang == "zh" else who
    count = owing["unit"].nunique()
    return {"owed": t("owed_by", who=who) if count == 1 else t("owed_by_units", who=who, count=count), "owing": True}
