"""Passport: where does this one number come from, and what was it before?"""

from dataclasses import replace

import streamlit as st

from ui.definitions import choose
from ui.instructions.hanging import hanging
from ui.page import show
from ui.passport import events, line
from ui.passport.corrections import corrections
from ui.passport.looked import looked
from ui.passport.number import coverage, formula, headline, opened
from ui.passport.origins import earlier, origins, revisions_chart
from ui.passport.questions import asked, asked_metric, questions
from ui.scope import pick_scope

scope = pick_scope()
metric = asked_metric(scope)

if metric is None:
    show({"choose": choose(scope)}, scope, key="definitions")
else:
    scope = replace(scope, metric=metric.key)
    looked(metric.key, scope)
    number = opened(scope, metric.key, scope.unit, scope.month)
    show({"headline": headline(number, scope), **corrections(number, scope)}, scope, key="head")
    asked(number, scope)
    show({"formula": formula(number, scope), "coverage": coverage(number, scope)}, scope, key="two")
    questions(number, scope)
    if charged := hanging(scope, metric=metric.key):
        show(charged, scope, key="hanging")
    happened = events.happened(scope, line.first_shown(scope))
    marks = events.marks(happened) if events.are_marked() else {}
    place = st.empty()
    if not line.is_explored() and (drawn := line.drawn(number, scope, marks)):
        show(drawn, scope, key="months")
    if named := events.panel(happened, scope):
        show(named, scope, key="events")
    behind = {"origins": origins(number, scope), "earlier": earlier(number, scope), **revisions_chart(number, scope)}
    show(behind, scope, key="behind")
    if line.is_explored():
        line.explored(number, scope, place, marks)
