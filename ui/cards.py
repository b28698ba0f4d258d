"""Tiles: one number each, with what is needed to judge it, or who owes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup

from charts.attained import attained
from charts.spark import spark
from data import months
from metrics import METRICS, OVERVIEW, formats
from metrics.judgement import (
    JOINED,
    Judgement,
    applications_behind,
    applications_shortly,
    due_on,
    enough,
    has_value,
    is_carried,
    is_early,
    judged,
    months_missing,
    part_above,
)
from metrics.language import Metric
from metrics.outlook.looking import Ahead
from metrics.outlook.telling import WILL_MISS, sentence
from metrics.periods import MONTH, PERIODS
from ui import reads
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell, teller

MEASURED = {"count", "decimal", "money"}  # formats whose unit of measure is not in the number already
KEYS = tuple(metric.key for metric in OVERVIEW)  # read together by all panels of the first screen
AHEAD = 3  # months to come that a small line shows
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
    year: str = ""
    against: str = ""
    lacking: str = ""
    heard: str = ""
    bar: Markup = Markup("")
    will_miss: str = ""
    owed: str = ""
    owing: bool = False


def cards(metrics: Sequence[Metric], scope: Scope) -> Markup:
    """The tiles of these metrics for the unit and month of the scope, each a link to its passport."""
    return render("tiles", tiles=tiles(metrics, scope), t=teller(scope.lang))


def tiles(metrics: Sequence[Metric], scope: Scope) -> list[Tile]:
    """What the tiles of these metrics show, in their order."""
    keys = tuple(metric.key for metric in metrics)
    snapshot = reads.snapshot(scope, keys, scope.unit, scope.month)
    of_unit = snapshot[snapshot["unit"] == scope.unit].set_index("metric")
    lines = fresh(reads.history(scope, keys, (scope.unit,), run_up(scope)))
    return [tile(METRICS[key], of_unit.loc[key], lines[lines["metric"] == key], scope) for key in keys]


def run_up(scope: Scope) -> tuple:
    """The months a small line shows: the scope's and the year before it."""
    return tuple(months.between(months.shift(scope.month, 1 - TREND_MONTHS), scope.month))


def fresh(line: pd.DataFrame) -> pd.DataFrame:
    """A history in which values that only stand still for want of a report are none at its end: a line ends where its data
    end."""
    reported = line["month"].where(line["reported"] > 0)
    last = reported.groupby([line[name] for name in ("metric", "part", "unit") if name in line]).transform("max")
    return line.assign(value=line["value"].where(line["month"] <= last))


def tile(metric: Metric, row: pd.Series, line: pd.DataFrame, scope: Scope, ahead: Ahead | None = None) -> Tile:
    """One tile from a row of a snapshot and the metric's months. `ahead`: what is expected of it, where that may be told."""
    name, covered = metric.name(scope.lang), coverage(row)
    about: dict[str, Any] = {
        "key": metric.key,
        "name": name,
        "href": scope.link("passport", metric=metric.key),
        "coverage": covered,
        "thin": bool(row["expected"]) and not enough(row) and not is_early(row),
    }
    if not has_value(row):
        return Tile(**about, **_owed(metric, row, scope), tip=f"{name}\n{tell(scope.lang, 'no_value')}")
    judgement = judged(row, metric, scope.month)
    shown = value_of(metric, row, scope, more=0 if judgement.year.zh else judgement.more)
    return Tile(
        **about,
        tip=_tip(metric, row, judgement, scope, ahead),
        value=shown,
        unit=metric.unit.in_(scope.lang) if metric.format in MEASURED else "",
        heard=applications_shortly(row).in_(scope.lang),
        line=spark(
            [float(value) for value in line.sort_values("month")["value"]],
            label=f"{name} {shown}",
            ahead=_to_come(ahead, scope),
        ),
        will_miss=WILL_MISS.in_(scope.lang) if ahead and ahead.goal and ahead.goal.will_miss else "",
        changes=_changes(metric, row, scope),
        **_standing(judgement, _lacking(metric, row, judgement, scope), scope),
    )


def value_of(metric: Metric, row: pd.Series, scope: Scope, scale: formats.Scale | None = None, *, more: int = 0) -> str:
    """The number with its qualifier, or the grade; — for none. `scale` is that of the column it stands in, `more` the digits
    that tell it from what it is measured against or from the next in the column."""
    return row["grade"] or formats.show(row["value"], metric, row["qualifier"], scope.lang, scale=scale, more=more)


def change_of(metric: Metric, row: pd.Series, name: Literal["mom", "yoy"], scope: Scope) -> str:
    """The change as it is shown: — where nothing fresh stands behind the value, which has only stood still for want of
    news."""
    if is_carried(row):
        return formats.NONE
    return formats.show_change(row[name], metric, scope.lang, sides=(row[f"{name}_then"], row[f"{name}_now"]))


