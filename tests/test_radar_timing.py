"""Signs by the calendar, and users without visits: how often honest series have one, and how often a staged one is found."""

from datetime import date

import numpy as np
import pytest

from data import months, units
from metrics.radar import telling
from metrics.radar.inspections import inspections
from metrics.radar.looking import odd
from metrics.radar.pairs import of_use
from metrics.radar.signs import FALSE_ALARMS, FOUND, SIGNS, signs
from metrics.radar.timing import PUSHED, PUSHED_SHARE, inspected, pushed
from tests import cases
from tests.test_radar import MONTHS, STAGED, honest
from tests.test_radar_pairs import OF_PAIRS

FIRST = date(2023, 1, 1)


def numbers(begins):
    return (np.arange(MONTHS) + begins) % 12 + 1


def visits_to(random):
    """Between two and five inspections, each of a month or two."""
    begun = random.choice(np.arange(1, MONTHS - 3, 5), random.integers(2, 6), replace=False).tolist()
    return [(each, each + int(random.integers(0, 2))) for each in begun]


def at_quarters(random):
    """A third to three fifths more at the end of each quarter, a part of it taken from the month after."""
    values, begins = honest(random) + 100, int(random.integers(12))
    for i in np.flatnonzero(numbers(begins) % 3 == 0):
        more = random.uniform(0.33, 0.6)
        values[i] *= 1 + more
        values[i + 1 : i + 2] *= 1 - more / 3
    return np.rint(values), numbers(begins)


def while_inspected(random):
    """Half as much again to twice as much while an inspection is at hand."""
    values, spans = honest(random) + 100, visits_to(random)
    for i in {i for first, last in spans for i in range(first, last + 1)}:
        values[i] *= 1 + random.uniform(0.5, 1)
    return np.rint(values), spans


def registered(random):
    """Users that come evenly, now and then in a campaign, and visits that follow how many there are."""
    came = random.lognormal(0, 0.5, MONTHS) * random.uniform(0.005, 0.03)
    for i in np.flatnonzero(random.random(MONTHS) < 0.03):
        came[i] += random.uniform(0.05, 0.5)
    users = random.uniform(5e3, 5e5) * np.cumprod(1 + came)
    fresh = np.concatenate([[0.0], np.diff(users)])
    visits = (users * random.uniform(0.3, 3) + fresh) * random.lognormal(0, random.uniform(0.02, 0.08), MONTHS)
    return np.rint(users), np.rint(visits)


def bought(random):
    """Three to eight months in which a tenth to a third more are registered, of whom nobody comes."""
    users, visits = registered(random)
    for i in random.choice(np.arange(1, MONTHS), random.integers(3, 9), replace=False):
        users[i:] += np.rint(users[i] * random.uniform(0.1, 0.33))
    return users, visits


HONEST = {
    "pushed": lambda random: pushed(honest(random), numbers(int(random.integers(12)))),
    "inspected": lambda random: inspected(honest(random), visits_to(random)),
    "unused": lambda random: of_use(*registered(random)),
}
STAGED_BY = {
    "pushed": lambda random: pushed(*at_quarters(random)),
    "inspected": lambda random: inspected(*while_inspected(random)),
    "unused": lambda random: of_use(*bought(random)),
}


def test_every_sign_by_the_calendar_is_measured_here():
    assert set(HONEST) == set(STAGED_BY) == set(SIGNS) - set(STAGED) - set(OF_PAIRS)


def test_honest_months_hardly_ever_have_a_sign_by_the_calendar():
    random = np.random.default_rng(1612)
    share = {key: np.mean([look(random) is not None for _ in range(2000)]) for key, look in HONEST.items()}
    assert {key: value for key, value in share.items() if value > SIGNS[key].false_alarms} == {}
    # The other signs together have at most 0.8 % (tests/test_radar.py, test_radar_pairs.py).
    assert sum(share.values()) + 0.008 <= FALSE_ALARMS


@pytest.mark.parametrize("key", STAGED_BY)
def test_staging_by_the_calendar_is_found_as_often_as_it_says(key):
    random = np.random.default_rng([1612, *key.encode()])
    found = [STAGED_BY[key](random) for _ in range(500)]
    assert np.mean([sign is not None and sign.key == key for sign in found]) >= SIGNS[key].found


