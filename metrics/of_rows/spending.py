"""Where money goes: projects that are still to be decided, what depends on one partner, what data products earn."""

import pandas as pd

from data.references import keys_in
from data.registers import REGISTERS


def to_decide(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects in which somebody may still approve, merge or stop: under way, past their day, like another or found to be a
    duplicate or something similar, with `left` (budget less what is spent, NaN where the budget is not said), of which most is
    left first. `projects` has `budget`, `spent` and `duplicate`."""
    doubtful = projects["standing"].isin(["overdue", "duplicate"]) | (
        (projects["standing"] == "building") & projects["duplicate"].isin(["similar", "duplicate"])
    )
    found = projects[doubtful]
    found = found.assign(left=found["budget"] - found["spent"].fillna(0))
    return found.sort_values(["left", "key"], ascending=[False, True], ignore_index=True, na_position="last")


def by_stage(projects: pd.DataFrame) -> pd.DataFrame:
    """By stage (`""`: none said) how many projects there are, their budget and what is spent, in 10,000 yuan."""
    stages = projects.assign(stage=projects["stage"].fillna(""))
    return stages.groupby("stage").agg(count=("key", "size"), budget=("budget", "sum"), spent=("spent", "sum"))


def dependence(partners: pd.DataFrame) -> pd.DataFrame:
    """By partner that runs on: `names` (applications it has a part in), `applications` (how many), `spend`, and `share` of what
    all of them together were paid (NaN where nobody says); who was paid most first. A partner with several rows is one."""
    field = REGISTERS["partners"].field("applications")
    running = partners[partners["standing"] == "running"]
    whole = running["spend"].sum()
    found = []
    for name, rows in running.groupby("name", sort=True):
        keys = dict.fromkeys(key for value in rows["applications"] for key in keys_in(field, value))
        spend = float(rows["spend"].sum()) if rows["spend"].notna().any() else float("nan")
        found.append(
            {
                "key": rows["key"].iloc[0],
                "name": name,
                "rows": len(rows),
                "names": tuple(keys),
                "applications": len(keys),
                "spend": spend,
                "share": spend / whole if whole > 0 else float("nan"),
            }
        )
    frame = pd.DataFrame(found, columns=["key", "name", "rows", "names", "applications", "spend", "share"])
    return frame.sort_values(["spend", "applications", "name"], ascending=[False, False, True], ignore_index=True)


def licensees(products: pd.DataFrame) -> pd.DataFrame:
    """By licensee how many of its products stand, how many of them earn, and the revenue of all it ever had, in 10,000 yuan;
    who earns most first."""
    there = products.assign(
        live=products["standing"] != "ended",
        earns=products["standing"] == "earning",
        revenue=products["revenue"].fillna(0),
    )
    found = there.groupby("licensee").agg(live=("live", "sum"), earns=("earns", "sum"), revenue=("revenue", "sum"))
    return found.reset_index().sort_values(["revenue", "licensee"], ascending=[False, True], ignore_index=True)


def signed(events: pd.DataFrame) -> pd.DataFrame:
    """Fairs and international work, the newest first, with `told`: whether somebody said what came of it."""
    found = events[events["kind"].isin(["fair", "forum"])]
    said = found["came"].fillna("").str.strip() != ""
    return found.assign(told=said).sort_values(["held", "key"], ascending=[False, True], ignore_index=True)


def unused(programmes: pd.DataFrame) -> pd.DataFrame:
    """Programmes that are done and that no application uses; by key."""
    named = programmes["applications"].fillna("") != ""
    return programmes[(programmes["standing"] == "done") & ~named].sort_values("key", ignore_index=True)
