"""Definitions: what does each number mean, and how is it made?"""

from ui.definitions import contents, measures, metrics, rules
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

show({"rules": rules(scope), "contents": contents(scope)}, scope, key="meaning")
show({**metrics(scope), "measures": measures(scope)}, scope, key="definitions")
