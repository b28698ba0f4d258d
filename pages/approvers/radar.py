"""Radar: which figures look as if they had been made up, and what should one ask?"""

from ui.page import show
from ui.radar.shown import panels
from ui.scope import pick_scope

scope = pick_scope()

show(panels(scope), scope, key="radar")
