"""What lies on a steward's desk: cells sent back and why, what is being decided, what was asked, each unit's state."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import pandas as pd
from markupsafe import Markup

from data import months
from data.measures import MEASURES
from data.questions.rights import name_of
from data.registers import REGISTERS
from data.reporting.drafts import Draft
from data.reporting.submissions import STATES, Submission
from data.text import Text
from ui import asked as address
from ui.desk.clock import moment, standing
from ui.desk.looking_up import Desk
from ui.panels import Panel, beside_title
from ui.questions.shown import question_href
from ui.scope import Scope, month_name, when
from ui.tables import Column, folded, link, pager, table

PAGE = 40
FEW = 12
Held = TypeVar("Held", Draft, Submission)
TEXTS = {
    "reported": Text("已报 {reported} / {owed} 项", "{reported} of {owed} cells reported"),
    "nothing_owed": Text(
        "{month} 没有布置给您的填报任务。需要时仍可自行填报。",
        "Nothing is owed for {month}; you may report all the same.",
    ),
    "returned": Text("退回要改的", "Sent back to mend"),
    "returned_none": Text("没有退回的单元格。", "Nothing was sent back."),
    "deciding": Text("正在审核的", "Being decided"),
    "deciding_none": Text("没有待审核的报送。", "Nothing waits for approval."),
    "units": Text("各单位", "My units"),
    "questions": Text("待答的提问", "Questions to answer"),
    "question": Text("提问", "Question"),
    "questions_none": Text("没有待答的提问。", "No question is open."),
    "unit": Text("单位", "Unit"),
    "cells": Text("已报 / 应报", "Reported"),
    "draft": Text("草稿", "Draft"),
    "submission": Text("报送", "Handed in"),
    "standing": Text("情况", "State"),
    "what": Text("数据", "Figure"),
    "month": Text("月份", "Month"),
    "cell": Text("单元格", "Cell"),
    "said": Text("原填", "It said"),
    "reason": Text("退回原因", "Why"),
    "until": Text("限期", "Due"),
    "by": Text("退回人", "By"),
    "mend": Text("去改", "Mend"),
    "whole": Text("整份报送", "All of it"),
    "answer": Text("去答复", "Answer"),
    "answered": Text("已答，待办结", "Answered, open"),
    "asked": Text("{name} · {at}", "{name} · {at}"),
    "saved": Text("{name} {at}", "{name}, {at}"),
    "under": Text("（在{unit}的草稿里）", " (in the draft of {unit})"),
    "batch": Text("批次 {batch}", "batch {batch}"),
    "step": Text("第 {step} / {steps} 级", "step {step} of {steps}"),
    "at": Text("提交于", "Handed in"),
    "number": Text("报送", "No."),
    "size": Text("项数", "Cells"),
    "complete": Text("已报齐", "complete"),
    "whole_units": Text("已报齐 {count} 个单位", "{count} units are complete"),
    "late": Text("逾期，缺 {count} 项", "late, {count} missing"),
    "lacking": Text("还缺 {count} 项", "{count} to come"),
    "decided": Text("缺 {count} 项，报送待审核", "{count} missing; what was handed in waits"),
}


def returned_cells(on: Desk, scope: Scope) -> Panel:
    """Cells sent back: which, why, until when, and the way to each."""
    lang, now = scope.lang, months.now()
    columns = [
        Column("what", TEXTS["what"].in_(lang), "main"),
        Column("month", TEXTS["month"].in_(lang), "short"),
        Column("said", TEXTS["said"].in_(lang), "short"),
        Column("reason", TEXTS["reason"].in_(lang)),
        Column("until", TEXTS["until"].in_(lang), "short"),
        Column("by", TEXTS["by"].in_(lang), "short"),
        Column("mend", "", "act"),
    ]
    rows = [_cell_back(row, scope, now) for row in on.returned.itertuples()]
    listed = table(columns, rows[:FEW], empty=TEXTS["returned_none"].in_(lang))
    if rows[FEW:]:
        listed += folded(f"+{len(rows) - FEW}", table(columns, rows[FEW:], empty=""))
    return Panel(TEXTS["returned"].in_(lang), listed, _count(len(rows)))


def _cell_back(row, scope: Scope, now: datetime) -> dict[str, object]:
    lang, month = scope.lang, row.month
    what = TEXTS["whole"].in_(lang) if not row.cell else _what(row.register or row.measure, row.subject, scope)
    query = {"month": month, "sheet": row.sheet, "cell": row.cell, "show": "marked"} if row.cell else {"month": month}
    return {
        "what": Markup("<b>{}</b><small>{} {} {}</small>").format(
            what, unit_name(row.unit, scope), row.sheet, row.cell
        ),
        "month": months.label(month),
        "said": row.said or "—",
        "reason": row.reason,
        "until": Markup('<span class="{}">{}</span>').format(_tone(row.due, now), moment(row.due, lang)),
        "by": row.name,
        "mend": link(TEXTS["mend"].in_(lang), way(scope, row.handed_in_by, **query)),
    }


def _tone(due: datetime, now: datetime) -> str:
    return {"late": "bad", "near": "warn"}.get(standing(due, now), "")


def _what(key: str, subject: str, scope: Scope) -> str:
    declared = MEASURES.get(key) or REGISTERS.get(key)
    name = key if declared is None else declared.zh if scope.lang == "zh" else declared.en
    return f"{name} · {subject}" if subject else name


def unit_name(unit: str, scope: Scope) -> str:
    return scope.name(unit) if unit in scope.tree else unit


def _count(count: int) -> Markup:
    return beside_title(count, thin=True) if count else Markup("")


def deciding(on: Desk, scope: Scope) -> Panel:
    """What waits for approval, and for which step."""
    lang = scope.lang
    columns = [
        Column("unit", TEXTS["unit"].in_(lang), "main"),
        Column("size", TEXTS["size"].in_(lang), "number"),
        Column("at", TEXTS["at"].in_(lang)),
        Column("step", TEXTS["standing"].in_(lang), "short"),
    ]
    rows = [
        {
            "unit": link(unit_name(each.unit, scope), way(scope, each.unit)),
            "size": f"{each.cells:,}",
            "at": Markup("{}<small>{}</small>").format(when(each.at), each.name),
            "step": TEXTS["step"].in_(lang, step=min(each.step + 1, each.steps), steps=each.steps),
        }
        for each in on.submissions
        if each.state == "waiting"
    ]
    return Panel(
        TEXTS["deciding"].in_(lang), table(columns, rows, empty=TEXTS["deciding_none"].in_(lang)), _count(len(rows))
    )


def questions(on: Desk, scope: Scope) -> Panel:
    """Open questions of my figures, those without an answer first."""
    lang = scope.lang
    columns = [
        Column("what", TEXTS["what"].in_(lang), "main"),
        Column("text", TEXTS["question"].in_(lang)),
        Column("answer", "", "act"),
    ]
    asked = on.questions.sort_values(["answered", "asked_at"], kind="stable")
    rows = [_question(row, scope) for row in asked.itertuples()]
    listed = table(columns, rows[:FEW], empty=TEXTS["questions_none"].in_(lang))
    return Panel(TEXTS["questions"].in_(lang), listed, _count(len(rows)))


def _question(row, scope: Scope) -> dict[str, object]:
    lang = scope.lang
    appeal = bool(row.appeal)
    href = question_href(row.measure, row.unit, row.month, row.subject, row.number, scope, appeal=appeal)
    what = name_of(row.measure, appeal=True).in_(lang) if appeal else _what(row.measure, row.subject, scope)
    word = TEXTS["answered" if row.answered else "answer"].in_(lang)
    asked = TEXTS["asked"].in_(lang, name=row.name, at=when(row.asked_at))
    where = f"{unit_name(row.unit, scope)} {months.label(row.month)}"
    return {
        "what": Markup("<b>{}</b><small>{}</small>").format(what, where),
        "text": Markup("{}<small>{}</small>").format(row.text, asked),
        "answer": link(word, href),
    }


def units(on: Desk, scope: Scope) -> Panel:
    """Unit by unit: owed and reported, the draft it lies in, what was handed in; the worst first. Of several, those that are
    complete and of which nothing is under way stand in one line."""
    lang, month = scope.lang, month_name(scope.month, scope.lang)
    columns = [
        Column("unit", TEXTS["unit"].in_(lang), "main"),
        Column("cells", TEXTS["cells"].in_(lang), "number"),
        Column("standing", TEXTS["standing"].in_(lang), "short"),
        Column("draft", TEXTS["draft"].in_(lang)),
        Column("submission", TEXTS["submission"].in_(lang)),
    ]
    ordered = on.units.assign(lacking=on.units["cells"] - on.units["reported"])
    ordered = ordered.sort_values(["missing", "lacking"], ascending=False, kind="stable")
    quiet = ordered[[_is_quiet(row, on, scope) for row in ordered.itertuples()]] if len(ordered) > 1 else ordered[:0]
    rest = ordered.drop(quiet.index)
    offset = min(address.number("from") or 0, max(len(rest) - 1, 0)) // PAGE * PAGE
    rows = [_unit(row, on, scope) for row in rest.iloc[offset : offset + PAGE].itertuples()]
    listed = Markup("")
    if rows or quiet.empty:
        listed += table(columns, rows, empty=TEXTS["nothing_owed"].in_(lang, month=month))
    if len(rest) > PAGE:
        listed += pager(len(rest), offset, PAGE, lambda to: scope.link("desk", **{"from": to}), lang)
    return Panel(f"{TEXTS['units'].in_(lang)} · {month}", listed + _whole(quiet, scope))


def _is_quiet(row, on: Desk, scope: Scope) -> bool:
    """Whether all is in and nothing of it is under way."""
    draft, sent = _under_way(row.unit, on, scope)
    return row.reported == row.cells and draft is None and (sent is None or sent.state != "waiting")


def _whole(quiet: pd.DataFrame, scope: Scope) -> Markup:
    """The units of which all is in, each the way to its month."""
    if quiet.empty:
        return Markup("")
    ways = Markup(" ").join(link(scope.name(unit), way(scope, unit)) for unit in sorted(quiet["unit"]))
    told = TEXTS["whole_units"].in_(scope.lang, count=len(quiet))
    return Markup('<p class="whole">{}</p><div class="chips">{}</div>').format(told, ways)


def _under_way(unit: str, on: Desk, scope: Scope) -> tuple[Draft | None, Submission | None]:
    """The draft and the report of the month that a unit lies in."""
    path = scope.tree.path(unit)
    draft = _nearest([each for each in on.drafts if not each.correction and each.month == scope.month], path)
    return draft, _nearest(on.submissions, path)


def _unit(row, on: Desk, scope: Scope) -> dict[str, object]:
    lang = scope.lang
    draft, sent = _under_way(row.unit, on, scope)
    waits = sent is not None and sent.state == "waiting"
    css, told = _standing(row, waits, lang)
    return {
        "unit": link(scope.name(row.unit), way(scope, draft.unit if draft else row.unit)),
        "cells": f"{row.reported} / {row.cells}",
        "standing": Markup('<span class="{}">{}</span>').format(css, told),
        "draft": _draft(draft, row.unit, scope) if draft else "—",
        "submission": _submission(sent, lang) if sent else "—",
    }


def _standing(row, waits: bool, lang) -> tuple[str, str]:
    lacking = row.cells - row.reported
    if not lacking:
        return "good", TEXTS["complete"].in_(lang)
    if waits:
        return "warn", TEXTS["decided"].in_(lang, count=lacking)
    if row.missing:
        return "bad", TEXTS["late"].in_(lang, count=row.missing)
    near = standing(row.missing_due.to_pydatetime(), months.now()) == "near"
    return "warn" if near else "", TEXTS["lacking"].in_(lang, count=lacking)


def _nearest(held: Sequence[Held], path: Sequence[str]) -> Held | None:
    """What lies nearest above a unit (or is its own), the newest of it."""
    for code in reversed(path):
        for each in held:
            if each.unit == code:
                return each
    return None


def _draft(draft: Draft, unit: str, scope: Scope) -> str:
    told = TEXTS["saved"].in_(scope.lang, name=draft.name, at=when(draft.at))
    return told if draft.unit == unit else told + TEXTS["under"].in_(scope.lang, unit=unit_name(draft.unit, scope))


def _submission(sent: Submission, lang) -> str:
    parts = [STATES[sent.state].in_(lang), when(sent.at)]
    if sent.batch:
        parts.append(TEXTS["batch"].in_(lang, batch=sent.batch))
    return " · ".join(parts)


def way(scope: Scope, unit: str, **more: object) -> str:
    return scope.link("upload", unit=unit, **more)
