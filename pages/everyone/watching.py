"""What I watch: of which changes am I told, and what was told?"""

from ui.saying import what_was_done
from ui.scope import pick_scope
from ui.watching.page import watching

scope = pick_scope()

what_was_done(scope)
watching(scope)
