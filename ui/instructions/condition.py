"""What of the metric shows that an instruction is done: asked for in the form, and how it stands on the instruction's page."""

from typing import cast

import streamlit as st
from markupsafe import Markup

from data import store
from data.clocks.reading import About, Instruction
from data.instructions import conditions
from data.instructions.conditions import MOST_MONTHS, Condition, Word
from data.text import Text
from metrics import METRICS, closing
from ui import room
from ui.scope import Scope
from ui.tables import link

TEXTS = {
    "fact": Text("由指标验收", "Shown by the metric"),
    "at_least": Text("由指标验收：{name}不低于{unit}", "Shown by the metric: {name} at least{unit}"),
    "at_most": Text("由指标验收：{name}不高于{unit}", "Shown by the metric: {name} at most{unit}"),
    "unit": Text("（{unit}）", " ({unit})"),
    "months": Text("连续几个月", "For how many months on end"),
    "help": Text(
        "不填就只由人验收。达到后会请您验收，系统不会自己办结；数据更正后不再满足，也会告诉您。",
        "Left empty, a person alone accepts it. Once reached you are asked to accept; nothing is closed by itself, and you are told if a correction undoes it.",
    ),
    "holds": Text("已达到", "it holds"),
    "not": Text("还没有达到", "not yet"),
    "told": Text("{said}，{holds}", "{said}: {holds}"),
}


def asked(about: About, scope: Scope) -> Condition | None:
    """The fields of the form; None where nothing is asked of the metric, or it is not about a number."""
    if about.kind != "metric" or about.metric not in METRICS:
        return None
    metric, lang = METRICS[about.metric], scope.lang
    word = cast(Word, "at_most" if metric.better == "lower" else "at_least")
    is_share = metric.format == "percent"
    counted = "%" if is_share else metric.unit.in_(lang)
    unit = TEXTS["unit"].in_(lang, unit=counted) if counted else ""
    with st.container(horizontal=True, key="charge-condition"):
        value = st.number_input(
            TEXTS[word].in_(lang, name=metric.name(lang), unit=unit),
            value=None,
            key="charge-bound",
            help=TEXTS["help"].in_(lang),
        )
        run = st.number_input(TEXTS["months"].in_(lang), 1, MOST_MONTHS, 2, key="charge-months", width=200)
    if value is None:
        return None
    return Condition(about.metric, about.unit, word, value / 100 if is_share else float(value), int(run))


def fact(one: Instruction, scope: Scope) -> list[tuple[str, Markup]]:
    """The condition with the months behind it, leading to the number as it stands; nothing where there is none."""
    with store.reading(room.engine()) as conn:
        condition = conditions.of(conn, one.number)
        if condition is None or condition.metric not in METRICS:
            return []
        found = closing.standing_of(conn, condition, one)
    lang = scope.lang
    holds = TEXTS["holds" if found.holds else "not"].in_(lang)
    told = TEXTS["told"].in_(lang, said=closing.told(condition, found).in_(lang), holds=holds)
    return [(TEXTS["fact"].in_(lang), link(told, scope.link("passport", unit=condition.unit, metric=condition.metric)))]
