"""The minutes are a document that can be read back: agenda, changes, decisions, and figures that lead to their passport."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from docx.oxml.ns import qn

from data import store
from data.meetings import steps
from metrics.__main__ import main
from metrics.meetings import minutes
from tests import talking
from tests.talking import COUNTY
from tests.test_meetings import LEADER, ORDER, clock, held, report, seen  # noqa: F401 (a fixture)

PREPARED = talking.started


@pytest.fixture
def closed(engine, clock):  # noqa: F811
    """A second meeting that decided something and was closed."""
    report(engine, 40, "2026-08")
    first = held(engine, clock)
    steps.decide(engine, first, ORDER, by=LEADER)
    steps.close(engine, first, "", by=LEADER, seen=2)
    clock(60)
    report(engine, 80)
    second = held(engine, clock)
    steps.decide(engine, second, ORDER, by=LEADER)
    steps.close(engine, second, "同意。\n按期落实。", by=LEADER, seen=2)
    return seen(engine, second)


def test_every_figure_leads_to_its_passport_as_it_stood(engine, closed):
    with engine.connect() as conn:
        written = Document(io.BytesIO(minutes(conn, closed, "zh")))
    texts = [paragraph.text for paragraph in written.paragraphs]
    assert texts[0] == "数字化改革例会 · 会议纪要"
    assert {"一、议程", "三、会议决定", "按期落实。", "公共数据归集"} <= set(texts)
    assert any("第 2 版" in text for text in texts)
    changed, decided, before = written.tables
    links = [(link.text, link.url) for table in (changed, decided, before) for row in table.rows for cell in row.cells for link in cell.paragraphs[0].hyperlinks]  # fmt: skip
    (url,) = {url for text, url in links if text == "40 → 80" and COUNTY in url and "passport" in url}
    asked = parse_qs(urlsplit(url).query)
    assert (asked["metric"], asked["month"], asked["revision"]) == (["visits"], ["2026-10"], ["2"])
    assert [cell.text for cell in decided.rows[1].cells][:2] == ["2", ORDER.text]
    assert [cell.text for cell in before.rows[1].cells][5] == "已超期"
    assert written.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_they_come_in_english_and_by_the_command_line(engine, closed, monkeypatch, tmp_path):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    assert main(["minutes", str(closed.number), str(tmp_path / "a.docx"), "--lang", "en"]) == 0
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "a.docx")).paragraphs]
    assert "3. Decisions" in texts
    assert main(["minutes", "99", str(tmp_path / "b.docx")]) == 2
