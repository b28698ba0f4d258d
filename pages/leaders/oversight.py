"""Oversight: which warnings about the use of public power are still open, and where?"""

from ui.registers.page import register_page
from ui.scope import pick_scope

register_page(pick_scope(), "oversight")
