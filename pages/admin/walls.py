"""Walls: which screens show us, what do they show, and when were they last seen?"""

from ui.page import show
from ui.people.walls import adding, listed, opened
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
opened(scope)
show({"walls": listed(scope)}, scope, key="walls")
adding(scope)
