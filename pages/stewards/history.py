"""Batches: what came in, what did each change, and how is one taken back?"""

from ui.batch_list import listed
from ui.batch_opened import opened
from ui.page import show
from ui.scope import pick_scope
from ui.steward import leave_demo

scope = pick_scope()

leave_demo(scope)
opened(scope)
show({"batches": listed(scope)}, scope, key="batches")
