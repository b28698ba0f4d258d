"""Approval: what waits for me, what does it change, and what goes back?"""

from dataclasses import replace

import streamlit as st

from ui import asked as address
from ui.approving.asking import ask
from ui.approving.beside import conflicts, errors, head, movements, thread
from ui.approving.changes_asked import asked
from ui.approving.deciding import decide, what_was_said
from ui.approving.done import done, no_longer, unknown
from ui.approving.figures import figures
from ui.approving.lists import lists
from ui.approving.rows import registers
from ui.approving.units import units
from ui.approving.view import TEXTS, opened
from ui.delivery import calls, delivered
from ui.page import show
from ui.saying import what_was_done
from ui.scope import pick_scope

scope = pick_scope()
number = address.number("submission")
view = None if number is None else opened(number)

what_was_said(scope)
if view is None:
    if number is not None:
        unknown(TEXTS["unknown"].in_(scope.lang, number=number), scope)
    done(scope)
    what_was_done(scope)
    asked(scope)
    beside = {"call": calls.to_call(scope), "matrix": delivered.panel(scope)}
    show(lists(scope) | beside, scope, key="approval")
elif view.review is None:
    no_longer(view, scope)
else:
    st.session_state.pop("approval_done", None)
    scope = replace(scope, month=view.submission.month)
    head(view, scope)
    show({**errors(view, scope), **conflicts(view, scope)}, scope, key="against")
    handed_in = {**units(view, scope), "figures": figures(view, scope), **registers(view, scope)}
    show(handed_in, scope, key="handed-in")
    ask(view, scope)
    decide(view, scope)
    show(movements(view, scope) | {"thread": thread(view, scope)}, scope, key="beside")
