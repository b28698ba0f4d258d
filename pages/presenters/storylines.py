"""Storylines: what do I show, in which order, and what do I say to it?"""

import streamlit as st

from ui import asked as address
from ui.presenting.adding import adding
from ui.presenting.listed import listed
from ui.presenting.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope
from ui.sealing.certificate import certificate
from ui.sealing.making import sealing

scope = pick_scope()
number, seal = (address.number(name) for name in ("storyline", "seal"))

what_was_done(scope)
if st.query_params.get("add"):
    adding(st.query_params["add"], scope)
elif seal is not None:
    certificate(seal, scope)
elif number is not None:
    opened(number, scope, sealing)
else:
    listed(scope)
