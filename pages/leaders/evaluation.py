"""Evaluation: how does each unit score by the agreed rules, why, and who would move by others?"""

from ui.evaluation.appealing import about, asked
from ui.evaluation.asked import chosen, controls
from ui.evaluation.free import free
from ui.evaluation.shown import panels
from ui.page import show
from ui.panels import Panel
from ui.scope import pick_scope

scope = pick_scope()
named = about(scope)
of = chosen(scope, named.item, named.of) if named else chosen(scope)

if of:
    show({"controls": Panel("", controls(scope, of))}, scope, key="controls")
    asked(scope, of, named)
    free(scope, of)
show(panels(scope, of, named), scope, key="evaluation")
