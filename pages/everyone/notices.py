"""Notices: what happened that concerns me, and where? And how do I want to be told?"""

from ui.page import show
from ui.people.inbox import delivery, inbox, read_all_button, what_was_said
from ui.people.notice_choice import again_button, how
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
what_was_said(scope)
what_was_done(scope)
show({"inbox": inbox(scope), **delivery(scope)}, scope, key="inbox")
read_all_button(scope)
again_button(scope)
how(scope)
