"""Documents held against the store: where each figure stands, what is not opened, and the copy with comments."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATED
from pptx.oxml import parse_xml as parse_slides
from pptx.oxml.ns import qn
from pptx.util import Inches

from data.documents import marking, reading
from data.documents.marking import Remark
from data.documents.reading import Line
from data.sandbox import pool
from metrics.finding import Seeker
from metrics.proofreading import documents
from tests import prepared
from tests.people import somebody

PREPARED = prepared.with_starting_data
MB = 1 << 20
LEADER = Seeker(somebody("leader"), "330200", date(2023, 3, 1))


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def speech() -> bytes:
    """A Word document with a sentence in two runs, a table, an insertion and a deletion of somebody else's."""
    made = Document()
    line = made.add_paragraph("宁波归集公共数据")
    line.add_run("197").bold = True
    line.add_run("亿条，很多。")
    row = made.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "特色专题库", "36 个"
    changed = made.add_paragraph("开放数据集")
    for tag, text in (("ins", "w:t>1640</w:t"), ("del", "w:delText>9999</w:delText")):
        run = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="李"><w:r><{text}></w:r></w:{tag}>'
        changed._p.append(parse_xml(run))
    changed.add_run("个。")
    return saved(made)


def slides() -> bytes:
    """Two slides: the same sentence on both, a table, notes."""
    made = Presentation()
    for _ in range(2):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = "宁波归集公共数据197亿条"
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "特色专题库", "36个"
    slide.notes_slide.notes_text_frame.text = "讲到这里停一下"
    return saved(made)


