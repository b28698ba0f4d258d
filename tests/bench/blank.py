"""An empty Streamlit page: what every view of the cockpit is measured against."""

import streamlit as st

st.markdown("blank")
