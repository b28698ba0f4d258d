"""How much is used of what there is: pools of a cloud, computing centres, routes; and how full a place is covered."""

from collections.abc import Iterable

import pandas as pd


def used(rows: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """The rows that say both, with `share` (part of whole), the fullest first. Those without a whole, or with nothing of
    it, say no share and are left out."""
    known = rows[rows[part].notna() & (rows[whole] > 0)]
    found = known.assign(share=known[part] / known[whole])
    return found.sort_values(["share", "key"], ascending=[False, True], ignore_index=True)


def failing(routes: pd.DataFrame, worst: Iterable[str]) -> pd.DataFrame:
    """Every route, those in the first of the states `worst` before those in the next and all others; within a state by the
    share of calls that failed (`share`, NaN where calls are not said or none), the greatest first."""
    order = {state: place for place, state in enumerate(worst)}
    share = routes["failures"] / routes["calls"].where(routes["calls"] > 0)
    ranked = routes.assign(share=share, place=routes["standing"].map(order).fillna(len(order)))
    found = ranked.sort_values(["place", "share", "key"], ascending=[True, False, True], ignore_index=True)
    return found.drop(columns="place")


def uncovered(rows: pd.DataFrame, under: dict[str, str]) -> dict[str, int]:
    """How many rows that stand open each place has, with all below it; 0 for those without any. `under`: each unit's place."""
    counts = rows.loc[rows["standing"] == "open", "unit"].map(under).value_counts()
    return {place: int(counts.get(place, 0)) for place in dict.fromkeys(under.values())}
