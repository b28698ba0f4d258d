"""What leaves the cockpit is opened by LibreOffice and looked at: letters that are there, words that stay in their boxes, charts that are
drawn, tables whose numbers are in one piece. All documents are printed in one go."""

import io
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pytest
from PIL import ImageColor
from pptx import Presentation

from charts import style
from data.decks.links import Link, of_name
from data.measures import MEASURES
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.text import Text
from data.uploads.template import template
from metrics import METRICS, OVERVIEW
from metrics.briefs import making
from metrics.decks import judged, slides
from metrics.decks.content import Chart, Deck, Judged, Line, Listed, Row, Slide, Table
from metrics.decks.drawing import written
from metrics.decks.reading import Reader
from metrics.outlook.cells import HEADS
from tests import office
from tests.people import steward
from tests.two_districts import CITY, OCTOBER, READER, started

ROOT = "http://cockpit.test"
POINT, SLACK = 12700, 1.5  # EMU in a point; points by which a letter may stand out of its box
ONE_LINE = 6  # points between the tops of words of one line, which are of two fonts
CITIES = [Text(f"{zh}市", en) for zh, en in (
    ("杭州", "Hangzhou"), ("宁波", "Ningbo"), ("温州", "Wenzhou"), ("嘉兴", "Jiaxing"), ("湖州", "Huzhou"), ("绍兴", "Shaoxing"),
    ("金华", "Jinhua"), ("衢州", "Quzhou"), ("舟山", "Zhoushan"), ("台州", "Taizhou"), ("丽水", "Lishui"),
)]  # fmt: skip
CELLS = {"zh": ("197.3亿", "+0.1 百分点", "+293.3%", "接近目标，目标 98.5%", "89+1/90"),
         "en": ("27.38B", "+0.1 pp", "+293.3%", "Near the target, Target 98.5%", "89+1/90")}  # fmt: skip
HEADINGS = {"zh": ("指标", "数值", "环比", "同比", "对照目标", "填报率"),
            "en": ("Figure", "Value", "MoM", "YoY", "Against target", "Coverage")}  # fmt: skip
SOURCE = {"zh": "来源：一屏掌控 · 2024-10 · 第 229 版（2024-11-19 11:43） · 填报率 81+1/82 · 演示数据",
          "en": "Source: One-screen control · 2024-10 · revision 229 (2024-11-19 11:43) · coverage 81+1/82 · Demo data"}  # fmt: skip


def crowded(lang) -> bytes:
    """A deck as full as one can be: every row of the overview, the widest cells, thirteen months, eleven cities."""
    link = Link("scope", CITY, OCTOBER, "data_records")
    line = Line(replace(link, kind="source"), SOURCE[lang])
    rows = tuple(
        Row(
            replace(link, kind="row", metric=each.key),
            each.name(lang),
            f"（{each.unit.in_(lang)}）",
            CELLS[lang],
            "near",
        )
        for each in OVERVIEW
    )
    table = Table(replace(link, kind="figures"), HEADINGS[lang], rows, line)
    months = tuple(f"{2023 + nth // 12}-{nth % 12 + 1:02}" for nth in range(9, 22))
    name = METRICS["data_records"].name(lang)
    history = Chart(replace(link, kind="history"), name, months, tuple(1.6e11 + 1e9 * nth for nth in range(13)), name, '0.0,,,"B"', line)  # fmt: skip
    units = Chart(replace(link, kind="units"), name, tuple(each.in_(lang) for each in CITIES), tuple(3.4e10 - 3e9 * nth for nth in range(11)), name, '0.0,,,"B"', line)  # fmt: skip
    scope = Line(replace(link, holds=("figures", "history", "units")), "浙江省 · 2024年10月")
    slide = Slide("数字化改革十月例会", scope, ROOT, "", table, (history, units))
    return written(Deck("十月例会", scope, True, (slide,)), lang, ROOT, (foreseen(link, scope, line, lang),))


