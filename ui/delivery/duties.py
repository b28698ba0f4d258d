"""Obligations on screen: what is owed by whom, declared for many units at once, ended from a month on."""

from collections.abc import Hashable
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import burden, months
from data.measures import MEASURES
from data.offices import office
from data.registers import REGISTERS
from data.reporting import change_requests, obligations
from data.reporting.obligations import EVERY, LEVELS, Rule
from data.settings import settings
from data.text import LANGUAGES, Text
from ui import actor as signed
from ui import room
from ui.board import board
from ui.choosing import unit_box
from ui.delivery.delivered import owner_of, what_name
from ui.panels import Panel
from ui.people.people import today, units_of
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import Column, folded, table
from ui.templates import render
from ui.texts import of_program

TEXTS = {
    "listed": Text("现行填报任务（{count} 项）", "Obligations that hold ({count})"),
    "ended": Text("已结束的任务（{count} 项）", "Obligations that ended ({count})"),
    "what": Text("填报内容", "What"),
    "who": Text("由谁填报", "Who"),
    "every": Text("周期", "How often"),
    "due": Text("截止", "Due"),
    "day": Text("次月 {day} 日", "by the {day}th of the month after"),
    "held": Text("起止", "From – to"),
    "by": Text("布置人", "Declared by"),
    "count": Text("{count} 项", "{count}"),
    "under": Text("{unit}及下级：{level}", "{unit} and below: {level}"),
    "why": Text("原因", "Reason"),
    "approver": Text("变动须经另一位审核员同意才能生效。", "Changes count once another person who approves has agreed."),
    "waiting": Text("等待审核的变动：{what}（{name}，{reason}）", "A change waits for approval: {what} ({name}, {reason})"),
    "asked_declare": Text("已提交布置 {count} 项填报任务，等待审核。", "{count} obligations wait for approval."),
    "asked_end": Text(
        "已提交自 {month} 起结束 {count} 项填报任务，等待审核。", "Ending {count} obligations with {month} waits for approval."
    ),
    "none": Text("还没有填报任务。", "Nothing is owed yet."),
    "declare": Text("布置填报任务", "Declare obligations"),
    "owners": Text("归口部门", "Departments"),
    "whats": Text("填报项和台账", "Measures and registers"),
    "unit": Text("单位（含下级）", "Unit (and all below it)"),
    "level": Text("哪一级", "Which level"),
    "due_day": Text("次月几日截止", "Day due, of the month after"),
    "from": Text("从哪个月份起", "From the month"),
    "asks": Text(
        "这将要求 {units} 个单位每年各填 {cells} 项，合计每月约 {hours} 小时（按每项 {minutes:g} 分钟估算）。",
        "This asks {units} units for {cells} cells a year each, about {hours} h a month in all (at {minutes:g} minutes a cell, an estimate).",
    ),
    "choose": Text("请选择填报项或台账。", "Choose measures or registers."),
    "send": Text("布置", "Declare"),
    "declared": Text("已布置 {count} 项填报任务。", "{count} obligations are declared."),
    "end": Text("结束填报任务", "End obligations"),
    "which": Text("要结束的任务", "Which to end"),
    "first_without": Text("从哪个月份起不再填报", "First month without it"),
    "finish": Text("结束", "End"),
    "finished": Text("已结束 {count} 项填报任务，自 {month} 起。", "{count} obligations end with {month}."),
}  # fmt: skip
GROUP = ["unit", "level", "every", "due_day", "holds_from", "holds_to", "declared_by"]
SOON = 12  # months ahead and back that a form offers


def listed(scope: Scope) -> Panel:
    """The duties that hold, those declared together in one line; what has ended, folded."""
    with room.engine().connect() as conn:
        found = obligations.listing(conn)
    over = found["holds_to"].notna() & (
        pd.to_datetime(found["holds_to"]) <= pd.Timestamp(months.today().replace(day=1))
    )
    title = TEXTS["listed"].in_(scope.lang, count=int((~over).sum()))
    gone = (
        folded(TEXTS["ended"].in_(scope.lang, count=int(over.sum())), _table(found[over], scope)) if over.any() else ""
    )
    return Panel(title, _table(found[~over], scope) + gone)


