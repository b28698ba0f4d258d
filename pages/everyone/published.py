"""Published figures: what was printed about the reform, by whom, when and in which words – and what is reported today?"""

from ui import published
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()
by = published.asked_by()

show({"ways": published.ways(scope, by)}, scope, key="published-ways")
show(published.figures(scope, by), scope, key="published")
