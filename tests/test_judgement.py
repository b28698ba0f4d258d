"""The words beside a number: what is judged, against which target, and how far it is from there."""

from datetime import date

import pandas as pd
import pytest

from data.text import Text
from metrics.formats import show
from metrics.judgement import enough, is_carried, judged
from metrics.language import Metric, index, latest, total
from metrics.status import standing
from tests import cases

NONE = float("nan")


def metric(kind: str, better: str, format: str) -> Metric:
    """A metric of that kind and direction."""
    formula = {
        "flow": total(cases.VISITS),
        "stock": latest(cases.RECORDS),
        "index": index(cases.INDEX),
        "ratio": total(cases.SATISFIED) / total(cases.RATED),
    }[kind]
    units = {"days": Text("天", "days"), "decimal": Text("分", "points")}
    made = cases.metric("asked", formula, format=format, better=better, unit=units.get(format, Text("", "")))
    assert made.kind == kind
    return made


def row(of: Metric, actual: float, wanted: float, month: int, **said):
    """A row of a snapshot whose year to date is `actual`; by default that is the value of the month too."""
    stand = standing(of.kind, of.better, actual, wanted, month)
    known = {
        "value": actual,
        "qualifier": "exact",
        "grade": "",
        "carried": 0,
        "reported": 9,
        "expected": 10,
        "ytd": actual,
        "ytd_qualifier": "exact",
        "ytd_months": month if of.kind in ("flow", "ratio") else NONE,
        "target": wanted,
        "due": NONE if stand is None or stand.due is None else stand.due,
        "attainment": stand.attainment if stand else NONE,
        "status": stand.status if stand else None,
        "status_partial": False,
        "due_on": None,
        "running": False,
    }
    return known | said