def _table(found: pd.DataFrame, scope: Scope):
    keys = {"what": "main", "who": "", "every": "short", "due": "short", "held": "short", "by": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    order = {what: place for place, what in enumerate((*MEASURES, *REGISTERS))}
    found = found.sort_values("what", key=lambda column: column.map(order), kind="stable")
    groups = found.groupby(GROUP, sort=False, dropna=False)
    rows = [_row(dict(zip(GROUP, key, strict=True)), part, scope) for key, part in groups]
    return table(columns, rows, empty=TEXTS["none"].in_(scope.lang))


def _row(group: dict[str, Hashable], part: pd.DataFrame, scope: Scope) -> dict[str, object]:
    names = "、" if scope.lang == "zh" else ", "
    listing_ = names.join(what_name(what, scope) for what in part["what"])
    count = TEXTS["count"].in_(scope.lang, count=len(part))
    until = "" if pd.isna(group["holds_to"]) else months.label(months.shift(_day(group["holds_to"]), -1))
    return {
        "what": folded(f"{count} · {listing_[:60]}{'…' if len(listing_) > 60 else ''}", _plain(listing_), len(part) > 3)
        if len(part) > 3
        else listing_,
        "who": _who(str(group["unit"]), str(group["level"]), scope),
        "every": EVERY[int(str(group["every"]))].in_(scope.lang),
        "due": TEXTS["day"].in_(scope.lang, day=group["due_day"]),
        "held": f"{months.label(_day(group['holds_from']))} – {until}",
        "by": of_program(str(group["declared_by"]), scope.lang),
    }


def _plain(text: str):

    return Markup("<p>{}</p>").format(text)


def _day(value) -> date:
    return pd.Timestamp(value).date()


def _who(unit: str, level: str, scope: Scope) -> str:
    tree = today(scope)
    name = tree[unit].name(scope.lang) if unit in tree else unit
    return TEXTS["under"].in_(scope.lang, unit=name, level=LEVELS[level].in_(scope.lang))


def declaring(scope: Scope) -> None:
    """Choose what, who, how often, by when and from when; what it would cost is said before anything is declared."""
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.actor(), "oblige", tree)
    with st.expander(TEXTS["declare"].in_(lang), icon=":material/assignment_add:"):
        owners = st.multiselect(
            TEXTS["owners"].in_(lang),
            _owners(),
            format_func=lambda name: office(name).in_(lang),
            key="duty-owners",
            placeholder="",
        )
        whats = [what for what in (*MEASURES, *REGISTERS) if not owners or owner_of(what) in owners]
        st.multiselect(
            TEXTS["whats"].in_(lang),
            whats,
            format_func=lambda what: what_name(what, scope),
            key="duty-whats",
            placeholder="",
        )
        one, two, three, four, five = st.columns((1.4, 1.3, 1, 1, 1))
        unit_box(one, TEXTS["unit"].in_(lang), scope, choices, "duty-unit")
        two.selectbox(
            TEXTS["level"].in_(lang), list(LEVELS), format_func=lambda level: LEVELS[level].in_(lang), key="duty-level"
        )
        three.selectbox(
            TEXTS["every"].in_(lang), list(EVERY), format_func=lambda every: EVERY[every].in_(lang), key="duty-every"
        )
        four.number_input(TEXTS["due_day"].in_(lang), 1, 28, settings().calendar.due_day, key="duty-day")
        five.selectbox(TEXTS["from"].in_(lang), near(), index=SOON, format_func=months.label, key="duty-from")
        _why("duty-why", scope)
        rules = _rules()
        st.write(_asks(rules, scope) if rules else TEXTS["choose"].in_(lang))
        st.button(
            TEXTS["send"].in_(lang),
            type="primary",
            disabled=not rules,
            on_click=doing,
            args=(_declare,),
            key="duty-send",
        )


