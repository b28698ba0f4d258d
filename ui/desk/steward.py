"""For which unit and which month a steward reports, and the template."""

import streamlit as st

from data import file_making, months
from data.access import Actor
from data.media_types import XLSX
from data.text import Text
from data.uploads.template import MOST_UNITS, template
from data.uploads.template import Refused as TooMany
from ui import actor as signed
from ui import room
from ui.choosing import left_out, near
from ui.desk.looking_up import reportable
from ui.exporting import marked
from ui.panels import Panel
from ui.scope import Scope, last_month, month_name
from ui.templates import render

MONTHS_BACK = 24
TEXTS = {
    "unit": Text("填报单位", "Reporting unit"),
    "month": Text("月份", "Month"),
    "download": Text("下载 {month} 模板", "Template of {month}"),
    "not_yours": Text(
        "{unit}不由您填报。请在下面选择由您填报的单位。",
        "{unit} is not yours to report. Choose one of your units below.",
    ),
}


def actor(scope: Scope) -> Actor:
    """This run's person, acting for the unit of the view."""
    return signed.actor().acting_for(scope.unit)


def is_mine(scope: Scope) -> bool:
    """Whether the person reports for the unit of the view."""
    return scope.unit in reportable(signed.actor(), scope.tree)


def chooser(scope: Scope, page: str) -> Panel:
    """The unit and month, to choose among those the person reports for."""
    tree, last = scope.tree, last_month()
    theirs = reportable(signed.actor(), tree)
    mine = near(scope, theirs)
    top = min((len(tree.path(code)) for code in mine), default=1)
    recent = months.between(months.shift(last, -MONTHS_BACK), last)
    form = render(
        "who",
        words={key: TEXTS[key].in_(scope.lang) for key in ("unit", "month")},
        href=scope.link(page),
        units=[
            (code, "　" * (len(tree.path(code)) - top) + scope.name(code), code == scope.unit)
            for code in dict.fromkeys((*mine, *((scope.unit,) if scope.unit not in mine else ())))
        ],
        months=[
            (months.label(each), month_name(each, scope.lang), each == scope.month)
            for each in sorted({*recent, scope.month}, reverse=True)
        ],
    )
    told = left_out(scope, theirs)
    return Panel("", form + render("words", text=told) if told else form)


def not_mine(scope: Scope) -> str:
    """The sentence for a unit that somebody else reports."""
    return TEXTS["not_yours"].in_(scope.lang, unit=scope.name(scope.unit))


def template_button(scope: Scope) -> None:
    """The workbook of the unit and month, written when the button is pressed; of a unit with too many below it a sentence."""
    label, count = months.label(scope.month), len(scope.tree.below(scope.unit))
    if count > MOST_UNITS:
        st.caption(
            TooMany("too_many", unit=scope.name(scope.unit), count=count, most=MOST_UNITS).sentence.in_(scope.lang)
        )
        return
    st.download_button(
        TEXTS["download"].in_(scope.lang, month=label),
        signed.later(lambda: _template(scope, actor(scope))),
        file_name=marked(f"{scope.name(scope.unit)}-{label}.xlsx", scope),
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="template",
    )


def _template(scope: Scope, by: Actor) -> bytes:
    with file_making.turn(by), room.engine().connect() as conn:
        return template(conn, scope.unit, scope.month, by)
