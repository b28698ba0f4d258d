"""What two honest series hardly ever look like together: a rate that is carried from month to month, all of many content, the
months of another unit."""

from collections.abc import Sequence

import numpy as np

from data.text import Text
from metrics.arrays import Floats
from metrics.radar.signs import FEWEST, Sign

RATE_FROM, RATE_KEPT = (
    5000.0,
    0.3,
)  # a denominator from which a rate says anything; share of months that keep the rate before
PERFECT_FROM, PERFECT = 1000.0, 1 / 3  # all of so many, in so great a share of the months
ALIKE_FROM, ALIKE_MONTHS, ALIKE = 1000.0, 8, 0.2  # median size; months equal to another unit's, and their share


def of_rate(part: Floats, whole: Floats) -> list[Sign]:
    """The signs of a part and its whole by month (NaN: none), the strongest first; nothing of fewer than FEWEST months."""
    known = ~np.isnan(part) & ~np.isnan(whole) & (whole > 0)
    if known.sum() < FEWEST:
        return []
    found = [sign for look in (_kept, _perfect) if (sign := look(part[known], whole[known])) is not None]
    return sorted(found, key=lambda sign: -sign.strength)


def _kept(part: Floats, whole: Floats) -> Sign | None:
    """Months whose part is, within one, what the rate of the month before makes of the whole; not of all or nothing."""
    before, after = slice(None, -1), slice(1, None)
    rate = part[before] / whole[before]
    large = (whole[before] >= RATE_FROM) & (whole[after] >= RATE_FROM) & (rate > 0) & (rate < 1)
    if large.sum() < FEWEST // 2:
        return None
    same = int((np.abs(part[after] - rate * whole[after]) <= 1)[large].sum())
    share = same / int(large.sum())
    if share < RATE_KEPT:
        return None
    return Sign("rate", {"count": str(int(large.sum())), "part": str(same)}, share / RATE_KEPT)


def _perfect(part: Floats, whole: Floats) -> Sign | None:
    large = whole >= PERFECT_FROM
    if large.sum() < FEWEST // 2:
        return None
    all_of = int((part == whole)[large].sum())
    share = all_of / int(large.sum())
    if share < PERFECT:
        return None
    return Sign("perfect", {"count": str(int(large.sum())), "part": str(all_of)}, share / PERFECT)


def alike(values: Floats, names: Sequence[Text]) -> dict[int, Sign]:
    """By row of `values` (unit, month) the sign that its months are another's, with whose: the one it is most like."""
    rows = [i for i in range(len(values)) if _is_large(values[i])]
    found: dict[int, Sign] = {}
    for i in rows:
        same = {j: int((values[i] == values[j]).sum()) for j in rows if j != i}
        other = max(same, key=lambda j: same[j], default=None)
        if other is None or same[other] < ALIKE_MONTHS:
            continue
        shared = int((~np.isnan(values[i]) & ~np.isnan(values[other])).sum())
        share = same[other] / shared
        if share >= ALIKE:
            seen: dict[str, str | Text] = {"other": names[other], "count": str(shared), "part": str(same[other])}
            found[i] = Sign("alike", seen, share / ALIKE)
    return found


def _is_large(run: Floats) -> bool:
    known = run[~np.isnan(run)]
    return len(known) >= FEWEST and float(np.median(known)) >= ALIKE_FROM
