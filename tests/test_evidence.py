"""Evidence: what a file is, is decided by its content; it lies once, and leaves only to who may read the unit."""

import io
import re
import socket
import struct
import time
import zipfile
import zlib
from threading import Thread
from xml.sax.saxutils import escape

import openpyxl
import pytest
from sqlalchemy import func, select

from data import access, personal
from data.questions import evidence, kinds, questions, scanner
from data.questions.attachments import office
from data.questions.attachments.looking import look
from data.questions.evidence import File
from data.schema import batch_file
from data.settings import Evidence, Settings
from tests import talking
from tests.people import somebody
from tests.talking import COUNTY, OCTOBER, OTHER, asked, who
from ui.texts import as_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + b"\xff\xda\x00\x02" + bytes(8) + b"\xff\xd9"


PREPARED = talking.started


@pytest.mark.sandboxed
def test_a_file_is_looked_at_in_a_worker():
    assert evidence.looked_at(PNG + b"x", "a.png", "wang") == ("image/png", PNG)
    with pytest.raises(evidence.Refused, match="宏"):
        evidence.looked_at(tied("image"), "a.docx")
    with pytest.raises(personal.Refused, match="手机号"):
        evidence.looked_at("电话 13812345678".encode(), "a.txt")


@pytest.fixture
def town(engine):
    return engine


def package(**parts: str) -> bytes:
    """A package with these parts; `__` in a name is a slash, the ending follows the last one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": "<Types/>", **parts}.items():
            made.writestr(name, content)
    return out.getvalue()


def workbook(said: str = "数据") -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = said
    book.save(out)
    return out.getvalue()


def document(said: str = "说明", **more: str) -> bytes:
    return package(**{"word/document.xml": f"<w:document {W}><w:p><w:r>{said}</w:r></w:p></w:document>"}, **more)


def text(said: str) -> str:
    return f"<w:t>{said}</w:t>"


def field(*pieces: str) -> str:
    """A field of a document, its instruction in pieces; a piece may be a field itself."""
    inside = "".join(each if each.startswith("<") else f"<w:instrText>{each}</w:instrText>" for each in pieces)
    return f'<w:fldChar w:fldCharType="begin"/>{inside}<w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/>'


def tie(kind: str, target: str = "x", mode: str = "External") -> str:
    """The ties of a document, with one of that kind."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationships><Relationship Id="r1" Type="{types}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'


def tied(kind: str, target: str = "x", mode: str = "External") -> bytes:
    return document(**{"word/_rels/document.xml.rels": tie(kind, target, mode)})


