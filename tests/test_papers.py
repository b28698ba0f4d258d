"""A PDF is what the store says, on paper: nothing beyond its edge, nothing over another, its source below every figure."""

import io
import re
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import pytest
from PIL import Image, ImageColor
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charts.paper import figures
from charts.paper.letters import MM, Letters
from charts.paper.pdf import pdf
from charts.paper.sheet import HEIGHT, WIDTH, Box, Dot, Pen, Place, Sheet, Stroke, Words
from charts.style import PAPER
from data import audit, fonts, store
from data.access import Actor, Grant
from data.people import sessions
from data.presenting.reading import Step
from data.presenting.views import View
from data.refusal import Refusal
from data.text import LANGUAGES
from metrics import METRICS
from metrics.__main__ import main
from metrics.decks import slides
from metrics.decks.reading import Reader
from metrics.papers import making
from metrics.papers.pages import PANELS, Foot, pages, panel
from tests.frames import drawn
from tests.staff import hire
from tests.test_decks import STEPS, storyline
from tests.two_districts import CITY, HAISHU, JIANGBEI, OCTOBER, READER, started
from web import paper
from web.server import middleware

ROOT = "http://cockpit.test"


@pytest.fixture(scope="module")
def quick(stores, tmp_path_factory):
    """A store of the quick kind for what is about the file and not about the store."""
    with stores.of("sqlite", started, tmp_path_factory.mktemp("papers")) as engine:
        yield engine


@pytest.fixture(scope="module")
def letters():
    font = fonts.chinese()
    return Letters(font.path, font.index)


@pytest.fixture(scope="module")
def made(quick):
    return making.of_storyline(quick, storyline(), READER, "zh", kind="已封存 ab12")


def sheets(engine, letters, lang="zh", *steps: Step, demo=False, spoken=False) -> list[Sheet]:
    with engine.connect() as conn:
        deck = slides.of_storyline(storyline(*(steps or STEPS)), Reader(conn, READER, lang))
    return pages(
        replace(deck, demo=demo), letters, lang, ROOT, Foot("一屏掌控", deck.title, "已封存 ab12"), spoken=spoken
    )


def texts(sheet: Sheet) -> list[str]:
    return [each.text for each in sheet.drawn if isinstance(each, Words)]


def around(each) -> Place:
    """The part of a sheet that something covers."""
    if isinstance(each, Words):
        high = each.pen.points * MM
        return Place(each.left, each.line - 0.8 * high, each.width, 0.9 * high)
    if isinstance(each, Box):
        return each.place
    if isinstance(each, Dot):
        return Place(each.centre[0] - each.radius, each.centre[1] - each.radius, 2 * each.radius, 2 * each.radius)
    across, down = zip(*each.points, strict=True)
    return Place(min(across), min(down), max(across) - min(across), max(down) - min(down))


def touch(one: Place, other: Place) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_leaves_the_sheet_and_no_words_lie_over_others(quick, letters, lang):
    for sheet in sheets(quick, letters, lang, demo=True):
        for place in map(around, sheet.drawn):
            assert min(place.left, place.top, WIDTH - place.right, HEIGHT - place.bottom) >= 0
        words = [each for each in sheet.drawn if isinstance(each, Words)]
        over = [(a.text, b.text) for a, b in combinations(words, 2) if touch(around(a), around(b))]
        assert not over


def test_a_page_a_step_with_title_scope_figures_sources_and_its_number(quick, letters):
    first, second = sheets(quick, letters)
    assert {"全市", "330200 · 2024年10月", "1 / 2", "数值"} <= set(texts(first))
    assert {"2 / 2", "7万人次", "一屏掌控 · 十月例会 · 已封存 ab12"} <= set(texts(second))
    assert sum("来源：" in text for text in texts(first)) == 3
    assert sum("来源：" in text for text in texts(second)) == 3
    assert {"2024-10", "4万"} <= set(texts(second))


LONG = "\n".join(f"第{nth}段：" + "先说总体，再说短板，最后说怎么办。" * 4 for nth in range(1, 41))
SPOKEN = drawn(
    """
    notes | own | said
    none  | 0   | 0
    short | 0   | 1
    long  | 2   | 2
    """
)


