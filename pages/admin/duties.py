"""Obligations: what is owed by whom and until when, and which months are open?"""

from ui.delivery import calendars, duties
from ui.page import show
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
duties.waiting(scope)
duties.declaring(scope)
duties.ending(scope)
calendars.managing(scope)
show({"duties": duties.listed(scope)}, scope, key="duties")
show({"calendar": calendars.shown(scope), "exceptions": calendars.exceptions(scope)}, scope, key="months-open")
