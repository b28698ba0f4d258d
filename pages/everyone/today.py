"""My day: what do I lead and how does it stand, what waits for me, by the clock, what turned for the worse since I last looked, whom is
to be called, and how does my unit stand?"""

from ui.page import show
from ui.reform.mine import mine
from ui.scope import pick_scope
from ui.since import since
from ui.today import today
from ui.unit.standing import conclusions, figures, recent

scope = pick_scope()

show(mine(scope) | today(scope), scope, key="today")
if worse := since(scope):
    show(worse, scope, key="since")
show({"concluded": conclusions(scope), "figures": figures(scope), "changed": recent(scope)}, scope, key="around")
