"""One row of a register: what is it, whose, how does it stand, and what changed?"""

from ui.registers.asked import asked_key, asked_register
from ui.registers.opened import object_page
from ui.scope import pick_scope

scope = pick_scope()

if register := asked_register(scope):
    object_page(scope, register, asked_key())
