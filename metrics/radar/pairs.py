"""What two honest series hardly ever look like together: a rate that is carried from month to month, all of many content, users
that come without visits, the months of another unit."""

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
USERS_FROM = 1000.0  # registered users from which anything is said
LEAP, LEAP_SHARE, LEAPS = (
    3.0,
    0.08,
    3,
)  # times the usual month's new users, share of those there were, and so many such months
UNUSED = 0.6  # of the growth of users in such a month, that of visits
ALIKE_FROM, ALIKE_MONTHS, ALIKE = 1000.0, 8, 0.2  # median size; months equal to another unit's, and their share


def of_rate(part: Floats, whole: Floats) -> list[Sign]:
    """The signs of a part and its whole by month (NaN: none), the strongest first; nothing of fewer than FEWEST months."""
    places = np.flatnonzero(~np.isnan(part) & ~np.isnan(whole) & (whole > 0))
    if len(places) < FEWEST:
        return []
    looked = (look(part[places], whole[places]) for look in (_kept, _perfect))
    found = [sign.placed(places) for sign in looked if sign is not None]
    return sorted(found, key=lambda sign: -sign.strength)


def _kept(part: Floats, whole: Floats) -> Sign | None:
    """Months whose part is, within one, what the rate of the month before makes of the whole; not of all or nothing."""
    before, after = slice(None, -1), slice(1, None)
    rate = part[before] / whole[before]
    large = (whole[before] >= RATE_FROM) & (whole[after] >= RATE_FROM) & (rate > 0) & (rate < 1)
    if large.sum() < FEWEST // 2:
        return None
    same = np.flatnonzero((np.abs(part[after] - rate * whole[after]) <= 1) & large) + 1
    share = len(same) / int(large.sum())
    if share < RATE_KEPT:
        return None
    return Sign("rate", {"count": str(int(large.sum())), "part": str(len(same))}, share / RATE_KEPT, tuple(same))


def _perfect(part: Floats, whole: Floats) -> Sign | None:
    large = whole >= PERFECT_FROM
    if large.sum() < FEWEST // 2:
        return None
    all_of = np.flatnonzero((part == whole) & large)
    share = len(all_of) / int(large.sum())
    if share < PERFECT:
        return None
    return Sign("perfect", {"count": str(int(large.sum())), "part": str(len(all_of))}, share / PERFECT, tuple(all_of))


def of_use(users: Floats, visits: Floats) -> Sign | None:
    """Registered users that leap again and again while visits stand still; a single leap may be honest (accounts brought over)."""
    known = ~np.isnan(users) & ~np.isnan(visits) & (users >= USERS_FROM) & (visits > 0)
    beside = np.flatnonzero(known[1:] & known[:-1]) + 1
    if len(beside) < FEWEST - 1:
        return None
    came = users[beside] - users[beside - 1]
    leaps = beside[(came >= LEAP * np.median(came)) & (came >= LEAP_SHARE * users[beside - 1])]
    if len(leaps) < LEAPS:
        return None
    grown, used = (np.log(each[leaps] / each[leaps - 1]) for each in (users, visits))
    if np.median(used / grown) >= UNUSED:
        return None
    seen = {"count": str(len(beside)), "part": str(len(leaps))}
    return Sign("unused", seen, len(leaps) / LEAPS, tuple(leaps))


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
            found[i] = Sign("alike", seen, share / ALIKE, tuple(np.flatnonzero(values[i] == values[other])))
    return found


def _is_large(run: Floats) -> bool:
    known = run[~np.isnan(run)]
    return len(known) >= FEWEST and float(np.median(known)) >= ALIKE_FROM
