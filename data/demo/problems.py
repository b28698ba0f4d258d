"""The invented problems of the seven lists, from found to accepted, and how they stood on any day."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data import months
from data.demo.world import World

TITLES = Path(__file__).parent / "problems.csv"
COUNT = 14_000
HEAD_START = 5  # months before the first one in which problems were already found

# How many problems of a hundred stand on each list, and how many days their mending is given.
LISTS = {
    "inspection": (6, 120),
    "audit": (9, 90),
    "supervision": (14, 60),
    "ecology": (13, 60),
    "safety": (20, 30),
    "opinion": (6, 15),
    "petitions": (32, 45),
}
LEVELS = {"county": 0.84, "city": 0.14, "province": 0.02}
SEVERITY = {"general": 0.72, "serious": 0.23, "grave": 0.05}
NEEDED = (0.55, 0.55)  # of the days given: median and spread of what mending takes
NEVER = 0.006  # are still open at the end
REOPENED = 0.04
DATES = ["found", "assigned", "due", "closed", "accepted"]


def problems(world: World) -> pd.DataFrame:
    """Every problem with all its dates, even those still to come: key and the register's fields but `status`."""
    random = world.random("problems")
    titles = pd.read_csv(TITLES, dtype=str)
    weights = titles["list"].map({key: share / 8 for key, (share, _) in LISTS.items()})
    kinds = titles.iloc[random.choice(len(titles), COUNT, p=weights / weights.sum())].reset_index(drop=True)
    units = _units(world, random)
    made = pd.DataFrame(
        {
            "list": kinds["list"],
            "unit": units,
            "department": kinds["department"],
            "title": [
                title.format(place=world.tree[unit].name_zh) for title, unit in zip(kinds["title"], units, strict=True)
            ],
            "severity": random.choice(list(SEVERITY), COUNT, p=list(SEVERITY.values())),
        }
    )
    made = made.join(_dates(world, kinds["list"], random)).sort_values("found", ignore_index=True)
    made.insert(0, "key", [f"DEMO-WT-{number:05d}" for number in range(1, COUNT + 1)])
    nowhen = pd.Series(pd.NaT, made.index, dtype="datetime64[s]")
    return made.assign(reopened=random.binomial(2, REOPENED / 2, COUNT), changed_on=nowhen)


def as_known(everything: pd.DataFrame, day: date) -> pd.DataFrame:
    """The problems found by the end of a day, with the dates that had come by then; a due date comes with assignment."""
    then = pd.Timestamp(day)
    known = everything[everything["found"] <= then].copy()
    for field in ("assigned", "closed", "accepted"):
        known[field] = known[field].where(known[field] <= then)
    known["due"] = known["due"].where(known["assigned"].notna())
    known["reopened"] = known["reopened"].where(known["closed"].notna(), 0)
    return with_status(known)


def with_status(known: pd.DataFrame) -> pd.DataFrame:
    """The status that follows from the dates."""
    steps = [known[field].notna() for field in ("accepted", "closed", "assigned")]
    return known.assign(status=np.select(steps, ["accepted", "closed", "assigned"], "found"))


def moved(everything: pd.DataFrame, after: date, until: date) -> pd.Series:
    """Which problems were found, assigned, closed or accepted after one day and by another."""
    events = everything[["found", "assigned", "closed", "accepted"]]
    return ((events > pd.Timestamp(after)) & (events <= pd.Timestamp(until))).any(axis=1)


def _units(world: World, random: np.random.Generator) -> np.ndarray:
    people = dict(zip(world.counties, world.people_share, strict=True))
    cities = [sum(people[county] for county in world.tree.leaves(city)) for city in world.cities]
    units = (*world.counties, *world.cities, world.root)
    shares = np.concatenate(
        [world.people_share * LEVELS["county"], np.array(cities) * LEVELS["city"], [LEVELS["province"]]]
    )
    return np.array(units, dtype=object)[random.choice(len(units), COUNT, p=shares)]


def _dates(world: World, lists: pd.Series, random: np.random.Generator) -> pd.DataFrame:
    first = np.datetime64(months.shift(world.first, -HEAD_START))
    days = (np.datetime64(months.end_of(world.last)) - first).astype(int) + 1
    found = first + random.integers(0, days, COUNT).astype("timedelta64[D]")
    assigned = found + random.integers(1, 8, COUNT)
    given = lists.map({key: each for key, (_, each) in LISTS.items()}).to_numpy()
    median, spread = NEEDED
    needed = np.maximum(1, given * median * random.lognormal(0, spread, COUNT)).astype(int)
    closed = assigned + needed
    frame = pd.DataFrame(
        {
            "found": found,
            "assigned": assigned,
            "due": assigned + given,
            "closed": closed,
            "accepted": closed + random.integers(3, 25, COUNT),
        }
    ).astype("datetime64[s]")
    open_still = random.random(COUNT) < NEVER
    return frame.assign(**{field: frame[field].where(~open_still) for field in ("closed", "accepted")})
