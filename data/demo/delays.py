"""Who reports late: most units hand in by the day due, some do not, and two change their ways."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from data import months
from data.demo.world import World

CATCHING_UP = "330822"  # 常山县: late every month until half a year ago, on time since
SLIPPING = "330726"  # 浦江县: on time until half a year ago, a little later every month since
TURN = 6  # months ago

USUALLY = 0.03  # of the months a county is late
OFTEN = {"330300": 0.07, "330800": 0.16, "331100": 0.13}
IN_PART = 0.45  # of those months, only what one of its departments reports
DEPARTMENTS_OWN: tuple[tuple[str, ...], ...] = (
    ("asked", "aware"),
    ("rated", "satisfied", "service_requests", "materials_before", "materials_after", "time_before", "time_after"),
    ("core_industry_value_added",),
)
ROUNDS = (12, 19)  # days of the month on which what is late comes in


def rounds(world: World, month: date, figures: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """The figures of a month that came late, by the day on which they came; what is not among them came in time."""
    late = _late(world, month)
    day = figures["unit"].map({unit: day for unit, (day, _) in late.items()}).fillna(0)
    which = figures["unit"].map({unit: measures for unit, (_, measures) in late.items()})
    whole_or_part = [
        not isinstance(measures, tuple) or not measures or key in measures
        for measures, key in zip(which, figures["measure"], strict=True)
    ]
    for round_ in ROUNDS:
        came = figures[(day == round_) & np.array(whole_or_part, dtype=bool)]
        if len(came):
            yield round_, came


def whole(world: World, month: date) -> dict[str, int]:
    """The counties that are late with all of a month, and the day on which it came."""
    return {unit: day for unit, (day, measures) in _late(world, month).items() if not measures}


def _late(world: World, month: date) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The counties that are late with a month: the day their figures came, and which measures (none named: all)."""
    random = world.random(f"late {months.label(month)}")
    chance = np.array([OFTEN.get(city, USUALLY) for city in world.city_of])
    draws, parts = random.random(len(chance)), random.random(len(chance))
    which = random.integers(0, len(DEPARTMENTS_OWN), len(chance))
    days = random.choice(ROUNDS, len(chance), p=(0.7, 0.3))
    late: dict[str, tuple[int, tuple[str, ...]]] = {
        unit: (int(day), DEPARTMENTS_OWN[part] if in_part < IN_PART else ())
        for unit, draw, limit, in_part, part, day in zip(world.counties, draws, chance, parts, which, days, strict=True)
        if draw < limit
    }
    before = month <= months.shift(world.last, -TURN)
    for unit, is_late in ((CATCHING_UP, before), (SLIPPING, not before)):
        late.pop(unit, None)
        if is_late and unit in world.counties:
            late[unit] = (ROUNDS[int(unit == SLIPPING and month > months.shift(world.last, -TURN // 2))], ())
    return late
