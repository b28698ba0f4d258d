"""Lists on paper: the rows of a step that shows a list, as its reader may read them, sheet by sheet, and what of it is cut."""

from dataclasses import replace

import pytest

from data.documents import pdf
from data.presenting.reading import Step
from data.presenting.views import View
from metrics.decks.reading import Reader
from metrics.papers import lists, making
from tests import presenting
from tests.pages.stores import PROBLEMS, upload
from tests.presenting import CITY, OCTOBER, who

PREPARED = presenting.started
ROOT = "http://cockpit"
STEP = Step(View("problems", CITY, OCTOBER))


@pytest.fixture
def filled(engine):
    """Four problems of Ningbo."""
    upload(engine, problems=PROBLEMS)
    return engine


def told(engine, step=STEP, login="lan", lang="zh"):
    with engine.connect() as conn:
        return lists.of_step(step, Reader(conn, who(engine, login), lang), ROOT)


def test_rows_are_told_in_words_and_lead_to_their_page(filled):
    found = told(filled)
    assert found.title.endswith("· 4 条")
    assert found.headings[0] == "问题"
    assert found.headings[-2:] == ("超期天数", "状态")
    assert len(found.rows) == 4
    text = " ".join(" ".join(row) for row in found.rows)
    for said in ("账实不符", "审计", "财政局", '=HYPERLINK("x")', "<b>消防通道</b>"):
        assert said in text
    address = "http://cockpit/object?register=problems&unit=330200&month=2024-10&lang=zh&key=W-0"
    assert all(each.startswith(address) for each in found.addresses)
    assert "Days overdue" in told(filled, lang="en").headings


def test_a_list_is_narrowed_as_the_step_is(filled):
    overdue = told(filled, replace(STEP, view=View("problems", CITY, OCTOBER, (("standing", "overdue"),))))
    assert {row[0] for row in overdue.rows} == {"账实不符"}
    assert (
        told(filled, replace(STEP, view=View("problems", CITY, OCTOBER, (("q", "消防"),)))).rows[0][0]
        == "<b>消防通道</b>"
    )


@pytest.mark.parametrize(
    "step",
    [
        replace(STEP, hidden=("problems_overdue",)),  # what is counted from it is to be said nowhere
        Step(View("overview", CITY, OCTOBER)),
        Step(View("register", CITY, OCTOBER, (("register", "nothing"),))),
        Step(View("problems", CITY, OCTOBER, (("q", "没有这样的"),))),
    ],
    ids=["hidden", "no list", "no register", "no rows"],
)
def test_where_there_is_no_list_none_is_printed(filled, step):
    assert told(filled, step) is None


def test_rows_of_others_are_not_told(filled):
    assert told(filled, login="far") is None


def test_a_long_list_takes_its_sheets_and_says_what_was_cut(filled, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 3)
    monkeypatch.setattr("metrics.papers.listing.ROW", 60)
    made = making.of_view(filled, STEP.view, who(filled, "lan"), "zh")
    pages = ["".join("".join(lines).split()) for _, lines in pdf.pages(made.content)]
    assert made.pages == len(pages) == 1 + 2
    assert "账实不符" in pages[1]
    assert "只印前3条，共4条" not in pages[1]
    assert "只印前3条，共4条" in pages[2]
    assert "3/3" in pages[2]
