"""Storylines: what do I show, in which order, and what do I say to it?"""

import streamlit as st

from ui.presenting.adding import adding
from ui.presenting.listed import listed
from ui.presenting.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope
from ui.sealing.certificate import certificate
from ui.sealing.making import sealing

scope = pick_scope()
number, seal = (st.query_params.get(name, "") for name in ("storyline", "seal"))

what_was_done(scope)
if st.query_params.get("add"):
    adding(st.query_params["add"], scope)
elif seal.isdecimal() and len(seal) < 9:
    certificate(int(seal), scope)
elif number.isdecimal() and len(number) < 9:
    opened(int(number), scope, sealing)
else:
    listed(scope)