def test_of_everything_that_is_staged_in_any_way_as_much_is_found_as_it_says():
    random = np.random.default_rng(2025)
    ways = [
        *((lambda random, made=made: bool(signs(made(random)))) for made in STAGED.values()),
        *((lambda random, look=look: bool(look(random))) for look in OF_PAIRS.values()),
        *((lambda random, look=look: look(random) is not None) for look in STAGED_BY.values()),
    ]
    assert len(ways) == len(SIGNS)
    assert np.mean([way(random) for way in ways for _ in range(100)]) >= FOUND


def flat(**more):
    values = 5000 + 13.0 * (np.arange(MONTHS) * 7 % 11)
    for place, times in more.items():
        values[int(place[1:])] *= times
    return values


@pytest.mark.parametrize(
    ("values", "spans", "at"),
    [
        (flat(m8=1.5, m20=1.5), [(8, 8), (20, 20)], None),  # always in the same month: a season
        (flat(m8=1.5, m21=1.5), [(8, 8), (21, 21)], (8, 21)),
        (flat(m8=1.5, m9=1.5, m21=1.5), [(8, 9), (21, 21)], (8, 9, 21)),
        (flat(m8=1.5), [(8, 8)], None),  # one may be chance
        (flat(m8=1.5), [(8, 8), (8, 8), (21, 21)], None),  # the same one twice is one
        (flat(m8=1.5, m21=1.5), [(8, 8), (21, 21), (28, 28), (31, 31)], None),  # half of them
        (flat(m0=1.5, m35=1.5), [(0, 0), (35, 35)], None),  # nothing beside it
        (flat(m8=3, m21=3), [], None),
        (flat(m8=1.5, m21=1.5)[:20], [(8, 8), (15, 15)], None),  # too few months
        (flat(m8=1.5, m21=1.5) / 100, [(8, 8), (21, 21)], None),  # too small
    ],
)
def test_jumps_count_where_an_inspection_is_at_hand(values, spans, at):
    sign = inspected(values, spans)
    assert (sign.at if sign else None) == at


def test_a_holiday_a_launch_and_the_end_of_the_year_are_no_push():
    run = numbers(0)
    ends = {f"m{i}": 1.4 for i in np.flatnonzero(run % 3 == 0)}
    assert pushed(flat(**ends), run).seen == {"count": "11", "part": "11"}
    assert pushed(flat(**{f"m{i}": 1.4 for i in np.flatnonzero(run == 12)}), run) is None
    assert pushed(flat(m8=4), run) is None
    assert pushed(np.where(np.arange(MONTHS) < 14, 1, 1.6) * flat(), run) is None
    assert pushed(flat(**ends), np.roll(run, 1)) is None


def test_half_years_are_not_looked_at_for_an_honest_season_ends_them_as_a_push_does():
    """The share of honest series, settled by the half-year, whose Junes and Decembers stand above the months beside as a push would."""
    random, ends = np.random.default_rng(1612), numbers(0) % 6 == 0
    seasons = [np.log((honest(random) + 100) * np.where(ends, random.uniform(1.1, 1.5), 1)) for _ in range(500)]
    inside = [i for i in np.flatnonzero(ends) if 0 < i < MONTHS - 1]
    high = [np.mean([run[i] - max(run[i - 1], run[i + 1]) > PUSHED for i in inside]) for run in seasons]
    assert np.mean(np.array(high) >= PUSHED_SHARE) > 0.5


def test_one_leap_of_users_may_be_accounts_brought_over():
    users, visits = 100_000 * 1.01 ** np.arange(MONTHS), flat() * 10
    assert of_use(users, visits) is None
    once = np.where(np.arange(MONTHS) >= 20, 2, 1) * users
    assert of_use(once, visits) is None
    often = users * np.prod([np.where(np.arange(MONTHS) >= at, 1.2, 1) for at in (9, 17, 25)], axis=0)
    sign = of_use(often, visits)
    assert sign.seen == {"count": "35", "part": "3"}
    assert sign.at == (9, 17, 25)
    assert of_use(often, visits * often / users) is None  # they came
    assert of_use(often / 1000, visits) is None


