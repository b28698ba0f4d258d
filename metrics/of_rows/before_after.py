"""What reforms of services cut, row by row: documents, days and minutes before and after; and who got what they have a right to."""

import pandas as pd

RUNNING = ("live", "running")  # what is only planned has cut nothing yet
NEAR = 15.0  # minutes to the next counter that the promise (15分钟办事圈) allows


def cut(rows: pd.DataFrame, before: str, after: str) -> pd.DataFrame:
    """The rows that run and tell both numbers, with `before`, `after` and `share` (of what it was, how much is gone; below
    zero where it grew): those that cut least first."""
    told = rows[rows["standing"].isin(RUNNING) & (rows[before] > 0) & rows[after].notna()]
    found = told.assign(before=told[before].astype(float), after=told[after].astype(float))
    return found.assign(share=1 - found["after"] / found["before"]).sort_values(["share", "key"], ignore_index=True)


def cut_in_all(found: pd.DataFrame) -> float:
    """What the rows of `cut` cut together: a ratio of sums, NaN where there are none."""
    before = found["before"].sum()
    return 1 - found["after"].sum() / before if before else float("nan")


def reached(rows: pd.DataFrame) -> pd.DataFrame:
    """The services that run and say who has a right to them, with `share` (of those, how many got it) and `left` (how many
    did not): the smallest share first. Who does not say how many got it has NaN and stands before all."""
    told = rows[rows["standing"].isin(RUNNING) & (rows["entitled"] > 0)]
    found = told.assign(share=told["got"] / told["entitled"], left=told["entitled"] - told["got"])
    return found.sort_values(["share", "key"], ignore_index=True, na_position="first")


def counters(rows: pd.DataFrame) -> pd.DataFrame:
    """The circles of counters with their `minutes`, and `far` where that is more than `NEAR`: the longest way first."""
    told = rows[(rows["kind"] == "near") & rows["minutes"].notna()]
    return told.assign(far=told["minutes"] > NEAR).sort_values(["minutes", "key"], ascending=[False, True], ignore_index=True)  # fmt: skip


def least_liked(rows: pd.DataFrame) -> pd.DataFrame:
    """The matters that run and whose satisfaction is known, the lowest first."""
    told = rows[rows["standing"].isin(RUNNING) & rows["satisfaction"].notna()]
    return told.sort_values(["satisfaction", "key"], ignore_index=True)
