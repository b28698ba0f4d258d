"""Meetings: what changed since the last one, what was decided, and how does it stand?"""

from ui import asked as address
from ui.meetings.listed import listed
from ui.meetings.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
number = address.number("meeting")

what_was_done(scope)
if number is not None:
    opened(number, scope)
else:
    listed(scope)
