"""Meetings: what changed since the last one, what was decided, and how does it stand?"""

import streamlit as st

from ui.meetings.listed import listed
from ui.meetings.opened import opened
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
number = st.query_params.get("meeting", "")

what_was_done(scope)
if number.isdecimal() and len(number) < 9:
    opened(int(number), scope)
else:
    listed(scope)
