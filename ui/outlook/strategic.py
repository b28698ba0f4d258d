"""Strategic goals on the outlook: a tree, each with how far its metrics are from it on the way that should be gone by now."""

from datetime import date
from math import isnan

from markupsafe import Markup

from charts.attained import attained
from data import months
from data.registers import REGISTERS
from data.text import Text
from metrics import goal_telling as telling
from metrics.formats import show_share
from metrics.outlook.telling import amount
from metrics.owners import office
from metrics.strategic_goals import Distance, Goal, goals
from ui import reads
from ui.panels import Panel
from ui.rows.links import opened
from ui.rows.reading import units_of
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

STATUS = {"reached": "met", "on_course": "ahead", "behind": "behind", "missed": "missed", "unknown": ""}
TEXTS = {
    "title": Text("战略目标：离每个目标还有多远", "Strategic goals: how far each still is"),
    "goal": Text("目标", "Goal"),
    "due": Text("期限", "Due"),
    "metric": Text("挂钩指标", "Metric"),
    "way": Text("开始 → 现在 → 目标", "Start → now → goal"),
    "bar": Text("走了多少（竖线：按节点应走）", "Of the way (mark: by now)"),
    "standing": Text("怎么样", "How it stands"),
    "needed": Text("每月要（近一年每月）", "Needed a month (lately)"),
    "ahead": Text("到期预测", "Forecast when due"),
    "halfway": Text("中期 {month}", "milestone {month}"),
    "band": Text("{middle}（{low}–{high}）", "{middle} ({low}–{high})"),
    "hangs": Text("没有挂钩指标", "hangs on no metric"),
    "unread": Text("没有这个指标：{names}", "no such metric: {names}"),
    "years": Text(
        "累加的指标和它们的比率按近 12 个月合计，其余按当月。目标值写在目标清单的“挂钩指标”里，如“使用率:25%→28%”（中期→期末）。",
        "What adds up, and rates of it, is of the last twelve months, all else of the month. Values are written in the register’s "
        "“Metrics it hangs on”, like 使用率:25%→28% (milestone → end).",
    ),
    "none": Text(
        "本单位和下级还没有登记战略目标。请在“战略目标”清单中填报：目标、期限、挂钩指标和目标值。",
        "No strategic goals are entered here yet. Enter them in the register: goal, day, metrics and their values.",
    ),
}


@reads.by_revision(rows=True)
def kept(
    conn, revision, unit: str, month: date, units: tuple[str, ...], _made: int
) -> tuple[Goal, ...]:  # `units`: those that whoever asks may read
    """`goals` of units below one. `_made`: how many forecasts there are of it."""
    return goals(conn, units, month, revision)


def strategic(scope: Scope, made: int) -> Panel:
    """The tree of goals of the unit and all below it."""
    found = kept(scope, scope.unit, scope.month, units_of(scope, "goals"), made)
    title, lang = TEXTS["title"].in_(scope.lang), scope.lang
    if not found:
        return Panel(title, render("empty", text=TEXTS["none"].in_(lang)))
    heads = {"goal": "main", "due": "short", "metric": "", "way": "number", "bar": "way", "standing": "short",
             "needed": "number", "ahead": "number"}  # fmt: skip
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in heads.items()]
    rows = [row for goal in found for row in _rows(goal, scope)]
    said = Markup('<p class="league-said">{}</p>').format(telling.sentence(found).in_(lang))
    return Panel(title, said + table(columns, rows, empty="") + render("words", text=TEXTS["years"].in_(lang)))


def _rows(goal: Goal, scope: Scope) -> list[dict[str, object]]:
    """A row a metric, the goal itself in the first of them; without any metric one that says so."""
    head = {"goal": _named(goal, scope), "due": _due(goal, scope), "css": f"depth-{min(goal.depth, 3)}"}
    blank = dict.fromkeys(("way", "bar", "needed", "ahead"), "")
    unread = "、".join(goal.unread)
    if not goal.distances:
        said = TEXTS["unread"].in_(scope.lang, names=unread) if unread else TEXTS["hangs"].in_(scope.lang)
        return [{**head, **blank, "metric": Markup('<span class="quiet">{}</span>').format(said), "standing": ""}]
    rows = [_distance(each, goal.unit, scope) for each in goal.distances]
    return [{**(head if i == 0 else {"goal": "", "due": "", "css": "more"}), **row} for i, row in enumerate(rows)]


def _named(goal: Goal, scope: Scope) -> Markup:
    name = link(goal.name.in_(scope.lang), opened(scope, "goals", goal.key), tip=goal.milestone)
    state = next((each for each in REGISTERS["goals"].states if each.key == goal.standing), None)
    whose = [scope.name(goal.unit) if goal.unit in scope.tree else goal.unit, office(goal.department).in_(scope.lang)]
    said = " · ".join(part for part in (*whose, state.text.in_(scope.lang) if state else "") if part)
    return Markup("{}<small>{}</small>").format(name, said)


def _due(goal: Goal, scope: Scope) -> Markup:
    halfway = TEXTS["halfway"].in_(scope.lang, month=months.label(goal.halfway)) if goal.halfway else ""
    return Markup("{}<small>{}</small>").format(months.label(goal.due), halfway)


def _distance(each: Distance, unit: str, scope: Scope) -> dict[str, object]:
    lang, metric = scope.lang, each.metric
    word = telling.STANDINGS[each.standing].in_(lang)
    values = (each.start, each.value, each.wanted)
    way = " → ".join(amount(metric, value).in_(lang) for value in values)
    bar = Markup("")
    if not isnan(each.gone):
        label = f"{metric.name(lang)} {show_share(each.gone)}"
        bar = attained(max(each.gone, 0.0), each.due, status=STATUS[each.standing], label=label)
    pace = f"{telling.step(each, each.needed).in_(lang)} ({telling.step(each, each.lately).in_(lang)})"
    css = STATUS[each.standing]
    return {
        "metric": link(metric.name(lang), scope.link("passport", unit=unit, metric=metric.key)),
        "way": way,
        "bar": bar,
        "standing": Markup('<span class="goal-standing {}">{}{}</span>').format(
            css, Markup('<i class="status-sign {}" aria-hidden="true"></i>').format(css) if css else "", word
        ),
        "needed": "—" if each.standing == "reached" or isnan(each.needed) else pace,
        "ahead": _forecast(each, scope),
    }


def _forecast(each: Distance, scope: Scope) -> str:
    if each.forecast is None:
        return "—"
    low, middle, high = (amount(each.metric, value).in_(scope.lang) for value in each.forecast)
    return TEXTS["band"].in_(scope.lang, low=low, middle=middle, high=high)
