"""What a unit owes, of every kind: duties of the month, earlier months, lists, cells sent back, questions, instructions,
reports to approve."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from data import months, store
from data.instructions import lanes, mine
from data.instructions.lanes import Asked, Narrowed
from data.instructions.mine import Mine
from data.questions import threads
from data.questions.rights import name_of
from data.registers import REGISTERS
from data.reporting import returned, steps, submissions
from data.text import Text
from ui import room
from ui.actor import actor
from ui.delivery.delivered import what_name
from ui.delivery.deliveries import by_cell
from ui.instructions.clocks import version
from ui.instructions.listed import table_of
from ui.panels import Panel
from ui.questions.shown import question_href
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

BACK = 12  # months in which something may be missing
FEW = 8  # of one kind that are named
LACKING = ("missing", "coming")
TEXTS = {
    "owed": Text("应办事项", "What it owes"),
    "kind": Text("类别", "Kind"),
    "count": Text("件数", "How many"),
    "first": Text("是什么", "What"),
    "duties": Text("本月应报未报", "Owed for the month"),
    "earlier": Text("往月缺报", "Missing of earlier months"),
    "registers": Text("未交的清单", "Lists not handed in"),
    "returned": Text("退回待改", "Sent back to mend"),
    "questions": Text("待答复的提问", "Questions to answer"),
    "instructions": Text("在办的交办", "Instructions under way"),
    "approve": Text("待它审核的报送", "Reports for it to approve"),
    "overdue": Text("已逾期", "overdue"),
    "late": Text("超期 {count} 件", "{count} overdue"),
    "until": Text("{what}，截止 {day}", "{what}; until {day}"),
    "and_more": Text("{names}等 {count} 项", "{names} and others ({count})"),
    "asked": Text("{what}（{name}问，{day} 前答复）", "{what} (asked by {name}, by {day})"),
    "clear": Text("已办清：{kinds}。", "Nothing owed: {kinds}."),
    "live": Text("退回、提问、交办、审核只有现状，看历史版本时不列。", "Cells sent back, questions, instructions and approvals are of the present only: an earlier revision does not show them."),
    "list": Text("{register}（{months}）", "{register} ({months})"),
    "charged": Text("交给它的事 · {count}", "What it is charged with · {count}"),
    "join": Text("、", ", "),
}  # fmt: skip
COLUMNS = {"kind": "main", "count": "number strong", "first": ""}


def owed(scope: Scope) -> Panel:
    """One line a kind of which something is owed: how many, what they are, and the way to where it is done; the others in a
    sentence."""
    lang = scope.lang
    lines = _reporting(scope)
    if not scope.pinned:
        lines += [_returned(scope), _questions(scope), _instructions(scope), _approvals(scope)]
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    held = [line for line in lines if line["count"]]
    body = table(columns, held, empty="") if held else Markup("")
    clear = TEXTS["join"].in_(lang).join(str(line["kind"]) for line in lines if not line["count"])
    body += render("words", text=TEXTS["clear"].in_(lang, kinds=clear)) if clear else Markup("")
    body += render("words", text=TEXTS["live"].in_(lang)) if scope.pinned else Markup("")
    return Panel(TEXTS["owed"].in_(lang), body)


def charged(scope: Scope) -> dict[str, Panel]:
    """The instructions that it leads, each with its clock; nothing for a view of the past or where there are none."""
    count, _, first = (0, 0, []) if scope.pinned else under_way(Narrowed(led_by=scope.unit))
    if not count:
        return {}
    return {"charged": Panel(TEXTS["charged"].in_(scope.lang, count=count), table_of(first, scope))}


def under_way(wanted: Narrowed, few: int = FEW) -> tuple[int, int, list[Mine]]:
    """How many instructions not yet ended that this person may read there are of those wanted, how many are overdue, and the first
    of them: overdue first."""
    if not version():
        return 0, 0, []
    asked, running = Asked(actor(), None), replace(wanted, clock="running")
    with store.reading(room.engine()) as conn:
        counts = lanes.counts(conn, asked, running)
        return sum(counts.values()), counts["overdue"], mine.page(conn, asked, running, few)


def _line(kind: str, count: int, what: object, href: str, scope: Scope) -> dict[str, object]:
    return {"kind": TEXTS[kind].in_(scope.lang), "count": link(f"{count:,}", href) if count else "", "first": what}


def _reporting(scope: Scope) -> list[dict[str, object]]:
    """What has not come in: figures of the month and of those before it, and lists."""
    cells = by_cell(scope, scope.unit, scope.month, BACK)
    lacking = cells[cells["state"].isin(LACKING)]
    lists = lacking["what"].isin(set(REGISTERS))
    this = pd.to_datetime(lacking["month"]).dt.date == scope.month
    now, before, kept = lacking[~lists & this], lacking[~lists & ~this], lacking[lists]
    way = scope.link("reporting", metric="")
    return [
        _line("duties", len(now), _duties(now, scope) if len(now) else "", way, scope),
        _line("earlier", len(before), _months(_dates(before), scope), way, scope),
        _line("registers", kept["what"].nunique(), _lists(kept, scope), way, scope),
    ]


def _duties(cells: pd.DataFrame, scope: Scope) -> Markup:
    what, due = cells["what"].tolist(), cells["due"].min()
    names = TEXTS["join"].in_(scope.lang).join(what_name(key, scope) for key in what[:2])
    names = names if len(what) <= 2 else TEXTS["and_more"].in_(scope.lang, names=names, count=len(what))
    said = TEXTS["until"].in_(scope.lang, what=names, day=f"{due:%Y-%m-%d}")
    late = Markup(' <b class="bad">{}</b>').format(TEXTS["overdue"].in_(scope.lang)) if due < months.now() else ""
    return Markup("{}{}").format(said, late)


def _dates(cells: pd.DataFrame) -> list[date]:
    return sorted(set(pd.to_datetime(cells["month"]).dt.date))


def _months(dates: Iterable[date], scope: Scope) -> Markup:
    """Months, each a way to its reporting."""
    ways = [link(months.label(each), scope.link("reporting", metric="", month=each)) for each in dates]
    return Markup(TEXTS["join"].in_(scope.lang)).join(ways)


def _lists(cells: pd.DataFrame, scope: Scope) -> str:
    said = [
        TEXTS["list"].in_(
            scope.lang, register=what_name(str(key), scope), months=", ".join(map(months.label, _dates(group)))
        )
        for key, group in cells.groupby("what", sort=False)
    ]
    return TEXTS["join"].in_(scope.lang).join(said)


def _returned(scope: Scope) -> dict[str, object]:
    with room.engine().connect() as conn:
        cells = returned.open_cells(conn, [scope.unit], actor())
    first = [] if cells.empty else cells.head(1).to_dict("records")
    said = [TEXTS["until"].in_(scope.lang, what=each["reason"], day=each["due"].date()) for each in first]
    return _line("returned", len(cells), "".join(said), scope.link("reporting", metric=""), scope)


def _questions(scope: Scope) -> dict[str, object]:
    """Those that wait for an answer, the oldest first."""
    with room.engine().connect() as conn:
        rows = threads.open_of(conn, [scope.unit], actor=actor()).query("not answered").to_dict("records")
    ways = [_question(row, scope) for row in rows[:FEW]]
    href = _question_href(rows[0], scope) if rows else ""
    return _line("questions", len(rows), Markup(TEXTS["join"].in_(scope.lang)).join(ways), href, scope)


def _question(row: dict[Any, Any], scope: Scope) -> Markup:
    what = name_of(row["measure"], appeal=bool(row["appeal"])).in_(scope.lang)
    day = row["due"] or row["asked_at"].date()
    said = link(TEXTS["asked"].in_(scope.lang, what=what, name=row["name"], day=day), _question_href(row, scope))
    late = row["due"] is not None and row["due"] < months.today()
    return Markup('{} <b class="bad">{}</b>').format(said, TEXTS["overdue"].in_(scope.lang)) if late else said


def _question_href(row: dict[Any, Any], scope: Scope) -> str:
    place = (row["measure"], row["unit"], row["month"], row["subject"], row["number"])
    return question_href(*place, scope, appeal=bool(row["appeal"]))


def _instructions(scope: Scope) -> dict[str, object]:
    count, late, _ = under_way(Narrowed(led_by=scope.unit))
    said = Markup('<b class="bad">{}</b>').format(TEXTS["late"].in_(scope.lang, count=late)) if late else ""
    return _line("instructions", count, said, scope.link("instructions", metric=""), scope)


def _approvals(scope: Scope) -> dict[str, object]:
    """What was handed in and waits for the unit's own approvers."""
    tree = scope.tree
    with room.engine().connect() as conn:
        waiting = submissions.listing(conn, units=tree.below(scope.unit), states=["waiting"]).to_dict("records")
    theirs = [row for row in waiting if steps.unit_of(row["unit"], row["step"] + 1, tree) == scope.unit]
    said = [f"{scope.name(row['unit'])} {months.label(row['month'])}" for row in theirs[:FEW]]
    return _line(
        "approve", len(theirs), TEXTS["join"].in_(scope.lang).join(said), scope.link("reporting", metric=""), scope
    )
