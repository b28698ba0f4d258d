"""Upload: this month's figures of my unit, from the template to the commit."""

import streamlit as st

from ui.handing_in import done, drop, look_and_commit, waiting
from ui.scope import pick_scope
from ui.steward import leave_demo, template_button, who

scope = pick_scope()

leave_demo(scope)
steps, answer = st.columns((1, 2))
with steps:
    who(scope)
    template_button(scope)
    dropped = drop(scope)
with answer:
    if dropped:
        look_and_commit(*dropped, scope)
    elif not done(scope):
        waiting(scope)
