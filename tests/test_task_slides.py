"""Instructions and meetings as steps: on slides, on paper and in briefings, within what may be shown to a room."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation

from data import months, revisions
from data.access import Actor, Grant
from data.clocks.reading import About
from data.decks import links
from data.documents import pdf
from data.instructions import steps as instructions
from data.meetings import steps as meetings
from data.presenting.reading import Step, Storyline
from data.presenting.views import View, read
from data.registers import REGISTERS
from data.text import Text
from metrics.decks import making, slides, tasks
from metrics.decks.reading import Reader
from metrics.decks.updating import update
from metrics.papers import making as papers
from tests import talking
from tests.talking import CITY, COUNTY
from tests.test_meetings import LEADER, ORDER, clock, held, report  # noqa: F401 (a fixture)

PREPARED = talking.started
AUGUST = date(2026, 8, 1)
ROOT = "http://cockpit"
LAN = Actor("兰", CITY, (Grant("presenter", CITY),), login="lan")
LIST = Step(View("instructions", CITY, AUGUST), Text("看交办", "What runs"), "先讲超期的。")
RESTRICTED = About("row", COUNTY, AUGUST, 1, Text("督查", "Inspection"), register="oversight", key="W-1")


@pytest.fixture
def met(engine, clock):  # noqa: F811
    """A meeting that decided something, on a store with figures: its number, and that of its decision."""
    report(engine, 40, "2026-08")
    number = held(engine, clock)
    return number, meetings.decide(engine, number, ORDER, by=LEADER)


def storyline(*steps):
    return Storyline(1, "lan", "兰", CITY, Text("例会", "Meeting"), 1, months.now(), "lan", steps)


def told(engine, step, who=LAN, lang="zh", revision=None):
    with engine.connect() as conn:
        return tasks.of_step(step, Reader(conn, who, lang, revision), ROOT)


def of(page, **asked):
    return Step(View(page, CITY, AUGUST, tuple((name, str(value)) for name, value in asked.items())))


def shape(deck, kind):
    return next(each for each in deck.slides[1].shapes if (link := links.of_name(each.name)) and link.kind == kind)


def rows(deck):
    return [tuple(cell.text_frame.text for cell in row.cells) for row in shape(deck, "judged").table.rows]


def test_what_runs_is_listed_with_how_it_stands_the_overdue_first(engine, met, clock):  # noqa: F811
    other = instructions.issue(engine, replace(ORDER, text="补报数据。", due=date(2026, 12, 1)), by=LEADER)
    clock(40)
    found = told(engine, LIST)
    assert [row[0].split(" · ")[0] for row in found.rows] == [str(met[1]), str(other)]
    assert found.rows[0][1:] == ("访问量", COUNTY, "2026-09-30", "超期 26 天")
    assert found.said == "截至 2026-10-26，在办 2 件：已超期 1，待签收 1。"
    assert found.addresses[0] == f"{ROOT}/instructions?unit=330200&month=2026-08&instruction={met[1]}&lang=zh"
    assert [row[0] for row in told(engine, of("instructions", q="补报")).rows] == [f"{other} · 补报数据。"]
    assert told(engine, of("instructions", state="overdue")).said.endswith("在办 1 件：已超期 1。")
    assert told(engine, LIST, lang="en").said == "2 running on 2026-10-26: Overdue 1, To be received 1."


def test_an_earlier_revision_is_told_as_of_its_day(engine, met, clock):  # noqa: F811
    clock(40)
    report(engine, 50, "2026-09")
    with engine.connect() as conn:
        then = revisions.current(conn)
    clock(1)
    instructions.decide(engine, met[1], "cancelled", by=LEADER, seen=1, text="不办了。")
    report(engine, 51, "2026-09")
    assert told(engine, LIST).rows == ()
    assert told(engine, LIST).said == "截至 2026-10-27，没有在办的交办事项。"
    earlier = told(engine, LIST, revision=then)
    assert [row[-1] for row in earlier.rows] == ["超期 26 天"]
    assert earlier.said == "截至 2026-10-26，在办 1 件：已超期 1。"
    assert told(engine, of("instructions", state="open"), revision=then).rows == ()


def test_what_is_restricted_is_on_no_slide_whoever_makes_it(engine, met, clock):  # noqa: F811
    head = talking.add(engine, "du", "leader", CITY, REGISTERS["oversight"].owner)
    secret = instructions.issue(engine, replace(ORDER, text="查督查件。", about=RESTRICTED), by=head)
    for who in (head, LAN):
        assert len(told(engine, LIST, who).rows) == 1
        assert told(engine, of("instructions", instruction=secret), who).rows == ()
        assert "查督查件" not in repr(told(engine, of("meetings", meeting=met[0]), who))


def test_one_instruction_is_what_happened_to_it_and_a_meeting_what_it_decided_and_its_agenda(engine, met):
    meeting, decided = met
    one = told(engine, of("instructions", instruction=decided))
    assert one.title == f"第 {decided} 号：查清访问量为何下降。"
    assert one.said == "330203牵头，2026-09-30 到期，待签收 · 还剩 14 天。关于访问量。验收标准：说明原因并附依据"
    assert [row[0] for row in one.rows] == ["1 · 交办"]
    found = told(engine, of("meetings", meeting=meeting))
    assert (found.title, found.rows[0]) == (
        "数字化改革例会",
        ("本次决定", "待签收 · 还剩 14 天 · 查清访问量为何下降。"),
    )
    assert ("其他议题", "年底收官") in found.rows
    assert found.said.startswith("2026-11-20，进行中；决定 1 项。")
    assert [row[0] for row in told(engine, of("meetings")).rows] == ["数字化改革例会"]


@pytest.mark.parametrize("step", [of("instructions", instruction=99), of("meetings", meeting=99), of("meetings", meeting="x")])  # fmt: skip
def test_what_is_not_there_or_not_theirs_is_said_and_the_rest_is_made(engine, met, step):
    deck = Presentation(io.BytesIO(making.of_view(engine, step.view, LAN, "zh").content))
    near = Actor("近", "330600", (Grant("presenter", "330600"),))
    assert "meeting" in dict(step.view.query) or "不归您查看" in shape(deck, "said").text_frame.text
    assert told(engine, of("meetings", meeting=met[0]), near).rows == ()


def test_its_slide_has_its_list_its_notes_and_no_numbers(engine, met):
    with engine.connect() as conn:
        deck = slides.of_view(LIST.view, Reader(conn, LAN, "zh"))
    assert [slide.left for slide in deck.slides] == [None]
    two = storyline(LIST, of("meetings", meeting=met[0]))
    made = Presentation(io.BytesIO(making.of_storyline(engine, two, LAN, "zh").content))
    assert [slide.shapes.title.text_frame.text for slide in made.slides] == ["例会", "看交办", "会议"]
    assert made.slides[1].notes_slide.notes_text_frame.text == LIST.notes
    assert rows(made)[1][0] == f"{met[1]} · 查清访问量为何下降。"


def test_next_month_what_moved_is_told_row_by_row(engine, met, clock):  # noqa: F811
    made = making.of_view(engine, LIST.view, LAN, "zh").content
    clock(40)
    with engine.connect() as conn:
        done = update(conn, made, "deck.pptx", months.shift(AUGUST, 1), LAN, root=ROOT)
    now = Presentation(io.BytesIO(done.content))
    assert rows(now)[1][-1] == "超期 26 天"
    changed = {each.what: (each.before, each.after) for each in done.changed if each.slide == 2}
    assert changed[f"交办 · 330200 · {met[1]} · 查清访问量为何下降。"] == (
        "状态 待签收 · 还剩 14 天",
        "状态 超期 26 天",
    )
    assert not done.left


def test_on_paper_it_is_its_list_and_what_is_said_to_it(engine, met):
    made = papers.of_storyline(engine, storyline(LIST), LAN, "zh", spoken=True)
    pages = ["".join(lines) for _, lines in pdf.pages(made.content)]
    assert made.pages == 2
    assert "查清访问量为何下降" in pages[0]
    assert "先讲超期的" in pages[1]


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("./instructions?side=waiting&state=overdue", (("state", "overdue"),)),
        ("./instructions?charge=metric&metric=visits", (("metric", "visits"),)),
        ("./meetings?meeting=3&part=leader", (("meeting", "3"),)),
    ],
)
def test_nothing_of_who_looked_is_in_the_step(address, query):
    assert read(address, {"unit": CITY, "month": "2026-10"}).query == query
