"""Platform and brains: how mature is it, what lies idle, who waits for data, is it safe, and what are the brains good for?"""

from ui.page import show
from ui.reform import brains, platform
from ui.scope import pick_scope

scope = pick_scope()

show({"tiles": platform.tiles(scope)}, scope, key="kpis")
show(platform.panels(scope), scope, key="platform")
show(brains.panels(scope), scope, key="brains")