JUDGED = """
kind  | better | format  | value | ytd      | target   | month | zh                                                  | en
flow  | higher | count   | 100   | 9800     | 10000    | 9     | 快于序时，累计 9800，目标 1万，完成 98.0%，序时 75.0% | Ahead of schedule, YTD 9.8K, Target 10K, 98.0% done, 75.0% due
flow  | higher | count   | 100   | 8000     | 12000    | 9     | 严重滞后，累计 8000，目标 1.2万，完成 66.7%，序时 75.0% | Far behind, YTD 8K, Target 12K, 66.7% done, 75.0% due
flow  | higher | count   | 8000  | 8000     | 120000   | 1     | 严重滞后，目标 12万，完成 6.7%，序时 8.3% | Far behind, Target 120K, 6.7% done, 8.3% due
flow  | higher | count   | 100   | 9999.6   | 10000    | 10    | 快于序时，累计 9999.6，目标 1万，完成 99.996%，序时 83.333% | Ahead of schedule, YTD 9.9996K, Target 10K, 99.996% done, 83.333% due
flow  | higher | count   | 100   | 10000    | 10000    | 10    | 已达标，累计 1万，目标 1万，完成 100.0%，序时 83.3% | Met, YTD 10K, Target 10K, 100.0% done, 83.3% due
flow  | lower  | count   | 5     | 45       | 100      | 6     | 低于序时，累计 45，目标 ≤100，已用 45.0%，序时 50.0% | Within the schedule, YTD 45, Target ≤100, 45.0% used, 50.0% due
flow  | lower  | count   | 5     | 60       | 100      | 6     | 严重超序时，累计 60，目标 ≤100，已用 60.0%，序时 50.0% | Far above the schedule, YTD 60, Target ≤100, 60.0% used, 50.0% due
flow  | lower  | count   | 5     | 112      | 100      | 6     | 超出限额，累计 112，目标 ≤100，超出 12 | Over the limit, YTD 112, Target ≤100, 12 over
flow  | lower  | count   | 5     | 90       | 100      | 12    | 未超限额，累计 90，目标 ≤100，已用 90.0%，序时 100.0% | Within the limit, YTD 90, Target ≤100, 90.0% used, 100.0% due
stock | higher | count   | 51    | 51       | 53       | 10    | 接近目标，目标 53，完成 96.2% | Near the target, Target 53, 96.2% done
stock | higher | count   | 9499.9| 9499.9   | 10000    | 10    | 未达标，目标 1万，完成 94.999% | Missed, Target 10K, 94.999% done
stock | lower  | count   | 295   | 295      | 125      | 10    | 未达标，目标 ≤125，超出 170 | Missed, Target ≤125, 170 over
stock | lower  | count   | 23    | 23       | 27       | 10    | 已达标，目标 ≤27，余 4 | Met, Target ≤27, 4 left
stock | lower  | count   | 0     | 0        | 27       | 10    | 已达标，目标 ≤27，余 27 | Met, Target ≤27, 27 left
stock | lower  | count   | 27    | 27       | 27       | 10    | 已达标，目标 ≤27，恰好达到 | Met, Target ≤27, just reached
ratio | higher | percent | 0.988 | 0.984    | 0.985    | 10    | 接近目标，累计 98.4%，目标 98.5%，差 0.1 百分点 | Near the target, YTD 98.4%, Target 98.5%, 0.1 pp short
ratio | higher | percent | 0.97  | 0.8999887| 0.9      | 10    | 接近目标，累计 89.999%，目标 90.000%，差 0.001 百分点 | Near the target, YTD 89.999%, Target 90.000%, 0.001 pp short
ratio | higher | percent | 0.97  | 0.968    | 0.965    | 10    | 已达标，累计 96.8%，目标 96.5%，高出 0.3 百分点 | Met, YTD 96.8%, Target 96.5%, 0.3 pp above
ratio | higher | percent | 0.968 | 0.968    | 0.965    | 10    | 已达标，目标 96.5%，高出 0.3 百分点 | Met, Target 96.5%, 0.3 pp above
ratio | lower  | percent | 0.06  | 0.062    | 0.05     | 10    | 未达标，累计 6.2%，目标 ≤5.0%，超出 1.2 百分点 | Missed, YTD 6.2%, Target ≤5.0%, 1.2 pp over
ratio | lower  | days    | 33    | 30.5     | 30       | 10    | 接近目标，累计 30.5天，目标 ≤30天，超出 0.5天 | Near the target, YTD 30.5 days, Target ≤30 days, 0.5 days over
index | higher | decimal | 88.5  | 88.5     | 90       | 10    | 接近目标，目标 90，完成 98.3% | Near the target, Target 90, 98.3% done
index | higher | points  | 0.4   | 0.4      | 0.5      | 10    | 未达标，目标 0.5 百分点，差 0.1 百分点 | Missed, Target 0.5 pp, 0.1 pp short
index | lower  | rank    | 5     | 5        | 3        | 10    | 未达标，目标 前3位，差 2 位 | Missed, Target top 3, 2 short
index | lower  | rank    | 2     | 2        | 3        | 10    | 已达标，目标 前3位，高 1 位 | Met, Target top 3, 1 above
"""