def foreseen(link: Link, scope: Line, line: Line, lang) -> Judged:
    """The list with the most columns, as full as it can be: an outlook of the overview's numbers."""
    heads = tuple(each.in_(lang) for each in HEADS.values())
    cells = ("22.47亿", "1.29万亿", "1.277万亿 – 1.303万亿", "1.24万亿", "≥99%", "1.966亿", "10.5%")
    cells = cells if lang == "zh" else ("155.8M", "74.095%", "74.001% – 74.189%", "74.000%", "≥99%", "196.6M", "10.5%")
    rows = tuple(
        (METRICS[key].name(lang), *cells)
        for key in sorted(METRICS, key=lambda key: -len(METRICS[key].name(lang)))[: judged.MOST]
    )
    text = (
        "照目前走势，到 2026 年 12 月为 3.937 万，达不到的可能性 ≥99%。"
        if lang == "zh"
        else "On present course 39.37K by December 2026; the target is missed with probability ≥99%."
    )
    said = Line(replace(link, kind="said"), "\n".join([f"{heads[0]} · {rows[0][0]}", text * 3, text]))
    listed = Listed("", heads, rows, (ROOT,) * len(rows))
    return Judged("预测", scope, ROOT, replace(link, kind="judged", count=len(heads)), said, listed, line)


@pytest.fixture(scope="module")
def documents(stores, tmp_path_factory) -> dict[str, bytes]:
    step = Step(View("map", CITY, OCTOBER, (("metric", "visits"),)), Text("访问量", "Visits"), "先说总体。")
    found = Storyline(1, "bao", "bao", CITY, Text("十月例会", "October"), 1, datetime(2024, 11, 1), "bao", (step,))
    with stores.of("sqlite", started, tmp_path_factory.mktemp("office")) as engine, engine.connect() as conn:
        deck = written(slides.of_storyline(found, Reader(conn, READER, "zh")), "zh", ROOT)
        brief = making.of_unit(engine, CITY, OCTOBER, READER, "zh", making.own("zh")).content
        book = template(conn, CITY, date(2024, 10, 1), steward("王", CITY))
    full = {f"full-{lang}.pptx": crowded(lang) for lang in ("zh", "en")}
    return {"deck.pptx": deck, **full, "brief.docx": brief, "book.xlsx": book}


@pytest.fixture(scope="module")
def opened(documents, tmp_path_factory):
    return office.printed(documents, tmp_path_factory.mktemp("libreoffice"))


