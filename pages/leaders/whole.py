"""The whole reform: what is kept of it, how does each part stand, and what has nobody entered yet?"""

from ui.page import show
from ui.registers.overall import groups
from ui.scope import pick_scope

scope = pick_scope()

show(groups(scope), scope, key="whole")
