"""My day: what do I lead and how does it stand, and what waits for me, by the clock?"""

from ui.page import show
from ui.reform.mine import mine
from ui.scope import pick_scope
from ui.today import today

scope = pick_scope()

show(mine(scope) | today(scope), scope, key="today")
