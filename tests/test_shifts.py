"""A level that shifts: how often it is seen, how soon, and how often where there was none; told once, and true if it lasts."""

import re
from datetime import date, datetime

import numpy as np
import pytest

from data import months, store
from metrics.outlook.shifts import SURPRISE, lasted, shift
from metrics.watching import keeping, telling
from metrics.watching.asked import Readings
from metrics.watching.evaluating import evaluated
from tests import cases, talking
from tests.people import everybody
from tests.talking import COUNTY
from tests.test_warnings import one, raised
from tests.test_watching import LEADER, found

PREPARED = talking.started
NOW = datetime(2026, 11, 20, 9, tzinfo=months.SHANGHAI)
MONTHS = 48
CALENDAR = np.arange(MONTHS) % 12 + 1


def run(random):
    """Logarithms with trend, season, months that take after one another, and now and then a spike."""
    rest, noise = np.zeros(MONTHS), random.normal(0, random.uniform(0.02, 0.08), MONTHS)
    for i in range(1, MONTHS):
        rest[i] = 0.4 * rest[i - 1] + noise[i]
    values = random.normal(0.006, 0.004) * np.arange(MONTHS) + random.normal(0, 0.06, 12)[CALENDAR - 1] + rest
    if random.random() < 0.3:
        values[random.integers(MONTHS)] += np.log(3)
    return values


def seen(values, at, threshold=SURPRISE):
    what = shift(values[: at + 1], CALENDAR[: at + 1])
    return what is not None and what.surprise > threshold


def test_honest_years_are_hardly_ever_told_of():
    random = np.random.default_rng(1612)
    told = [[seen(values, at) for at in range(30, 42)] for values in (run(random) for _ in range(300))]
    assert np.mean(told) <= 0.003  # of months
    assert np.mean(np.any(told, axis=1)) <= 0.03  # of years


@pytest.mark.parametrize(("times", "second", "fourth"), [(1.35, 0.55, 0.7), (1.6, 0.85, 0.9)])
def test_a_new_level_is_seen_in_its_second_month_or_soon_after(times, second, fourth):
    random, hits = np.random.default_rng(7), []
    for _ in range(150):
        values, since = run(random), int(random.integers(28, MONTHS - 4))
        values[since:] += random.choice([-1, 1]) * np.log(times)
        hits.append([seen(values, since + more) for more in range(4)])
    told = np.array(hits)
    assert told[:, 0].mean() <= 0.15  # one month is no level, but for what already lay beside
    assert told[:, :2].any(axis=1).mean() >= second
    assert told.any(axis=1).mean() >= fourth


def plain(**more):
    values = 0.01 * np.arange(MONTHS) + 0.02 * np.array([1, -1, 0.5, -0.5])[np.arange(MONTHS) % 4]
    for place, by in more.items():
        values[int(place[1:]) :] += by
    return values


def test_it_tells_how_far_and_where_it_should_have_been():
    what = shift(plain(m46=0.4), CALENDAR)
    assert what.span == 2
    assert what.size == pytest.approx(0.4, abs=0.03)
    assert what.expected == pytest.approx(0.465, abs=0.03)
    assert shift(plain(m46=-0.4), CALENDAR).size < 0
    assert shift(plain()[:25], CALENDAR[:25]) is None  # 24 and a level of two need 26
    assert not seen(plain(m47=2), 47)  # a spike of one month, however high
    assert not seen(plain(m40=0.4, m41=-0.4), 41)


def test_it_lasted_where_the_months_after_are_at_least_half_as_far():
    assert lasted(plain(m40=0.4), CALENDAR, 41) is True
    assert lasted(plain(m40=0.4, m42=-0.4), CALENDAR, 41) is False
    assert lasted(plain(m40=0.4, m42=-0.15), CALENDAR, 41) is True
    assert lasted(plain(m45=0.4), CALENDAR, 46) is None  # the months after are not there
    assert lasted(plain()[:20], CALENDAR[:20], 16) is None


# --- as a rule

VISITS = keeping.of_metric("visits", COUNTY)
FIRST = months.parse("2023-01")
USUAL = [10_000 + 211 * (i * 7 % 5) for i in range(44)]  # up to August 2026


def drawn_visits(*values, first=FIRST):
    run = [months.shift(first, at) for at in range(len(values))]
    lines = [f"{COUNTY} | {months.label(month)} | {value}" for month, value in zip(run, values, strict=True)]
    return cases.reports("unit | month | visits\n" + "\n".join(lines))


def test_a_new_level_is_told_once_with_what_was_to_be_expected(conn, clock):
    clock()
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, drawn_visits(*USUAL[:42], 16_000, 16_200, 15_900, 16_100))
    assert found(conn, VISITS, "shifted", 5) == {"2026-08": "up"}
    assert found(conn, VISITS, "shifted", 20, last="2026-08") == {}  # two months are not as sure as that
    asked = evaluated(Readings(conn), everybody(), VISITS, "shifted", 5, [date(2026, 8, 1), date(2026, 9, 1)])
    assert re.fullmatch(
        r"应用访问量连续 2 个月高于此前走势：照此前应在 1\.\d+万 左右，现在 1\.6\d*万 左右", asked[0].said.zh
    )
    assert asked[1].said.en == "Visits to applications is on its way as before"


def test_of_a_stock_what_comes_in_each_month_is_its_level(conn, clock):
    clock()
    cases.plant(conn, cases.ZHEJIANG)
    stock = np.cumsum([*USUAL[:44], 3_000, 3_100]).tolist()
    lines = [f"{COUNTY} | {months.label(months.shift(FIRST, at))} | {value}" for at, value in enumerate(stock)]
    cases.report(conn, cases.reports("unit | month | data_records\n" + "\n".join(lines)))
    records = keeping.of_metric("data_records", COUNTY)
    assert found(conn, records, "shifted", 5) == {"2026-10": "down"}
    (told,) = [
        each
        for each in evaluated(Readings(conn), everybody(), records, "shifted", 5, [date(2026, 10, 1)])
        if each.state
    ]
    assert "增得比此前慢" in told.said.zh


@pytest.mark.parametrize(
    ("after", "verdict"), [((16_000, 16_300, 15_900), "true"), ((10_100, 10_300, 10_000), "false")]
)
def test_the_months_after_say_whether_the_warning_was_true(engine, clock, after, verdict):
    clock()
    with store.writing(engine) as conn:
        cases.report(conn, drawn_visits(*USUAL))
    keeping.begin(engine, VISITS, "shifted", 5, "", by=LEADER)
    with store.writing(engine) as conn:
        cases.report(conn, drawn_visits(16_000, 16_200, first=date(2026, 9, 1)))
    telling.tell(engine)
    assert (one(engine).of.month, one(engine).verdict) == (date(2026, 10, 1), "open")
    with store.writing(engine) as conn:
        cases.report(conn, drawn_visits(*after, first=date(2026, 11, 1)))
    assert one(engine).verdict == "open"  # January is not over yet
    clock(days=92)
    assert one(engine).verdict == verdict
    (rule,) = raised(engine)
    assert rule.loop.hit_rate == (verdict == "true")
    if verdict == "true":
        assert rule.loop.lead == (date(2027, 1, 31) - date(2026, 11, 20)).days  # told of October, stayed until January
