"""Do the forecasts of the units below add up to the unit's own? By how much not, and each of them brought to it, or why they need
not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan
from typing import Literal

from sqlalchemy import Connection

from data import forecasts
from data.units import Tree
from metrics.language import Metric
from metrics.outlook.backtest import Forecast
from metrics.outlook.series import Series
from metrics.outlook.written import read

SAME = 0.005  # shares apart that are not worth a word
Made = tuple[Series, Forecast]
Why = Literal["adds_up", "apart", "no_sum", "own", "few", "year_over"]


@dataclass(frozen=True)
class Part:
    """A unit below: its number at the year's end as it is forecast by itself, and brought to the whole (NaN: it is not)."""

    unit: str
    alone: float
    adjusted: float


@dataclass(frozen=True)
class Hierarchy:
    """`why`: they add up, or lie `apart`; no sum of a rate, an index or a published rank (`no_sum`), a number that is the unit's
    `own` and no sum already today, too `few` of them forecast, the year is over. `whole`: the unit's own forecast of the year's
    end, `together` that of the parts (NaN without)."""

    why: Why
    whole: float
    together: float
    parts: tuple[Part, ...]
    lacking: tuple[str, ...]

    @property
    def gap(self) -> float:
        """By which share of the whole the parts together lie above it; less than 0: below."""
        return (self.together - self.whole) / abs(self.whole) if self.whole else nan


def hierarchy(metric: Metric, own: Made, below: Mapping[str, Made | None]) -> Hierarchy:
    """The forecast of a unit beside those of the units below that report anything (None: too few months).

    Where they lie apart each is brought to the unit's own by forecast proportions: what is to come of each is multiplied by what
    is to come of the whole over what is to come of all together (Gross and Sohl 1990; Athanasopoulos, Ahmed and Hyndman 2009).
    """
    told, made = own
    if metric.kind not in ("flow", "stock"):
        return Hierarchy("no_sum", made.year_middle, nan, (), ())
    if not told.left:
        return Hierarchy("year_over", nan, nan, (), ())
    there = {unit: one for unit, one in below.items() if one and one[0].origin == told.origin}
    lacking = tuple(sorted(set(below) - set(there)))
    if lacking or not there:
        return Hierarchy("few", made.year_middle, nan, (), lacking)
    together = sum(one[1].year_middle for one in there.values())
    if not _is_sum(told, [series for series, _ in there.values()]):
        alone = tuple(Part(unit, one[1].year_middle, nan) for unit, one in sorted(there.items()))
        return Hierarchy("own", made.year_middle, together, alone, ())
    by = _factor(made, [found for _, found in there.values()])
    parts = tuple(Part(unit, one[1].year_middle, _brought(*one, by)) for unit, one in sorted(there.items()))
    near = abs(together - made.year_middle) <= SAME * abs(made.year_middle)
    return Hierarchy("adds_up" if near else "apart", made.year_middle, together, parts, ())


def _is_sum(told: Series, parts: Sequence[Series]) -> bool:
    """Whether the last month known, and the year so far, are the sums of the parts' already."""
    pairs = [(float(told.values[-1]), sum(float(each.values[-1]) for each in parts))]
    if told.year == "sum" and not isnan(told.so_far):
        pairs.append((told.so_far, sum(each.so_far for each in parts)))
    return all(abs(whole - together) <= SAME * abs(whole) for whole, together in pairs)


def _factor(made: Forecast, parts: Sequence[Forecast]) -> float:
    """By what each part's rest is multiplied; NaN where proportions mean nothing."""
    rests = [each.rest for each in parts]
    return made.rest / sum(rests) if made.rest > 0 and all(rest >= 0 for rest in rests) and sum(rests) > 0 else nan


def _brought(told: Series, made: Forecast, by: float) -> float:
    return made.year_middle + made.rest * (by - 1)


def right_below(tree: Tree, unit: str) -> list[str]:
    """The units whose numbers make those of a unit."""
    return [code for code in tree.below(unit) if tree[code].parent == unit]


def kept_hierarchy(
    conn: Connection, metric: Metric, unit: str, month: date, tree: Tree, revision: int | None = None
) -> Hierarchy | None:
    """The same of the forecasts that are kept; None where the unit has none, or no unit below it."""
    below = right_below(tree, unit)
    found = forecasts.newest_of(conn, metric.key, [unit, *below], month, revision)
    own = read(found[unit]) if unit in found else None
    if own is None or not below:
        return None
    return hierarchy(metric, own, {code: read(found[code]) for code in below if code in found})
