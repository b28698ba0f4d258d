"""How what one place made spread: month by month, who gives and who takes, and what it cost and saved."""

from datetime import date

import pandas as pd

from data import months


def over_time(rows: pd.DataFrame, last: date, run: int = 24) -> pd.DataFrame:
    """How many adoptions there were by the end of each of the `run` months up to `last`, a column a mode (those there are)
    and a line a month: what was adopted by then and not dropped. `rows` has `mode`, `adopted` and `dropped`."""
    adopted, dropped = pd.to_datetime(rows["adopted"]), pd.to_datetime(rows["dropped"])
    ends = {month: pd.Timestamp(months.end_of(month)) for month in months.between(months.shift(last, 1 - run), last)}
    by_mode = {
        mode: [int(((rows["mode"] == mode) & (adopted <= end) & ~(dropped <= end)).sum()) for end in ends.values()]
        for mode in dict.fromkeys(rows["mode"])
    }
    return pd.DataFrame(by_mode, index=list(ends))


def giving(rows: pd.DataFrame) -> pd.DataFrame:
    """By place how much of its own others took (`gave`), how much of others' it took (`took`): what stands adopted between two
    different places. `rows` has `source`, `target` and `standing`; who gave most stands first."""
    held = rows[(rows["standing"] == "adopted") & (rows["source"] != rows["target"])]
    found = pd.DataFrame({"gave": held["source"].value_counts(), "took": held["target"].value_counts()}).fillna(0)
    found = found.astype(int).rename_axis("place").reset_index()
    return found.sort_values(["gave", "took", "place"], ascending=[False, False, True], ignore_index=True)


def worth(rows: pd.DataFrame) -> pd.DataFrame:
    """By mode what adoptions that stand cost and saved (in 10,000 yuan) and how many say both; modes nobody says it of are no
    line. `rows` has `mode`, `standing`, `cost` and `saved`."""
    told = rows[(rows["standing"] == "adopted") & rows["cost"].notna() & rows["saved"].notna()]
    return told.groupby("mode").agg(cost=("cost", "sum"), saved=("saved", "sum"), said=("key", "size"))