INSPECTIONS = """
key | name | unit | announced | planned | held | changed
a | 甲 | 330200 | 2023-02-20 | 2023-03-10 | 2023-04-02 |
b | 乙 | 330203 | | 2024-06-01 | 2024-05-30 |
c | 丙 | 330203 | 2025-01-05 | 2025-02-01 | |
d | 丁 | 330205 | 2022-11-05 | 2022-12-01 | |
"""


def test_inspections_are_of_a_unit_and_of_all_below_it(conn):
    cases.plant(conn, cases.ZHEJIANG)
    tree = units.load(conn).in_month(date(2025, 12, 1))
    rows = cases.records(INSPECTIONS, ("announced", "planned", "held", "changed"))
    done = cases.report(conn, inspections=rows)
    found = inspections(conn, ["330000", "330200", "330203", "330205"], tree, FIRST, date(2025, 12, 1), None)
    assert found == {
        "330200": [(1, 3)],
        "330203": [(1, 3), (16, 16), (24, 25)],
        "330205": [(1, 3), (-2, -1)],
    }
    assert inspections(conn, ["330203"], tree, FIRST, date(2025, 12, 1), done - 1) == {}


def test_a_rush_for_an_inspection_is_told_with_its_months(conn):
    cases.plant(conn, cases.ZHEJIANG)
    rows = cases.records(INSPECTIONS, ("announced", "planned", "held", "changed"))
    cases.report(conn, inspections=rows)
    run = months.between(FIRST, months.shift(FIRST, MONTHS - 1))
    values = flat(m1=1.6, m2=1.6, m3=1.6, m16=1.6, m24=1.6, m25=1.6) + 3 * (np.arange(MONTHS) % 3)
    lines = [f"330203 | {months.label(month)} | {value:.0f}" for month, value in zip(run, values, strict=True)]
    cases.report(conn, cases.reports("unit | month | visits\n" + "\n".join(lines)))
    (only,), _ = odd(conn, "330000", run[-1])
    (sign,) = [each for each in only.signs if each.key == "inspected"]
    assert (only.unit, only.first, len(only.run)) == ("330203", FIRST, MONTHS)
    assert sign.at == (1, 2, 3, 16, 24, 25)
    assert telling.seen(sign).zh == "迎检跳升：3 次督查中有 3 次，从通知到开展期间数字跳升，过后回落"


def of_application(application: str, users, visits) -> str:
    run = list(months.between(FIRST, months.shift(FIRST, MONTHS - 1)))
    lines = zip(run, np.rint(users), np.rint(visits), strict=True)
    return "\n".join(f"330203 | {application} | {month:%Y-%m} | {of:.0f} | {came:.0f}" for month, of, came in lines)


def test_an_application_whose_users_do_not_come_is_told_though_its_unit_looks_well(conn):
    """Its accounts are a small part of the unit's; of the unit's sums nothing is said."""
    cases.plant(conn, cases.ZHEJIANG)
    many, visits = 900_000 * 1.01 ** np.arange(MONTHS), 40 * flat(m30=1.02)
    few = 9_000 * 1.005 ** np.arange(MONTHS)
    bought_ = few * np.prod([np.where(np.arange(MONTHS) >= at, 1.3, 1) for at in (9, 17, 25)], axis=0)
    drawn = [
        of_application("A1", many, 2 * visits),
        of_application("A2", bought_, visits),
        of_application("A3", few, visits),
    ]
    cases.report(conn, cases.reports("unit | subject | month | app_users | visits\n" + "\n".join(drawn)))
    found, count = odd(conn, "330000", date(2025, 12, 1))
    (only,) = [each for each in found if any(sign.key == "unused" for sign in each.signs)]
    assert (only.unit, only.application, only.signs[0].at) == ("330203", "A2", (9, 17, 25))
    assert (only.name.zh, only.run[9]) == ("注册用户·A2", np.rint(bought_)[9])
    assert count == 2 + 3  # the unit's users and visits, and three applications
