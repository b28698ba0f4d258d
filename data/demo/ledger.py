"""The invented applications: the ledger of them, and how much each is used in each county."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data import months
from data.demo.measured import tidy
from data.demo.world import World

NAMES = Path(__file__).parent / "applications.csv"

LIVE_BEFORE = 0.55  # of the applications were live before the first month
NEVER_LIVE = 0.1  # are still being built at the end
STOPPED = 0.05
STARTED_BEFORE, IMPROVED_AFTER = pd.Timedelta(days=270), pd.Timedelta(days=400)
# Of a county's people: registered with an application at most; of those, active in a month.
REGISTERED = {"province": 0.36, "city": 0.14, "county": 0.16}
ACTIVE = (0.16, 0.34)
VISITS_EACH = (2.2, 6.5)


def applications(world: World) -> pd.DataFrame:
    """The ledger at the end of the last month: the register's fields, with key DEMO-APP-001 and so on."""
    random = world.random("ledger")
    ledger = pd.read_csv(NAMES, dtype=str)
    ledger.insert(0, "key", [f"DEMO-APP-{number:03d}" for number in range(1, len(ledger) + 1)])
    ledger["unit"] = [_home(world, reach, random) for reach in ledger["reach"]]
    live = [_live_since(world, reach, random) for reach in ledger["reach"]]
    ledger["live_since"] = pd.to_datetime(pd.Series(live)).astype("datetime64[s]")
    ledger["stopped_on"] = _stopped_on(world, ledger, random)
    ledger["honours"] = None
    ledger["changed_on"] = pd.Series(pd.NaT, ledger.index, dtype="datetime64[s]")
    return as_known(ledger, months.end_of(world.last))


def as_known(ledger: pd.DataFrame, day: date) -> pd.DataFrame:
    """The ledger as it stood at the end of a day: what came live or was stopped later is not yet known, but who plans to be live
    soon has begun."""
    then = pd.Timestamp(day)
    known = ledger.copy()
    known["stage"] = [_stage(then, live) for live in known["live_since"]]
    for field in ("live_since", "stopped_on"):
        known[field] = known[field].where(known[field] <= then)
    known["status"] = np.select(
        [known["stopped_on"].notna(), known["live_since"].notna()], ["stopped", "live"], "building"
    )
    return known


def usage(world: World, ledger: pd.DataFrame) -> pd.DataFrame:
    """Registered and active users and visits of each application in each county it reaches, from the month it is live."""
    used = ledger[ledger["live_since"].notna()]
    return pd.concat([_usage(world, row) for row in used.itertuples()], ignore_index=True)


def reached(world: World, reach: str, home: str) -> tuple[str, ...]:
    """The counties in which an application is used."""
    return world.tree.leaves(world.root if reach == "province" else home)


def _home(world: World, reach: str, random: np.random.Generator) -> str:
    if reach == "province":
        return world.root
    if reach == "city":
        return str(random.choice(world.cities))
    return str(random.choice(world.counties, p=world.people_share))


def _live_since(world: World, reach: str, random: np.random.Generator) -> date | None:
    draw, wait, day = random.random(), int(random.integers(1, 30)), int(random.integers(1, 28))
    if reach == "province" or draw < LIVE_BEFORE:
        return months.shift(world.first, -wait).replace(day=day)
    if draw > 1 - NEVER_LIVE:
        return None
    return months.shift(world.first, wait).replace(day=day)


def _stopped_on(world: World, ledger: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """A few local applications are stopped in the last year."""
    draws = random.random(len(ledger))
    old = ledger["live_since"] < pd.Timestamp(world.first)
    chosen = old & (ledger["reach"] != "province") & (draws < STOPPED / LIVE_BEFORE)
    days = [
        pd.Timestamp(months.end_of(months.shift(world.last, -int(back)))) for back in 1 + 10 * random.random(len(old))
    ]
    return pd.Series(days).astype("datetime64[s]").where(chosen.to_numpy())


def _stage(day: pd.Timestamp, live: pd.Timestamp) -> str:
    """Planned, then begun some months before it is live, then improved once it has run for a while."""
    if pd.isna(live) or live > day + STARTED_BEFORE:
        return "plan"
    return "start" if live > day - IMPROVED_AFTER else "iterate"


def _usage(world: World, row) -> pd.DataFrame:
    units = reached(world, row.reach, row.unit)
    random = world.random(row.key)
    users = _registered(world, row, units, random)
    growing = 1 + 0.004 * np.arange(len(world.span))
    rate = random.uniform(*ACTIVE) * random.normal(1, 0.08, (len(units), 1)) * growing
    active = np.rint(users * np.clip(rate * random.normal(1, 0.01, users.shape), 0, 0.9))
    active = np.maximum.accumulate(active, axis=1)
    visits = np.rint(active * world.season * random.uniform(*VISITS_EACH) * random.normal(1, 0.04, users.shape))
    made = {"visits": visits, "app_users": users, "active_users": active}
    rows = pd.concat([tidy(world, key, values, units, row.key) for key, values in made.items()], ignore_index=True)
    until = pd.Timestamp.max if pd.isna(row.stopped_on) else row.stopped_on
    return rows[(rows["month"] >= row.live_since.replace(day=1)) & (rows["month"] <= until)]


def _registered(world: World, row, units: tuple[str, ...], random: np.random.Generator) -> np.ndarray:
    """Registered users of each unit and month: fast at first, then ever slower towards the most there will be."""
    people = world.people[[world.counties.index(unit) for unit in units]]
    most = people * REGISTERED[row.reach] * random.uniform(0.5, 1) * random.uniform(0.8, 1.2, len(units))
    first = row.live_since.year * 12 + row.live_since.month - 1
    age = np.array([month.year * 12 + month.month - first for month in world.span])
    spread = 1 - np.exp(-np.maximum(age, 0) / random.uniform(14, 30))
    return np.floor(most[:, None] * spread)
