"""What the rows of a register say together, as drawn tables: worked out by hand."""

import math
from datetime import date

import pandas as pd
import pytest

from data import months
from data.registers import REGISTERS
from metrics.of_rows.alive import a_year_later, rests_on
from metrics.of_rows.before_after import counters, cut, cut_in_all, least_liked, reached
from metrics.of_rows.brains import forecasts, warnings
from metrics.of_rows.maturity import profile
from metrics.of_rows.printed import BESIDE, counted, last_printed
from metrics.of_rows.spending import by_stage, dependence, licensees, signed, to_decide, unused
from metrics.of_rows.spread import giving, over_time, worth
from metrics.of_rows.staffing import elapsed, filled
from metrics.of_rows.used import failing, uncovered, used
from metrics.of_rows.waiting import waiting, without
from tests.frames import drawn

OCTOBER = months.parse("2026-10")


def rows(table: str, *numbers: str) -> pd.DataFrame:
    """Rows drawn as a table; the named columns are numbers, blanks are nothing."""
    frame = drawn(table)
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in numbers})


ASSESSED = """
key | unit   | aspect | score | assessed
M1  | 330000 | data   | 3     | 2025-01-01
M2  | 330000 | data   | 4     | 2026-01-01
M3  | 330100 | data   | 2     | 2026-02-01
M4  | 330200 | data   | 5     | 2026-02-01
M5  | 330200 | data   | 3     | 2024-02-01
M6  | 330200 | port   | 1     | 2026-02-01
"""


@pytest.mark.parametrize(
    ("unit", "beside", "aspect", "expected"),
    [
        ("330000", ["330100", "330200"], "data", (4, "M2", 3.5, 2)),  # the newest of each counts
        ("330200", ["330000"], "data", (5, "M4", 4, 1)),
        ("330200", ["330000", "330200"], "data", (5, "M4", 4, 1)),  # nobody is compared with themselves
        ("330200", ["330000"], "port", (1, "M6", None, 0)),
        ("330000", ["330100", "330200"], "port", (None, "", 1, 1)),
    ],
)
def test_a_profile_sets_the_newest_assessment_beside_the_others(unit, beside, aspect, expected):
    found = profile(rows(ASSESSED, "score"), unit, beside).loc[aspect]
    said = [None if isinstance(each, float) and math.isnan(each) else each for each in found]
    assert tuple(said) == expected


def test_nothing_assessed_is_no_profile():
    assert profile(rows(ASSESSED, "score").head(0), "330000", ["330100"]).empty


ABLE = """
key | kind     | raised | true_ones | handled | error
C1  | warn     | 100    | 80        | 80      |
C2  | warn     | 920    | 286       | 286     |
C3  | warn     | 10     |           |         |
C4  | warn     | 0      | 0         | 0       |
C5  | forecast |        |           |         | 0.03
C6  | forecast |        |           |         | 0.12
C7  | forecast |        |           |         |
C8  | monitor  |        |           |         |
"""


def test_who_cried_wolf_stands_first_behind_who_says_nothing():
    found = warnings(rows(ABLE, "raised", "true_ones", "handled", "error"))
    assert found["key"].tolist() == ["C3", "C2", "C1"]
    assert found["true_share"].tolist()[1:] == [pytest.approx(286 / 920), 0.8]


def test_the_forecast_furthest_off_stands_first_behind_the_unmeasured():
    assert forecasts(rows(ABLE, "raised", "true_ones", "handled", "error"))["key"].tolist() == ["C7", "C6", "C5"]


ASKED = """
key | unit   | asked      | judged     | standing
R1  | 330100 | 2026-10-01 | 2026-10-31 | waiting
R2  | 330200 | 2026-04-01 | 2026-10-31 | overdue
R3  | 330300 | 2026-01-01 | 2026-10-31 | granted
"""


def test_who_waits_longest_stands_first_and_who_was_answered_nowhere():
    found = waiting(rows(ASKED), "asked", ("waiting", "overdue"))
    assert list(zip(found["key"], found["days"], strict=True)) == [("R2", 213), ("R1", 30)]


@pytest.mark.parametrize(
    ("run", "lacking"), [(12, []), (7, ["330300"]), (1, ["330200", "330300"]), (0, ["330100", "330200", "330300"])]
)
def test_who_has_not_done_it_for_so_many_months(run, lacking):
    assert without(rows(ASKED), "asked", ["330100", "330200", "330300"], OCTOBER, run) == lacking


CUTS = """
key | days_before | days | standing
T1  | 10          | 5    | live
T2  | 20          | 25   | live
T3  | 30          | 3    | live
T4  | 30          | 1    | planned
T5  |             | 1    | live
T6  | 4           |      | live
T7  | 0           | 0    | live
"""


def test_what_cut_least_stands_first_and_what_is_planned_has_cut_nothing():
    found = cut(rows(CUTS, "days_before", "days"), "days_before", "days")
    assert list(zip(found["key"], found["share"], strict=True)) == [("T2", -0.25), ("T1", 0.5), ("T3", 0.9)]
    assert cut_in_all(found) == pytest.approx(1 - 33 / 60)  # a ratio of sums, no mean of shares
    assert math.isnan(cut_in_all(found.head(0)))


