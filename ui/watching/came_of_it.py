"""What came of the warnings one watches for, rule by rule: how often it was true, how early, and the days of each step of the loop."""

from collections.abc import Iterable
from math import isnan

from markupsafe import Markup

from data.text import Text
from data.watching import reading, rights
from data.watching.kinds import KINDS
from metrics.formats import show_share
from metrics.watching.loops import Loop, loops
from metrics.watching.naming import name_of
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

TEXTS = {
    "title": Text("预警闭环：每条规则后来怎样", "What came of it, rule by rule"),
    "what": Text("关注什么", "What"),
    "rule": Text("规则", "Rule"),
    "raised": Text("发出", "Raised"),
    "decision": Text("决策：交办", "Decision: instructed"),
    "control": Text("控制：签收", "Control: received"),
    "feedback": Text("反馈：报办结", "Feedback: reported"),
    "improvement": Text("改进：验收", "Improvement: accepted"),
    "true": Text("属实", "True"),
    "false": Text("误报", "False"),
    "hit": Text("命中率", "Hit rate"),
    "lead": Text("提前", "Ahead by"),
    "ahead": Text("{days} 天", "{days} days"),
    "after": Text("晚 {days} 天", "{days} days late"),
    "wolf": Text("多次误报，请调整阈值", "cries wolf: change its threshold"),
    "days": Text("{days} 天", "{days} days"),
    "judge": Text("逐条判断是否属实", "Say of each if it was true"),
    "method": Text(
        "属实、误报：先看人工判断；没有判断的，更正或撤回后不再成立算误报，由它起草的交办已验收算属实，预计完不成目标的看年底是否真没完成；"
        "其余未定，不算命中率。提前：属实的预警比所预警的日子（当月末，预测为年底，或判断时写明的那天）早几天。天数都是中位数，每一步从上一步算起。",
        "True or false: as it was marked by hand; else false where it holds no more after a correction or withdrawal, true where an "
        "instruction it drafted was accepted, of a target foreseen to be missed as the year ended, and of a shifted level if it stayed for three months. The rest is open and in no rate. "
        "Ahead: how long true ones came before the day they warned of (the month’s end, of a forecast the year’s, or the day that was "
        "named). Days are medians, each step since the one before.",
    ),
}
NUMBERS = ("raised", "true", "false", "hit", "lead", "decision", "control", "feedback", "improvement")
COLUMNS = {"what": "main", "rule": "", **dict.fromkeys(NUMBERS, "number")}
NamedLoop = tuple[str | Markup, str, Loop]  # what is watched, the rule, and what came of it


def came_of_it(scope: Scope) -> dict[str, Panel]:
    """The panel, where anything was raised by a rule of what this person may still read."""
    me, lang = actor(), scope.lang
    with room.engine().connect() as conn:
        found = loops(conn, me.login)
        mine = [each for each in reading.live(conn, me.login) if each.number in found]
        shown: list[NamedLoop] = [
            (
                name_of(conn, each.watched, scope.tree).in_(lang),
                KINDS[each.kind].written(each.threshold).in_(lang),
                found[each.number],
            )
            for each in mine
            if each.kind in KINDS and rights.may_watch(me, each.watched, scope.tree)
        ]
    if not shown:
        return {}
    way = link(TEXTS["judge"].in_(lang), scope.link("outlook", metric=""))
    return {"loops": Panel(TEXTS["title"].in_(lang), by_rule(shown, scope), way)}


def by_rule(found: Iterable[NamedLoop], scope: Scope) -> Markup:
    """A row a rule, and how it is counted."""
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in COLUMNS.items()]
    rows = [{"what": name, "rule": rule, **_row(loop, scope)} for name, rule, loop in found]
    return table(columns, rows, empty="") + render("words", text=TEXTS["method"].in_(scope.lang))


def _row(loop: Loop, scope: Scope) -> dict[str, object]:
    hit = "—" if isnan(loop.hit_rate) else show_share(loop.hit_rate)
    wolf = Markup('<small class="bad">▲ {}</small>').format(TEXTS["wolf"].in_(scope.lang)) if loop.cries_wolf else ""
    steps = {name: _days(loop.step(name), scope) for name in ("decision", "control", "feedback", "improvement")}
    return {
        "raised": len(loop.warned),
        "true": loop.count("true"),
        "false": loop.count("false"),
        "hit": Markup("{} {}").format(hit, wolf),
        "lead": lead_text(loop.lead, scope),
        **steps,
    }


def lead_text(days: float, scope: Scope) -> str:
    """How much earlier, or later, than what was warned of."""
    if isnan(days):
        return "—"
    return TEXTS["ahead" if days >= 0 else "after"].in_(scope.lang, days=f"{abs(days):g}")


def _days(days: float, scope: Scope) -> str:
    return "—" if isnan(days) else TEXTS["days"].in_(scope.lang, days=f"{days:.1f}")
