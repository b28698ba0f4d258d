"""The training room: what is it, whom do I play there, and how does it become as it was?"""

from ui.saying import what_was_done
from ui.scope import pick_scope
from ui.training import again, door

scope = pick_scope()

what_was_done(scope)
door(scope)
again(scope)
