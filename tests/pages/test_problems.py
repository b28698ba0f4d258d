"""The page of problems: each by its standing at the end of the month, filtered, searched and taken along."""

import io
import re
from datetime import date

import openpyxl
import pytest

from data import store
from data.reporting import calendar
from tests.pages.stores import with_ningbo
from tests.people import everybody, somebody
from ui.exporting import file_name, written
from ui.filters import Filters
from ui.registers import listing

ASKED = {"unit": "330200", "month": "2024-10"}


PREPARED = with_ningbo


@pytest.fixture
def screen(engine, screen_of):
    return screen_of(engine)


def titles(html):
    """The keys of the problems listed, in order."""
    return [part.split("<")[0] for part in html.split("</b><small>")[1:] if part.startswith("W-")]


def test_every_problem_stands_where_its_dates_say(screen):
    html = screen.open("problems", **ASKED)
    assert titles(html) == ["W-01", "W-02", "W-04", "W-03"]
    assert [html.count(word) > 0 for word in ("超期", "在办", "已办结", "已销号")] == [True] * 4
    assert "184" in html  # days from 30 April to 31 October


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "overdue"}, ["W-01"]),
        ({"standing": "accepted"}, ["W-03"]),
        ({"list": "safety"}, ["W-04", "W-03"]),
        ({"department": "财政局", "standing": "open"}, ["W-02"]),
        ({"severity": "grave"}, ["W-01"]),
        ({"q": "隐患"}, ["W-04"]),
        ({"q": "w-0 应急"}, ["W-04", "W-03"]),
        ({"q": "100%"}, []),
        ({"unit": "330205"}, ["W-04", "W-03"]),
        ({"month": "2024-05"}, ["W-01", "W-04", "W-03"]),
        ({"from": "1"}, ["W-02", "W-04", "W-03"]),
        ({"from": "-3", "list": "nonsense", "standing": "'", "severity": "x"}, ["W-01", "W-02", "W-04", "W-03"]),
    ],
)
def test_filters_search_and_pages(screen, query, found):
    assert titles(screen.open("problems", **ASKED | query)) == found


def test_what_people_wrote_stays_text(screen):
    html = screen.open("problems", **ASKED)
    assert "&lt;b&gt;消防通道&lt;/b&gt;" in html
    assert "<b>消防通道</b>" not in html


def test_the_numbers_above_are_those_of_the_list(screen):
    html = screen.open("problems", lang="en", **ASKED)
    assert "Problems overdue" in html
    assert 'data-metric="problems_overdue"' in html
    assert "25.0%" in html  # closed-loop rate: one of four closed and accepted
    assert "50.0%" in html  # on-time rate: one of two closed by its due date


def test_lists_meet_places_and_what_came_stands_beside_what_was_closed(screen):
    html = screen.open("problems", unit="330200", month="2024-10")
    panels = dict(part.split('"', 1) for part in html.split('data-panel="')[1:])
    assert 'class="heat"' in panels["heat"] or "heat-" in panels["heat"]
    assert re.search(r'data-tip="2024-10\n交办 \d+\n办结 \d+"', panels["flow"])


def test_without_problems_it_says_what_to_do(started, screen_of):
    assert "上报" in screen_of(started).open("problems")
    assert "page Upload" in screen_of(started).open("problems", lang="en")


def test_the_export_holds_every_row_and_nothing_that_calculates(screen):
    screen.open("problems", **ASKED)
    scope = screen.app.session_state["scope"]
    export = listing.export(scope, "problems", Filters("problems", (), {}, "", 0))
    sheet = openpyxl.load_workbook(io.BytesIO(written(export, scope))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["问题编号", "W-01", "W-02", "W-04", "W-03"]
    assert '\'=HYPERLINK("x")' in rows[2]
    assert file_name(export, scope) == "七张问题清单-宁波市-2024-10.xlsx"


def test_another_units_problems_are_never_listed_published_or_not(engine, screen_of):
    with store.writing(engine) as conn:
        calendar.mark_published(conn, [date(2024, 10, 1)], everybody())
    html = screen_of(engine, somebody("leader", "330100")).open("problems", **ASKED)
    assert titles(html) == []
    assert "账实不符" not in html
    assert "已显示杭州市" in html


def test_whose_rows_are_not_theirs_sees_a_dash_and_no_nought(engine, screen_of):
    """The overview of a published month is open to all, the registers behind its picture are not."""
    with store.writing(engine) as conn:
        calendar.mark_published(conn, [date(2024, 10, 1)], everybody())
    whole = {"unit": "330000", "month": "2024-10"}
    assert "没有逾期" in screen_of(engine).open("overview", **whole)
    html = screen_of(engine, somebody("leader", "330100")).open("overview", **whole)
    assert "理论体系" in html
    assert "没有逾期" not in html
