"""My day: what waits for me, by the clock?"""

from ui.instructions.today import today
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

show(today(scope), scope, key="today")
