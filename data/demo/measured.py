"""The figures that counties owe every month: size, growth, season and noise, so that they look like life."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.demo.world import World
from data.measures import MEASURES

COLUMNS = ["measure", "unit", "month", "subject", "value"]

# Stocks: the province at the first and at the last month.
STOCKS = {
    "data_records": (9.6e10, 1.9e11),
    "open_datasets": (21_500, 38_600),
    "components": (2_150, 4_900),
    "materials_before": (610_000, 905_000),
    "time_before": (1_420_000, 2_080_000),
}

# Flows: the province in the last month, and the growth in a year.
FLOWS = {
    "requests": (7_400, 0.12),
    "interface_calls": (2.6e9, 0.28),
    "asked": (41_000, 0.03),
    "service_requests": (8_900_000, 0.07),
    "core_industry_value_added": (1.12e11, 0.09),
}

# Parts: of which whole, the share at the first and at the last month, and how far counties lie apart.
PARTS = {
    "requests_met": ("requests", 0.955, 0.984, 0.012),
    "components_used": ("components", 0.52, 0.71, 0.06),
    "aware": ("asked", 0.55, 0.76, 0.05),
    "rated": ("service_requests", 0.062, 0.085, 0.012),
    "satisfied": ("rated", 0.942, 0.968, 0.01),
    "materials_after": ("materials_before", 0.47, 0.335, 0.03),
    "time_after": ("time_before", 0.41, 0.275, 0.03),
}
INCIDENTS = 0.006  # of a county in a month


def of_counties(world: World) -> pd.DataFrame:
    """Every owed measure that is reported for the whole unit: measure, unit, month, subject (""), value, as reported."""
    made: dict[str, np.ndarray] = {}
    for measure, ends in STOCKS.items():
        made[measure] = stock(world, measure, *ends)
    for measure, (size, growth) in FLOWS.items():
        made[measure] = flow(world, measure, size, growth)
    for measure, (whole, *shares) in PARTS.items():
        made[measure] = part(world, measure, made[whole], *shares)
    shape = len(world.counties), len(world.span)
    made["security_incidents"] = world.random("security_incidents").poisson(INCIDENTS, shape).astype(float)
    return pd.concat([_tidy(world, key, values, world.counties) for key, values in made.items()], ignore_index=True)


def stock(world: World, measure: str, start: float, end: float) -> np.ndarray:
    """A stock that never falls, from about `start` to about `end` for the province."""
    random = world.random(measure)
    shares = _shares(world, measure) * random.lognormal(0, 0.15, len(world.counties))
    steps = random.gamma(3, 1, (len(shares), len(world.span))) * world.season
    path = np.cumsum(steps, axis=1) / steps.sum(axis=1, keepdims=True)
    return np.floor((shares / shares.sum())[:, None] * (start + (end - start) * path))


def flow(world: World, measure: str, size: float, growth: float) -> np.ndarray:
    """A flow of about `size` for the province in the last month, having grown by `growth` a year."""
    random = world.random(measure)
    shares = _shares(world, measure) * random.lognormal(0, 0.12, len(world.counties))
    years = np.arange(1 - len(world.span), 1) / 12
    pace = growth + random.normal(0, 0.03, len(shares))
    noise = random.normal(1, 0.035, (len(shares), len(years)))
    return np.rint((shares / shares.sum())[:, None] * size * (1 + pace)[:, None] ** years * world.season * noise)


def part(world: World, measure: str, whole: np.ndarray, first: float, last: float, apart: float) -> np.ndarray:
    """A part of a whole, never greater; a part of a stock that falls nowhere falls nowhere either."""
    random = world.random(measure)
    rise = np.linspace(first, last, whole.shape[1])
    share = rise + random.normal(0, apart, len(whole))[:, None]
    is_stock = MEASURES[measure].kind == "stock"
    if not is_stock:
        share = share + random.normal(0, 0.006, whole.shape)
    taken = np.rint(whole * np.clip(share, 0.02, 0.998))
    return np.minimum(np.maximum.accumulate(taken, axis=1) if is_stock else taken, whole)


def reported(world: World, measure: str, values: np.ndarray) -> np.ndarray:
    """As people report it: a measure reported to date is added up from January."""
    if MEASURES[measure].reported_as == "month":
        return values
    years = np.array([month.year for month in world.span])
    added = [np.cumsum(values[:, years == year], axis=1) for year in np.unique(years)]
    return np.concatenate(added, axis=1)


def of_cities(world: World, figures: pd.DataFrame, wholes: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """What some cities report whole: the sums of their counties' figures, as their own report."""
    city_of = dict(zip(world.counties, world.city_of, strict=True))
    return pd.concat(list(_own_reports(figures.assign(city=figures["unit"].map(city_of)), wholes)), ignore_index=True)


def _own_reports(figures: pd.DataFrame, wholes: dict[str, tuple[str, ...]]) -> Iterator[pd.DataFrame]:
    for city, measures in wholes.items():
        theirs = figures[(figures["city"] == city) & figures["measure"].isin(measures)]
        sums = theirs.groupby(["measure", "month"], as_index=False, sort=False)["value"].sum()
        yield sums.assign(unit=city, subject="")[COLUMNS]


def _shares(world: World, measure: str) -> np.ndarray:
    return world.economy_share if measure == "core_industry_value_added" else world.people_share


def _tidy(world: World, measure: str, values: np.ndarray, units: tuple[str, ...]) -> pd.DataFrame:
    return tidy(world, measure, reported(world, measure, values), units, "")


def tidy(world: World, measure: str, values: np.ndarray, units: tuple[str, ...], subject: str) -> pd.DataFrame:
    """An array of units by months of the span as rows of the months that are shown."""
    values = values[:, -len(world.shown) :]
    days = np.array(world.shown, dtype="datetime64[s]")
    return pd.DataFrame(
        {
            "measure": measure,
            "unit": np.repeat(np.array(units, dtype=object), len(days)),
            "month": np.tile(days, len(units)),
            "subject": subject,
            "value": values.ravel(),
        }
    )
