"""My account: who am I here, where am I signed in, and which of my programs may come in?"""

import streamlit as st

from ui.people.account import me, programs, sign_ins
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()

what_was_done(scope)
me(scope)
here, elsewhere = st.columns(2)
with here:
    sign_ins(scope)
with elsewhere:
    programs(scope)