def boxes(slide):
    """What a box of words says, and where it stands, in points."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
            edges = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            yield shape.text_frame.text, tuple(each / POINT for each in edges)


def said(words, left, top, right, bottom) -> str:
    """The words that lie in a place, without blanks: wholly between its sides, their middle between top and bottom, for what a font
    keeps free above and below its letters is no overflow."""
    inside = (
        each.text
        for each in words
        if each.left > left - SLACK and each.right < right + SLACK and top < (each.top + each.bottom) / 2 < bottom
    )
    return plain("".join(inside))


def holds(words, text: str, place) -> bool:
    """Whether all letters of a text are in its place; read in whichever order."""
    return Counter(plain(text)) <= Counter(said(words, *place))


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["deck.pptx", "full-zh.pptx", "full-en.pptx"])
def test_every_box_of_a_slide_holds_its_words(opened, documents, name):
    deck, pages = Presentation(io.BytesIO(documents[name])), office.words(opened[name])
    assert len(pages) == len(deck.slides)
    told = [(text, page, place) for slide, page in zip(deck.slides, pages, strict=True) for text, place in boxes(slide)]
    assert len(told) > len(pages)
    assert [text for text, page, place in told if not holds(page, text, place)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_rows_of_a_table_keep_their_height_and_its_numbers_are_in_one_piece(opened, documents, lang):
    slide, page = Presentation(io.BytesIO(documents[f"full-{lang}.pptx"])).slides[1], office.words(opened[f"full-{lang}.pptx"])[1]  # fmt: skip
    (frame,) = (shape for shape in slide.shapes if shape.has_table)
    edges = [frame.left / POINT]
    edges += [edges[0] + sum(each.width for each in list(frame.table.columns)[: nth + 1]) / POINT for nth in range(6)]
    high = frame.table.rows[0].height / POINT
    for nth, metric in enumerate(OVERVIEW, 1):
        top = frame.top / POINT + nth * high
        places = [(left, top, right, top + high) for left, right in pairwise(edges)]
        named = {each.text for each in page if said([each], *places[0])}
        assert set(metric.name(lang).split()) <= named, f"{metric.key}: a word is broken"
        assert [plain(each) for each in CELLS[lang]] == [said(page, *place) for place in places[1:]], metric.key
        for place in places[1:4]:
            tops = [each.top for each in page if said([each], *place)]
            assert max(tops) - min(tops) < ONE_LINE, metric.key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_stays_above_its_source_and_its_cells_are_in_one_piece(opened, documents, lang):
    slide, page = Presentation(io.BytesIO(documents[f"full-{lang}.pptx"])).slides[2], office.words(opened[f"full-{lang}.pptx"])[2]  # fmt: skip
    (frame,) = (shape for shape in slide.shapes if shape.has_table)
    (source,) = (shape for shape in slide.shapes if (link := of_name(shape.name)) and link.kind == "source")
    assert frame.top + frame.height < source.top + source.height / 2
    edges = [frame.left / POINT]
    for column in frame.table.columns:
        edges.append(edges[-1] + column.width / POINT)
    top = (frame.top + frame.table.rows[0].height) / POINT
    for row in list(frame.table.rows)[1:]:
        bottom = top + row.height / POINT
        for cell, (left, right) in zip(row.cells, pairwise(edges), strict=True):
            assert said(page, left, top, right, bottom) == plain(cell.text_frame.text)
        top = bottom


def test_charts_are_drawn_with_their_units_and_their_last_value(opened, documents):
    slide, page = Presentation(io.BytesIO(documents["full-zh.pptx"])).slides[1], office.words(opened["full-zh.pptx"])[1]  # fmt: skip
    picture = office.pictures(opened["full-zh.pptx"])[1]
    dots = picture.width / Presentation(io.BytesIO(documents["full-zh.pptx"])).slide_width
    accent = ImageColor.getrgb(style.ACCENT)
    for shape in (each for each in slide.shapes if each.has_chart):
        place = [each / POINT for each in (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)]
        words, kind = said(page, *place), of_name(shape.name).kind
        wanted = {"history": ["172.0B", "2023-10", "2024-10"], "units": ["34.0B", *(each.zh for each in CITIES)]}[kind]
        assert [each for each in wanted if each not in words] == []
        drawn = picture.crop(tuple(int(each * POINT * dots) for each in place))
        assert sum(near(each, accent) for each in drawn.get_flattened_data()) > drawn.width  # a line or bars


@pytest.mark.parametrize("name", ["deck.pptx", "full-zh.pptx", "full-en.pptx"])
def test_nothing_reaches_the_edge_of_a_slide(opened, name):
    ground = ImageColor.getrgb(style.GROUND)
    for picture in office.pictures(opened[name]):
        width, height = picture.size
        edge = [picture.getpixel((x, y)) for x in range(0, width, 3) for y in (2, height - 3)]
        edge += [picture.getpixel((x, y)) for y in range(0, height, 3) for x in (2, width - 3)]
        assert all(near(each, ground) for each in edge)


def near(colour, other) -> bool:
    return all(abs(one - two) < 12 for one, two in zip(colour, other, strict=True))


def test_a_briefing_has_its_title_its_charts_and_its_sources_on_its_pages(opened):
    pages = office.words(opened["brief.docx"])
    text = [plain("".join(each.text for each in page)) for page in pages]
    assert "数字化改革专报" in text[0]
    assert "来源：" in text[0]
    assert any("2024-10" in each for each in text)
    widest = max(word.right for page in pages for word in page)
    assert widest < 595 - 26 / 25.4 * 72 + SLACK  # A4 less its margin
    blue = [
        sum(b > 150 > r for r, _, b in picture.get_flattened_data())
        for picture in office.pictures(opened["brief.docx"])
    ]
    assert max(blue) > 300  # a chart is drawn, and not its place alone


def test_the_notes_of_the_template_can_be_read_to_the_last_definition(opened, documents):
    """A row that is too low hides what stands in it: every measure owed is there with all of its definition."""
    owed = [each for each in MEASURES.values() if each.owed]
    printed = plain("".join(word.text for page in office.words(opened["book.xlsx"]) for word in page))
    notes = openpyxl.load_workbook(io.BytesIO(documents["book.xlsx"]))["填报说明"]
    assert notes.row_dimensions[1].height is None
    assert [each.zh for each in owed if plain(each.definition.zh) not in printed] == []
    assert [each.en for each in owed if plain(each.definition.en) not in printed] == []
