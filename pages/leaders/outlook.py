"""Outlook: where will each number stand at the year's end, and which targets will be missed on present course?"""

from ui.outlook.shown import panels
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

show(panels(scope), scope, key="outlook")