def coverage(row: pd.Series) -> str:
    """How many of the units expected stand behind a value: `9/11`, with what is carried apart: `7+2/11`."""
    carried = f"+{int(row['carried'])}" if row["carried"] else ""
    return f"{int(row['reported'])}{carried}/{int(row['expected'])}"


def _changes(metric: Metric, row: pd.Series, scope: Scope) -> list[tuple[str, str]]:
    """The changes of the period; of a value that is carried whole, from which month."""
    t = teller(scope.lang)
    if is_carried(row):
        return [(t("carried"), _carried_from(row))]
    return [
        (name + (f" · {t('basis_changed')}" if row[f"{key}_basis"] else ""), change_of(metric, row, key, scope))
        for key, name in changes_shown(scope)
    ]


def changes_shown(scope: Scope) -> list[tuple[Literal["mom", "yoy"], str]]:
    """The changes that the period of the view has, with what they are called."""
    period = PERIODS[scope.period]
    both: list[tuple[Literal["mom", "yoy"], str]] = [
        ("mom", period.mom.in_(scope.lang)),
        ("yoy", period.yoy.in_(scope.lang)),
    ]
    return both if period.before else both[1:]


def carried_units(row: pd.Series, scope: Scope) -> str:
    """For how many units a value is carried, and since which month, where their figures say so: rows of registers do not."""
    month = _carried_from(row)
    return tell(scope.lang, "carried_since" if month else "carried_units", count=int(row["carried"]), month=month)


def _carried_from(row: pd.Series) -> str:
    return "" if pd.isna(row["carried_from"]) else months.label(row["carried_from"])


def _lacking(metric: Metric, row: pd.Series, judgement: Judgement, scope: Scope) -> str:
    """Months that are missing, and what was confirmed though it cannot be."""
    of_period = months_missing(row, scope.period, scope.month)
    told = (judgement.missing if judgement.missing.zh else of_period, part_above(row, metric))
    return JOINED.in_(scope.lang).join(text.in_(scope.lang) for text in told if text.zh)


def _standing(judgement: Judgement, lacking: str, scope: Scope) -> dict[str, Any]:
    """Status, its word, the value it is about, the target and how far it is from there, and the bar."""
    lang = scope.lang
    word = judgement.word.in_(lang)
    due = None if isnan(judgement.due) else judgement.due
    # On a schedule the bar shows the target; its number stands in the tip.
    whole = () if due and judgement.status else (judgement.target,)
    against = (*whole, judgement.mark, judgement.gap)
    bar = attained(judgement.share, due, status=judgement.status or "", label=judgement.told(lang))
    return {
        "status": judgement.status or "",
        "standing": word,
        "year": judgement.year.in_(lang),
        "against": JOINED.in_(lang).join(text.in_(lang) for text in against if text.in_(lang)),
        "lacking": lacking,
        "bar": Markup("") if isnan(judgement.share) else bar,
    }


def _to_come(ahead: Ahead | None, scope: Scope) -> list[float]:
    """The months that follow the one shown; none where the forecast goes on from an earlier one, or the line is of longer
    periods."""
    if ahead is None or ahead.made is None or scope.period != MONTH.key:
        return []
    told, made = ahead.made
    return [float(value) for value in made.middle[:AHEAD]] if told.origin == scope.month else []


def _tip(metric: Metric, row: pd.Series, judgement: Judgement, scope: Scope, ahead: Ahead | None) -> str:
    """The number in full, what makes it less certain than it looks, and where it is going."""
    t = teller(scope.lang)
    told = [
        metric.name(scope.lang),
        row["grade"] or formats.exact(row["value"], metric, row["qualifier"], scope.lang),
        f"{t('carried')} {carried_units(row, scope)}" if row["carried"] else "",
        judgement.told(scope.lang),
        applications_behind(row).in_(scope.lang),
        sentence(metric, *ahead.made, ahead.goal).in_(scope.lang) if ahead and ahead.made and ahead.goal else "",
    ]
    return "\n".join(line for line in told if line)


def _owed(metric: Metric, row: pd.Series, scope: Scope) -> dict[str, Any]:
    """Who owes the number: the first by name, and how many there are; before the day due nobody but the day is named."""
    t = teller(scope.lang)
    if is_early(row):
        return {"owed": t("owed_by_day", day=day) if (day := due_on(row)) else t("month_runs")}
    owing = reads.who_owes(scope, metric.key, scope.unit, scope.month)
    count = owing.units
    if not count:
        return {"owed": t("not_enough_to_tell" if row["expected"] else "nothing_owed")}
    if (
        count > 1 and count >= row["expected"]
    ):  # nobody has reported yet: whoever is named first would be blamed for all
        return {"owed": t("owed_by_all", owner=metric.owner.in_(scope.lang), count=count), "owing": True}
    who = " ".join((scope.name(owing.first), metric.owner.in_(scope.lang)))
    who = who.replace(" ", "") if scope.lang == "zh" else who
    return {"owed": t("owed_by", who=who) if count == 1 else t("owed_by_units", who=who, count=count), "owing": True}