@pytest.mark.parametrize(("notes", "own", "said"), [tuple(row) for row in SPOKEN.to_numpy()])
def test_what_is_said_stands_below_the_figures_or_on_sheets_of_its_own_for_who_asks(quick, letters, notes, own, said):
    """Every word of it, over nothing else; and nowhere where it was not asked for."""
    text = {"none": "", "short": "先说总体。\n再说短板。", "long": LONG}[notes]
    step = replace(STEPS[1], notes=text)
    drawn_ = sheets(quick, letters, "zh", step, spoken=True)
    assert len(drawn_) == 1 + int(own)
    assert sum("讲解词" in texts(sheet) for sheet in drawn_) == int(said)
    written = "".join("".join(texts(sheet)) for sheet in drawn_)
    assert all(part in written for part in text.split("\n"))
    for sheet in drawn_:
        words = [each for each in sheet.drawn if isinstance(each, Words)]
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if touch(around(a), around(b))]
        assert max(around(each).bottom for each in words) < HEIGHT
    (without,) = sheets(quick, letters, "zh", step)
    assert "讲解词" not in texts(without)


def test_what_is_invented_says_so_on_every_page(quick, letters):
    for sheet in sheets(quick, letters, demo=True):
        assert "演示数据" in texts(sheet)
    assert "演示数据" not in texts(sheets(quick, letters)[0])


def test_numbers_and_names_lead_to_where_they_come_from(quick, letters):
    first, second = sheets(quick, letters)
    (large,) = (each for each in second.drawn if isinstance(each, Words) and each.text == "7万人次")
    assert re.match(f"{ROOT}/passport[?].*metric=visits", large.address)
    assert any(isinstance(each, Words) and "metric=satisfaction" in each.address for each in first.drawn)


def test_colours_are_those_of_paper(quick, letters):
    used = set()
    for sheet in sheets(quick, letters, demo=True):
        for each in sheet.drawn:
            used |= {each.pen.colour} if isinstance(each, Words) else set()
            used |= {each.colour} if isinstance(each, Stroke | Dot) else set()
            used |= {each.fill, each.edge} - {""} if isinstance(each, Box) else set()
    assert used <= set(PAPER)


def test_the_file_has_a_page_a_step_in_vectors_with_its_letters_and_links(made):
    assert (made.pages, made.name) == (3, "十月例会-2024-10.pdf")  # a map has its outlines, too
    assert made.content.startswith(b"%PDF-")
    assert b"/Count 3" in made.content
    assert b"/Subtype /Image" not in made.content
    for part in (b"/FontFile", b"/ToUnicode", b"/Lang (zh-CN)", b"/passport?unit=330200"):
        assert part in made.content
    assert (round(297 * 72 / 25.4), round(210 * 72 / 25.4)) == size_of(made.content)


def size_of(content: bytes) -> tuple[int, int]:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box
    return round(float(box[1])), round(float(box[2]))


def test_a_number_on_paper_is_that_of_the_slide(quick, letters):
    with quick.connect() as conn:
        reader = Reader(conn, READER, "zh")
        table = slides.of_storyline(storyline(), reader).slides[0].left
    shown = "".join(texts(sheets(quick, letters)[0]))
    for row in table.rows:
        assert all("".join(cell.split()) in "".join(shown.split()) for cell in row.cells if cell != "—")


def deck_of(engine, step: Step):
    with engine.connect() as conn:
        return slides.of_storyline(storyline(step), Reader(conn, READER, "zh"))


@pytest.mark.parametrize("step", STEPS, ids=["table", "number"])
@pytest.mark.parametrize("which", PANELS)
def test_a_panel_alone_says_of_whom_and_when_it_is_and_where_it_comes_from(quick, letters, which, step):
    sheet = panel(replace(deck_of(quick, step), demo=True), which, letters, "zh", ROOT, Foot("一屏掌控"))
    assert {"330200 · 2024年10月", "演示数据", "一屏掌控"} <= set(texts(sheet))
    assert sum("来源：" in text for text in texts(sheet)) == 1
    for place in map(around, sheet.drawn):
        assert min(place.left, place.top, sheet.width - place.right, sheet.height - place.bottom) >= 0
    words = [each for each in sheet.drawn if isinstance(each, Words)]
    assert not [(a.text, b.text) for a, b in combinations(words, 2) if touch(around(a), around(b))]


def test_a_panel_that_a_view_has_not_is_told(quick, letters):
    deck = deck_of(quick, STEPS[1])
    alone = replace(deck, slides=(replace(deck.slides[0], charts=deck.slides[0].charts[:1]),))
    with pytest.raises(Refusal, match="没有“各单位”"):
        panel(alone, "units", letters, "zh", ROOT, Foot("一屏掌控"))


