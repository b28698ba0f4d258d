"""Evidence: what a file is, is decided by its content; it lies once, and leaves only to who may read the unit."""

import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import func, select

from data import access, personal
from data.questions import evidence, kinds, questions
from data.questions.evidence import File
from data.schema import batch_file
from data.settings import Evidence, Settings
from tests import talking
from tests.people import somebody
from tests.talking import COUNTY, OCTOBER, OTHER, asked, who

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(30) + b"\xff\xd9"


PREPARED = talking.started


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
    return package(**{"word/document.xml": f"<w:document><w:p>{said}</w:p></w:document>"}, **more)


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
        ("a.txt", "说明 <2026>：a = b".encode(), "text/plain"),
        ("a.csv", "﻿单位,数\n海曙,-5\n江北,+3.2%\n".encode(), "text/csv"),
        (
            "a.xlsx",
            package(**{"xl/workbook.xml": "", "xl/printerSettings/printerSettings1.bin": "x"}),
            kinds.KINDS["xlsx"],
        ),
    ],
)
def test_what_is_taken(name, content, kind):
    assert evidence.kind_of(content, name) == kind


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
        ("a.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "active"),
        ("a.pdf", PDF + package(), "active"),
        ("a.png", PNG + package(**{"a.js": "x"}), "active"),
        ("a.xlsx", package(**{"xl/workbook.xml": "", "xl/vbaProject.bin": "x"}), "active"),
        ("a.docx", document(**{"word/vbaProject.bin": "x"}), "active"),
        ("a.docx", document(**{"word/embeddings/oleObject1.bin": "x"}), "active"),
        (
            "a.docx",
            document(**{"word/_rels/settings.xml.rels": '<R Type="…/attachedTemplate" TargetMode="External"/>'}),
            "active",
        ),
        ("a.docx", package(**{"word/document.xml": "", "[Content_Types].xml": "…macroEnabled.main+xml"}), "active"),
        ("a.pdf", b"", "empty"),
        ("a.txt", b"\x00\x00\n", "empty"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_not_taken(name, content, reason):
    with pytest.raises(evidence.Refused) as refused:
        evidence.kind_of(content, name)
    assert refused.value.reason == reason
    assert name in str(refused.value)


def test_a_package_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST_PART", 1000)
    with pytest.raises(evidence.Refused) as refused:
        evidence.kind_of(document("0" * 2000), "a.docx")
    assert refused.value.reason == "locked"


def test_a_file_too_large_and_one_too_many_are_refused(monkeypatch):
    few = Settings(evidence=Evidence(file_mb=1, files=1))
    monkeypatch.setattr(kinds, "settings", lambda: few)
    monkeypatch.setattr(evidence, "settings", lambda: few)
    with pytest.raises(evidence.Refused, match="上限"):
        evidence.kind_of(b"a" * (1 << 20) + b"a", "a.txt")
    with pytest.raises(evidence.Refused, match="最多附 1 个"):
        evidence.checked((File("a.pdf", PDF), File("b.pdf", PDF)))


@pytest.mark.parametrize(
    "file",
    [
        File("名单13812345678.pdf", PDF),
        File("a.txt", "电话 13812345678".encode()),
        File("a.xlsx", workbook("330203199001011234")),
        File("a.docx", document("<w:r><w:t>138</w:t></w:r><w:r><w:t>12345678</w:t></w:r>")),
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
