"""Health: is all well with the installation, and what is to be done where it is not?"""

from ui.health import shown
from ui.scope import pick_scope

shown(pick_scope())
