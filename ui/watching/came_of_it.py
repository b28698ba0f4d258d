"""What came of the warnings one watches for, rule by rule: seen, handed over, accepted, or taken back, and in how many days."""

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
from ui.tables import Column, table
from ui.templates import render

TEXTS = {
    "title": Text("预警闭环：每条规则后来怎样", "What came of it, rule by rule"),
    "what": Text("关注什么", "What"),
    "rule": Text("规则", "Rule"),
    "raised": Text("发出", "Raised"),
    "seen": Text("看到（天）", "Seen (days)"),
    "charged": Text("交办（天）", "Instructed (days)"),
    "accepted": Text("验收（天）", "Accepted (days)"),
    "true": Text("属实", "True"),
    "false": Text("更正后不成立", "Taken back"),
    "hit": Text("命中率", "Hit rate"),
    "wolf": Text("多次误报，请调整阈值", "cries wolf: change its threshold"),
    "days": Text("{count}（{days}）", "{count} ({days})"),
    "method": Text(
        "属实：由它起草的交办已验收；不成立：数据更正或撤回后不再成立；其余未定，不算命中率。天数为中位数：看到、交办从发出算起，验收从交办算起。",
        "True: an instruction it drafted was accepted. Taken back: it holds no more after a correction or withdrawal. The rest is open and "
        "in no rate. Days are medians: to seen and instructed since it was raised, to accepted since the instruction.",
    ),
}
COLUMNS = {
    "what": "main",
    "rule": "",
    **dict.fromkeys(("raised", "seen", "charged", "accepted", "true", "false", "hit"), "number"),
}


def came_of_it(scope: Scope) -> dict[str, Panel]:
    """The panel, where anything was raised by a rule of what this person may still read."""
    me, lang = actor(), scope.lang
    with room.engine().connect() as conn:
        found = loops(conn, me.login)
        mine = [each for each in reading.live(conn, me.login) if each.number in found]
        shown = [
            (
                name_of(conn, each.watched, scope.tree).in_(lang),
                KINDS[each.kind].written(each.threshold).in_(lang),
                each,
            )
            for each in mine
            if each.kind in KINDS and rights.may_watch(me, each.watched, scope.tree)
        ]
    if not shown:
        return {}
    rows = [{"what": name, "rule": rule, **_row(found[each.number], scope)} for name, rule, each in shown]
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    body = table(columns, rows, empty="") + render("words", text=TEXTS["method"].in_(lang))
    return {"loops": Panel(TEXTS["title"].in_(lang), body)}


def _row(loop: Loop, scope: Scope) -> dict[str, object]:
    hit = show_share(loop.hit_rate) if loop.hit_rate == loop.hit_rate else "—"
    wolf = Markup('<small class="bad">▲ {}</small>').format(TEXTS["wolf"].in_(scope.lang)) if loop.cries_wolf else ""
    return {
        "raised": len(loop.warned),
        "seen": _days(loop, "raised_at", "seen_at", scope),
        "charged": _days(loop, "raised_at", "charged_at", scope),
        "accepted": _days(loop, "charged_at", "accepted_at", scope),
        "true": loop.count("true"),
        "false": loop.count("false"),
        "hit": Markup("{} {}").format(hit, wolf),
    }


def _days(loop: Loop, first: str, last: str, scope: Scope) -> str:
    count = sum(getattr(each, last) is not None for each in loop.warned)
    days = loop.took(first, last)
    return TEXTS["days"].in_(scope.lang, count=count, days=f"{days:.1f}") if days == days else "—"
