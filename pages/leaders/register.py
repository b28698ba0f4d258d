"""A register: what is on it, how does it stand, and whose is it?"""

from ui.registers.asked import asked_register
from ui.registers.page import register_page
from ui.scope import pick_scope

scope = pick_scope()

if register := asked_register(scope):
    register_page(scope, register)
