"""How Streamlit is used: the scope in the URL, cached reads, the board, the wall. The only shared code that imports it."""
