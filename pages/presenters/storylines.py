"""Storylines: what do I show, in which order, and what do I say to it?"""

import streamlit as st

from ui.presenting.adding import adding
from ui.presenting.listed import listed
from ui.presenting.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
number = st.query_params.get("storyline", "")

what_was_done(scope)
if st.query_params.get("add"):
    adding(st.query_params["add"], scope)
elif number.isdecimal() and len(number) < 9:
    opened(int(number), scope)
else:
    listed(scope)
