"""My day: what waits for me, by the clock?"""

from ui.page import show
from ui.scope import pick_scope
from ui.today import today

scope = pick_scope()

show(today(scope), scope, key="today")
