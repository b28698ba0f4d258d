"""Economy and infrastructure: what does it cost and earn, on whom does it depend, what stands where and how full is it?"""

from ui.page import show
from ui.reform import economy, infrastructure
from ui.scope import pick_scope

scope = pick_scope()

show({"tiles": economy.tiles(scope)}, scope, key="kpis")
show({**economy.panels(scope), **infrastructure.panels(scope)}, scope, key="economy")
