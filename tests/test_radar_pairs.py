"""Signs of two series together: how often honest ones have any, and how often a staged one is found."""

from datetime import date

import numpy as np
import pytest

from data import months
from data.text import Text
from metrics.radar import pairs, telling
from metrics.radar.looking import odd
from metrics.radar.pairs import alike, of_rate
from metrics.radar.signs import FALSE_ALARMS, FOUND, SIGNS
from tests import cases
from tests.test_radar import MONTHS, honest

UNITS = 20


def rated(random):
    """A whole and its part: a rate of 60 to 99.5 % that moves by half a point to two from month to month."""
    whole = honest(random) + 100
    rate = np.clip(random.uniform(0.6, 0.995) + random.normal(0, random.uniform(0.005, 0.02), MONTHS), 0.3, 0.995)
    return random.binomial(whole.astype(int), rate).astype(float), whole


def carried(random):
    part, whole = rated(random)
    whole = whole + pairs.RATE_FROM
    rate = part[0] / (whole[0])
    for i in range(MONTHS):
        if i and random.random() < 0.35:
            rate = float(np.clip(rate + random.normal(0, 0.01), 0.3, 0.99))
        part[i] = np.rint(rate * whole[i])
    return part, whole


def perfect(random):
    part, whole = rated(random)
    whole = whole + pairs.PERFECT_FROM
    return np.where(random.random(MONTHS) < 0.6, whole, np.minimum(part, whole)), whole


def copied(random):
    """Two units of a size, of which the second reports the months of the first now and then."""
    first = honest(random) + 2 * pairs.ALIKE_FROM
    return np.stack([first, np.where(random.random(MONTHS) < 0.5, first, honest(random) + 2 * pairs.ALIKE_FROM)])


NAMES = [Text(f"{i}", f"{i}") for i in range(UNITS)]
OF_PAIRS = {
    "rate": lambda random: {sign.key for sign in of_rate(*carried(random))},
    "perfect": lambda random: {sign.key for sign in of_rate(*perfect(random))},
    "alike": lambda random: {sign.key for sign in alike(copied(random), NAMES[:2]).values()},
}


def test_honest_pairs_hardly_ever_have_a_sign():
    random = np.random.default_rng(1612)
    found = [{sign.key for sign in of_rate(*rated(random))} for _ in range(2000)]
    others = [alike(np.stack([honest(random) for _ in range(UNITS)]), NAMES) for _ in range(100)]
    share = {key: np.mean([key in each for each in found]) for key in ("rate", "perfect")}
    share["alike"] = sum(map(len, others)) / (100 * UNITS)
    assert {key: value for key, value in share.items() if value > SIGNS[key].false_alarms} == {}
    # With those of one series (tests/test_radar.py) together they stay within what is said of all.
    assert sum(share.values()) + 0.006 <= FALSE_ALARMS


@pytest.mark.parametrize("key", OF_PAIRS)
def test_staged_pairs_are_found_as_often_as_it_says(key):
    random = np.random.default_rng([1612, *key.encode()])
    found = np.mean([key in OF_PAIRS[key](random) for _ in range(500)])
    assert found >= SIGNS[key].found >= FOUND


def test_small_numbers_all_or_nothing_and_few_months_say_nothing():
    whole = np.full(MONTHS, 9000.0)
    assert of_rate(whole * 0, whole) == []  # nothing at all is no carried rate
    assert [sign.key for sign in of_rate(whole, whole)] == ["perfect"]
    assert of_rate(whole / 100, whole / 100) == []
    assert of_rate(whole[:20], whole[:20]) == []
    assert alike(np.stack([whole / 100, whole / 100]), NAMES[:2]) == {}


def test_what_units_report_is_looked_at_pair_by_pair(conn):
    cases.plant(conn, cases.ZHEJIANG)
    random, run = np.random.default_rng(9), list(months.between(date(2023, 1, 1), date(2025, 12, 1)))
    rows = []
    for i, month in enumerate(run):
        whole, visits = 6000 + int(random.integers(0, 3000)), 20_000 + int(random.integers(0, 5000))
        rows.append(f"330203 | {months.label(month)} | {whole} | {round(whole * 0.953)} | {visits}")
        rows.append(f"330205 | {months.label(month)} | {whole + i} | {whole + i} | {visits if i % 2 else visits + 7}")
    cases.report(conn, cases.reports("unit | month | rated | satisfied | visits\n" + "\n".join(rows)))
    found, _ = odd(conn, "330000", date(2025, 12, 1))
    seen = {(each.unit, each.measure.key): {sign.key: sign for sign in each.signs} for each in found}
    assert "rate" in seen["330203", "satisfied"]
    assert "perfect" in seen["330205", "satisfied"]
    sign = seen["330203", "visits"]["alike"]
    assert telling.seen(sign).zh == "与别处相同：36 个月里有 18 个月与330205一模一样"
    assert telling.seen(sign).en == "The same as elsewhere: Of 36 months 18 are the same as those of 330205"
