"""Check a text: do the figures of a speech, a report or a deck agree with the store?"""

from ui.proofreading.asking import asking, checked
from ui.proofreading.found import found
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
asking(scope)
if (done := checked()) is not None:
    found(*done, scope)
