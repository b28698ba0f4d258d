"""What an address asks for by a number or a day."""

from datetime import date

import streamlit as st

from data.asked import as_day, as_number


def number(name: str) -> int | None:
    """The number that the address gives by that name; None where there is none, or what stands there is none of ours."""
    return as_number(st.query_params.get(name, ""))


def day(name: str) -> date | None:
    """The day that the address gives by that name; None likewise."""
    return as_day(st.query_params.get(name, ""))
