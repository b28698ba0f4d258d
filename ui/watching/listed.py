"""Everything one watches, by what it is about, with what was told last; and the newest changes for one's day."""

from markupsafe import Markup

from data import months
from data.text import Text
from data.watching import reading, rights
from data.watching.kinds import KINDS, SUBJECTS
from data.watching.reading import Told, Watch
from metrics import METRICS
from metrics.watching.naming import link_of, name_of
from ui import room
from ui.actor import actor
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render
from ui.watching.recently import RECENT, address

FEW = 20
TEXTS = {
    "watching": Text("我的关注 · {count}", "What I watch · {count}"),
    "what": Text("关注什么", "What"),
    "kind": Text("类别", "Kind"),
    "rule": Text("什么变化时提醒", "Told when"),
    "last": Text("最近一次", "Last"),
    "never": Text("还没有变化", "nothing yet"),
    "change": Text("改规则、取消", "Change, stop"),
    "ways": Text("操作", "Do"),
    "nothing": Text(
        "还没有关注。打开一个指标、单位、清单或事项，点“关注”，选什么变化时提醒，先试算再保存。",
        "You watch nothing yet. Open a number, a unit, a list or an object, press “Watch”, and choose what to be told of; it is tried before it is kept.",
    ),
    "not_now": Text("您已无权查看，不再提醒", "not yours to read any more: nothing is told"),
    "said": Text("{month}：{said}", "{month}: {said}"),
    "gone": Text("{month}：{said}（更正后不再成立）", "{month}: {said} (no longer holds)"),
    "recent": Text("我关注的变化 · {count}", "Changes I watch · {count}"),
    "all": Text("我的关注", "What I watch"),
    "item": Text("{name}，{said}", "{name}, {said}"),
}  # fmt: skip


def listed(scope: Scope) -> Panel:
    """The rules, those that changed last first."""
    lang, me = scope.lang, actor()
    with room.engine().connect() as conn:
        mine, found = reading.live(conn, me.login), reading.told_of(conn, me.login)
        names = {each.number: name_of(conn, each.watched, scope.tree).in_(lang) for each in mine if _is_known(each)}
    keys = {"what": "main", "kind": "short", "rule": "", "last": "", "ways": "short"}
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in keys.items()]
    rows = [_row(each, names[each.number], found.get(each.number, []), scope) for each in mine if each.number in names]
    body = table(columns, rows, empty=TEXTS["nothing"].in_(lang))
    return Panel(TEXTS["watching"].in_(lang, count=len(rows)), body)


def _is_known(each: Watch) -> bool:
    return not each.watched.metric or each.watched.metric in METRICS


def _row(each: Watch, name: str, found: list[Told], scope: Scope) -> dict[str, object]:
    lang = scope.lang
    may = rights.may_watch(actor(), each.watched, scope.tree)
    last = next((told for told in found if told.told or told.found.state), None)
    said = TEXTS["never"].in_(lang) if last is None else _said(last, lang)
    here = address(link_of(each.watched, each.kind, scope.month), scope)
    return {
        "what": link(name, here) if may else name,
        "kind": SUBJECTS[each.watched.subject].in_(lang),
        "rule": KINDS[each.kind].written(each.threshold).in_(lang),
        "last": said if may else TEXTS["not_now"].in_(lang),
        "ways": link(TEXTS["change"].in_(lang), scope.link("watching", metric="", rule=each.number)),
    }


def _said(told: Told, lang) -> str:
    key = "said" if told.found.state else "gone"
    return TEXTS[key].in_(lang, month=months.label(told.found.month), said=told.found.said.in_(lang))


def recent(scope: Scope) -> dict[str, Panel]:
    """What was told of the last two weeks by what one watches; nothing where nothing was."""
    me, since, lang = actor(), months.now() - RECENT, scope.lang
    with room.engine().connect() as conn:
        mine = {each.number: each for each in reading.live(conn, me.login)}
        told = [
            (mine[number], each)
            for number, found in (reading.told_of(conn, me.login) if mine else {}).items()
            for each in found
            if each.told and each.at >= since and rights.may_watch(me, mine[number].watched, scope.tree)
        ]
        told.sort(key=lambda pair: pair[1].at, reverse=True)
        items = [
            _item(name_of(conn, each.watched, scope.tree).in_(lang), each, found, scope) for each, found in told[:FEW]
        ]
    if not items:
        return {}
    way = beside_title(link(TEXTS["all"].in_(lang), scope.link("watching", metric="")))
    return {"watched": Panel(TEXTS["recent"].in_(lang, count=len(told)), render("items", items=items), way)}


def _item(name: str, each: Watch, told: Told, scope: Scope) -> Markup:
    here = address(link_of(each.watched, each.kind, told.found.month, told.found.item), scope)
    return link(TEXTS["item"].in_(scope.lang, name=name, said=_said(told, scope.lang)), here)
