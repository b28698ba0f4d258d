"""A deck is what the store says, and can be edited, and read back (how it looks: `test_libreoffice`)."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from charts import style
from data import audit, store
from data.decks import links
from data.decks.links import Link
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from docs import deck_template
from metrics import METRICS
from metrics.__main__ import main
from metrics.decks import drawing, making, slides
from metrics.decks.drawing import written
from metrics.decks.numbers import number_format
from metrics.decks.reading import Reader
from tests.cases import ZHEJIANG, plant, report
from tests.frames import figures
from tests.two_districts import CITY, HAISHU, JIANGBEI, OCTOBER, READER, REPORTED, started

ROOT = "http://cockpit.test"
STEPS = (
    Step(View("overview", CITY, OCTOBER), Text("全市", "The city"), "先说总体。\n再说短板。"),
    Step(View("map", CITY, OCTOBER, (("metric", "visits"),)), hidden=("users",)),
)


def storyline(*steps: Step) -> Storyline:
    return Storyline(
        1, "bao", "bao", CITY, Text("十月例会", "October"), 1, datetime(2024, 11, 1), "bao", steps or STEPS
    )


@pytest.fixture(scope="module")
def quick(stores, tmp_path_factory):
    """A store of the quick kind for what is about the file and not about the store."""
    with stores.of("sqlite", started, tmp_path_factory.mktemp("decks")) as engine:
        yield engine


@pytest.fixture(scope="module")
def told(quick):
    with quick.connect() as conn:
        yield conn


@pytest.fixture(scope="module")
def drawn(told) -> bytes:
    """The deck of STEPS."""
    return deck_of(told)


def deck_of(conn, *steps: Step, lang="zh", who=READER) -> bytes:
    return written(slides.of_storyline(storyline(*steps), Reader(conn, who, lang)), lang, ROOT)


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def named(slide, kind: str):
    """The shapes of a slide that hold something of a kind."""
    return [shape for shape in slide.shapes if (link := links.of_name(shape.name)) and link.kind == kind]


def texts(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_one_step_is_one_slide_with_its_title_its_notes_and_the_source_below_every_figure(drawn):
    cover, first, second = opened(drawn).slides
    assert (cover.shapes.title.text, first.shapes.title.text, second.shapes.title.text) == (
        "十月例会", "全市", METRICS["visits"].zh,
    )  # fmt: skip
    assert "330200 · 2024年10月" in texts(cover)
    assert first.notes_slide.notes_text_frame.text == "先说总体。\n再说短板。"
    sources = [shape.text_frame.text for shape in named(second, "source")]
    assert len(sources) == 3  # of the number and of each chart
    assert all("2024-10 · 第 1 版" in source and "填报率 2/3" in source for source in sources)


def test_the_figures_behind_each_chart_are_the_store_s_own(conn):
    """To the last digit, also where they are shown in 万; a month without a report is a gap and no zero."""
    plant(conn, ZHEJIANG)
    report(conn, figures(REPORTED))
    _, slide = opened(deck_of(conn, STEPS[1])).slides
    (history,), (units,) = named(slide, "history"), named(slide, "units")
    values = history.chart.plots[0].series[0].values
    assert (values[:-2], values[-2:]) == ((None,) * 11, (61000.0, 70000.0))
    assert dict(zip(units.chart.plots[0].categories, units.chart.plots[0].series[0].values, strict=True)) == {
        JIANGBEI: 40000.0, HAISHU: 30000.0,
    }  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(units.chart.part.chart_workbook.xlsx_part.blob)).active
    assert list(sheet.iter_rows(values_only=True)) == [
        (None, METRICS["visits"].zh), (JIANGBEI, 40000), (HAISHU, 30000),
    ]  # fmt: skip
    assert units.chart.value_axis.minimum_scale == 0


def test_tables_are_native_and_a_name_leads_to_the_passport(drawn):
    _, slide, _ = opened(drawn).slides
    (table,) = named(slide, "figures")
    rows = {
        row.cells[0].text.partition("（")[0]: [cell.text for cell in list(row.cells)[1:]] for row in table.table.rows
    }
    assert rows[METRICS["visits"].zh] == ["7万", "+14.8%", "—", "未设目标", "2/3"]
    run = table.table.cell(4, 0).text_frame.paragraphs[0].runs[0]
    assert links.of_address(run.hyperlink.address) == Link("row", CITY, OCTOBER, "visits")


def test_chinese_is_set_in_the_east_asian_font_of_the_theme_and_says_its_language(drawn):
    deck = opened(drawn)
    theme = deck_template.theme(deck)
    assert theme.count(f'<a:ea typeface="{deck_template.FONT}"/>') == 2
    spoken = {
        run._r.rPr.get("lang")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert spoken == {"zh-CN"}
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert {chart._chartSpace.txPr.find(f".//{qn('a:defRPr')}").get("lang") for chart in charts} == {"zh-CN"}


def test_the_template_has_the_colours_of_the_product():
    """Made anew it is the one that lies beside the code: who changes a colour makes it again."""
    ours, anew = (deck_template.theme(opened(each)) for each in (drawing.OWN.read_bytes(), deck_template.made()))
    assert ours == anew, "run python -m docs.deck_template"
    assert all(colour[1:].upper() in ours for colour in (style.GROUND, style.INK, style.ACCENT, style.BAD))


def test_a_deck_is_made_into_the_office_s_template(told, tmp_path, monkeypatch):
    office = Presentation()  # another shape of slide, other layouts, and a sample slide that nobody wants
    office.slides.add_slide(office.slide_layouts[1]).shapes.title.text = "示例"
    office.save(str(tmp_path / "office.pptx"))
    chosen = settings().model_copy(
        update={"slides": settings().slides.model_copy(update={"template": str(tmp_path / "office.pptx")})}
    )
    monkeypatch.setattr(drawing, "settings", lambda: chosen)
    deck = opened(deck_of(told))
    assert (deck.slide_width, [slide.slide_layout.name for slide in deck.slides]) == (
        office.slide_width, ["Title Slide", "Title Only", "Title Only"],
    )  # fmt: skip
    edges = [shape.left + shape.width for slide in deck.slides for shape in slide.shapes]
    assert max(edges) <= deck.slide_width
    monkeypatch.setattr(
        drawing,
        "settings",
        lambda: chosen.model_copy(update={"slides": chosen.slides.model_copy(update={"template": "none.pptx"})}),
    )
    with pytest.raises(Refusal, match=r"none\.pptx"):
        deck_of(told)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(View("overview", "330600", OCTOBER)), "第 1 步.*不能查看.*330600"),
        (Step(View("overview", "339999", OCTOBER)), "没有单位“339999”"),
        (Step(View("map", CITY, OCTOBER, (("metric", "visits"),)), hidden=("visits",)), "设为不显示"),
        (Step(View("map", CITY, date(2019, 1, 1))), "2019-01 不在"),
    ],
)
def test_a_step_that_is_not_the_maker_s_or_shows_nothing_is_refused(told, step, words):
    with pytest.raises(Refusal, match=words):
        deck_of(told, step)


def test_a_storyline_without_steps_or_of_two_rooms_is_no_deck():
    with pytest.raises(slides.Refused, match="还没有步骤"):
        slides.room_of(Storyline(1, "bao", "bao", CITY, Text("a", "a"), 1, datetime(2024, 11, 1), "bao", ()))
    other = Step(View("overview", CITY, OCTOBER, (("room", "training"),)))
    with pytest.raises(slides.Refused, match="第 2 步"):
        slides.room_of(storyline(STEPS[0], other))
    assert slides.room_of(storyline(other)) == "training"


def test_what_a_step_hides_stands_nowhere_in_the_file(told):
    content = deck_of(told, Step(View("overview", CITY, OCTOBER), hidden=("visits",)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any("visits" in package.read(name).decode(errors="ignore") for name in package.namelist())
    assert METRICS["visits"].zh not in str([texts(slide) for slide in opened(content).slides])


@pytest.mark.parametrize(
    ("values", "metric", "lang", "told"),
    [
        ([19_730_000_000.0, None], "visits", "zh", '0\\.00,,"亿"'),
        ([24_600.0], "visits", "zh", '0\\.0,"万"'),
        ([24_600.0], "visits", "en", '0.0,"K"'),
        ([24.0, 3.0], "visits", "zh", "#,##0"),
        ([2.5], "days_to_close", "zh", "0.0"),
        ([0.966], "satisfaction", "zh", "0.0%"),
        ([None], "visits", "zh", "#,##0"),
    ],
)
def test_numbers_of_charts_are_written_in_the_scales_of_the_screens(values, metric, lang, told):
    assert number_format(values, METRICS[metric], lang) == told


def test_english_and_the_demonstration_are_said(told, monkeypatch):
    monkeypatch.setattr("metrics.decks.reading.is_training", lambda conn: True)
    cover, first, second = opened(deck_of(told, lang="en")).slides
    assert (first.shapes.title.text, second.shapes.title.text) == ("The city", METRICS["visits"].en)
    for slide in (first, second):
        assert "Demo data" in texts(slide)
        assert all("Demo data" in shape.text_frame.text for shape in named(slide, "source"))
    assert "330200 · Oct 2024 · Demo data" in texts(cover)


def test_a_deck_is_made_by_the_command_line_and_noted_in_the_audit_log(quick, engines, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: quick)
    file = str(tmp_path / "a.pptx")
    assert main(["deck", file, "--unit", CITY, "--month", "2024-10", "--lang", "en"]) == 0
    assert len(Presentation(file).slides) == 2
    assert main(["deck", file, "--storyline", "9", "--month", "2024-09"]) == 1
    with quick.connect() as conn:
        assert list(audit.listing(conn)["action"]) == ["deck_made"]


def test_a_made_deck_is_named_for_what_it_shows(quick):
    made = making.of_storyline(quick, storyline(), READER, "zh")
    assert (made.name, made.slides, made.revision) == ("十月例会-2024-10.pptx", 2, 1)
