"""Who delivered when, on screen: the matrix of units by months, who to call, what waits for approval."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from charts.matrix import legend, matrix
from data import months
from data.measures import MEASURES
from data.offices import office
from data.registers import REGISTERS
from data.text import Text
from metrics import delivery, formats
from metrics.delivery import STATES
from metrics.reporting import RATES, completeness
from ui import reads
from ui.delivery.deliveries import by_cell, by_unit
from ui.filters import Choice as Filter
from ui.filters import asked
from ui.links import unit_href
from ui.panels import Panel
from ui.questions.asking import metric_of
from ui.rows.fields import register_name
from ui.rows.links import listed
from ui.scope import Scope
from ui.templates import render

SPANS = (12, 24)
MOST = 120  # units of one matrix: the rest are where one opens a unit below
TEXTS = {
    "matrix": Text("各单位各月填报", "Units by months"),
    "cells": Text("{unit}各项各月填报", "{unit}: what it owes, by months"),
    "months": Text("近 {count} 个月", "{count} months"),
    "tree": Text("按层级", "By place"),
    "worst": Text("问题多的在前", "Worst first"),
    "all": Text("全部单位", "All units"),
    "troubled": Text("只看有问题的", "Only with trouble"),
    "counts": Text("应报 {owed}，按期 {on_time}，逾期 {late}，缺报 {missing}", "{owed} owed: {on_time} on time, {late} late, {missing} missing"),
    "about": Text("，估报 {estimated}", ", {estimated} estimated"),
    "ahead": Text("未到期 {coming}，已报 {early}", "{coming} not due yet, {early} in already"),
    "year": Text("{year}年", "’{year}"),
    "due": Text("截止 {day}", "due {day}"),
    "own": Text("本级", "its own"),
    "none": Text("还没有布置填报任务。管理员可在“填报任务”页布置。", "Nothing is owed yet. An administrator declares it on the page Obligations."),
    "most": Text(
        "共 {count} 个单位，这里是问题最多的 {most} 个；打开下级单位可看它的全部。",
        "{count} units in all; these are the {most} with most trouble. Open a unit below for all of its own.",
    ),
    "fine": Text("所选月份全部按期。", "Everything came in time."),
}  # fmt: skip


def chosen(scope: Scope) -> tuple[int, bool, bool]:
    """What the URL asks for: how many months, the worst first, only those with trouble."""
    found = asked(
        "reporting",
        [
            Filter("months", "", [("24", "")]),
            Filter("order", "", [("worst", "")]),
            Filter("show", "", [("troubled", "")]),
        ],
    )
    return SPANS[found.values.get("months") == "24"], "order" in found.values, "show" in found.values


def run_of(scope: Scope, count: int) -> list[date]:
    """The months shown, the scope's the last."""
    return months.between(months.shift(scope.month, 1 - count), scope.month)


def panel(scope: Scope) -> Panel:
    """The matrix: of the units below, or for a unit without any of what it owes."""
    count, worst, troubled = chosen(scope)
    run = run_of(scope, count)
    if scope.tree.children.get(scope.unit):
        title, data, heads = TEXTS["matrix"].in_(scope.lang), *_units(scope, run, worst, troubled)
    else:
        title, data, heads = TEXTS["cells"].in_(scope.lang, unit=scope.name(scope.unit)), *_cells(scope, run)
    words = {state: text.in_(scope.lang) for state, text in STATES.items()}
    if data.empty:
        said = "fine" if troubled and not _counts(scope, count).empty else "none"
        return Panel(title, render("empty", text=TEXTS[said].in_(scope.lang)), _tools(scope, count, worst, troubled))
    headings = [_heading(month, place, count, scope) for place, month in enumerate(run)]
    drawn = matrix(data, months=headings, words=words, alt=title, heads=heads)
    foot = Markup('<div class="matrix-foot">{}</div>').format(legend(words)) + _left_out(scope, count)
    return Panel(title, drawn + foot, _tools(scope, count, worst, troubled))


def _left_out(scope: Scope, count: int) -> Markup:
    """What is said of the units that have no room; nothing where all are shown."""
    units = _counts(scope, count)["unit"].nunique() if scope.tree.children.get(scope.unit) else 0
    said = TEXTS["most"].in_(scope.lang, count=f"{units:,}", most=MOST)
    return render("words", text=said) if units > MOST else Markup("")


def _counts(scope: Scope, count: int) -> pd.DataFrame:
    return by_unit(scope, scope.unit, scope.month, count)


def _heading(month: date, place: int, count: int, scope: Scope) -> str:
    """The month's number, of many months every third; the year in place of January, and before the first unless January comes
    right after: two of them would touch."""
    if count > SPANS[0] and (month.month - 1) % 3:
        return ""
    if month.month == 1:
        return TEXTS["year"].in_(scope.lang, year=f"{month:%y}")
    return f"{month:%y}/{month.month}" if place == 0 and month.month < 11 else str(month.month)


