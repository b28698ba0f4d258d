"""A PDF held against the store: its words page by page, and what of it cannot be read told in a sentence."""

import io

import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from data import fonts
from data.documents import pdf, reading
from data.documents.reading import Line
from data.sandbox import pool
from metrics.proofreading import documents
from tests.frames import drawn
from tests.test_proofreading_documents import LEADER, MB
from tests.test_proofreading_documents import PREPARED as PREPARED

SENTENCES = ("宁波归集公共数据197亿条。", "特色专题库36个。")


def printed(*pages: str, width: float = 170) -> bytes:
    """A PDF in a Chinese font; a page without words is a picture."""
    made = FPDF()
    font = fonts.chinese()
    made.add_font("noto", fname=font.path, collection_font_number=font.index)
    for text in pages:
        made.add_page()
        made.set_font("noto", size=12)
        if text:
            made.multi_cell(width, 8, text)
        else:
            made.image(Image.new("RGB", (400, 200), "white"), 10, 10, 100)
    return bytes(made.output())


def locked(content: bytes, word: str) -> bytes:
    """The same, encrypted; with "" anybody opens it."""
    made = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    made.encrypt(word, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def read(content: bytes) -> reading.Read:
    return reading.read(content, "pdf", 100 * MB)


def test_words_are_read_page_by_page_and_pictures_are_named():
    told = read(printed(SENTENCES[0], "", SENTENCES[1]))
    assert told == reading.Read((Line("page", 1, SENTENCES[0]), Line("page", 3, SENTENCES[1])), blank=(2,))


def test_every_letter_is_read_however_many_there_are():
    text = "".join(chr(0x4E00 + nth) for nth in range(0, 3000, 7))
    assert "".join(line.text for line in read(printed(text)).lines) == text


def test_a_figure_that_runs_over_two_lines_is_one():
    """Each column is narrower than its sentence."""
    for width in (30, 54):
        assert "".join(line.text for line in read(printed(SENTENCES[0] * 4, width=width)).lines) == SENTENCES[0] * 4, (
            width
        )
        assert not any(line.text.startswith("亿") for line in read(printed(SENTENCES[0] * 4, width=width)).lines)


PARAGRAPHS = drawn(
    """
    lines                              | told
    归集数据19/7亿条，很多             | 归集数据197亿条，很多
    一、数据/宁波归集公共数据197亿条   | 一、数据/宁波归集公共数据197亿条
    many datasets are/open in Ningbo   | many datasets are open in Ningbo
    第一句很长很长。/第二句很长很长。  | 第一句很长很长。/第二句很长很长。
    """
)


@pytest.mark.parametrize("case", list(PARAGRAPHS.itertuples()), ids=lambda case: case.lines)
def test_lines_are_put_together_where_they_were_broken_for_want_of_room(case):
    assert "/".join(pdf.paragraphs(case.lines.replace("/", "\n"))) == case.told


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: printed("", ""), "pictures"),
        (lambda: printed(*["一页"] * (pdf.MOST + 1)), "pages"),
        (lambda: locked(printed("字"), "secret"), "locked"),
        (lambda: b"PK\x03\x04", "not_what_it_says"),
        (lambda: b"%PDF-1.7 and nothing of one", "broken"),
        (lambda: printed("字")[:-400], "broken"),
    ],
    ids=["scan", "long", "password", "no pdf", "nothing", "cut"],
)
def test_what_is_not_read_is_told(content, reason):
    given = content()
    told = read(given)
    assert told.reason == reason or (reason == "broken" and told.lines == (Line("page", 1, "字"),))  # mended
    assert reason in documents.REFUSALS


def test_what_is_locked_against_changes_alone_is_read():
    assert read(locked(printed(SENTENCES[1]), "")).lines == (Line("page", 1, SENTENCES[1]),)


def test_three_hundred_pages_and_a_scan_get_a_sentence_in_both_languages(conn):
    pages = PdfWriter()
    for _ in range(300):
        pages.add_blank_page(595, 842)
    out = io.BytesIO()
    pages.write(out)
    for content, zh, en in (
        (out.getvalue(), "超过 60 页", "more than 60 pages"),
        (printed(""), "只有图片", "pictures alone"),
    ):
        with pytest.raises(documents.Refused) as refused:
            documents.of_file(conn, content, "年报.pdf", LEADER)
        assert zh in refused.value.sentence.zh
        assert en in refused.value.sentence.en


def test_each_figure_is_found_on_its_page(engine):
    with engine.connect() as conn:
        checked = documents.of_file(conn, printed(SENTENCES[0], "", SENTENCES[1]), "讲话.pdf", LEADER)
    told = [
        (documents.place(checked.lines[nth], "zh"), found.figure.written, found.verdict)
        for nth, found in checked.findings
    ]
    assert told == [("第 1 页", "197亿条", "outdated"), ("第 3 页", "36个", "agrees")]
    assert checked.blank == (2,)


def test_a_pdf_that_takes_too_long_is_given_up(conn, monkeypatch):
    def slow(*_, **__):
        raise pool.TooSlow

    monkeypatch.setattr(pool, "run", slow)
    with pytest.raises(documents.Refused, match="太复杂"):
        documents.of_file(conn, b"%PDF-", "长.pdf", LEADER)
