"""That a number was opened is counted: nobody's name, once for as long as one stays with it."""

import streamlit as st

from data import looks
from ui.scope import Scope


def looked(metric: str, scope: Scope) -> None:
    """Count a look at a metric, unless this session looked at the same number just before."""
    here = (metric, scope.unit, scope.month)
    if st.session_state.get("looked") != here:
        st.session_state["looked"] = here
        if not scope.room.is_training:  # what is tried says nothing of what is read
            looks.note(metric)
