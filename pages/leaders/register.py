"""A register: what is on it, how does it stand, and whose is it?"""

from ui.registers import acceptance
from ui.registers.asked import asked_register
from ui.registers.page import register_page
from ui.scope import pick_scope

TRIED = {"five_ones": acceptance.shown}  # what a register has above every register's frame

scope = pick_scope()

if register := asked_register(scope):
    if above := TRIED.get(register):
        above(scope)
    register_page(scope, register)
