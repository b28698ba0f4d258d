"""Where people are missing, and how far along a term is."""

from datetime import date

import pandas as pd


def filled(rows: pd.DataFrame) -> pd.DataFrame:
    """By `place` how many posts are `needed` and `filled`, how many are `lacking`, and `share`, a ratio of sums: the smallest
    share first. Rows that do not say how many are needed count for nothing."""
    told = rows[rows["needed"] > 0]
    sums = told.groupby("place", as_index=False)[["needed", "filled"]].sum()
    found = sums.assign(lacking=(sums["needed"] - sums["filled"]).clip(lower=0), share=sums["filled"] / sums["needed"])
    return found.sort_values(["share", "place"], ignore_index=True)


def elapsed(since: date | None, due: date | None, day: date) -> float:
    """How much of a term is over on a day, from 0 to 1; NaN without both its ends."""
    if not since or not due or due <= since:
        return float("nan")
    return min(max((day - since).days / (due - since).days, 0.0), 1.0)
