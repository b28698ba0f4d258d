"""Taking a batch back: first what would come of it and what stays all the same, then a reason and the button."""

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import outlook, store
from data.measures import MEASURES
from data.refusal import Refusal
from data.reporting import change_requests
from data.settings import settings
from data.text import Text, filled
from ui import room
from ui.actor import actor
from ui.board import board
from ui.changes import written
from ui.page import panel
from ui.rows.fields import register_name
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import Column, folded, link, table
from ui.templates import render

FEW = 12  # a longer list is folded

TEXTS = {
    "confirm": Text("撤回批次 {number}", "Withdraw batch {number}"),
    "outlook": Text(
        "撤回后：{back} 个数回到之前的批次所报，{gone} 个数变为未填报，{unchanged} 个数不受影响（之后的批次已更新）。"
        "批次本身和原文件仍可查。",
        "After this: {back} figures fall back to what earlier batches reported, {gone} become not reported, {unchanged} "
        "stay as they are (later batches stand). The batch and its file remain on record.",
    ),
    "reason": Text("撤回原因", "Reason"),
    "do": Text("确认撤回", "Withdraw"),
    "ask": Text("申请撤回", "Ask for the withdrawal"),
    "approver": Text("撤回须经另一位审核员同意才能生效。", "It counts once another person who approves has agreed."),
    "waits": Text(
        "{name}已于 {at} 申请撤回这一批，正在等待审核。原因：{reason}",
        "{name} asked on {at} to withdraw this batch; it waits for approval. Reason: {reason}",
    ),
    "recall": Text("收回申请", "Take the request back"),
    "need": Text(
        "先填写原因；原因会一直留在批次和数据的出处里。",
        "Give a reason first; it stays with the batch and its figures.",
    ),
    "conflicts": Text(
        "之后的批次又报过其中 {count} 个数，以后来的为准，撤回不会动它们：",
        "Later batches reported {count} of these again; those stand, and the withdrawal leaves them alone:",
    ),
    "what": Text("数据", "Figure"),
    "unit": Text("单位", "Unit"),
    "month": Text("月份", "Month"),
    "mine": Text("本批", "This batch"),
    "now": Text("现在", "Now"),
    "later": Text("后来的批次", "Later batch"),
    "by": Text("经办", "By"),
    "at": Text("时间", "When"),
    "gone": Text("撤回", "withdrawn"),
    "others": Text("其余 {count} 个", "The other {count}"),
    "done": Text("批次 {number} 已撤回。", "Batch {number} is withdrawn."),
    "asked": Text("已申请撤回批次 {number}，等待审核。", "Asked to withdraw batch {number}; it waits for approval."),
    "recalled": Text("已收回撤回批次 {number} 的申请。", "The request to withdraw batch {number} was taken back."),
}


def confirm(number: int, scope: Scope) -> None:
    """What would come of it, what stays because it was changed again, a reason and the button."""
    try:
        with store.rehearsal(room.engine()) as conn:
            stays = outlook.conflicts(conn, number)
            expected = outlook.withdraw(conn, number, by=actor())
    except Refusal as refused:  # somebody else took it back a moment ago, or the database cannot write
        board(render("notes", notes=[refused.sentence.in_(scope.lang)]), key="refused", lang=scope.lang)
        return
    told = TEXTS["outlook"].in_(scope.lang, **{key: f"{count:,}" for key, count in expected._asdict().items()})
    second = settings().approval.levels > 0
    said = render("words", text=TEXTS["approver"].in_(scope.lang)) if second else Markup("")
    text = render("words", text=told) + said + _conflicts(stays, scope)
    with panel("withdraw", TEXTS["confirm"].in_(scope.lang, number=number), text, scope):
        reason = st.text_input(TEXTS["reason"].in_(scope.lang), key=f"reason-{number}", max_chars=200)
        st.button(
            TEXTS["ask" if second else "do"].in_(scope.lang),
            type="primary",
            disabled=not reason.strip(),
            key="withdraw-now",
            on_click=doing,
            args=(_take_back, number, reason),
        )
        if not reason.strip():
            board(render("notes", notes=[TEXTS["need"].in_(scope.lang)]), key="need", lang=scope.lang)


def _conflicts(stays: pd.DataFrame, scope: Scope) -> Markup:
    """The figures that a later batch changed again: which, and by which batch."""
    if stays.empty:
        return Markup("")
    css = {"what": "main", "month": "short", "mine": "number", "now": "number strong", "at": "short"}
    keys = ("what", "unit", "month", "mine", "now", "later", "by", "at")
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [_conflict(row, scope) for row in stays.to_dict("records")]
    more = TEXTS["others"].in_(scope.lang, count=len(rows) - FEW)
    rest = folded(more, table(columns, rows[FEW:], empty="")) if rows[FEW:] else Markup("")
    said = render("words", text=TEXTS["conflicts"].in_(scope.lang, count=f"{len(rows):,}"))
    return said + table(columns, rows[:FEW], empty="") + rest


def _conflict(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    of_row = bool(row["register"])
    measure = MEASURES.get(row["measure"])
    name = register_name(row["register"], scope) if of_row else row["measure"]
    if measure is not None:
        name = measure.zh if scope.lang == "zh" else measure.en
    return {
        "what": Markup("<b>{}</b><small>{}</small>").format(name, row["subject"]),
        "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
        "month": "—" if of_row else f"{row['month']:%Y-%m}",
        **{key: "—" if of_row else _value(row[key], scope) for key in ("mine", "now")},
        "later": link(str(row["batch"]), scope.link("history", batch=row["batch"])),
        "by": row["actor"],
        "at": when(row["at"]),
    }


def _value(value: float, scope: Scope) -> str:
    return TEXTS["gone"].in_(scope.lang) if pd.isna(value) else written(value, "exact", scope)


def _take_back(number: int, reason: str) -> None:
    done = change_requests.withdraw(room.engine(), number, by=actor(), reason=reason.strip())
    st.query_params.pop("withdraw", None)
    say(filled(TEXTS["done" if done.request is None else "asked"], {"number": number}))


def waits(number: int, scope: Scope) -> bool:
    """Tell that the withdrawal of a batch waits for approval, where it does; who asked can take that back."""
    with room.engine().connect() as conn:
        made = change_requests.withdrawal_of(conn, number)
    if made is None:
        return False
    blanks = {"name": made.name, "at": when(made.at), "reason": made.reason}
    board(render("notes", notes=[TEXTS["waits"].in_(scope.lang, **blanks)]), key="waits", lang=scope.lang)
    if made.person == actor().login:
        st.button(
            TEXTS["recall"].in_(scope.lang),
            key="recall-withdrawal",
            on_click=doing,
            args=(_recall, made.number, number),
        )
    return True


def _recall(request: int, number: int) -> None:
    change_requests.recall(room.engine(), request, by=actor())
    say(filled(TEXTS["recalled"], {"number": number}))
