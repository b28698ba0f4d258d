"""My desk: what do I owe and by when, what was sent back and why, what is being decided, what was I asked?"""

from ui.delivery import delivered
from ui.desk.today import clock, corrections, desk_panels, on_desk
from ui.desk.unchanged import unchanged
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

desk = on_desk(scope)
clock(desk, scope)
desk_panels(desk, scope)
if desk.roots:
    show({"matrix": delivered.panel(scope)}, scope, key="months-before")
unchanged(desk, scope)
corrections(desk, scope)
