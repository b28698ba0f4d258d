"""Values, months and names as people write them."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.finding.names import Names, plain
from data.measures import MEASURES
from data.text import Text
from data.uploads.reading.traits import Flaw
from data.uploads.understanding import dates, values
from data.uploads.understanding.surroundings import months_in

VISITS, RATE = MEASURES["visits"], MEASURES["satisfaction_rate"]

NUMBERS = """
1234         | 1234        | exact
1,234        | 1234        | exact
１，２３４   | 1234        | exact
-5           | -5          | exact
1.2万        | 12000       | exact
3.6亿        | 360000000   | exact
1.5 万       | 15000       | exact
2800万人次   | 28000000    | exact
30个         | 30          | exact
1e5          | 100000      | exact
三百五十     | 350         | exact
十二亿五千万 | 1250000000  | exact
1.5M         | 1500000     | exact
约30         | 30          | about
30左右       | 30          | about
250多        | 250         | more_than
250多万      | 2500000     | more_than
30余个       | 30          | more_than
1.2亿多      | 120000000   | more_than
超过200亿    | 20000000000 | more_than
250+         | 250         | more_than
300以上      | 300         | at_least
至少300      | 300         | at_least
上百         | 100         | at_least
近百         | 100         | under
不足5千      | 5000        | under
达到2800万   | 28000000    | reaches
"""

NOT_NUMBERS = [
    "abc",
    "1,23",
    "10-20",
    "几十",
    "数百",
    "1.2.3",
    "66.7%",
    "一",
    "=1+1",
    "9" * 400,
    "1e999",
    "TRUE",
    "1 2",
]


def cases(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "value", "qualifier"), cases(NUMBERS))
def test_numbers_in_words_keep_their_promise(text, value, qualifier):
    assert values.read(text, VISITS) == values.Reading("value", float(value), qualifier)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_not_a_number_is_not_guessed(text):
    assert values.read(text, VISITS).state == "not_a_number"


@pytest.mark.parametrize("text", ["", "—", "-", "——", "无", "暂无", "N/A", "/", " "])
def test_nothing_is_not_zero(text):
    assert values.read(text, VISITS) == values.Reading("nothing")


@pytest.mark.parametrize("text", ["撤回", "withdrawn", " 撤回 "])
def test_a_figure_can_be_withdrawn(text):
    assert values.read(text, VISITS).state == "withdrawn"


@pytest.mark.parametrize(
    ("text", "key", "value", "grade"),
    [
        ("66.7%", "satisfaction_rate", 0.667, ""),
        ("五星", "platform_rating", 5, "五星"),
        ("5星", "platform_rating", 5, ""),
        ("卓越级", "digital_government_grade", None, "卓越级"),
        ("全国前列", "innovation_rank_band", None, "全国前列"),
        ("第5位", "business_environment_rank", 5, ""),
        ("0.5个百分点", "core_industry_share_change", 0.5, ""),
    ],
)
def test_indices_take_shares_grades_and_bands(text, key, value, grade):
    reading = values.read(text, MEASURES[key])
    assert (reading.state, reading.value, reading.grade) == ("value", value, grade)


def test_a_column_keeps_what_was_said_only_where_it_was_not_a_plain_number():
    cells = np.array([1.5, "１２３", "12", "约30", True, float("inf"), Flaw("error_cell", "#N/A")], dtype=object)
    read = values.column(cells, np.array(["visits"] * len(cells), dtype=object))
    assert read["said"].tolist() == ["", "１２３", "", "约30", "True", "", "#N/A"]
    assert read["state"].tolist() == ["value"] * 4 + ["not_a_number"] * 2 + ["error_cell"]


@pytest.mark.parametrize(
    "cell",
    ["2026年10月", "2026年10月份", "2026-10", "2026/10", "2026.10", "202610", "2026-10-31", "2026年1—10月", "Oct 2026",
     "Oct-26", "Oct-2026", "October 2026", "oct’26", "2026 Oct", "2026-Oct", "10/2026", "10-2026",
     "２０２６年１０月", "46296", 202610.0, 46296.0, date(2026, 10, 5), datetime(2026, 10, 5, 1, 2)],
)  # fmt: skip
def test_months_in_every_spelling(cell):
    assert dates.month_of(cell) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "10月",
        "2026-13",
        2026.1,
        2026,
        "上月",
        "2023-2024",
        "FY2026",
        "24-Oct",
        "13/2026",
        "2026年度",
        "",
        True,
        1e300,
        float("nan"),
        None,
    ],
)
def test_what_is_not_a_month_is_not_guessed(cell):
    assert dates.month_of(cell) is None


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("宁波市2026年10月数字化改革月报", {date(2026, 10, 1)}),
        ("月报_330200_2026-10.xlsx", {date(2026, 10, 1)}),
        ("月报202610", {date(2026, 10, 1)}),
        ("2026年1—10月累计", {date(2026, 10, 1)}),
        ("填表日期：2026年11月3日", set()),
        ("2026-11-03", set()),
        ("2026年9月、2026年10月", {date(2026, 9, 1), date(2026, 10, 1)}),
    ],
)
def test_titles_name_months_but_not_days(title, months):
    assert months_in(title) == months


def test_names_are_found_through_full_width_spaces_breaks_and_brackets():
    names = Names([("visits", ("应用访问量", "Visits to applications"))])
    for written in ("应用\n访问量", " 应用访问量 （人次）", "VISITS to\tapplications", "visits", "应用访问量【次】"):
        assert names.find(written) == ("visits",)
    assert names.nearest("应用访闻量") == Text("应用访问量", "Visits to applications")


def test_a_scale_beside_a_scaled_unit_is_not_guessed():
    in_ten_thousands = replace(VISITS, unit=Text("万人次", "10,000 visits"))
    assert values.read("3亿", in_ten_thousands).state == "whose_scale"
    assert values.read("3", in_ten_thousands).value == 3


@given(st.text(max_size=80))
def test_no_text_ever_raises(text):
    for measure in (VISITS, RATE, MEASURES["platform_rating"]):
        assert values.read(text, measure).state
    dates.month_of(text)
    months_in(text)
    plain(text)


@given(st.text(alphabet="零一二三十百千万亿多余约近超1,.%+-第星", max_size=12))
def test_no_number_like_text_ever_raises(text):
    for key in ("visits", "platform_rating", "business_environment_rank", "core_industry_share_change"):
        reading = values.read(text, MEASURES[key])
        assert (reading.value is None and not reading.grade) or reading.state == "value"