def test_a_picture_is_drawn_in_the_colours_of_paper(quick):
    made = making.picture(quick, STEPS[1].view, READER, "zh", panel="history")
    with Image.open(io.BytesIO(made.content)) as image:
        colours = {colour for _, colour in image.getcolors(image.width * image.height)}
        assert (image.format, image.size) == ("PNG", (1600, 1000))
        assert image.getpixel((0, 0)) == ImageColor.getrgb(str(PAPER["ground"]))
    assert ImageColor.getrgb(str(PAPER["accent"])) in colours
    assert made.name == f"{METRICS['visits'].zh}-2024-10.png"


WRAPPED = drawn(
    """
    text                     | width | lines
    数据共享满足率           | 20    | 数据共享满/足率
    归集公共数据量（条）     | 29    | 归集公共数据量/（条）
    目标 98.5%，已达标       | 30    | 目标 98.5%，已/达标
    Near the target, 98.5%   | 26    | Near the/target, 98.5%
    abcdefghijklmnopqrstuvwxyz | 20  | abcdefghij/klmnopqrs/tuvwxyz
    """
)


@pytest.mark.parametrize(("text", "width", "lines"), [tuple(row) for row in WRAPPED.to_numpy()])
def test_lines_break_where_a_reader_expects_it(letters, text, width, lines):
    found = letters.lines(text, 11, float(width))
    assert found == lines.split("/")
    assert all(letters.width(line.rstrip("，"), 11) <= float(width) for line in found)


def test_what_does_not_fit_ends_in_an_ellipsis(letters):
    (line,) = letters.lines("很长很长很长很长的一句话", 11, 20, 1)
    assert line.endswith("…")
    assert letters.width(line, 11) <= 20


def bar_chart(letters, values) -> list:
    sheet = Sheet(letters)
    names = [f"单位{nth}" for nth in range(len(values))]
    figures.bars(sheet, Place(10, 10, 100, 60), names, values, [str(value) for value in values], str)
    return sheet.drawn


def test_bars_begin_at_zero_and_what_lies_close_together_is_dots(letters):
    bars = [each.place.width for each in bar_chart(letters, [40.0, 20.0, 10.0]) if isinstance(each, Box)]
    assert bars[0] == pytest.approx(2 * bars[1]) == pytest.approx(4 * bars[2])
    close = bar_chart(letters, [97.6, 97.2, 95.3])
    assert not [each for each in close if isinstance(each, Box)]
    assert len([each for each in close if isinstance(each, Dot)]) == 3
    assert len([each for each in bar_chart(letters, [5.0, -3.0, None]) if isinstance(each, Box)]) == 1


def test_more_units_than_there_is_room_for_are_counted(letters):
    said = [
        each.text for each in bar_chart(letters, [float(nth) for nth in range(90, 0, -1)]) if isinstance(each, Words)
    ]
    assert said[-1].startswith("… +")
    shown = sum(text.startswith("单位") for text in said)
    assert shown + int(said[-1][3:]) == 90


def test_a_gap_in_a_line_stays_a_gap(letters):
    sheet = Sheet(letters)
    months = [f"2024-{nth:02}" for nth in range(1, 7)]
    figures.line(sheet, Place(10, 10, 100, 50), months, [1.0, 2.0, None, 3.0, 4.0, 5.0], str)
    runs = [each for each in sheet.drawn if isinstance(each, Stroke) and each.colour == "accent"]
    assert [len(run.points) for run in runs] == [2, 3]


def test_a_line_without_a_value_is_not_drawn(letters):
    sheet = Sheet(letters)
    figures.line(sheet, Place(10, 10, 100, 50), ["2024-01"], [None], str)
    assert not sheet.drawn


def test_a_sign_that_the_font_lacks_is_written_as_one_it_has(letters):
    sheet = Sheet(letters)
    sheet.write("✕ 未达标", (10, 20), Pen(11))
    content = pdf([sheet], letters, paper="A3", title="t", author="a", lang="zh-CN")
    assert size_of(content) == (round(297 * 2**0.5 * 72 / 25.4), round(210 * 2**0.5 * 72 / 25.4))
    assert b"<00D7>" in content
    assert b"<2715>" not in content


