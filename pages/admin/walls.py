"""Walls: which screens show us, what does each show at this moment, and is one dark?"""

from ui.page import show
from ui.people.walls import adding, listed, opened
from ui.presenting.rotating import rotating
from ui.presenting.visiting import making, shown
from ui.presenting.watching import watched
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
opened(scope)
rotating(scope)
shown(scope)
show({"watched": watched(scope)}, scope, key="watched")
show({"walls": listed(scope)}, scope, key="walls")
adding(scope)
making(scope)
