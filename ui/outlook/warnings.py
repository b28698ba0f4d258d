"""Warnings about the unit and all below it, for who may say if they were true: how good each rule is, the newest ones, and the
form to mark one."""

import streamlit as st
from markupsafe import Markup

from data import months
from data.text import Text
from data.watching import verdicts
from data.watching.kinds import KINDS
from data.watching.verdicts import VERDICTS, Verdict
from metrics.watching import loop_telling as telling
from metrics.watching.loops import Raised, Rule, rules
from metrics.watching.naming import name_of, place_of
from ui import room
from ui.actor import actor
from ui.page import panel
from ui.panels import Panel, beside_title
from ui.saying import doing, say, what_was_done
from ui.scope import Scope, when
from ui.tables import Column, folded, link, table
from ui.watching.came_of_it import by_rule

MOST = 20
TEXTS = {
    "title": Text("预警：准不准、早不早、后来怎样", "Warnings: how true, how early, what came of them"),
    "newest": Text("最近的预警", "The newest warnings"),
    "what": Text("预警", "Warning"),
    "raised": Text("发出", "Raised"),
    "verdict": Text("是否属实", "True?"),
    "judge": Text("判断", "Mark"),
    "by": Text("{name}：{reason}", "{name}: {reason}"),
    "itself": Text("按数据和交办", "by figures and instructions"),
    "count": Text("{count} 次", "warnings: {count}"),
    "mark": Text("这次预警属实吗", "Was this warning true?"),
    "which": Text("判断", "It was"),
    "reason": Text("理由", "Why"),
    "came_on": Text(
        "哪天发生的（属实时可填，用来算提前天数）", "On which day it came about (if true; for how early it was)"
    ),
    "save": Text("保存", "Save"),
    "saved": Text("已记下，规则的命中率随之更新。", "Kept: the hit rate of the rule follows."),
}


def judging(scope: Scope, found: tuple[Rule, ...]) -> None:
    """The form, where the address names a warning that this person may mark."""
    what_was_done(scope)
    asked = verdicts.warned(st.query_params.get("warning", ""))
    one = next((each for rule in found for each in rule.loop.warned if each.of == asked), None)
    if one is None:
        return
    lang = scope.lang
    options: list[Verdict] = list(VERDICTS)
    with panel("warning", TEXTS["mark"].in_(lang), one.said.in_(lang), scope):
        said = st.radio(
            TEXTS["which"].in_(lang), options, options.index(one.verdict), lambda key: VERDICTS[key].in_(lang),
            key="warning-verdict", horizontal=True,
        )  # fmt: skip
        if said == "true":
            st.date_input(TEXTS["came_on"].in_(lang), None, max_value=months.today(), key="warning-came-on")
        st.text_area(TEXTS["reason"].in_(lang), max_chars=2000, height=90, key="warning-reason")
        label = TEXTS["save"].in_(lang)
        st.button(label, type="primary", key="warning-save", on_click=doing, args=(_mark, one.of))


def _mark(of: verdicts.Warned) -> None:
    state = st.session_state
    came_on = state.get("warning-came-on") if state["warning-verdict"] == "true" else None
    verdicts.mark(room.engine(), of, state["warning-verdict"], state["warning-reason"], came_on, by=actor())
    st.query_params.pop("warning", None)
    say(TEXTS["saved"])


def of_unit(scope: Scope) -> tuple[Rule, ...]:
    """What came of the warnings about the unit and all below it, as far as this person may mark them."""
    with room.engine().connect() as conn:
        return rules(conn, actor(), scope.tree.below(scope.unit), scope.tree)


def warnings(scope: Scope, found: tuple[Rule, ...]) -> dict[str, Panel]:
    """The panel; nothing where nobody was warned."""
    if not found:
        return {}
    lang = scope.lang
    with room.engine().connect() as conn:
        said = telling.sentence(conn, found, scope.tree).in_(lang)
        names = {each.watched: name_of(conn, each.watched, scope.tree).in_(lang) for each in found}
    loops = [(names[each.watched], KINDS[each.kind].written(each.threshold).in_(lang), each.loop) for each in found]
    newest = sorted(((one, each) for each in found for one in each.loop.warned), key=lambda pair: pair[0].raised_at)[
        ::-1
    ]
    listed = _listed(newest[:MOST], names, scope)
    count = sum(len(each.loop.warned) for each in found)
    body = Markup('<p class="league-said">{}</p>').format(said) + by_rule(loops, scope)
    aside = beside_title(TEXTS["count"].in_(lang, count=count))
    return {"warnings": Panel(TEXTS["title"].in_(lang), body + folded(TEXTS["newest"].in_(lang), listed), aside)}


def _listed(newest: list[tuple[Raised, Rule]], names: dict, scope: Scope) -> Markup:
    keys = {"what": "main", "raised": "short", "verdict": "", "judge": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    return table(columns, [_row(each, rule, names[rule.watched], scope) for each, rule in newest], empty="")


def _row(each: Raised, rule: Rule, name: str, scope: Scope) -> dict[str, object]:
    lang, mark = scope.lang, each.marked
    place = place_of(rule.watched, rule.kind, each.of.item)
    seen = link(name, scope.link(place.page, **{"metric": "", **place.query, "month": each.of.month}))
    where = Markup("{} · {}").format(seen, months.label(each.of.month))
    why = TEXTS["by"].in_(lang, name=mark.name, reason=mark.reason) if mark else ""
    why = why or (TEXTS["itself"].in_(lang) if each.verdict != "open" else "")
    return {
        "what": Markup("{}<small>{}</small>").format(each.said.in_(lang), where),
        "raised": when(each.raised_at),
        "verdict": Markup("{}<small>{}</small>").format(VERDICTS[each.verdict].in_(lang), why),
        "judge": link(TEXTS["judge"].in_(lang), scope.link("outlook", metric="", warning=each.of.written)),
    }
