"""Upload: one unit's month, from the template to handing it in. What is wrong, what would move, who decides?"""

import streamlit as st

from ui.delivery import delivered
from ui.desk.files import begin, disagreements, files
from ui.desk.handing_in import consequences, done, found, handing_in, waiting
from ui.desk.head import head
from ui.desk.table import table
from ui.desk.work import place, work
from ui.page import show
from ui.scope import pick_scope

scope = pick_scope()

with st.container(key="above"):  # what comes and goes has a place of its own: what stands below it stays where it is
    here = place(scope)
    draft = work(here) if here else None
    head(scope, here, draft)
if here and not draft:
    handed = done(scope)
    waiting(here, draft)
    if not handed:
        begin(here)
        show({"matrix": delivered.panel(scope)}, scope, key="months-before")
elif here and draft:
    cells, steps = st.columns((3, 1))
    with cells:
        with st.container(key="between"):
            disagreements(draft)
        table(draft)
        found(draft)
        would = consequences(draft)
    with steps:
        waiting(here, draft)
        handing_in(draft, would)
        files(draft)
