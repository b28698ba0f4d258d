"""The platform's profile: how mature each aspect is, beside the province, or beside the cities where it is the province itself."""

from collections.abc import Sequence

import pandas as pd

TOP = 5.0  # the highest level
FAIR = 3.0  # from this level on a part of the platform is fit for use (`data.registers.infrastructure`)


def profile(rows: pd.DataFrame, unit: str, beside: Sequence[str]) -> pd.DataFrame:
    """By aspect what the unit's newest assessment says, and what those of other units say: `score` and `key` (NaN and ""
    without one), `beside` (the median of the newest of each of them, NaN without one) and `units`, how many stand behind it.

    `rows` has `key`, `unit`, `aspect`, `score` and `assessed`; aspects that nobody has assessed are no line.
    """
    newest = rows.sort_values(["assessed", "key"]).groupby(["aspect", "unit"], as_index=False).last()
    own = newest[newest["unit"] == unit].set_index("aspect")
    others = newest[newest["unit"].isin(beside) & (newest["unit"] != unit)].groupby("aspect")["score"]
    found = pd.DataFrame({"score": own["score"].astype(float), "key": own["key"]})
    found = found.join(pd.DataFrame({"beside": others.median(), "units": others.size()}), how="outer")
    return found.fillna({"key": "", "units": 0}).astype({"units": int})
