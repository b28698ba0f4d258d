"""Ways to go on from a run of months. All work on a scale on which changes add up (`metrics.outlook.series`)."""

from collections.abc import Callable

import numpy as np

from metrics.arrays import Floats, Places

YEAR = 12
SEASON_FROM = 24  # months: of fewer nobody can tell a season from a trend
ALPHAS = np.linspace(0.05, 0.95, 19)
FESTIVAL = (1, 2)  # the Spring Festival moves between these two: they share one season

Method = Callable[[Floats, Places, int], Floats]


def theta(values: Floats, calendar: Places, ahead: int) -> Floats:
    """Theta (Assimakopoulos and Nikolopoulos 2000) as exponential smoothing with half the trend's drift (Hyndman and Billah
    2003), on values without their season. `calendar`: the month (1 to 12) of each value."""
    index = np.arange(len(values))
    slope, level = np.polyfit(index, values, 1)
    season = season_of(values - slope * index - level, calendar)
    plain = values - season[calendar - 1]
    slope = float(np.polyfit(index, plain, 1)[0])
    smoothed, alpha = _smoothed(plain)
    steps = np.arange(1, ahead + 1)
    drift = slope / 2 * (steps - 1 + (1 - (1 - alpha) ** len(values)) / alpha)
    return smoothed + drift + season[(calendar[-1] + steps - 1) % YEAR]


def naive(values: Floats, calendar: Places, ahead: int) -> Floats:
    """Seasonal naive: as the same month a year before. The yardstick that has to be beaten."""
    return values[-YEAR:][np.arange(ahead) % YEAR]


METHODS: dict[str, Method] = {"theta": theta, "naive": naive}


def season_of(rest: Floats, calendar: Places) -> Floats:
    """What each month of the year lies above or below the trend, adding up to nothing; flat where the run is too short."""
    if len(rest) < SEASON_FROM:
        return np.zeros(YEAR)
    month = np.where(np.isin(calendar, FESTIVAL), FESTIVAL[0], calendar)
    found = np.array([rest[month == each].mean() if (month == each).any() else 0.0 for each in range(1, YEAR + 1)])
    found[FESTIVAL[1] - 1] = found[FESTIVAL[0] - 1]
    return found - found.mean()


def _smoothed(values: Floats) -> tuple[float, float]:
    """The level by simple exponential smoothing, with the rate that would have been best one step ahead."""
    level = np.full(len(ALPHAS), values[0])
    squares = np.zeros(len(ALPHAS))
    for value in values[1:]:
        wrong = value - level
        squares += wrong**2
        level = level + ALPHAS * wrong
    best = int(squares.argmin())
    return float(level[best]), float(ALPHAS[best])
