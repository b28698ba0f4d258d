"""What a step judges, on paper: a league, scores and an outlook in one sentence and a list, as the page itself says it, within what
the reader may read."""

from dataclasses import replace
from datetime import date

import pytest

from data import months, store
from data.access import Actor, Grant
from data.documents import pdf
from data.presenting.reading import Step
from data.presenting.views import View
from metrics.decks import judged, slides
from metrics.decks.content import Table
from metrics.decks.reading import Reader
from metrics.outlook import making as foreseeing
from metrics.papers import making
from tests import cases, prepared
from tests.test_evaluation import index_rows

PREPARED = prepared.with_starting_data
ROOT = "http://cockpit"
SEPTEMBER = date(2026, 9, 1)
PROVINCE, CITY, HAISHU, JIANGBEI = "330000", "330200", "330203", "330205"
LAN = Actor("lan", PROVINCE, (Grant("presenter", PROVINCE),))
NEAR = Actor("near", CITY, (Grant("presenter", HAISHU),))
LEAGUE = Step(View("league", CITY, SEPTEMBER, (("group", "districts"),)))
SCORES = Step(View("evaluation", CITY, SEPTEMBER, (("group", "districts"),)))
OUTLOOK = Step(View("outlook", CITY, SEPTEMBER))
SYSTEMS = """
key | name | name_en | unit   | version | level  | missing | valid_from | valid_to | replaces
S1  | 考核 | Rules   | 330000 | 新      | county | none    | 2025-01-01 |          |
"""
ITEMS = """
key | name | name_en  | unit   | system | dimension | dimension_en | metric             | weight | rule | full | zero | each | steps
I1  | 满意 | Content  | 330000 | S1     | 成效      | Effect       | satisfaction       | 60     | best |      |      |      |
I2  | 访问 | Visits   | 330000 | S1     | 使用      | Use          | visits             | 40     | best |      |      |      |
"""
DISTRICTS = tuple(
    zip(("330203", "330205", "330206", "330211", "330212", "330213"), (990, 800, 810, 805, 808, 300), strict=True)
)


def grown() -> str:
    """Visits of the city through four years, and one month of its districts."""
    run = months.between(date(2023, 1, 1), SEPTEMBER)
    own = [f"{CITY} | {months.label(month)} | | | {1000 + 10 * nth}" for nth, month in enumerate(run)]
    below = [f"{unit} | 2026-09 | {good} | 1000 | {good}" for unit, good in DISTRICTS]
    return "\n".join(["unit | month | satisfied | rated | visits", *own, *below])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, stores, tmp_path_factory):
    with stores.of(request.param, PREPARED, tmp_path_factory.mktemp("judged")) as engine:
        with store.writing(engine) as conn:
            targets = cases.targets(f"metric | unit | year | value\nvisits | {CITY} | 2026 | 99999")
            cases.report(conn, cases.reports(grown()), targets=targets, **index_rows(SYSTEMS, ITEMS))
        foreseeing._seen.clear()
        foreseeing.refresh(engine, date(2026, 10, 20), pause=0)
        yield engine


def told(engine, step, who=LAN, lang="zh"):
    with engine.connect() as conn:
        return judged.of_step(step, Reader(conn, who, lang), ROOT)


@pytest.mark.parametrize(
    ("step", "lang", "title", "head", "row", "said"),
    [
        (LEAGUE, "zh", "公平赛马 · 满意率 · 水平", "可能的名次", ("1", "海曙区", "1", "99.0%"), "海曙区稳居前 1"),
        (LEAGUE, "en", "League", "Ranks it may have", ("1", "Haishu", "1", "99.0%"), "Haishu surely among the first 1"),
        (SCORES, "zh", "评价 · 考核", "扣分", ("1", "海曙区", "60", "40", "0", "100"), "海曙区第一，100 分"),
        (replace(SCORES, view=replace(SCORES.view, query=(("group", "districts"), ("points", "I1:0~I2:1")))),
         "zh", "评价 · 考核", "使用", ("1", "海曙区", "0", "100", "0", "100"), "如果这样改"),
        (OUTLOOK, "zh", "预测 · 宁波市 · 应用访问量", "达不到的可能性", ("应用访问量",), "达不到的可能性 ≥99%"),
    ],
    ids=["league", "league-en", "scores", "tried", "outlook"],
)  # fmt: skip
def test_it_is_told_as_the_page_tells_it(filled, step, lang, title, head, row, said):
    found = told(filled, step, lang=lang)
    assert title in found.title
    assert head in found.headings
    assert found.rows[0][: len(row)] == row
    assert said in found.said
    assert {len(each) for each in found.rows} == {len(found.headings)}
    assert len(found.addresses) == len(found.rows)
    assert all(each.startswith(ROOT) for each in found.addresses)
    assert "2026-09" in found.source


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (LEAGUE, NEAR),
        (SCORES, NEAR),
        (OUTLOOK, NEAR),
        (replace(LEAGUE, hidden=("satisfaction",)), LAN),
        (replace(SCORES, hidden=("visits",)), LAN),
        (replace(OUTLOOK, view=replace(OUTLOOK.view, unit="339999")), LAN),
        (replace(SCORES, view=replace(SCORES.view, month=date(2024, 9, 1))), LAN),  # no system is in force
        (Step(View("overview", CITY, SEPTEMBER)), LAN),
    ],
    ids=["league of others", "scores of others", "outlook of others", "hidden", "scored and hidden", "no unit", "no system", "overview"],
)  # fmt: skip
def test_what_is_not_theirs_or_hidden_is_not_printed(filled, step, who):
    assert told(filled, step, who) is None


def test_a_hidden_number_is_no_row_of_the_outlook(filled):
    keys = {row[0] for row in told(filled, OUTLOOK).rows}
    assert {row[0] for row in told(filled, replace(OUTLOOK, hidden=("visits",))).rows} == keys - {"应用访问量"}


def test_its_sheet_follows_its_numbers(filled, monkeypatch):
    monkeypatch.setattr("metrics.papers.listing.ROW", 40)  # a few to a sheet
    made = making.of_view(filled, LEAGUE.view, LAN, "zh")
    sheets = ["".join("".join(lines).split()) for _, lines in pdf.pages(made.content)]
    assert len(sheets) == 1 + 3
    assert [("海曙区稳居前1" in each) for each in sheets] == [False, True, False, False]
    assert all(name in "".join(sheets[1:]) for name in ("海曙区", "奉化区"))


def test_slides_show_the_numbers_that_are_scored(filled):
    with filled.connect() as conn:
        reader = Reader(conn, LAN, "zh")
        (scores,) = slides.of_view(SCORES.view, reader).slides
        (ranked,) = slides.of_view(LEAGUE.view, reader).slides
    assert isinstance(scores.left, Table)
    assert [row.link.metric for row in scores.left.rows] == ["satisfaction", "visits"]
    assert ranked.left.link.metric == "satisfaction"
