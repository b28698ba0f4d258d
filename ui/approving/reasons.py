"""Why cells go back and until when they are due: common reasons, words of one's own, working days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import streamlit as st

from data import months
from data.reporting.approval import Back
from data.text import Text
from ui.approving.figures import name_of
from ui.approving.view import Cell, View
from ui.scope import Scope

USUAL_DAYS, HOUR = 3, 18  # working days until a cell that goes back is due, and the hour
DAYS = (1, 2, 3, 5, 10)
WORKING_DAYS = 5  # of a week
OWN_REASONS = 20  # cells that are offered a reason of their own
LONGEST = 500

TEXTS = {
    "usual": Text("常见原因", "Common reasons"),
    "reason": Text("退回原因（必填）", "Why it goes back (needed)"),
    "hint": Text("写清哪里不对、要改成什么样", "What is wrong, and what is expected"),
    "due": Text("重报期限", "Due"),
    "due_is": Text("{days} 个工作日（{day} 18:00）", "{days} working days ({day}, 18:00)"),
    "own": Text("为个别单元格另写原因（可不填）", "Another reason for single cells (optional)"),
}
REASONS = (
    Text("与佐证材料不符", "Differs from the evidence"),
    Text("与上月相差过大，请核实", "Too far from last month: please verify"),
    Text("口径不对", "Not by the definition"),
    Text("单位写错（个、万、亿）", "Wrong scale"),
    Text("应有数据，漏报", "Left out"),
)
WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


def key_of(view: View, name: str) -> str:
    """The key of a field: another submission, or its next step, begins with empty fields."""
    return f"{name}-{view.submission.number}-{view.submission.step}"


def reasons(name: str, back: tuple[Cell, ...], view: View, scope: Scope) -> Callable[[], tuple[Back, ...]]:
    """The fields of why and until when; what they say of each cell, once they are drawn."""
    said, due = why(name, view, scope)
    own: dict[Cell, str] = {}
    if len(back) > 1:
        with st.expander(TEXTS["own"].in_(scope.lang)):
            for cell in back[:OWN_REASONS]:
                key = key_of(view, f"own-{'!'.join(cell)}")
                own[cell] = st.text_input(named(cell, view, scope), key=key, placeholder=said, max_chars=LONGEST)
    return lambda: tuple(Back(*cell, own.get(cell, "").strip() or said, due) for cell in back)


def why(name: str, view: View, scope: Scope) -> tuple[str, datetime]:
    """A common reason, words of one's own, and the time until which it is due."""
    usual = st.pills(
        TEXTS["usual"].in_(scope.lang),
        range(len(REASONS)),
        format_func=lambda place: REASONS[place].in_(scope.lang),
        key=key_of(view, f"usual-{name}"),
    )
    words = st.text_input(
        TEXTS["reason"].in_(scope.lang),
        key=key_of(view, f"reason-{name}"),
        placeholder=TEXTS["hint"].in_(scope.lang),
        max_chars=LONGEST,
        live=True,  # so that the button below is ready when it is reached for
    )
    days = st.selectbox(
        TEXTS["due"].in_(scope.lang),
        DAYS,
        index=DAYS.index(USUAL_DAYS),
        format_func=partial(_due_told, scope=scope),
        key=key_of(view, f"due-{name}"),
    )
    said = "" if usual is None else REASONS[usual].in_(scope.lang)
    return "；".join(part for part in (said, words.strip()) if part), due_in(days)


def due_in(days: int) -> datetime:
    """The end of business so many working days from today. Holidays are not known here: the approver chooses."""
    day = months.today()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < WORKING_DAYS
    return datetime.combine(day, time(HOUR), months.SHANGHAI)


def _due_told(days: int, scope: Scope) -> str:
    return TEXTS["due_is"].in_(scope.lang, days=days, day=_day(due_in(days).date(), scope))


def _day(day: date, scope: Scope) -> str:
    names = WEEKDAYS.in_(scope.lang)
    if scope.lang == "zh":
        return f"{day.month}月{day.day}日 周{names[day.weekday()]}"
    return f"{names.split()[day.weekday()]} {day:%d %b}"


def named(cell: Cell, view: View, scope: Scope) -> str:
    """A cell as people call it: unit, measure, address."""
    assert view.review is not None
    frame = view.review.compared.figures
    rows = frame[(frame["sheet"] == cell[0]) & (frame["cell"] == cell[1])].to_dict("records")
    address = f"{cell[0]} {cell[1]}"
    if not rows:
        return address
    unit = rows[0]["unit"]
    place = scope.name(unit) if unit in scope.tree else unit
    return f"{place} · {name_of(rows[0]['measure'], scope)} {rows[0]['subject']}（{address}）"
