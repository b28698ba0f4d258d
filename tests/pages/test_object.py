"""One row of a register on its page: how it stands, what it says, what happened to it, and for whom."""

import re

import pytest

from tests.pages.stores import with_ningbo
from tests.people import somebody

ASKED = {"unit": "330200", "month": "2024-10", "register": "problems", "key": "W-01"}

PREPARED = with_ningbo


@pytest.fixture
def screen(engine, screen_of):
    return screen_of(engine)


def test_a_problem_says_how_it_stands_and_where_each_word_comes_from(screen):
    html = screen.open("object", **ASKED)
    assert "<h1>" in html
    assert "W-01" in html
    assert 'class="state over"' in html
    assert "已超期 184 天" in html
    assert 'data-panel="life"' in html
    assert "!A" in html  # the cell of its key


def test_in_english(screen):
    html = screen.open("object", lang="en", **ASKED)
    assert "184 days overdue" in html
    assert "Every change" in html


@pytest.mark.parametrize(
    "asked",
    [{"key": "W-99"}, {"key": "<b>x</b>"}, {"register": "nonsense"}, {"register": ""}, {"register": "oversight"}],
    ids=lambda asked: "".join(asked.values()),
)
def test_what_is_not_there_is_told_in_a_sentence(screen, asked):
    html = screen.open("object", **ASKED | asked)
    assert 'class="empty"' in html or "empty" in html
    assert "<b>x</b>" not in html
    assert 'data-panel="life"' not in html


def test_a_row_of_another_unit_is_not_opened(engine, screen_of):
    html = screen_of(engine, somebody("leader", "330100")).open("object", **ASKED)
    assert "账实不符" not in html
    assert "不在您的查看范围内" in html


def test_a_list_leads_to_the_page_of_each_row(screen):
    html = screen.open("problems", unit="330200", month="2024-10")
    assert "./object?" in html
    assert "key=W-01" in html
    assert "register=problems" in html


def test_every_register_has_a_list(screen):
    html = screen.open("register", unit="330200", month="2024-10", register="targets")
    assert "年度目标" in html


@pytest.mark.parametrize(("title", "there"), [("账实不符", ["W-01"]), ("nobody", ["W-01", "W-02", "W-04", "W-03"])])
def test_an_address_narrows_by_a_field_that_the_list_does_not_offer(screen, title, there):
    """As counts and references do; what no row says narrows nothing."""
    html = screen.open("problems", unit="330200", month="2024-10", title=title)
    assert [part.split("<")[0] for part in html.split("</b><small>")[1:] if part.startswith("W-")] == there


@pytest.mark.parametrize(
    ("who", "unit", "others"),
    [("330200", "330200", {"W-02", "W-03", "W-04"}), ("330203", "330203", {"W-02"})],
)
def test_beside_a_row_stand_the_others_that_one_may_read(engine, screen_of, who, unit, others):
    html = screen_of(engine, somebody("leader", who)).open("object", **ASKED | {"unit": unit})
    panel = html.split('data-panel="neighbours"', 1)[1].split("</section>", 1)[0]
    assert set(re.findall(r"register=problems&amp;key=([^\"&]+)", panel)) == others


def test_others_of_its_kind_come_first_where_there_are_enough(demonstrated, screen_of):
    asked = {"unit": "330000", "register": "cloud", "key": "DEMO-CLOUD-001"}
    html = screen_of(demonstrated).open("object", **asked)
    panel = html.split('data-panel="neighbours"', 1)[1].split("</section>", 1)[0]
    assert "同类的其他记录：计算" in panel
    assert "kind=compute" in panel
    assert panel.count("register=cloud&amp;key=") == 8
