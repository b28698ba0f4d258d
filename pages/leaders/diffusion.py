"""Diffusion: by which mode does what one place made spread, how fast, who gives and who takes, and what was dropped?"""

from ui.page import show
from ui.reform import diffusion
from ui.scope import pick_scope

scope = pick_scope()

show(diffusion.panels(scope), scope, key="diffusion")
