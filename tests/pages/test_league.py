"""The league on the screen: a sentence first, and nothing of units that are not one's own before it is published."""

import pytest

from data import store
from data.reporting import calendar
from tests import cases, prepared
from tests.people import everybody, somebody

PREPARED = prepared.with_starting_data
MONTH = "2024-10"
COUNTIES = ("330203", "330205", "330206", "330211", "330212", "330213")


@pytest.fixture
def reported(started):
    """Districts of which the first is surely ahead and the last surely behind."""
    counts = zip(COUNTIES, (990, 800, 810, 805, 808, 300), strict=True)
    rows = "\n".join(f"{unit} | {MONTH} | 1000 | {satisfied}" for unit, satisfied in counts)
    with store.writing(started) as conn:
        cases.report(conn, cases.reports(f"unit | month | rated | satisfied\n{rows}"))
    return started


def test_one_sentence_then_bands_and_a_funnel(reported, screen_of):
    html = screen_of(reported).open("league", unit="330200", month=MONTH, lang="zh", group="districts")
    assert "市辖区（6 个）：海曙区稳居前 1；奉化区确在后 1；其余 4 个名次互有重叠。" in html
    assert html.count("bands-row mine") == 6
    assert html.count('class="limit') > 10
    assert "怎样判断的" in html
    assert "本月没有数" in html
    english = screen_of(reported).open(
        "league", unit="330200", month=MONTH, lang="en", group="districts", view="progress"
    )
    assert "fewer than 4; nobody is ranked" in english


def test_progress_is_drawn_from_a_year_ago_to_now(reported, screen_of):
    rows = "\n".join(f"{unit} | 2023-10 | 1000 | {900 - 20 * i}" for i, unit in enumerate(COUNTIES))
    with store.writing(reported) as conn:
        cases.report(conn, cases.reports(f"unit | month | rated | satisfied\n{rows}"))
    html = screen_of(reported).open("league", unit="330200", month=MONTH, lang="zh", group="districts", view="progress")
    assert "与自己比：一年前（竖线）到现在" in html
    assert html.count('class="bar reach near"') == 5  # Jiangbei and four more fell
    assert html.count('class="bar reach "') == 1
    assert 'class="limit' not in html  # no funnel of progress


def test_who_may_not_read_them_all_is_told_when(reported, screen_of):
    own = somebody("leader", "330203")
    html = screen_of(reported, own).open("league", unit="330203", month=MONTH, lang="zh")
    assert "要等 2024年10月 的数据公布后才能比" in html
    assert "江北区" not in html
    with store.writing(reported) as conn:
        calendar.mark_published(conn, [cases.ALWAYS.replace(year=2024, month=10)], everybody())
    assert "海曙区稳居前 1" in screen_of(reported, own).open("league", unit="330203", month=MONTH, lang="zh")


@pytest.mark.parametrize(
    "asked", [{"metric": "nonsense"}, {"group": "x", "view": "y"}, {"metric": "business_environment_rank"}]
)
def test_what_is_not_there_is_not_asked_for(started, screen_of, asked):
    assert "满意率" in screen_of(started).open("league", unit="330000", month=MONTH, lang="zh", **asked)


def test_who_moved_since_the_month_before_is_told_with_the_reason(reported, screen_of):
    asked = {"unit": "330200", "month": MONTH, "group": "districts"}
    assert "和上月比" not in screen_of(reported).open("league", **asked, lang="zh")  # nobody was ranked in September
    counts = zip(COUNTIES, (310, 800, 810, 805, 808, 300), strict=True)
    rows = "\n".join(f"{unit} | 2024-09 | 1000 | {satisfied}" for unit, satisfied in counts)
    with store.writing(reported) as conn:
        cases.report(conn, cases.reports(f"unit | month | rated | satisfied\n{rows}"))
    html = screen_of(reported).open("league", **asked, lang="zh")
    assert "和上月比：谁动了，为什么" in html
    assert "海曙区：5–6 → 1，因自己的数变了" in html
    assert "Haishu: 5–6 → 1, by its own figure" in screen_of(reported).open("league", **asked, lang="en")
    own = somebody("leader", "330203")  # the month is published, the one before is not
    with store.writing(reported) as conn:
        calendar.mark_published(conn, [cases.ALWAYS.replace(year=2024, month=10)], everybody())
    assert "和上月比" not in screen_of(reported, own).open("league", **asked | {"unit": "330203"}, lang="zh")
