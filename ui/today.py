"""A person's day: everything that waits for them, by the clock, and what they gave out."""

from datetime import date

import pandas as pd
from markupsafe import Markup

from data import access, store
from data.access import Actor
from data.instructions import mine
from data.instructions.mine import Mine
from data.instructions.waits import Waits
from data.questions import questions as talk
from data.questions.rights import may_answer, name_of
from data.reporting import approval
from data.text import Text
from ui import room
from ui.actor import actor
from ui.instructions import words
from ui.instructions.listed import table_of
from ui.panels import Panel, beside_title
from ui.questions.shown import question_href
from ui.scope import Scope
from ui.tables import link
from ui.templates import render
from ui.watching.drafted import drafted
from ui.watching.listed import recent
from ui.watching.recently import look

FEW = 50
TEXTS = {
    "receive": Text("待我签收", "To receive"),
    "do": Text("待我办理", "To do"),
    "accept": Text("待我验收", "To accept"),
    "longer": Text("待我答复的延期申请", "Longer terms to decide on"),
    "answer": Text("待我答复的提问", "Questions to answer"),
    "approve": Text("待我审核的报送", "Reports to approve"),
    "given": Text("我交办的", "What I gave out"),
    "nothing": Text("今天没有等您办的事。", "Nothing waits for you today."),
    "day": Text("今天", "Today"),
    "asked": Text("{unit}“{what}”：{text}", "{what} of {unit}: {text}"),
    "handed_in": Text("{unit} {month} 的数据，{name}提交", "{unit} {month}, handed in by {name}"),
    "all": Text("全部", "All"),
}
WAITS: dict[str, Waits] = {"receive": "received", "do": "reported", "accept": "accepted", "longer": "granted"}


def today(scope: Scope) -> dict[str, Panel]:
    """The panels of the day, those with something in them; a sentence where nothing waits."""
    look()
    me = actor()
    with store.reading(room.engine()) as conn:
        mine_ = mine.day(conn, me, FEW)
    panels: dict[str, Panel | None] = {
        key: _panel(key, mine_.first[step], mine_.waiting[step], scope)
        for key, step in WAITS.items()
        if step in mine_.first
    }
    panels |= {"answer": _questions(me, scope), "approve": _approvals(me, scope)}
    waiting = {key: panel for key, panel in panels.items() if panel is not None}
    nothing = Panel(TEXTS["day"].in_(scope.lang), render("empty", text=TEXTS["nothing"].in_(scope.lang)))
    more = {"given": _panel("given", mine_.first_given, mine_.given, scope)} if mine_.given else {}
    waiting |= drafted(scope)
    return (waiting or {"nothing": nothing}) | recent(scope) | more


def _panel(key: str, first: list[Mine], count: int, scope: Scope) -> Panel:
    way = link(
        TEXTS["all"].in_(scope.lang),
        scope.link("instructions", metric="", side="given" if key == "given" else "waiting"),
    )
    return Panel(
        f"{TEXTS[key].in_(scope.lang)} · {count}",
        table_of(first, scope),
        beside_title(way),
    )


def _questions(me: Actor, scope: Scope) -> Panel | None:
    if not access.may_somewhere(me, "answer"):
        return None
    units = [unit for own in scope.reach for unit in scope.tree.below(own)]
    with room.engine().connect() as conn:
        rows = talk.open_of(conn, units, actor=me).query("not answered")
    theirs = [
        row for row in rows.itertuples() if may_answer(me, row.measure, row.answering, scope.tree, row.department)
    ]
    items = [_question(row, scope) for row in theirs[:FEW]]
    return _items("answer", items, len(theirs), scope)


def _question(row: object, scope: Scope) -> Markup:
    appeal = bool(row.appeal)  # type: ignore[attr-defined]
    what = name_of(row.measure, appeal=appeal).in_(scope.lang)  # type: ignore[attr-defined]
    blanks = {"unit": words.unit_name(row.unit, scope), "what": what, "text": row.text}  # type: ignore[attr-defined]
    month: date = pd.Timestamp(row.month).date()  # type: ignore[attr-defined]
    href = question_href(row.measure, row.unit, month, row.subject, row.number, scope, appeal=appeal)  # type: ignore[attr-defined]
    return link(TEXTS["asked"].in_(scope.lang, **blanks), href)


def _approvals(me: Actor, scope: Scope) -> Panel | None:
    if not access.may_somewhere(me, "approve"):
        return None
    with room.engine().connect() as conn:
        rows = approval.waiting(conn, me)
    items = [
        link(
            TEXTS["handed_in"].in_(
                scope.lang, unit=words.unit_name(row.unit, scope), month=f"{row.month:%Y-%m}", name=row.name
            ),
            scope.link("approval", unit=row.unit, month=row.month, metric="", submission=row.number),
        )
        for row in rows.head(FEW).itertuples(index=False)
    ]
    return _items("approve", items, len(rows), scope)


def _items(key: str, items: list[Markup], count: int, scope: Scope) -> Panel | None:
    return Panel(f"{TEXTS[key].in_(scope.lang)} · {count}", render("items", items=items)) if items else None
