"""Frames drawn as tables: what tests feed to the store."""

from io import StringIO

import pandas as pd

DEFAULTS = {"subject": "", "qualifier": "exact", "grade": "", "said": "", "sheet": "月报", "cell": "A1"}


def drawn(table: str) -> pd.DataFrame:
    """A table drawn with bars, as text: one row a line, blanks are empty strings."""
    lines = [line.strip() for line in table.strip().splitlines()]
    text = "\n".join("|".join(part.strip() for part in line.split("|")) for line in lines)
    return pd.read_csv(StringIO(text), sep="|", dtype=str, keep_default_na=False)


def figures(table: str) -> pd.DataFrame:
    """Figures drawn as a table (columns missing from it have their usual value; an empty value is a withdrawal)."""
    frame = drawn(table)
    for name, usual in DEFAULTS.items():
        if name not in frame:
            frame[name] = usual
    moments = pd.to_datetime(frame["month"] + "-01").astype("datetime64[s]")
    return frame.assign(month=moments, value=pd.to_numeric(frame["value"].str.replace("_", "")))