def packed(content: bytes, **more: bytes) -> bytes:
    """The package with more parts in it."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as package:
        for name, part in more.items():
            package.writestr(name.replace("__", "/").replace("_", "."), part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("ending", "content", "lines"),
    [
        (
            "docx",
            speech(),
            [
                Line("paragraph", 1, "宁波归集公共数据197亿条，很多。"),
                Line("paragraph", 2, "特色专题库"),
                Line("paragraph", 3, "36 个"),
                Line("paragraph", 4, "开放数据集1640个。"),
            ],
        ),
        (
            "pptx",
            slides(),
            [
                Line("slide", 1, "宁波归集公共数据197亿条"),
                Line("slide", 2, "宁波归集公共数据197亿条"),
                Line("slide", 2, "特色专题库 36个"),
                Line("notes", 2, "讲到这里停一下"),
            ],
        ),
        (
            "txt",
            "第一行\r\n\r\n第二行 36 个".encode("gb18030"),
            [Line("line", 1, "第一行"), Line("line", 3, "第二行 36 个")],
        ),
    ],
)
def test_a_document_is_read_line_by_line_with_its_places(ending, content, lines):
    assert reading.read(content, ending, 100 * MB) == reading.Read(tuple(lines))


@pytest.mark.parametrize(
    ("ending", "content", "reason"),
    [
        ("docx", b"PK not a package", "locked"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 behind a password", "locked"),
        ("docx", slides(), "not_what_it_says"),
        ("docx", packed(speech(), word__vbaProject_bin=b"x"), "active"),
        ("pptx", packed(slides(), ppt__vbaProject_bin=b"x"), "acts"),
        ("pptx", speech(), "no_deck"),
        ("txt", b"\x00\x01\x02\xff", "not_text"),
    ],
)
def test_what_is_not_read_says_why(ending, content, reason):
    assert reading.read(content, ending, 100 * MB) == reading.Read(reason=reason)
    assert documents.ALIKE.get(reason, reason) in documents.REFUSALS


def test_what_unpacks_to_too_much_is_not_read():
    assert reading.read(speech(), "docx", 1000).reason == "unpacks_too_large"
    assert documents.ALIKE[reading.read(slides(), "pptx", 1000).reason] == "unpacks_too_large"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("稿.pdf", b"%PDF-", "可能已损坏"),
        ("稿.doc", b"x", "旧版 .doc"),
        ("没有后缀", b"x", "不能核对"),
        ("空.txt", b"  \n", "请粘贴文字"),
        ("长.txt", "一二三四五".encode() * 10_001, "50,005 字"),
        ("大.docx", b"x" * (65 * MB), "65.0 MB，超过"),
        ("坏.docx", b"PK\x03\x04", "不是完整的 Office 文件"),
    ],
)
def test_what_is_not_checked_gets_a_sentence_in_both_languages(conn, name, content, said):
    with pytest.raises(documents.Refused) as refused:
        documents.of_file(conn, content, name, LEADER)
    assert said in refused.value.sentence.zh
    assert refused.value.sentence.en.isascii() or "“" in refused.value.sentence.en


def test_each_figure_is_found_where_it_stands(engine):
    with engine.connect() as conn:
        checked = documents.of_file(conn, slides(), "汇报.pptx", LEADER)
    told = [
        (
            documents.place(checked.lines[nth], "zh"),
            "".join(checked.around(nth, found)),
            found.figure.written,
            found.verdict,
        )
        for nth, found in checked.findings
    ]
    assert told == [
        ("第 1 页", "宁波归集公共数据197亿条", "197亿条", "outdated"),
        ("第 2 页", "宁波归集公共数据197亿条", "197亿条", "outdated"),
        ("第 2 页", "特色专题库 36个", "36个", "agrees"),
    ]


def test_a_marked_copy_has_a_comment_at_what_does_not_agree_and_nothing_else_changed(engine):
    content = speech()
    with engine.connect() as conn:
        checked = documents.of_file(conn, content, "讲话.docx", LEADER)
    copy = documents.marked(checked, content, documents.remarks(checked, "zh", "演示数据"), "zh", "li")
    made = Document(io.BytesIO(copy))
    (comment,) = list(made.comments)
    assert comment.text.splitlines()[:2] == ["演示数据", "◷ 已过时"]
    assert documents.remarks(checked, "zh")[0].text.startswith("◷ 已过时")
    assert "库中：" in comment.text
    assert comment.author == "一屏掌控核数"
    body = made.element.body
    (begins,) = body.xpath(".//w:commentRangeStart")
    assert begins.getnext().xpath("string(.)") == "197"  # at the runs of the figure and not at the sentence
    assert reading.read(copy, "docx", 100 * MB) == reading.read(content, "docx", 100 * MB)
    assert len(body.xpath(".//w:ins")) == len(body.xpath(".//w:del")) == 1


def test_a_marked_deck_has_a_comment_on_the_slide_and_those_of_others_stay(engine):
    content = slides()
    with engine.connect() as conn:
        checked = documents.of_file(conn, content, "汇报.PPTX", LEADER)
    told = documents.remarks(checked, "zh", "演示数据")
    once = documents.marked(checked, content, told, "zh", "li")
    twice = documents.marked(checked, once, told, "en", "li")
    for copy, authors in ((once, ["一屏掌控核数"]), (twice, ["一屏掌控核数", "Figures checked"])):
        deck = Presentation(io.BytesIO(copy))
        assert [each.get("name") for each in comments(deck.part, RELATED.COMMENT_AUTHORS)] == authors
        for slide in deck.slides:
            said = comments(slide.part, RELATED.COMMENTS)
            assert [each.get("authorId") for each in said] == [str(nth) for nth, _ in enumerate(authors)]
            lines = said[0].findtext(qn("p:text")).splitlines()
            assert lines[:3] == ["演示数据", "“197亿条”", "◷ 已过时"]
        assert reading.read(copy, "pptx", 100 * MB) == reading.read(content, "pptx", 100 * MB)
    assert not documents.may_be_marked(replace(checked, name="汇报.pdf"))
    assert documents.may_be_marked(checked)


def comments(part, related):
    """What is listed in the part that is related so."""
    return list(parse_slides(part.part_related_by(related).blob))


def test_a_remark_in_a_change_of_somebody_elses_stands_at_the_run_before():
    copy = marking.marked(speech(), [Remark(4, 5, 9, "看这里")], "核", 100 * MB)
    body = Document(io.BytesIO(copy)).element.body
    (begins,) = body.xpath(".//w:commentRangeStart")
    assert begins.getnext().xpath("string(.)") == "开放数据集"


def test_a_document_is_opened_in_a_worker_alone(engine, monkeypatch):
    asked = []
    monkeypatch.setattr(
        pool, "run", lambda do, *given, **how: asked.append((do, how["by"])) or reading.Read((Line("line", 1, "无"),))
    )
    with engine.connect() as conn:
        documents.of_file(conn, speech(), "讲话.docx", LEADER)
    assert asked == [(reading.read, LEADER.actor.login)]
