"""Definitions: what does each number mean, and how is it made?"""

from ui.definitions import contents, looked_for, measures, metrics, nothing, rules
from ui.page import show
from ui.panels import Panel
from ui.scope import pick_scope

scope = pick_scope()
chosen = looked_for()

show({"search": Panel("", chosen.shown(scope))}, scope, key="search")
if not chosen.words:
    show({"rules": rules(scope), "contents": contents(scope)}, scope, key="meaning")
found = {**metrics(scope, chosen.words), **measures(scope, chosen.words)}
show(found or {"nothing": nothing(scope)}, scope, key="definitions")