RIGHTS = """
key | kind   | entitled | got | minutes | standing
S1  | direct | 100      | 80  |         | running
S2  | direct | 200      | 50  |         | running
S3  | direct | 300      |     |         | running
S4  | direct | 300      | 1   |         | planned
S5  | near   |          |     | 15      | running
S6  | near   |          |     | 22      | running
S7  | near   |          |     |         | running
"""


def test_who_did_not_get_their_right_stands_first():
    found = reached(rows(RIGHTS, "entitled", "got", "minutes"))
    assert found["key"].tolist() == ["S3", "S2", "S1"]
    assert found["left"].tolist()[1:] == [150, 20]


def test_a_counter_a_minute_beyond_the_promise_is_far():
    found = counters(rows(RIGHTS, "entitled", "got", "minutes"))
    assert list(zip(found["key"], found["far"], strict=True)) == [("S6", True), ("S5", False)]


def test_the_least_liked_matter_stands_first():
    liked = rows("key|satisfaction|standing\nL1|0.9|live\nL2|0.7|live\nL3||live\nL4|0.1|planned", "satisfaction")
    assert least_liked(liked)["key"].tolist() == ["L2", "L1"]


def test_places_lack_people_by_a_ratio_of_sums():
    found = filled(rows("place|needed|filled\nA|10|10\nA|10|2\nB|4|5\nC||3\nC|0|0\nD|3|3", "needed", "filled"))
    assert found["place"].tolist() == ["A", "D", "B"]
    assert found["lacking"].tolist() == [8, 0, 0]
    assert found["share"].tolist() == [0.6, 1, 1.25]


@pytest.mark.parametrize(
    ("since", "due", "day", "share"),
    [
        ("2026-01-01", "2026-01-11", "2026-01-06", 0.5),
        ("2026-01-01", "2026-01-11", "2025-12-01", 0),
        ("2026-01-01", "2026-01-11", "2027-01-01", 1),
        ("2026-01-11", "2026-01-11", "2026-01-11", None),
        ("", "2026-01-11", "2026-01-06", None),
    ],
)
def test_how_much_of_a_term_is_over(since, due, day, share):
    found = elapsed(*(date.fromisoformat(each) if each else None for each in (since, due, day)))
    assert math.isnan(found) if share is None else found == share


AWARDED = """
key | application | given
W1  | runs        | 2025-10-31
W2  | stopped     | 2025-10-31
W3  | runs        | 2025-11-01
W4  |             | 2020-01-01
W5  | elsewhere   | 2020-01-01
W6  | built       | 2020-01-01
"""


def test_an_award_is_asked_about_after_a_year():
    ledger = rows("key|standing\nruns|live\nstopped|stopped\nbuilt|building")
    found = a_year_later(rows(AWARDED), ledger, OCTOBER)
    assert found["fate"].tolist() == ["alive", "gone", "young", "nameless", "unknown", "unknown"]


def test_a_result_rests_on_what_it_names():
    found = rows("key|applications\nA|\nB|one\nC|one;two").replace("", None)
    assert rests_on(found, REGISTERS["theory"].field("applications")).tolist() == [0, 1, 2]


def test_rows_make_a_total_and_an_application_with_two_awards_counts_once():
    drawn_ = """
    key | kind   | application | given
    A   | front  | one         | 2026-10-31
    B   | front  | one         | 2026-10-01
    C   | series | two         | 2020-01-01
    D   | honour |             | 2020-01-01
    E   | series | three       | 2026-11-01
    """
    awards = rows(drawn_).replace("", None)
    made = {one.metric.key: counted(one, awards, OCTOBER) for one in BESIDE if one.register == "awards"}
    assert made == {
        "results_promoted": 0, "honours": 1, "apps_awarded": 2, "frontrunner_cases": 2, "awards_top_series": 1,
    }  # fmt: skip


def test_the_newest_printed_total_counts_with_its_month():
    told = rows(
        "metric|month|value\nhonours|2022-12-01|8\nhonours|2023-06-01|9\nhonours|2024-06-01|\nother|2025-01-01|1",
        "value",
    )
    honours = next(one.metric for one in BESIDE if one.metric.key == "honours")
    assert last_printed(told, honours) == (9, date(2023, 6, 1))
    assert last_printed(told.head(0), honours)[1] is None


TAKEN = """
key | mode   | source | target | adopted    | dropped    | standing | cost | saved
A1  | saas   | 330200 | 330100 | 2026-09-10 |            | adopted  | 10   | 90
A2  | saas   | 330200 | 330600 | 2026-10-31 |            | adopted  | 5    |
A3  | copied | 331100 | 330100 | 2026-08-01 | 2026-09-30 | dropped  | 7    | 0
A4  | copied | 331100 | 331100 | 2026-08-01 |            | adopted  | 1    | 2
A5  | saas   | 330200 | 330300 |            |            | agreed   |      |
"""