def _units(scope: Scope, run: Sequence[date], worst: bool, troubled: bool) -> tuple[pd.DataFrame, dict]:
    """The cells of the matrix: units in blocks of the unit above them."""
    frame = _counts(scope, len(run))
    bad = frame["state"].isin(["late", "partial", "missing", "waiting", "estimated"])
    trouble = frame.assign(bad=frame["missing"] * 3 + frame["late"], any=bad).groupby("unit")[["bad", "any"]].sum()
    if troubled:
        frame = frame[frame["unit"].map(trouble["any"]) > 0]
    if len(trouble) > MOST:
        frame = frame[frame["unit"].isin(trouble["bad"].nlargest(MOST).index)]
    frame = frame.assign(group=frame["unit"].map({unit: _group(unit, scope) for unit in frame["unit"].unique()}))
    if worst:
        by_group = trouble["bad"].groupby(trouble.index.map(lambda unit: _group(unit, scope))).sum()
        keys = frame.assign(g=-frame["group"].map(by_group), u=-frame["unit"].map(trouble["bad"]))
        frame = keys.sort_values(["g", "group", "u"], kind="stable").drop(columns=["g", "u"])
    places = {pd.Timestamp(month): place for place, month in enumerate(run)}
    data = pd.DataFrame(
        {
            "group": frame["group"],
            "row": frame["unit"],
            "name": [_name(unit, group, scope) for unit, group in zip(frame["unit"], frame["group"], strict=True)],
            "href": [unit_href(scope, unit) for unit in frame["unit"]],
            "month": frame["month"].map(places),
            "state": frame["state"],
            "tip": [_tip(row, scope) for row in frame.itertuples()],
        }
    )
    return data.reset_index(drop=True), {group: _head(group, scope) for group in frame["group"].unique()}


def _group(unit: str, scope: Scope) -> str:
    """The unit right below the scope's on the way to this one; the scope's unit for itself and for what has none below."""
    path = scope.tree.path(unit)
    here = path.index(scope.unit)
    if len(path) <= here + 1 or not scope.tree.children.get(path[here + 1]):
        return scope.unit
    return path[here + 1]


def _name(unit: str, group: str, scope: Scope) -> str:
    own = f"（{TEXTS['own'].zh}）" if scope.lang == "zh" else f" ({TEXTS['own'].en})"
    return scope.name(unit) + (own if unit == group else "")


def _head(group: str, scope: Scope) -> tuple[str, str]:
    """A block's title: the unit, and how complete its month is."""
    rows = reads.snapshot(scope, tuple(metric.key for metric in RATES), scope.unit, scope.month)
    value = rows[rows["metric"] == completeness.key].set_index("unit")["value"].get(group)
    shown = formats.show(float(value), completeness, language=scope.lang) if pd.notna(value) else ""
    return scope.name(group), shown


def _tip(row, scope: Scope) -> str:
    counts = {name: int(getattr(row, name)) for name in delivery.COUNTS}
    said = f"{row.month:%Y-%m} {STATES[row.state].in_(scope.lang)}"
    if counts["owed"]:
        said += " · " + TEXTS["counts"].in_(scope.lang, **counts)
        said += TEXTS["about"].in_(scope.lang, **counts) if counts["estimated"] else ""
    if counts["coming"]:
        said += " · " + TEXTS["ahead"].in_(scope.lang, **counts)
    return f"{scope.name(row.unit)}\n{said}"


def _cells(scope: Scope, run: Sequence[date]) -> tuple[pd.DataFrame, dict]:
    """The cells of one unit: what it owes by months, in blocks of the department that owns it."""
    frame = by_cell(scope, scope.unit, scope.month, len(run))
    places = {pd.Timestamp(month): place for place, month in enumerate(run)}
    names = {what: what_name(what, scope) for what in frame["what"].unique()}
    data = pd.DataFrame(
        {
            "group": [owner_of(what) for what in frame["what"]],
            "row": frame["what"],
            "name": frame["what"].map(names),
            "href": frame["what"].map({what: _opened(what, scope) for what in names}),
            "month": frame["month"].map(places),
            "state": frame["state"],
            "tip": [
                f"{names[row.what]}\n{row.month:%Y-%m} {STATES[row.state].in_(scope.lang)} · "
                + TEXTS["due"].in_(scope.lang, day=f"{row.due:%Y-%m-%d}")
                for row in frame.itertuples()
            ],
        }
    )
    return data, {owner: (office(owner).in_(scope.lang), "") for owner in data["group"].unique()}


def _opened(what: str, scope: Scope) -> str:
    """Where one reads what is owed, and asks about it: its number's passport, or the list itself."""
    if what in REGISTERS:
        return listed(scope, what)
    metric = metric_of(what)
    return scope.link("passport", metric=metric.key) if metric else ""


def what_name(what: str, scope: Scope) -> str:
    """A measure's or a register's name."""
    if what not in MEASURES:
        return register_name(what, scope)
    return MEASURES[what].zh if scope.lang == "zh" else MEASURES[what].en


def owner_of(what: str) -> str:
    """The department that owns a measure or a register."""
    return MEASURES[what].owner if what in MEASURES else REGISTERS[what].owner


def _tools(scope: Scope, count: int, worst: bool, troubled: bool) -> Markup:
    """The ways to other spans and orders."""
    here = {
        "months": count if count != SPANS[0] else "",
        "order": "worst" if worst else "",
        "show": "troubled" if troubled else "",
    }

    def way(**changed: object) -> str:
        return scope.link("reporting", **{name: value for name, value in (here | changed).items() if value})

    spans = [
        (TEXTS["months"].in_(scope.lang, count=each), way(months=each if each != SPANS[0] else ""), each == count)
        for each in SPANS
    ]
    orders = [
        (TEXTS["tree"].in_(scope.lang), way(order=""), not worst),
        (TEXTS["worst"].in_(scope.lang), way(order="worst"), worst),
    ]
    shows = [
        (TEXTS["all"].in_(scope.lang), way(show=""), not troubled),
        (TEXTS["troubled"].in_(scope.lang), way(show="troubled"), troubled),
    ]
    deep = bool(scope.tree.children.get(scope.unit))
    groups = [render("choices", chips=each) for each in ([spans, orders, shows] if deep else [spans])]
    return Markup('<div class="matrix-tools">{}</div>').format(Markup("").join(groups))
