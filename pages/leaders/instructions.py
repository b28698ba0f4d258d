"""Instructions: what was given out, to whom, how does it stand, and what waits for me?"""

import streamlit as st

from ui import asked as address
from ui.instructions.issuing import form
from ui.instructions.listed import listed
from ui.instructions.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
number = address.number("instruction")

what_was_done(scope)
if st.query_params.get("charge"):
    form(scope)
elif number is not None:
    opened(number, scope)
else:
    listed(scope)
