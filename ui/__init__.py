"""How Streamlit is used: the scope in the URL, cached reads, the board, the wall. The only shared code that imports it."""

import pandas as pd

# Frames of pages have some hundred words, which are asked for one by one: from Arrow's arrays that takes an eighth of each page.
pd.set_option("mode.string_storage", "python")
