"""What honest amounts hardly ever do by the calendar: stand out at the ends of quarters, or while an inspection is at hand.

Units report months, so a rush in a month's last days cannot be seen; what months allow is the rush at the end of a quarter, which
is missing in the month after. What stands out at the end of the year alone cannot be told from a season.
"""

from collections.abc import Iterable

import numpy as np

from metrics.arrays import Floats, Places
from metrics.radar.signs import FEWEST, SMALL, Sign

PUSHED, PUSHED_SHARE = (
    0.08,
    0.7,
)  # how far, by its logarithm, a quarter's last month stands above both beside it; in so many quarters
QUARTERS = 8  # of fewer nothing is said
JUMP, UNUSUAL = 0.2, 2.0  # how far months stand above those around them, and so many times the usual spread of that
INSPECTED, INSPECTED_SHARE = 2, 2 / 3  # inspections during which it jumps, and their share of all
ALONE = 8  # months without an inspection before anything is usual

Span = tuple[int, int]  # the first and the last month of a stretch, as places of a run


def pushed(values: Floats, numbers: Places) -> Sign | None:
    """Quarters that end above the months beside. `values` by month (NaN: none), `numbers` 1 to 12."""
    run = _logarithms(values)
    ends = [i for i in range(1, len(run) - 1) if numbers[i] % 3 == 0 and not np.isnan(run[i - 1 : i + 2]).any()]
    if len(ends) < QUARTERS:
        return None
    at = tuple(i for i in ends if run[i] - max(run[i - 1], run[i + 1]) > PUSHED)
    share = len(at) / len(ends)
    if share < PUSHED_SHARE:
        return None
    return Sign("pushed", {"count": str(len(ends)), "part": str(len(at))}, share / PUSHED_SHARE, at)


def inspected(values: Floats, spans: Iterable[Span]) -> Sign | None:
    """Months of inspections, from the announcement to the visit, that stand above the months around them. One may be chance, or
    a season: nothing is said of a single one, nor where all are in the same month of the year."""
    asked = _apart(spans)
    if len(asked) < INSPECTED:
        return None
    run = _logarithms(values)
    known = [span for span in asked if not np.isnan(_excess(run, span))]
    busy = {i for first, last in known for i in range(first - 1, last + 2)}
    alone = np.array([_excess(run, (i, i)) for i in range(len(run)) if i not in busy])
    alone = alone[~np.isnan(alone)]
    if len(known) < INSPECTED or len({first % 12 for first, _ in known}) == 1 or len(alone) < ALONE:
        return None
    spread = 1.4826 * float(np.median(np.abs(alone - np.median(alone))))
    jumped = [span for span in known if _excess(run, span) > max(JUMP, UNUSUAL * spread)]
    share = len(jumped) / len(known)
    if len(jumped) < INSPECTED or share < INSPECTED_SHARE:
        return None
    at = tuple(i for first, last in jumped for i in range(first, last + 1))
    return Sign("inspected", {"count": str(len(known)), "part": str(len(jumped))}, share / INSPECTED_SHARE, at)


def _logarithms(values: Floats) -> Floats:
    """NaN throughout where there are too few months, or too small ones."""
    known = values[~np.isnan(values)]
    if len(known) < FEWEST or np.median(known) < SMALL:
        return np.full(len(values), np.nan)
    return np.log(np.where(values > 0, values, np.nan))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Stretches in order, those that touch made into one: one jump is not counted twice."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _excess(run: Floats, span: Span) -> float:
    """How far a stretch stands above the mean of the month before and the month after; NaN where one of them is not known."""
    first, last = span
    if first < 1 or last + 1 >= len(run):
        return float("nan")
    return float(run[first : last + 1].mean() - (run[first - 1] + run[last + 1]) / 2)
