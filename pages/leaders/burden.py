"""Burden: what does reporting cost the units, and what could be dropped?"""

from ui.delivery import burdens
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

show({"summary": burdens.summary(scope)}, scope, key="load")
show({"trend": burdens.trend(scope), "units": burdens.by_unit(scope)}, scope, key="burden")
show({"twice": burdens.twice_panel(scope), "unseen": burdens.unseen(scope)}, scope, key="drops")
