"""“Update this deck”: numbers, charts and dates move on, whatever people did to the rest of it stays, and both are told."""

import io
import zipfile
from datetime import date

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Inches

from data.access import Actor, Grant
from data.decks import links
from data.decks.reading import known
from data.presenting.reading import Step
from data.presenting.views import View
from data.sandbox import pool
from data.text import Text
from metrics import METRICS
from metrics.decks import updating
from metrics.decks.updating import update
from tests.test_decks import ROOT, deck_of, named, opened, quick, told  # noqa: F401 (fixtures)
from tests.two_districts import CITY, READER

SEPTEMBER, OCTOBER = date(2024, 9, 1), date(2024, 10, 1)
VISITS = METRICS["visits"]
STEPS = (
    Step(View("overview", CITY, SEPTEMBER), Text("2024年9月总览", "Overview"), "九月先说总体。"),
    Step(View("map", CITY, SEPTEMBER, (("metric", "visits"),)), Text("访问", "Visits")),
)


@pytest.fixture(scope="module")
def september(told) -> bytes:  # noqa: F811
    return deck_of(told, *STEPS)


def edited(content: bytes, how) -> bytes:
    deck = opened(content)
    how(deck)
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def renewed(conn, content: bytes, month=OCTOBER, who=READER, name="deck.pptx", **more):
    return update(conn, content, name, month, who, root=ROOT, **more)


def kinds(deck) -> dict:
    """The shapes of the second step by what they hold; those of several are the first."""
    return {kind: named(deck.slides[2], kind)[0] for kind in ("scope", "history", "units", "standing", "source")}


def number(deck):
    """The run of the large number."""
    runs = (
        run
        for shape in deck.slides[2].shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    )
    return next(run for run in runs if (link := links.of_address(run.hyperlink.address or "")) and link.kind == "value")


def test_numbers_charts_and_dates_are_those_of_the_new_month_and_each_change_is_told(told, september):  # noqa: F811
    done = renewed(told, september)
    deck = opened(done.content)
    found = kinds(deck)
    assert found["scope"].text_frame.text == "330200 · 2024年10月"
    assert number(deck).text == "7万人次"
    assert found["history"].chart.plots[0].series[0].values[-2:] == (61000.0, 70000.0)
    assert list(found["history"].chart.plots[0].categories)[-1] == "2024-10"
    assert "2024-10 · 第 1 版" in found["source"].text_frame.text
    assert deck.slides[1].shapes.title.text == "2024年10月总览"
    assert "month=2024-10" in number(deck).hyperlink.address
    changes = {(each.slide, each.what): (each.before, each.after) for each in done.changed}
    assert changes[3, f"{VISITS.zh} · 330200"] == ("6.1万人次", "7万人次")
    assert changes[2, f"{VISITS.zh} · 330200 · 数值"] == ("6.1万", "7万")
    assert changes[2, "标题"] == ("2024年9月", "2024年10月")
    assert (done.before, done.month, done.revision, done.lang) == (SEPTEMBER, OCTOBER, 1, "zh")


def test_what_people_wrote_moved_and_coloured_stays(told, september):  # noqa: F811
    def meanwhile(deck):
        slide = deck.slides[2]
        own = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1))
        own.text_frame.text = "9月以来稳步增长"
        found = kinds(deck)
        found["units"].left = Inches(5)
        found["units"].chart.plots[0].series[0].format.fill.fore_color.rgb = RGBColor(1, 2, 3)
        number(deck).font.size = Inches(0.3)
        slide.notes_slide.notes_text_frame.text = "自己的讲解词"

    deck = opened((done := renewed(told, edited(september, meanwhile))).content)
    slide, found = deck.slides[2], kinds(deck)
    assert "9月以来稳步增长" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert found["units"].left == Inches(5)
    assert found["units"].chart.plots[0].series[0].format.fill.fore_color.rgb == RGBColor(1, 2, 3)
    assert (number(deck).text, number(deck).font.size) == ("7万人次", Inches(0.3))
    assert number(deck)._r.rPr.hlinkClick.find(qn("a:extLst")) is not None  # the link keeps the colour of its text
    assert slide.notes_slide.notes_text_frame.text == "自己的讲解词"
    told_of = [each.why.zh for each in done.left if each.slide == 3]
    assert told_of == ["文字提到9月，没有改：9月以来稳步增长"]


def test_nothing_but_our_places_differs_in_the_file(told, september):  # noqa: F811
    """Part by part: pictures, layouts, themes, notes and slides that hold nothing of ours are the same bytes."""
    once = renewed(told, september).content
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (edited(september, lambda deck: None), once))
    assert set(before.namelist()) == set(after.namelist())
    other = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert {name.rpartition("/")[0] for name in other} <= {
        "ppt/slides", "ppt/slides/_rels", "ppt/charts", "ppt/charts/_rels", "ppt/embeddings",
    }  # fmt: skip
    twice = zipfile.ZipFile(io.BytesIO(renewed(told, once).content))
    again = {name for name in twice.namelist() if twice.read(name) != after.read(name)}
    assert {name.rpartition("/")[0] for name in again} <= {"ppt/embeddings"}  # a workbook says when it was written


