"""Outlook: where will each number stand at the year's end, which targets will be missed on present course, and how far are the goals?"""

from ui.outlook.shown import panels
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

show(panels(scope), scope, key="outlook")
