"""Batches: what came in, what did each change, and how is one taken back?"""

from ui.batches.listed import listed
from ui.batches.opened import opened
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

opened(scope)
show({"batches": listed(scope)}, scope, key="batches")
