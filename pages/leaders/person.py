"""Somebody who answers for a unit: who are they, how do I reach them, and what do they answer for?"""

import streamlit as st

from ui.page import show
from ui.scope import pick_scope
from ui.unit import person

scope = pick_scope()

if one := person.of_login(st.query_params.get("who", ""), scope):
    show({"head": person.head(one, scope)}, scope, key="kpis")
    show(person.panels(one, scope), scope, key="two")
else:
    show({"empty": person.unknown(scope)}, scope, key="empty")
