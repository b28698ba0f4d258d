"""Services: what papers and time are saved, which items save least, and who got what they have a right to?"""

from ui.page import show
from ui.reform import services
from ui.scope import pick_scope

scope = pick_scope()

show({"tiles": services.tiles(scope)}, scope, key="kpis")
show(services.panels(scope), scope, key="services")
