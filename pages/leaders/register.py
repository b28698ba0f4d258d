"""A register: what is on it, how does it stand, and whose is it?"""

import streamlit as st

from ui.registers import acceptance
from ui.registers.asked import asked_register
from ui.registers.page import register_page
from ui.scope import pick_scope

TRIED = {"five_ones": acceptance.shown}  # what a register has above every register's frame

scope = pick_scope()

if register := asked_register(scope):
    if register in TRIED:
        above = st.container()
        register_page(scope, register)
        with above:  # filled last: what is tried takes seconds, the list does not wait for it
            TRIED[register](scope)
    else:
        register_page(scope, register)
