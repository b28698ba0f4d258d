"""What each unit set out to reach in each year: near what it reached, some above, some below."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from data import months
from data.demo.world import World
from data.measures import MEASURES

# Metrics whose target follows what the unit reaches, and the measure that is summed for it.
SIZES = {
    "data_records": "data_records",
    "visits": "visits",
    "service_requests": "service_requests",
    "core_industry_value_added": "core_industry_value_added",
    "interface_calls": "interface_calls",
    "open_datasets": "open_datasets",
}
# Metrics whose target is the same for everybody: in the first year, and how much it rises each year.
RATES = {
    "satisfaction": (0.955, 0.005),
    "sharing_fulfilment": (0.975, 0.005),
    "awareness": (0.6, 0.07),
    "usage_rate": (0.26, 0.01),
    "component_reuse": (0.58, 0.06),
    "closed_loop_rate": (0.92, 0.01),
}
AMBITION = 0.03  # how far apart units lie in what they promise
MORE_APPLICATIONS = 1.03
ALLOWED_OVERDUE = 150  # problems of the whole province
ALLOWANCE = 0.15  # how far apart units lie in that
GRADES = 3  # significant digits of a target


def targets(world: World, figures: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """The targets of every year that begins within the months: key, metric, unit, year, value."""
    rows = pd.concat(
        [
            *(_of_sizes(world, figures, december) for december in _decembers(world)),
            *(_of_rates(world, december) for december in _decembers(world)),
            *(_of_applications(world, ledger, december) for december in _decembers(world)),
            *(_of_overdue(world, december) for december in _decembers(world)),
        ],
        ignore_index=True,
    )
    rows.insert(0, "key", "DEMO-" + rows["year"].astype(str) + "-" + rows["unit"] + "-" + rows["metric"])
    return rows.sort_values("year", kind="stable", ignore_index=True)


def _decembers(world: World) -> Iterator[date]:
    """The last month of each year that begins within the months."""
    return (month.replace(month=12) for month in world.shown if month.month == 1)


def _of_sizes(world: World, figures: pd.DataFrame, december: date) -> pd.DataFrame:
    frames = []
    for metric, measure in SIZES.items():
        reached = _by_unit(world, _reached(world, figures[figures["measure"] == measure], measure, december))
        ambition = world.random(f"{metric}{december}").normal(1, AMBITION, len(reached))
        frames.append(_rows(metric, december, reached * ambition))
    return pd.concat(frames)


def _reached(world: World, figures: pd.DataFrame, measure: str, december: date) -> pd.Series:
    """What each county reaches by the end of the year; of a year that still runs, what it is heading for."""
    last = min(december, world.last)
    counties = figures[figures["unit"].isin(world.counties)]
    month = pd.Timestamp(last)
    if MEASURES[measure].kind == "stock" or MEASURES[measure].reported_as == "ytd":
        now = counties[counties["month"] == month].groupby("unit")["value"].sum()
    else:
        of_year = counties["month"].between(pd.Timestamp(december.replace(month=1)), month)
        now = counties[of_year].groupby("unit")["value"].sum()
    if MEASURES[measure].kind == "flow":
        return now * 12 / last.month
    return now * 1.01 ** (12 - last.month)


def _of_rates(world: World, december: date) -> pd.DataFrame:
    years = december.year - world.first.year - 1
    units = pd.Series(1.0, index=list(world.tree.codes))
    return pd.concat(
        [_rows(metric, december, units * (first + rise * years)) for metric, (first, rise) in RATES.items()]
    )


def _of_applications(world: World, ledger: pd.DataFrame, december: date) -> pd.DataFrame:
    """Applications live: a few more than there are, for the province and the cities."""
    day = pd.Timestamp(months.end_of(min(december, world.last)))
    live = ledger[(ledger["live_since"] <= day) & ~(ledger["stopped_on"] <= day)]
    units = (world.root, *world.cities)
    counts = pd.Series({unit: float(live["unit"].isin(world.tree.below(unit)).sum()) for unit in units})
    return _rows("applications_live", december, (counts * MORE_APPLICATIONS).round())


def _of_overdue(world: World, december: date) -> pd.DataFrame:
    """The problems overdue that the province and the cities allow themselves, by their size."""
    units = [world.root, *world.cities]
    shares = _by_unit(world, pd.Series(world.people_share, index=list(world.counties)))[units]
    ambition = world.random(f"problems_overdue{december}").normal(1, ALLOWANCE, len(units))
    return _rows("problems_overdue", december, (shares * ALLOWED_OVERDUE * ambition).round())


def _by_unit(world: World, of_counties: pd.Series) -> pd.Series:
    """The sums of the counties for every unit of the tree."""
    return pd.Series({unit: of_counties.reindex(list(world.tree.leaves(unit))).sum() for unit in world.tree.codes})


def _rows(metric: str, december: date, values: pd.Series) -> pd.DataFrame:
    kept = values[values > 0]
    rounded = [float(f"{value:.{GRADES}g}") for value in kept]
    return pd.DataFrame({"metric": metric, "unit": kept.index, "year": december.year, "value": rounded})