def near() -> list[date]:
    """The months that a form offers: a year back and a year ahead."""
    here = months.today().replace(day=1)
    return months.between(months.shift(here, -SOON), months.shift(here, SOON))


def _owners() -> list[str]:
    return sorted({owner_of(what) for what in (*MEASURES, *REGISTERS)} - {""})


def _rules() -> list[Rule]:
    typed = {name: st.session_state[f"duty-{name}"] for name in ("unit", "level", "every", "day", "from")}
    if typed["unit"] is None:
        return []
    where = (typed["unit"], typed["level"])
    return [
        Rule(*where, what, typed["every"], int(typed["day"]), typed["from"]) for what in st.session_state["duty-whats"]
    ]


def _asks(rules: list[Rule], scope: Scope) -> str:
    with room.engine().connect() as conn:
        cost = burden.cost(conn, rules)
    minutes = settings().burden.minutes_per_cell
    hours = f"{cost.minutes / 60 / 12:,.1f}"
    return TEXTS["asks"].in_(scope.lang, units=cost.units, cells=f"{cost.cells:g}", hours=hours, minutes=minutes)


def _declare() -> None:
    rules, why = _rules(), _reason("duty-why")
    done = change_requests.declare(room.engine(), rules, by=signed.actor(), reason=why)
    st.session_state["duty-whats"] = []
    say(_both("declared" if done.request is None else "asked_declare", count=len(rules)))


def waiting(scope: Scope) -> None:
    """The changes of duties that wait for somebody else's approval."""
    with room.engine().connect() as conn:
        mine = [each for each in change_requests.own(conn, signed.actor()) if each.kind != "withdraw"]
    told = [
        TEXTS["waiting"].in_(scope.lang, what=each.what.in_(scope.lang), name=each.name, reason=each.reason)
        for each in mine
    ]
    if told:
        board(render("notes", notes=told), key="duties-wait", lang=scope.lang)


def _reason(key: str) -> str:
    """What was typed; where no approval is asked there is no field, and the page says it all."""
    return str(st.session_state.get(key, "")) if settings().approval.levels else "–"


def _why(key: str, scope: Scope) -> None:
    """The reason that an approver reads, where one is asked."""
    if settings().approval.levels:
        st.text_input(TEXTS["why"].in_(scope.lang), key=key, max_chars=200, help=TEXTS["approver"].in_(scope.lang))


def ending(scope: Scope) -> None:
    """Choose duties and the first month in which they no longer hold."""
    lang = scope.lang
    with room.engine().connect() as conn:
        found = obligations.listing(conn)
    live = found[found["holds_to"].isna()]
    names = {
        int(
            row["number"]
        ): f"№{row['number']} {what_name(row['what'], scope)} · {_who(row['unit'], row['level'], scope)}"
        for row in live.to_dict("records")
    }
    with st.expander(TEXTS["end"].in_(lang), icon=":material/event_busy:"), st.form("ending", border=False):
        left, right = st.columns((3, 1))
        left.multiselect(
            TEXTS["which"].in_(lang), list(names), format_func=names.__getitem__, key="end-which", placeholder=""
        )
        right.selectbox(TEXTS["first_without"].in_(lang), near(), index=SOON, format_func=months.label, key="end-month")
        _why("end-why", scope)
        st.form_submit_button(TEXTS["finish"].in_(lang), on_click=doing, args=(_end,))


def _end() -> None:
    numbers, month = list(st.session_state["end-which"]), st.session_state["end-month"]
    why = _reason("end-why")
    done = change_requests.end(room.engine(), numbers, month, by=signed.actor(), reason=why)
    say(_both("finished" if done.request is None else "asked_end", count=len(numbers), month=months.label(month)))


def _both(key: str, **blanks: object) -> Text:
    return Text(*(TEXTS[key].in_(lang, **blanks) for lang in LANGUAGES))
