"""Signs that figures may have been made up: how often honest series have one, and how often a staged one is found."""

from datetime import date

import numpy as np
import pytest

from data import months
from metrics.radar.looking import odd
from metrics.radar.signs import FALSE_ALARMS, FEWEST, FOUND, SIGNS, signs
from tests import cases

MONTHS = 36


def honest(random):
    """Amounts with trend, season, noise of their own, and now and then a spike or a launch."""
    size, index = np.exp(random.uniform(np.log(200), np.log(2e6))), np.arange(MONTHS)
    rest, noise = np.zeros(MONTHS), random.normal(0, random.uniform(0.02, 0.08), MONTHS)
    for i in range(1, MONTHS):
        rest[i] = 0.4 * rest[i - 1] + noise[i]
    values = size * np.exp(random.normal(0.006, 0.004) * index + random.normal(0, 0.06, 12)[index % 12] + rest)
    if random.random() < 0.3:
        values[random.integers(MONTHS)] *= 3  # a holiday
    if random.random() < 0.3:
        values[random.integers(MONTHS) :] *= 1.5  # a launch
    return np.rint(values)


def smooth(random):
    return np.rint(random.uniform(1e4, 1e6) * 1.01 ** np.arange(MONTHS) * random.lognormal(0, 0.004, MONTHS))


def rounded(random):
    values = honest(random) + 1000
    size = 10 ** (np.floor(np.log10(values)) - 1)
    return np.where(random.random(MONTHS) < 0.6, np.rint(values / size) * size, values)


def repeated(random):
    values = honest(random) + 100
    for i in np.nonzero(random.random(MONTHS) < 0.35)[0]:
        values[i] = values[max(i - 1, 0)]
    return values


def ending(random):
    values = honest(random) + 100
    return np.where(random.random(MONTHS) < 0.5, np.floor(values / 10) * 10 + 8, values)


STAGED = {"smooth": smooth, "round": rounded, "repeated": repeated, "digits": ending}


def test_honest_months_hardly_ever_have_a_sign():
    random = np.random.default_rng(1612)
    found = [{sign.key for sign in signs(honest(random))} for _ in range(2000)]
    assert np.mean([bool(each) for each in found]) <= FALSE_ALARMS
    for key, said in SIGNS.items():
        assert np.mean([key in each for each in found]) <= said.false_alarms


@pytest.mark.parametrize("key", STAGED)
def test_staged_months_are_found_as_often_as_it_says(key):
    random = np.random.default_rng([1612, *key.encode()])
    found = np.mean([key in {sign.key for sign in signs(STAGED[key](random))} for _ in range(500)])
    assert found >= SIGNS[key].found


def test_of_all_that_is_staged_in_any_way_as_much_is_found_as_it_says():
    random = np.random.default_rng(2024)
    found = np.mean([bool(signs(staged(random))) for staged in STAGED.values() for _ in range(250)])
    assert found >= FOUND


def test_of_few_or_small_months_nothing_is_said():
    assert signs(np.full(FEWEST - 1, 5000.0)) == []
    assert signs(np.full(MONTHS, 3.0)) == []
    assert signs(np.full(MONTHS, np.nan)) == []


def test_it_tells_what_it_saw():
    values = np.tile([1200.0, 3400, 3400, 5678], 9)
    told = {sign.key: sign.seen for sign in signs(values)}
    assert told["round"] == {"count": "36", "part": "27"}
    assert told["repeated"] == {"count": "36", "part": "9"}
    assert all(said.text.in_(lang, **told[key]) for key, said in SIGNS.items() if key in told for lang in ("zh", "en"))


def test_what_units_report_is_looked_at_where_they_report_it(conn):
    cases.plant(conn, cases.ZHEJIANG)
    random, run = np.random.default_rng(4), months.between(date(2023, 1, 1), date(2025, 12, 1))
    rows = [
        f"330203 | {months.label(month)} | {value:.0f} |\n330205 | {months.label(month)} | 5000 | {5000 + i * 7919 % 1000}"
        for i, (month, value) in enumerate(zip(run, honest(random) + 500, strict=True))
    ]
    cases.report(conn, cases.reports("unit | month | visits | rated\n" + "\n".join(rows)))
    found, count = odd(conn, "330000", date(2025, 12, 1))
    assert [(each.unit, each.measure.key, each.metric) for each in found] == [("330205", "visits", "visits")]
    assert {sign.key for sign in found[0].signs} == {"round", "repeated", "digits"}
    assert count == 3
    assert odd(conn, "330200", date(2025, 12, 1), revision=0)[0] == []