def test_without_a_chinese_font_it_is_said_who_installs_one(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "USUAL", tmp_path / "none.ttc")
    monkeypatch.setattr(fonts, "which", lambda _: None)
    fonts._matched.cache_clear()
    with pytest.raises(Refusal, match="fonts-noto-cjk"):
        fonts.chinese()


MATCHED = (
    ("/f/wqy.ttc\n0\nen|zh-cn|zh-tw", fonts.Font("/f/wqy.ttc")),
    ("/f/noto.ttc\n131074\nzh-cn", fonts.Font("/f/noto.ttc", 2)),  # the upper bits name an instance of a variable font
    ("/f/DejaVuSans.ttf\n0\nen|fr", None),
    ("", None),
)


@pytest.mark.parametrize(("answer", "font"), MATCHED)
def test_a_font_that_only_looks_near_is_not_taken(answer, font, monkeypatch):
    monkeypatch.setattr(fonts, "which", lambda _: "/usr/bin/fc-match")
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=answer))
    fonts._matched.cache_clear()
    assert fonts._matched() == font
    fonts._matched.cache_clear()


def test_nothing_of_another_unit_is_printed(quick):
    stranger = Actor("cai", HAISHU, (Grant("presenter", HAISHU),))
    with pytest.raises(Refusal, match="不能查看"):
        making.of_view(quick, View("overview", JIANGBEI, OCTOBER), stranger, "zh")


@pytest.fixture
def blank(monkeypatch):
    """What is about the way to the file and not about the file."""
    monkeypatch.setattr(making, "pdf", lambda *_, **how: f"%PDF {how['paper']}".encode())
    monkeypatch.setattr(making, "png", lambda sheet, _: f"{sheet.width:.0f} wide".encode())


def test_a_page_on_the_command_line(quick, engines, tmp_path, monkeypatch, blank):
    monkeypatch.setattr(store, "engine", lambda *_: quick)
    file = tmp_path / "a.pdf"
    asked = ["pdf", str(file), "--unit", CITY, "--month", "2024-10", "--view", "map?metric=visits", "--paper", "A3"]
    assert main(asked) == 0
    assert file.read_bytes() == b"%PDF A3"
    assert main(["pdf", str(file), "--view", "desk"]) == 1
    assert main(["pdf", str(file), "--storyline", "9"]) == 1
    assert main(["pdf", str(file), "--seal", "9"]) == 1
    assert main(["picture", str(file), *asked[2:-2], "--panel", "units"]) == 0
    assert file.read_bytes() == b"200 wide"
    with quick.connect() as conn:
        lines = audit.listing(conn).head(2)
    assert list(lines["action"]) == ["picture_made", "pdf_made"]
    assert set(lines["object"]) == {f"unit {CITY}"}


def test_the_menu_gives_the_page_to_who_may_read_it(quick, monkeypatch, blank):
    monkeypatch.setattr(store, "engine", lambda *_: quick)
    hire(quick, "lan", HAISHU, Grant("leader", HAISHU))
    with store.writing(quick) as conn:
        cookie = sessions.open_(conn, "lan", address="127.0.0.1", agent="test")
    client = TestClient(Starlette(routes=paper.ROUTES, middleware=middleware()), follow_redirects=False)

    def asked(unit: str, cookie: str = cookie, path: str = "/pdf", **more: str):
        query = {"of": "overview", "unit": unit, "month": "2024-10", **more}
        return client.get(path, params=query, headers={"cookie": f"{sessions.COOKIE}={cookie}"} if cookie else {})

    answer = asked(HAISHU, paper="A3", period="month", metric="visits")
    assert (answer.text, answer.headers["content-type"]) == ("%PDF A3", "application/pdf")
    assert answer.headers["content-disposition"].endswith(".pdf")
    with quick.connect() as conn:
        line = audit.listing(conn).iloc[0]
    assert (line["action"], line["object"]) == ("pdf_made", f"unit {HAISHU}")
    for panel_, wide in (("", "297 wide"), ("history", "200 wide"), ("x", "297 wide")):
        picture = asked(HAISHU, path="/picture", panel=panel_)
        assert (picture.text, picture.headers["content-type"]) == (wide, "image/png")
    assert asked(JIANGBEI, path="/picture").status_code == 409
    for unit, more, said in ((JIANGBEI, {}, "不能查看"), (HAISHU, {"of": "desk"}, "不能作为演示步骤")):
        refused = asked(unit, **more)
        assert (refused.status_code, said in refused.text) == (409, True)
    assert asked(HAISHU, cookie="").status_code == 303
