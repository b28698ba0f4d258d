"""Lists of the month that have not come: one click says that nothing changed."""

from data import months
from data.reporting import lists
from data.text import Text
from ui import room
from ui.actor import actor
from ui.board import board
from ui.desk.looking_up import Desk
from ui.page import panel
from ui.rows.fields import register_name
from ui.saying import line, say, what_was_done
from ui.scope import Scope, month_name
from ui.templates import render

FEW = 8
TEXTS = {
    "title": Text("清单无变化", "Lists without a change"),
    "is": Text(
        "{month} 的清单还没有报来。有变化的，请在“上报”页报送；没有变化的，在这里确认，当月即算已报。"
        "没有报也没有确认的，沿用上一次的清单。",
        "Lists of {month} that have not come. Hand in what changed on the page Upload; where nothing did, confirm it here and "
        "the month has its list. Until then the last one is carried.",
    ),
    "not_here": Text("{register} · {month}", "{register}, {month}"),
    "confirm": Text("本月无变化", "Nothing changed"),
    "more": Text("另有 {count} 个单位的清单未报：请先选择单位。", "{count} more units have not: choose a unit first."),
    "done": Text("已确认：{unit} {month} 无变化，成为第 {batch} 批。", "Confirmed as batch {batch}: {unit}, {month}."),
}


def unchanged(on: Desk, scope: Scope) -> None:
    """The owed lists that are not there, those of the unit of the view first, each with its button."""
    what_was_done(scope)
    first = set(scope.tree.below(scope.unit)) if scope.unit in scope.tree else set()
    ordered = sorted(on.lists, key=lambda each: each[1] not in first)
    if not ordered or on.month.closed:
        return
    lang, month = scope.lang, month_name(scope.month, scope.lang)
    with panel("unchanged", TEXTS["title"].in_(lang), TEXTS["is"].in_(lang, month=month), scope):
        for register, unit in ordered[:FEW]:
            told = TEXTS["not_here"].in_(lang, register=register_name(register, scope), month=month)
            word = TEXTS["confirm"].in_(lang)
            line(f"{register}-{unit}", scope.name(unit), told, scope, word, _confirm, register, unit, scope)
        if ordered[FEW:]:
            count = len({unit for _, unit in ordered[FEW:]})
            board(render("words", text=TEXTS["more"].in_(lang, count=count)), key="unchanged-more", lang=lang)


def _confirm(register: str, unit: str, scope: Scope) -> None:
    done = lists.confirm_unchanged(room.engine(), register, unit, scope.month, by=actor().acting_for(unit))
    zh, en = (TEXTS["done"].in_(lang, unit=scope.tree[unit].name(lang), month=months.label(scope.month),
                                batch=done.batch) for lang in ("zh", "en"))  # fmt: skip
    say(Text(zh, en))