def test_what_was_adopted_and_not_dropped_by_the_end_of_each_month():
    run = over_time(rows(TAKEN), OCTOBER, run=3)
    assert run["saas"].tolist() == [0, 1, 2]
    assert run["copied"].tolist() == [2, 1, 1]  # dropped on the last day: not there at its end


def test_who_gives_stands_first_and_nobody_gives_to_themselves():
    found = giving(rows(TAKEN))
    assert list(zip(found["place"], found["gave"], found["took"], strict=True)) == [
        ("330200", 2, 0), ("330100", 0, 1), ("330600", 0, 1),
    ]  # fmt: skip


def test_what_a_mode_is_worth_is_of_those_that_say_both():
    found = worth(rows(TAKEN, "cost", "saved"))
    assert found.loc["saas"].tolist() == [10, 90, 1]
    assert found.loc["copied"].tolist() == [1, 2, 1]


# Money and infrastructure

PROJECTS = """
key | stage    | standing  | duplicate | budget | spent
P1  | building | overdue   | clear     | 100    | 90
P2  | building | building  | similar   | 400    | 100
P3  | building | building  | clear     | 900    | 10
P4  |          | duplicate | duplicate |        |
P5  | accepted | accepted  | duplicate | 50     | 50
P6  | stopped  | stopped   | similar   | 60     | 5
"""


def test_what_may_still_be_stopped_stands_first_by_what_is_left():
    found = to_decide(rows(PROJECTS, "budget", "spent"))
    assert found["key"].tolist() == ["P2", "P1", "P4"]
    assert found["left"].head(2).tolist() == [300, 10]
    assert math.isnan(found["left"][2])


def test_money_is_added_up_by_stage():
    found = by_stage(rows(PROJECTS, "budget", "spent"))
    assert found.loc["building"].tolist() == [3, 1400, 200]
    assert found.loc[""].tolist() == [1, 0, 0]


PARTNERS = """
key | name | standing | applications | spend
A1  | 甲   | running  | x;y          | 300
A2  | 甲   | running  | y;z          | 300
A3  | 乙   | running  |              | 200
A4  | 丙   | ended    | x            | 900
A5  | 丁   | running  | w            |
"""


def test_a_partner_with_several_contracts_is_one_and_who_has_left_is_none():
    found = dependence(rows(PARTNERS, "spend"))
    said = found[["name", "applications", "spend", "share"]].to_numpy().tolist()
    assert said[:2] == [["甲", 3, 600, 0.75], ["乙", 0, 200, 0.25]]
    assert said[2][:2] == ["丁", 1]
    assert math.isnan(said[2][3])


def test_nobody_is_depended_on_where_nobody_is():
    assert dependence(rows(PARTNERS, "spend").head(0)).empty


def test_licensees_by_what_they_earn_also_of_what_has_ended():
    products = """
    key | licensee | standing | revenue
    D1  | 甲       | earning  | 30
    D2  | 甲       | ended    | 100
    D3  | 乙       | listed   |
    """
    found = licensees(rows(products, "revenue"))
    assert found.to_numpy().tolist() == [["甲", 1, 1, 130], ["乙", 1, 0, 0]]


def test_fairs_are_asked_what_came_of_them_and_press_conferences_not():
    events = """
    key | kind  | held       | came | signed
    S1  | fair  | 2026-01-01 | 九个项目 | 5
    S2  | press | 2026-03-01 |      |
    S3  | forum | 2026-02-01 |      | 7
    """
    assert signed(rows(events, "signed"))[["key", "told"]].to_numpy().tolist() == [["S3", False], ["S1", True]]


def test_programmes_that_are_done_and_used_by_nothing():
    programmes = "key | standing | applications\nT1 | done | \nT2 | done | x\nT3 | open | "
    assert unused(rows(programmes))["key"].tolist() == ["T1"]


def test_pools_by_how_full_they_are():
    pools = "key | used | capacity\nC1 | 10 | 100\nC2 | 95 | 100\nC3 | | 100\nC4 | 5 | 0\nC5 | 5 | "
    found = used(rows(pools, "used", "capacity"), "used", "capacity")
    assert found[["key", "share"]].to_numpy().tolist() == [["C2", 0.95], ["C1", 0.1]]


def test_broken_routes_before_slow_ones_and_then_by_what_fails():
    routes = """
    key | standing | calls | failures
    R1  | up       | 100   | 50
    R2  | slow     | 100   | 1
    R3  | broken   |       |
    R4  | up       | 0     | 0
    R5  | slow     | 100   | 2
    """
    found = failing(rows(routes, "calls", "failures"), ("broken", "slow"))
    assert found["key"].tolist() == ["R3", "R5", "R2", "R1", "R4"]


def test_a_place_with_only_what_is_being_built_has_none():
    sites = "key | unit | standing\nF1 | 330203 | open\nF2 | 330602 | building\nF3 | 330205 | open"
    under = {"330203": "330200", "330205": "330200", "330602": "330600"}
    assert uncovered(rows(sites), under) == {"330200": 2, "330600": 0}
