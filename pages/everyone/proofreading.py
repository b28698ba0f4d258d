"""Check a text: do the figures of a speech, a report or a deck agree with the store?"""

import streamlit as st

from ui.page import show
from ui.proofreading.asking import asking, checked
from ui.proofreading.found import found
from ui.proofreading.legend import legend
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
done = checked()
if done is None:
    form, meaning = st.columns((3, 2))
    with form:
        asking(scope)
    with meaning:
        show({"legend": legend(scope)}, scope, key="proofread-legend")
else:
    asking(scope)
    found(*done, scope)
