"""The burden of reporting on screen: cells and time asked, by unit, level and month; what could be dropped."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.lines import lines
from data import burden, months, twice
from data.measures import MEASURES
from data.offices import office
from data.registers import REGISTERS
from data.reporting.obligations import LEVELS
from data.settings import settings
from data.text import Text
from data.twice import Twice
from metrics import METRICS
from ui.delivery.delivered import owner_of, what_name
from ui.panels import Panel, beside_title
from ui.reads import by_revision
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

YEAR = 12
MOST = 16
TEXTS = {
    "cells": Text("每月填报项数", "Cells asked a month"),
    "hours": Text("折合每月工时（估算）", "Hours a month (an estimate)"),
    "per_unit": Text("平均每个单位每月", "A unit, a month on average"),
    "measured": Text("实测编制用时（中位数）", "Measured, first to last save (median)"),
    "estimate": Text("按每项 {minutes:g} 分钟估算", "at {minutes:g} minutes a cell"),
    "from_drafts": Text("{count} 份草稿，首存到末存", "{count} drafts, first to last version"),
    "no_drafts": Text("还没有草稿可测", "no drafts to measure yet"),
    "cells_unit": Text("{cells} 项", "{cells} cells"),
    "minutes_unit": Text("{minutes} 分钟", "{minutes} min"),
    "hours_unit": Text("{hours} 小时", "{hours} h"),
    "trend": Text("近 12 个月要求的填报项数", "Cells asked, the last 12 months"),
    "by_unit": Text("各单位（{month}）", "By unit ({month})"),
    "by_level": Text("按层级", "By level"),
    "all": Text("合计", "All"),
    "twice": Text("同一件事要了两遍", "The same thing asked twice"),
    "unseen": Text("近 {count} 个月没有人看过", "Nobody looked at it for {count} months"),
    "kept_since": Text("查看记录自 {day} 起", "looks are noted since {day}"),
    "never_kept": Text("还没有查看记录，暂不能判断。", "No looks have been noted yet, so nobody can tell."),
    "too_young": Text(
        "查看记录自 {day} 起，不足 {count} 个月；到 {until} 才能说哪些没有人看。",
        "Looks are noted since {day}, less than {count} months; what nobody looks at can be told from {until} on.",
    ),
    "finding": Text("发现", "Finding"),
    "drop": Text("可以怎么办", "What could be dropped"),
    "saves": Text("每年少填", "Saves a year"),
    "what": Text("填报项", "Measure"),
    "owner": Text("归口", "Owner"),
    "units": Text("单位数", "Units"),
    "declared": Text("“{one}”在任务 №{numbers} 中重复布置，涉及 {units} 个单位。", "“{one}” is declared in obligations no. {numbers} for the same {units} units."),
    "drop_declared": Text("结束其中一项任务（不重复计数）。", "End one of them (it is counted once already)."),
    "levels": Text("“{one}”既向下级要，又向 {units} 个上级单位要。", "“{one}” is asked of units and again of {units} units above them."),
    "drop_levels": Text("上级的数可由下级加总得出，结束上级的任务。", "End the obligation of the units above: theirs adds up from below."),
    "names": Text("“{one}”与“{other}”名称相近，都向 {units} 个单位要。", "“{one}” and “{other}” have nearly the same name; {units} units owe both."),
    "drop_names": Text("核对口径；如为同一数，保留一项。", "Check the definitions; if they are one number, keep one."),
    "values": Text("“{one}”与“{other}”近一年有 {months} 个月多数单位填的数完全相同。", "“{one}” and “{other}” were the same number for most units in {months} of 12 months."),
    "drop_values": Text("保留一项，另一项引用它。", "Keep one; let the other refer to it."),
    "no_twice": Text("没有发现重复要求的填报项。", "Nothing is asked twice."),
    "no_unseen": Text("每个填报项都有人看。", "Somebody looks at everything that is asked."),
    "drop_unseen": Text("没有指标被查看；可停报或改为按季报。", "No metric of it is looked at: stop asking, or ask each quarter."),
    "none": Text("还没有布置填报任务。", "Nothing is owed yet."),
}  # fmt: skip


@by_revision(rows=True)
def asked(conn, revision, unit: str, month: date) -> pd.DataFrame:
    """`burden.asked` of the year up to a month, added up: unit, what, month, level, cells."""
    return burden.asked(conn, unit, _run(month), revision)


@by_revision(rows=True)
def asked_twice(conn, revision, unit: str, month: date) -> list[Twice]:
    """`twice.found`."""
    return twice.found(conn, unit, month, revision)


def _run(month: date) -> list[date]:
    return months.between(months.shift(month, 1 - YEAR), month)


def summary(scope: Scope) -> Panel:
    """How much is asked in the month: cells, time by estimate, and time as measured where drafts tell."""
    frame = _of_month(scope)
    cells, units = int(frame["cells"].sum()), max(frame["unit"].nunique(), 1)
    each = settings().burden.minutes_per_cell
    said = TEXTS["estimate"].in_(scope.lang, minutes=each)
    facts = [
        (TEXTS["cells"].in_(scope.lang), TEXTS["cells_unit"].in_(scope.lang, cells=f"{cells:,}"), ""),
        (TEXTS["hours"].in_(scope.lang), TEXTS["hours_unit"].in_(scope.lang, hours=f"{cells * each / 60:,.0f}"), said),
        (
            TEXTS["per_unit"].in_(scope.lang),
            TEXTS["cells_unit"].in_(scope.lang, cells=f"{cells / units:,.0f}"),
            TEXTS["minutes_unit"].in_(scope.lang, minutes=f"{cells / units * each:,.0f}") + f" · {said}",
        ),
        (TEXTS["measured"].in_(scope.lang), *_measured(scope)),
    ]
    return Panel("", render("amounts", facts=facts))


def _of_month(scope: Scope) -> pd.DataFrame:
    frame = asked(scope, scope.unit, scope.month)
    return frame[frame["month"] == pd.Timestamp(scope.month)]


def _measured(scope: Scope) -> tuple[str, str]:
    took = measured(scope, scope.unit, scope.month)
    if took.empty:
        return "—", TEXTS["no_drafts"].in_(scope.lang)
    minutes = TEXTS["minutes_unit"].in_(scope.lang, minutes=f"{took['minutes'].median():,.0f}")
    return minutes, TEXTS["from_drafts"].in_(scope.lang, count=len(took))


@by_revision(rows=True)
def measured(conn, _revision, unit: str, month: date) -> pd.DataFrame:
    """`burden.measured` of the year up to a month."""
    return burden.measured(conn, unit, _run(month))


def trend(scope: Scope) -> Panel:
    """The cells asked month by month, by level."""
    frame = asked(scope, scope.unit, scope.month)
    title = TEXTS["trend"].in_(scope.lang)
    if frame.empty:
        return Panel(title, render("empty", text=TEXTS["none"].in_(scope.lang)))
    sums = frame.groupby(["level", "month"], as_index=False)["cells"].sum()
    data = pd.DataFrame(
        {
            "part": sums["level"],
            "at": sums["month"].dt.strftime("%y-%m"),
            "value": sums["cells"].astype(float),
            "text": [f"{cells:,}" for cells in sums["cells"]],
        }
    )
    names = {level: LEVELS[level].in_(scope.lang) for level in LEVELS if level in set(data["part"])}
    colours = dict(zip(names, ("accent", "muted", "warn", "muted"), strict=False))
    drawn = lines(data, names=names, colours=colours, show=lambda value: f"{value:,.0f}", alt=title, from_zero=True)
    return Panel(title, drawn or render("empty", text=TEXTS["none"].in_(scope.lang)))


def by_unit(scope: Scope) -> Panel:
    """The units compared, the most burdened first: cells a unit below it, and its hours."""
    frame = _of_month(scope)
    title = TEXTS["by_unit"].in_(scope.lang, month=months.label(scope.month))
    if frame.empty:
        return Panel(title, render("empty", text=TEXTS["none"].in_(scope.lang)))
    path = {unit: scope.tree.path(unit) for unit in frame["unit"].unique() if unit in scope.tree}
    children = scope.tree.children.get(scope.unit, (scope.unit,))
    groups = frame["unit"].map(
        lambda unit: next((child for child in children if child in path.get(unit, ())), scope.unit)
    )
    sums = frame.assign(group=groups).groupby("group")["cells"].sum().sort_values(ascending=False)
    each = settings().burden.minutes_per_cell
    data = pd.DataFrame(
        {
            "name": [scope.name(code) for code in sums.index],
            "value": sums.to_numpy(dtype=float),
            "text": [
                f"{cells:,} · {TEXTS['hours_unit'].in_(scope.lang, hours=f'{cells * each / 60:,.0f}')}"
                for cells in sums
            ],
            "status": "",
            "href": [scope.link("burden", unit=code) for code in sums.index],
        }
    )
    return Panel(title, bars(data.head(MOST), alt=title))


def twice_panel(scope: Scope) -> Panel:
    """What is asked twice, what could be dropped, and what that saves."""
    keys = {"finding": "main", "drop": "", "saves": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    rows = [_twice(each, scope) for each in asked_twice(scope, scope.unit, scope.month)[:MOST]]
    return Panel(TEXTS["twice"].in_(scope.lang), table(columns, rows, empty=TEXTS["no_twice"].in_(scope.lang)))


def _twice(each: Twice, scope: Scope) -> dict[str, object]:
    names = [what_name(what, scope) for what in each.what]
    numbers = "、".join(map(str, each.numbers)) if scope.lang == "zh" else " and ".join(map(str, each.numbers))
    blanks = {"one": names[0], "other": names[-1], "units": each.units, "months": each.months, "numbers": numbers}
    return {
        "finding": TEXTS[each.kind].in_(scope.lang, **blanks),
        "drop": TEXTS[f"drop_{each.kind}"].in_(scope.lang),
        "saves": _saves(each.saves, scope),
    }


def _saves(cells: int, scope: Scope) -> Markup | str:
    if not cells:
        return "—"
    return Markup('<span class="saves">{}</span>').format(TEXTS["cells_unit"].in_(scope.lang, cells=f"{cells:,}"))


def unseen(scope: Scope) -> Panel:
    """What is asked and nobody looks at, most cells first."""
    count = settings().burden.unseen_months
    title = TEXTS["unseen"].in_(scope.lang, count=count)
    frame = asked(scope, scope.unit, scope.month)
    since = months.shift(months.today().replace(day=1), -count).replace(day=1)
    listed, first = unseen_since(scope, tuple(sorted(frame["what"].unique())), since, months.today())
    if first is None:
        return Panel(title, render("empty", text=TEXTS["never_kept"].in_(scope.lang)))
    if first > since:  # too early to say of anything that nobody looks at it
        young = TEXTS["too_young"].in_(scope.lang, day=first, count=count, until=months.shift(first, count + 1))
        return Panel(title, render("empty", text=young))
    aside = beside_title(TEXTS["kept_since"].in_(scope.lang, day=first))
    keys = {"what": "main", "owner": "short", "units": "number", "drop": "", "saves": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    of = frame[frame["what"].isin(listed)].groupby("what").agg(cells=("cells", "sum"), units=("unit", "nunique"))
    rows = [_unseen(str(what), row, scope) for what, row in of.sort_values("cells", ascending=False).iterrows()]
    return Panel(title, table(columns, rows, empty=TEXTS["no_unseen"].in_(scope.lang)), aside)


@by_revision
def unseen_since(conn, _revision, whats: tuple[str, ...], since: date, _day: date) -> tuple[list[str], date | None]:
    """`twice.unseen` of what is asked; a measure counts as seen where any metric that reads it was opened."""
    return twice.unseen(conn, {what: readers(what) for what in whats}, since)


def readers(what: str) -> Sequence[str]:
    """The metrics that read a measure or a register."""
    if what in REGISTERS:
        return [key for key, metric in METRICS.items() if any(word.register == what for word in metric.rows)]
    return [key for key, metric in METRICS.items() if MEASURES[what] in metric.measures]


def _unseen(what: str, row: pd.Series, scope: Scope) -> dict[str, object]:
    metric = next(iter(readers(what)), "")
    name = what_name(what, scope)
    return {
        "what": link(name, scope.link("passport", metric=metric)) if metric else name,
        "owner": office(owner_of(what)).in_(scope.lang),
        "units": f"{int(row['units']):,}",
        "drop": TEXTS["drop_unseen"].in_(scope.lang),
        "saves": _saves(int(row["cells"]), scope),
    }
