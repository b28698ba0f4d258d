"""Outlook: where will each number stand at the year's end, which targets will be missed on present course, how good were the warnings,
and how far are the goals?"""

from ui.outlook.shown import panels
from ui.outlook.warnings import judging, of_unit, warnings
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()
warned = of_unit(scope)

judging(scope, warned)
show(panels(scope, warnings(scope, warned)), scope, key="outlook")
