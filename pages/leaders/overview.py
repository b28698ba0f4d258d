"""Overview: what is wrong, where, and whose is it?"""

from ui.board import board
from ui.first_steps import steps
from ui.overview.drawing import overview
from ui.scope import pick_scope

scope = pick_scope()
steps(scope)
board(overview(scope), key="overview", lang=scope.lang)