def sheet(formula: str) -> bytes:
    rows = f'<worksheet><sheetData><row><c r="A1"><f>{escape(formula)}</f></c></row></sheetData></worksheet>'
    return package(**{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": rows})


def packed(objects: bytes, about: bytes = b"") -> bytes:
    """A PDF with objects packed in a stream."""
    inside = zlib.compress(objects)
    return (
        PDF[:-6]
        + b"2 0 obj << /Type /ObjStm /Filter /FlateDecode"
        + about
        + b" >>\nstream\n"
        + inside
        + b"\nendstream\nendobj\n%%EOF\n"
    )


XLSX, DOCX = workbook(), document()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", JPG, "image/jpeg"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.xlsx", XLSX, kinds.KINDS["xlsx"]),
        ("a.docx", DOCX, kinds.KINDS["docx"]),
        (
            "a.docx",
            document(field(" PAGE ") + field("HYPER", "LINK ", field(" REF a "), ' \\l "b"')),
            kinds.KINDS["docx"],
        ),
        ("a.docx", tied("hyperlink", "https://www.zj.gov.cn/"), kinds.KINDS["docx"]),
        ("a.xlsx", sheet('A1&"|"&B1+SUM(C1:C9)'), kinds.KINDS["xlsx"]),
        ("a.pdf", packed(b"3 0 << /Type /Page >>"), "application/pdf"),
        ("a.txt", "说明 <2026>：a = b".encode(), "text/plain"),
        ("a.csv", "﻿单位,数\n海曙,-5\n江北,+3.2%\n".encode(), "text/csv"),
        (
            "a.xlsx",
            package(**{"xl/workbook.xml": "<workbook/>", "xl/printerSettings/printerSettings1.bin": "x"}),
            kinds.KINDS["xlsx"],
        ),
    ],
)
def test_what_is_taken(name, content, kind):
    assert evidence.looked_at(content, name) == (kind, content)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.exe", b"MZ" + bytes(90), "not_taken"),
        ("a.html", b"<html></html>", "not_taken"),
        ("a.svg", b"<svg/>", "not_taken"),
        ("a.zip", package(), "not_taken"),
        ("a.xlsm", XLSX, "not_taken"),
        ("pdf", PDF, "not_taken"),
        ("a.pdf", b"MZ" + bytes(90), "not_what_it_says"),
        ("a.pdf", PNG, "not_what_it_says"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_what_it_says"),
        ("a.png", JPG, "not_what_it_says"),
        ("a.jpg", b"GIF89a" + bytes(40), "not_what_it_says"),
        ("a.xlsx", DOCX, "not_what_it_says"),
        ("a.docx", XLSX, "not_what_it_says"),
        ("a.docx", package(), "not_what_it_says"),
        ("a.xlsx", PDF, "not_what_it_says"),
        ("a.xlsx", XLSX[: len(XLSX) // 2], "locked"),
        ("a.txt", b"\x7fELF\x01\x00\x02", "not_what_it_says"),
        ("a.txt", "说明".encode("gbk"), "not_utf8"),
        ("a.txt", b"hello <script>alert(1)</script>", "active"),
        ("a.txt", b"#!/bin/sh\nrm -rf /", "active"),
        ("a.csv", b"a,b\n1,=cmd|'/c calc'!A0", "active"),
        ("a.csv", b'a,"@SUM(1)"', "active"),
        ("a.csv", b"<?xml version='1.0'?><svg/>", "active"),
        ("a.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>%%EOF", "active"),
        ("a.pdf", PDF + b"<< /S /J#61vaScript >>%%EOF", "active"),
        ("a.pdf", PDF + b"<< /S /L#61unch >>%%EOF", "active"),
        ("a.pdf", PDF + b"<< /Emb#65ddedFile 1 0 R >>%%EOF", "active"),
        ("a.pdf", PDF + b"<< /Encrypt 1 0 R >>%%EOF", "locked"),
        ("a.pdf", packed(b"3 0 << /S /JavaScript >>"), "active"),
        ("a.pdf", packed(b"3 0 << /S /Laun#63h >>"), "active"),
        ("a.pdf", packed(b"3 0 << /XFA [] >>"), "active"),
        ("a.pdf", packed(b"3 0 << >>", b" /DecodeParms << /Predictor 12 >>"), "locked"),
        ("a.pdf", packed(b"").replace(zlib.compress(b""), b"not packed like that"), "locked"),
        ("a.pdf", PDF + b"<script>alert(1)</script>", "active"),
        ("a.png", PNG[:-4], "locked"),
        ("a.jpg", JPG[:-2], "locked"),
        ("a.csv", b"a\r=1+1", "active"),
        ("a.csv", b"sep=|\na|b", "active"),
        ("a.csv", b"a|=1+1", "active"),
        ("a.csv", "a,＝1+1".encode(), "active"),
        ("a.csv", b"a, -cmd", "active"),
        ("a.xlsx", sheet('WEBSERVICE("http://evil")'), "active"),
        ("a.xlsx", sheet("cmd|'/c calc'!A0"), "active"),
        ("a.xlsx", sheet("_xlfn.IMAGE(A1)"), "active"),
        ("a.xlsx", package(**{"xl/workbook.xml": "<workbook/>", "xl/connections.xml": "<x/>"}), "active"),
        ("a.docx", document(field(" DDE", "AUTO c:\\\\x")), "active"),
        ("a.docx", document(field(' INCLUDEPICTURE "http://evil/x.png"')), "active"),
        ("a.docx", document(field(field(" QUOTE 68 68 69 "), " x")), "active"),
        ("a.docx", document('<w:fldSimple w:instr="INCLUDETEXT a"/>'), "active"),
        ("a.docx", document("<w:altChunk/>"), "active"),
        ("a.docx", tied("aFChunk", mode="Internal"), "active"),
        ("a.docx", tied("image", "file://evil/x.png"), "active"),
        ("a.docx", tied("attached&#84;emplate"), "active"),
        ("a.docx", tied("hyperlink", "file://evil/x"), "active"),
        ("a.docx", package(**{"word/document.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"}), "active"),
        ("a.docx", package(**{"word/document.xml": "<w>"}), "locked"),
        ("a.pdf", PDF + package(), "active"),
        ("a.xlsx", package(**{"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}), "active"),
        ("a.docx", document(**{"word/vbaProject.bin": "x"}), "active"),
        ("a.docx", document(**{"word/embeddings/oleObject1.bin": "x"}), "active"),
        (
            "a.docx",
            document(**{"word/_rels/settings.xml.rels": tie("attachedTemplate")}),
            "active",
        ),
        (
            "a.docx",
            package(
                **{"word/document.xml": "<w/>", "[Content_Types].xml": '<T ContentType="a.macroEnabled.main+xml"/>'}
            ),
            "active",
        ),
        ("a.pdf", b"", "empty"),
        ("a.txt", b"\x00\x00\n", "empty"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_not_taken(name, content, reason):
    with pytest.raises(evidence.Refused) as refused:
        evidence.looked_at(content, name)
    assert refused.value.reason == reason
    assert name in str(refused.value)


@pytest.mark.parametrize(("name", "content"), [("a.png", PNG), ("a.jpg", JPG)])
def test_what_lies_behind_a_picture_is_left_out(name, content):
    assert evidence.looked_at(content + b"<html><script>alert(1)</script></html>", name)[1] == content


def test_a_part_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(office, "LARGEST_PART", 1000)
    assert look(document(text("0" * 2000)), "docx", 1 << 20).reason == "locked"
    assert look(document(text("0" * 2000)), "docx", 1000).reason == "unpacks_too_large"


WORST = {
    "paragraphs": ("a.docx", lambda n: document("<w:p>" * n)),
    "texts": ("a.xlsx", lambda n: package(**{"xl/workbook.xml": "<w/>", "xl/sharedStrings.xml": "<si>" * n})),
    "lines": ("a.csv", lambda n: b"a" + b"\n" * n),
    "tabs": ("a.csv", lambda n: b"a" + b"\t" * n + b"b"),
    "minus": ("a.csv", lambda n: b"-1 " * n),
    "streams": ("a.pdf", lambda n: PDF + b"stream\n" * n + b"%%EOF"),
    "names": ("a.pdf", lambda n: PDF + b"/#4" * n + b"%%EOF"),
    "marks": ("a.jpg", lambda n: JPG[:-2] + b"\xff\xda\0\2" * n),
}


@pytest.mark.parametrize(("name", "make"), WORST.values(), ids=WORST.keys())
def test_a_file_is_looked_at_in_one_pass(name, make):
    """What it costs grows with the file, not with its square; that the server waits for it in a worker is another test."""

    def seconds(n: int) -> float:
        content, start = make(n), time.thread_time()
        look(content, name[2:], 1 << 30)
        return time.thread_time() - start

    assert seconds(100_000) < 20 * max(seconds(20_000), 0.01)


def clamd(*answers: bytes) -> str:
    """A scanner that speaks ClamAV's protocol and answers in turn; what it was sent must be whole. Its address."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            line, _ = server.accept()
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                while length := struct.unpack(">I", sent.read(4))[0]:
                    assert len(sent.read(length)) == length
                line.sendall(answer)
        server.close()

    Thread(target=serve, daemon=True).start()
    return f"tcp:127.0.0.1:{server.getsockname()[1]}"


def test_the_scanner_of_the_office_is_asked(monkeypatch):
    large = "说明\n".encode() * 50_000
    address = clamd(
        b"stream: OK\0", b"stream: Eicar-Test-Signature FOUND\0", b"INSTREAM size limit exceeded. ERROR\0", b""
    )
    told = Settings(evidence=Evidence(scanner=address))
    monkeypatch.setattr(scanner, "settings", lambda: told)
    assert evidence.checked((File("a.txt", large),))[0].scanned
    with pytest.raises(evidence.Refused, match="Eicar-Test-Signature"):
        evidence.checked((File("a.txt", large),))
    for _ in ("too large for it", "cut off", "away"):
        with pytest.raises(evidence.Refused, match="暂时无法查毒"):
            evidence.checked((File("a.txt", large),))


def test_without_a_scanner_a_file_says_so():
    assert not evidence.checked((File("a.txt", b"a"),))[0].scanned


def test_a_file_too_large_and_one_too_many_are_refused(monkeypatch):
    few = Settings(evidence=Evidence(file_mb=1, files=1))
    monkeypatch.setattr(kinds, "settings", lambda: few)
    monkeypatch.setattr(evidence, "settings", lambda: few)
    with pytest.raises(evidence.Refused, match="上限"):
        evidence.looked_at(b"a" * (1 << 20) + b"a", "a.txt")
    with pytest.raises(evidence.Refused, match="最多附 1 个"):
        evidence.checked((File("a.pdf", PDF), File("b.pdf", PDF)))


@pytest.mark.parametrize(
    "file",
    [
        File("名单13812345678.pdf", PDF),
        File("a.txt", "电话 13812345678".encode()),
        File("a.xlsx", workbook("330203199001011234")),
        File("a.docx", document("<w:t>138</w:t></w:r><w:r><w:t>12345678</w:t>")),
    ],
)
def test_personal_data_in_a_file_is_refused(file):
    with pytest.raises(personal.Refused):
        evidence.checked((file,))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/报告.PDF", "报告.pdf"),
        ("C:\\Users\\wang\\报告 终.pdf", "报告_终.pdf"),
        ("报\u202efdp.告.pdf", "报fdp.告.pdf"),
        ('a<b>"c"|?*\r\n.pdf', "a_b_c.pdf"),
        ("...pdf", "evidence.pdf"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert evidence.clean(given) == kept


def test_the_same_content_lies_once_and_comes_back_to_who_may_read(town):
    files = (File("证明.pdf", PDF), File("截图.png", PNG))
    asked(town, evidence=files)
    number = asked(town, "再问", evidence=(File("又一份.pdf", PDF),))
    with town.connect() as conn:
        first, second = questions.of_figure(conn, "visits", COUNTY, OCTOBER, actor=who("limin"))[::-1]
        assert [(each.name, each.kind, each.size) for each in first.messages[0].files] == [
            ("证明.pdf", "application/pdf", len(PDF)),
            ("截图.png", "image/png", len(PNG)),
        ]
        assert second.number == number
        assert conn.scalar(select(func.count()).select_from(batch_file)) == 2
        attached = second.messages[0].files[0].number
        assert evidence.file_of(conn, attached, who("wangfang")) == ("又一份.pdf", "application/pdf", PDF)


def test_who_may_not_read_the_unit_gets_no_file(town):
    asked(town, evidence=(File("证明.pdf", PDF),))
    with town.connect() as conn:
        with pytest.raises(access.Refused):
            evidence.file_of(conn, 1, somebody("steward", OTHER))
        with pytest.raises(evidence.Refused, match="没有这个附件"):
            evidence.file_of(conn, 99, who("limin"))


def test_a_file_that_is_refused_leaves_nothing_behind(town):
    with pytest.raises(evidence.Refused):
        asked(town, evidence=(File("证明.pdf", PDF), File("b.exe", b"MZ")))
    with town.connect() as conn:
        assert questions.open_of(conn, [COUNTY]).empty
        assert conn.scalar(select(func.count()).select_from(batch_file)) == 0


@pytest.mark.parametrize("name", ["**粗**.pdf", "[a](http://evil).pdf", ":material/delete:", "$x$ `y` <b> a:red[b]"])
def test_a_name_in_a_label_is_no_markup(name):
    """Every mark that Streamlit's Markdown knows is written out."""
    assert as_text(name).replace("\\", "") == name
    assert not re.search(r"(?<!\\)[*_`\[\]()<>:$~]", as_text(name))