def test_a_line_somebody_wrote_in_keeps_their_words_and_gets_the_month(told, september):  # noqa: F811
    def meanwhile(deck):
        kinds(deck)["scope"].text_frame.paragraphs[0].runs[0].text = "宁波（2024年9月），内部资料"

    done = renewed(told, edited(september, meanwhile))
    assert kinds(opened(done.content))["scope"].text_frame.text == "宁波（2024年10月），内部资料"
    assert any(each.why.zh.startswith("有人改过这行字") for each in done.left)


def drop(kind):
    def how(deck):
        shape = kinds(deck)[kind]
        shape._element.getparent().remove(shape._element)

    return how


def rebuilt(deck):
    given = CategoryChartData()
    given.categories = ["a"]
    given.add_series("x", [1])
    given.add_series("y", [2])
    kinds(deck)["units"].chart.replace_data(given)


def surface(deck):
    """A kind of chart that python-pptx does not know."""
    area = kinds(deck)["units"].chart._chartSpace.chart.plotArea
    area.find(qn("c:barChart")).tag = qn("c:surfaceChart")


def renamed(before, after):
    def how(deck):
        for shape in deck.slides[2].shapes:
            shape.name = shape.name.replace(before, after)

    return how


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (drop("units"), "这一页原有的各单位图已被删除"),
        (rebuilt, "改过结构"),
        (surface, "改过结构"),
        (renamed("metric=visits", "metric=visitz"), "没有指标“visitz”"),
        (renamed("unit=330200", "unit=330699"), "没有单位“330699”"),
        (renamed("unit=330200", "unit=330600"), "您不能查看“330600”"),
        (renamed("cockpit:history?", "cockpit:histoire?"), "这一页原有的走势图已被删除或改名"),
    ],
)
def test_what_cannot_be_renewed_is_left_and_told_and_the_rest_is_renewed(told, september, how, words):  # noqa: F811
    done = renewed(told, edited(september, how))
    assert any(words in each.why.zh for each in done.left), done.left
    assert opened(done.content).slides[1].shapes.title.text == "2024年10月总览"


def with_part(content: bytes, name: str) -> bytes:
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a") as package:
        package.writestr(name, b"x")
    return kept.getvalue()


def nothing_of_ours() -> bytes:
    kept = io.BytesIO()
    Presentation().save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.pptx", lambda deck: with_part(deck, "ppt/vbaProject.bin"), "acts"),
        ("a.pptx", lambda deck: with_part(deck, "ppt/embeddings/oleObject1.bin"), "acts"),
        ("a.pptm", lambda deck: deck, "acts"),
        ("a.ppt", lambda deck: deck, "ending"),
        ("a.pptx", lambda deck: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + deck, "locked"),
        ("a.pptx", lambda deck: deck[: len(deck) // 2], "broken"),
        ("a.pptx", lambda deck: b"", "broken"),
        ("a.pptx", lambda deck: deck + b"0" * (31 << 20), "large"),
        ("a.pptx", lambda deck: nothing_of_ours(), "nothing"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_with_a_sentence(told, september, name, make, reason):  # noqa: F811
    with pytest.raises(updating.Refused) as refused:
        renewed(told, make(september), name=name)
    assert refused.value.reason == reason
    assert name in refused.value.sentence.zh
    assert name in refused.value.sentence.en


def test_a_zip_that_is_no_deck_is_refused(told):  # noqa: F811
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("word/document.xml", "x")
    with pytest.raises(updating.Refused) as refused:
        renewed(told, kept.getvalue())
    assert refused.value.reason == "no_deck"


def test_a_deck_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(september):
    assert known(september, 1000).reason == "unpacks"


def test_who_may_read_nothing_of_it_gets_no_deck(told, september):  # noqa: F811
    stranger = Actor("far", "330600", (Grant("presenter", "330600"),))
    with pytest.raises(updating.Refused, match="都不能更新"):
        renewed(told, september, who=stranger)


def test_a_deck_of_the_training_room_is_not_filled_with_real_figures(told, monkeypatch):  # noqa: F811
    with monkeypatch.context() as training:
        training.setattr("metrics.decks.reading.is_training", lambda conn: True)
        deck = deck_of(told, *STEPS)
    with pytest.raises(updating.Refused, match="演练室"):
        renewed(told, deck)


@pytest.mark.sandboxed
def test_a_stranger_s_file_is_opened_in_a_worker_of_its_own(told, september, monkeypatch):  # noqa: F811
    """Nothing of it is parsed in the server, and the answer of the worker is plain."""
    asked = []
    real = pool.run
    monkeypatch.setattr(pool, "run", lambda do, *given, **more: asked.append(do.__name__) or real(do, *given, **more))
    assert number(opened(renewed(told, september).content)).text == "7万人次"
    assert asked == ["known", "renewed"]
