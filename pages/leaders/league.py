"""League: who is ahead of its peers, as far as chance lets anyone tell, and who moved?"""

from ui.league.asked import asked, controls
from ui.league.shown import panels
from ui.page import show
from ui.panels import Panel
from ui.scope import pick_scope

scope = pick_scope()
chosen = asked(scope)

show({"controls": Panel("", controls(scope, chosen))}, scope, key="controls")
show(panels(scope, chosen), scope, key="league")
