"""How far each method was wrong when it looked ahead from earlier months, and the forecast with that error as its interval."""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from metrics.arrays import Floats
from metrics.outlook.methods import METHODS, YEAR, Method
from metrics.outlook.series import Scale, Series, from_scale, to_scale

FIRST_ORIGIN = 14  # months that the earliest look ahead knows
ORIGINS = 18  # looks ahead at most, the newest
SURE = 0.8  # of an interval
JUDGED = 3  # months ahead by which methods are compared
FEWEST = 4  # errors of which an interval is made; of fewer, that of a nearer month is widened
NORMAL = 1.2816  # standard deviations within which four fifths of a normal lie


@dataclass(frozen=True)
class Said:
    """What would have been said three months before with the figures of today: `back` months ago for the month, and what
    came. The interval is made of the errors of all other looks."""

    back: int
    middle: float
    low: float
    high: float
    came: float


@dataclass(frozen=True)
class Forecast:
    """`low`, `middle`, `high` for the months after the last one known. `year_…`: the year's number at its end (NaN where the
    year is over), `spread` the standard deviation of what is still to come (of a flow on logarithms), `rest` what is to come
    itself. `error`: mean share by which it was wrong three months ahead; `yardstick` that of the seasonal naive; `covered`:
    the share of what came that lay within the interval."""

    method: str
    low: Floats
    middle: Floats
    high: Floats
    year_low: float
    year_middle: float
    year_high: float
    rest: float
    spread: float
    error: float
    yardstick: float
    covered: float
    said: tuple[Said, ...]


def forecast(told: Series) -> Forecast:
    """The forecast of a series by the method that was less wrong; where nothing beats the seasonal naive, that one."""
    looks = {name: _looks(told, method) for name, method in METHODS.items()}
    wrong = {name: float(np.nanmean(np.abs(look.errors[:, :JUDGED]))) for name, look in looks.items()}
    name = "theta" if wrong["theta"] < wrong["naive"] else "naive"
    look = looks[name]
    middle = _ahead(told.values, told, METHODS[name], told.ahead)
    wide = np.maximum.accumulate(_widths(look.errors))
    centre = to_scale(middle, told.scale)
    low, high = from_scale(centre - wide, told.scale), from_scale(centre + wide, told.scale)
    said = _record(look, told)
    year = _year(told, middle, look)
    return Forecast(
        name, low, middle, high, *year,
        error=_share(look), yardstick=_share(looks["naive"]),
        covered=float(np.mean([each.low <= each.came <= each.high for each in said])), said=said,
    )  # fmt: skip


@dataclass(frozen=True)
class _Looks:
    """Looks ahead from earlier months (look, month ahead), the oldest first; NaN beyond the last month known."""

    middle: Floats
    came: Floats
    errors: Floats  # on the scale


def _ahead(known: Floats, told: Series, method: Method, ahead: int) -> Floats:
    """A method's values for the months after those known."""
    calendar = told.calendar[: len(known)]
    if told.scale == "steps":
        return known[-1] + np.cumsum(method(np.diff(known), calendar[1:], ahead))
    return from_scale(method(to_scale(known, told.scale), calendar, ahead), told.scale)


def _looks(told: Series, method: Method) -> _Looks:
    count, ahead = len(told.values), told.ahead
    origins = range(max(FIRST_ORIGIN, count - ORIGINS), count)
    middle, came = np.full((len(origins), ahead), np.nan), np.full((len(origins), ahead), np.nan)
    for i, known in enumerate(origins):
        middle[i] = _ahead(told.values[:known], told, method, ahead)
        there = told.values[known : known + ahead]
        came[i, : len(there)] = there
    errors = to_scale(came, told.scale) - to_scale(middle, told.scale)
    return _Looks(middle, came, errors)


def _widths(errors: Floats) -> Floats:
    """The half-width of the interval of each month ahead: split conformal, the ⌈0.8 (n + 1)⌉th smallest error."""
    widths = np.full(errors.shape[1], np.nan)
    for step in range(errors.shape[1]):
        known = errors[~np.isnan(errors[:, step]), step]
        if len(known) >= FEWEST or step == 0:
            widths[step] = width(known)
        else:
            widths[step] = widths[step - 1] * sqrt((step + 1) / step)
    return widths


def width(errors: Floats) -> float:
    """The error that four of five stay within, of a sample."""
    known = np.sort(np.abs(errors[~np.isnan(errors)]))
    return float(known[min(ceil(SURE * (len(known) + 1)), len(known)) - 1]) if len(known) else float("nan")


def _year(told: Series, middle: Floats, look: _Looks) -> tuple[float, float, float, float, float]:
    """Low, middle and high of the year's number, what is to come, and the spread of that."""
    left = told.left
    if not left:
        return (np.nan,) * 5
    rest = float(_together(middle[:left], told))
    scale: Scale = (
        "plain" if told.year == "mean" else "log" if told.year == "sum" and told.scale == "log" else told.scale
    )
    if told.year == "sum" and told.scale != "log":
        scale = "plain"
    then, came = _together(look.middle[:, :left], told), _together(look.came[:, :left], told)
    errors = to_scale(came, scale) - to_scale(then, scale)
    errors = errors[~np.isnan(errors)]
    half = width(errors) if len(errors) >= FEWEST else _widened(told, look, left)
    ends = from_scale(to_scale(np.array([rest]), scale) + np.array([-half, 0.0, half]), scale)
    low, mid, high = (_whole(float(each), told) for each in ends)
    return low, mid, high, rest, half / NORMAL


def _widened(told: Series, look: _Looks, left: int) -> float:
    """The half-width of a year of which too few looks ahead are over: the next month's, widened by time."""
    one = width(look.errors[:, 0])
    if told.year == "sum" and told.scale != "log":
        return one * left
    if told.year == "mean":
        return width(look.came[:, 0] - look.middle[:, 0])
    return one * sqrt(left)


def _together(path: Floats, told: Series) -> Floats:
    """What the months to come make together."""
    if told.year == "sum":
        return path.sum(axis=-1)
    return path.mean(axis=-1) if told.year == "mean" else path[..., -1]


def _whole(rest: float, told: Series) -> float:
    """The year's number, from what is there and what is to come."""
    if told.year == "sum":
        return told.so_far + rest
    if told.year == "mean":
        return (told.so_far * told.origin.month + rest * told.left) / YEAR
    return rest


def _record(look: _Looks, told: Series) -> tuple[Said, ...]:
    """What was said three months ahead, the newest first: each with an interval of the errors of the others."""
    step = JUDGED - 1
    there = [i for i in range(len(look.came)) if not np.isnan(look.came[i, step])]
    found = []
    for i in reversed(there):
        others = look.errors[[j for j in there if j != i], step]
        centre = to_scale(look.middle[i, step : step + 1], told.scale)
        low, high = (from_scale(centre + sign * width(others), told.scale)[0] for sign in (-1, 1))
        back = len(look.came) - 1 - i - step
        found.append(Said(back, float(look.middle[i, step]), float(low), float(high), float(look.came[i, step])))
    return tuple(found)


def _share(look: _Looks) -> float:
    """The mean share by which three months ahead were wrong."""
    came, middle = look.came[:, JUDGED - 1], look.middle[:, JUDGED - 1]
    known = ~np.isnan(came) & (came != 0)
    return float(np.mean(np.abs(middle[known] - came[known]) / np.abs(came[known]))) if known.any() else float("nan")
