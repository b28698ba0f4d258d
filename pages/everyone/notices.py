"""Notices: what happened that concerns me, and where?"""

from ui.page import show
from ui.people.inbox import delivery, inbox, read_all_button, what_was_said
from ui.scope import pick_scope

scope = pick_scope()
what_was_said(scope)
show({"inbox": inbox(scope), **delivery(scope)}, scope, key="inbox")
read_all_button(scope)
