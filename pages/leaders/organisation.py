"""Organisation: who heads what, do the groups still meet, with whom to speak, and where are people missing?"""

from ui.page import show
from ui.reform import organisation
from ui.scope import pick_scope

scope = pick_scope()

show(organisation.panels(scope), scope, key="organisation")