def _drawn(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize("drawn", _drawn(JUDGED), ids=lambda cells: " ".join(cells[:7]))
def test_what_is_judged_stands_beside_its_word(drawn):
    kind, better, format, value, ytd, target, month, zh, en = drawn
    of = metric(kind, better, format)
    said = judged(row(of, float(ytd), float(target), int(month), value=float(value)), of, date(2026, int(month), 1))
    assert (said.told("zh"), said.told("en")) == (zh, en)


ON_PATHS = """
kind  | better | format  | value | target | share | zh | en
stock | higher | count   | 80    | 100    | 0.8   | 快于序时，目标 100，本月应达 80，恰好达到 | Ahead of schedule, Target 100, 80 due by this month, just reached
stock | higher | count   | 78    | 100    | 0.8   | 慢于序时，目标 100，本月应达 80，差 2 | Behind schedule, Target 100, 80 due by this month, 2 short
stock | lower  | count   | 290   | 125    | 2.4   | 快于序时，目标 ≤125，本月应达 ≤300，余 10 | Ahead of schedule, Target ≤125, ≤300 due by this month, 10 left
stock | lower  | count   | 320   | 125    | 2.4   | 严重滞后，目标 ≤125，本月应达 ≤300，超出 20 | Far behind, Target ≤125, ≤300 due by this month, 20 over
ratio | higher | percent | 0.88  | 0.9    | 0.95  | 快于序时，目标 90.0%，本月应达 85.5%，高出 2.5 百分点 | Ahead of schedule, Target 90.0%, 85.5% due by this month, 2.5 pp above
ratio | higher | percent | 0.85  | 0.9    | 0.95  | 慢于序时，目标 90.0%，本月应达 85.5%，差 0.5 百分点 | Behind schedule, Target 90.0%, 85.5% due by this month, 0.5 pp short
"""


@pytest.mark.parametrize("drawn", _drawn(ON_PATHS), ids=lambda cells: " ".join(cells[:6]))
def test_on_a_path_the_mark_of_the_month_stands_beside_its_word(drawn):
    kind, better, format, value, target, share, zh, en = drawn
    of, actual, wanted = metric(kind, better, format), float(value), float(target)
    stand = standing(kind, better, actual, wanted, 6, (float(share),) * 12)
    on_path = row(of, actual, wanted, 6, due=stand.due, status=stand.status, attainment=stand.attainment)
    said = judged(on_path, of, date(2026, 6, 1))
    assert (said.told("zh"), said.told("en")) == (zh, en)
    assert 0 < said.share <= 1.1
    assert 0 < said.due <= 1


@pytest.mark.parametrize("kind", ["flow", "stock", "index", "ratio"])
@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ({"reported": 7}, "填报率不足，暂不评价", "Coverage too low to judge"),
        ({"reported": 0, "carried": 10}, "本月未报，暂不评价", "Not reported yet: not judged"),
        ({"due_on": pd.Timestamp("2026-07-08")}, "07-08 截止，暂不评价", "Due on 07-08: not judged yet"),
        ({"running": True}, "本月未结束，暂不评价", "The month is not over: not judged yet"),
        ({"target": NONE, "attainment": NONE, "status": None}, "未设目标", "No target"),
        ({"value": NONE}, "", ""),
    ],
)
def test_what_is_not_known_is_not_judged(kind, said, zh, en):
    of = metric(kind, "higher", "percent" if kind == "ratio" else "count")
    told = judged(row(of, 90.0, 100.0, 6, **said), of, date(2026, 6, 1))
    assert told.status is None
    assert (told.word.zh, told.word.en) == (zh, en)
    assert told.gap.zh == ""


def test_months_that_are_missing_are_said_and_the_promise_of_the_year_is_kept():
    of = metric("flow", "higher", "count")
    said = judged(
        row(of, 40.0, 100.0, 6, value=10.0, ytd_qualifier="about", ytd_months=4, status_partial=True),
        of,
        date(2026, 6, 1),
    )
    assert said.told("zh") == "严重滞后，累计 ≈40，目标 100，完成 40.0%，序时 50.0%，本年缺 2 个月"
    assert said.missing.en == "2 months of the year missing"


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("actual", [0.8999887, 0.90000001, 0.9 - 1e-13, 0.85499999, 0.94736842])
def test_no_word_contradicts_the_numbers_that_stand_beside_it(better, actual):
    """A missed target is never written as equal to what was reached."""
    of = metric("ratio", better, "percent")
    said = judged(row(of, actual, 0.9, 10), of, date(2026, 10, 1))
    for language in ("zh", "en"):
        shown, target = (show(value, of, language=language, more=said.more) for value in (actual, 0.9))
        assert (shown == target) <= (said.status == "met"), said.told(language)


def test_what_is_carried_counts_as_enough_but_is_nothing_fresh():
    carried = {"expected": 10, "reported": 0, "carried": 9}
    assert enough(carried)
    assert is_carried(carried)
    assert not is_carried(carried | {"reported": 1})
