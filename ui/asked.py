"""What an address asks for by a number."""

import streamlit as st

from data.asked import as_number


def number(name: str) -> int | None:
    """The number that the address gives by that name; None where there is none, or what stands there is none of ours."""
    return as_number(st.query_params.get(name, ""))
