"""The minutes of a meeting as a Word document: what was shown, what changed, what was decided; every figure leads to its
passport as it stood."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from sqlalchemy import Connection

from data import months, revisions, units
from data.clocks.reading import Instruction
from data.documents.columns import arrange
from data.instructions.telling import state_of
from data.meetings import reading
from data.meetings.reading import STATES, Meeting
from data.settings import settings
from data.text import Language, Text
from data.training_mark import is_training
from data.units import Tree
from metrics import METRICS, formats
from metrics.changes import KINDS, WHATS, Change
from metrics.meetings.agenda import SECTIONS, Agenda, Line, agenda, near, shown

FONT, LATIN = "宋体", "Times New Roman"
MOST = 40  # changes that are told
TEXTS = {
    "minutes": Text("会议纪要", "Minutes"),
    "demo": Text("演示数据", "Demo data"),
    "held_on": Text("日期：{day}", "Day: {day}"),
    "unit": Text("单位：{unit}", "Unit: {unit}"),
    "state": Text("状态：{state}", "State: {state}"),
    "members": Text("参加人员：{members}", "Members: {members}"),
    "agenda": Text("一、议程", "1. Agenda"),
    "changed": Text("二、{since} 以来的变化", "2. What changed since {since}"),
    "decided": Text("三、会议决定", "3. Decisions"),
    "before": Text("四、上次会议决定的落实", "4. How the last meeting's decisions stand"),
    "concluded": Text("五、会议意见", "5. What was concluded"),
    "none": Text("无。", "None."),
    "source": Text(
        "数据来源：{title}，{month}数据，第 {revision} 版（{at}）。点数字可看当时的出处。",
        "Source: {title}, figures of {month}, revision {revision} ({at}). Each figure leads to where it came from, as it stood.",
    ),
    "place": Text("单位", "Unit"),
    "what": Text("事项", "What"),
    "from_to": Text("变化", "From → to"),
    "kind": Text("类别", "Kind"),
    "revision": Text("版本", "Revision"),
    "number": Text("编号", "No."),
    "decision": Text("决定", "Decision"),
    "about": Text("关于", "About"),
    "whose": Text("牵头", "Leads"),
    "until": Text("期限", "Due"),
    "stands": Text("状态", "State"),
}  # fmt: skip


def minutes(conn: Connection, one: Meeting, lang: Language) -> bytes:
    """The document of a meeting. Whoever is given it must be allowed to read its unit; it holds nothing restricted."""
    now, tree = agenda(conn, one), units.load(conn).on(one.held_on)
    demo, written = is_training(conn), Document()
    _dress(written)
    _head(written, one, tree, lang, demo)
    _heading(written, TEXTS["agenda"].in_(lang))
    _agenda(written, shown(one) if one.shown else now.lines, lang)
    _heading(written, TEXTS["changed"].in_(lang, since=now.then.day))
    _changes(written, near(now.changed, one.unit, units.load(conn), now.later)[:MOST], now, tree, lang, demo)
    _heading(written, TEXTS["decided"].in_(lang))
    _tasks(written, reading.decisions(conn, one.number), tree, lang, demo)
    _heading(written, TEXTS["before"].in_(lang))
    _tasks(written, now.decisions, tree, lang, demo)
    _heading(written, TEXTS["concluded"].in_(lang))
    for said in (one.minutes or TEXTS["none"].in_(lang)).splitlines():
        written.add_paragraph(said)
    at = revisions.moment_of(conn, now.later.revision)
    blanks = {"title": settings().title_zh if lang == "zh" else settings().title_en}
    blanks |= {"month": months.label(now.later.month), "revision": str(now.later.revision)}
    written.add_paragraph(TEXTS["source"].in_(lang, at=f"{at:%Y-%m-%d %H:%M}" if at else "—", **blanks))
    kept = io.BytesIO()
    written.save(kept)
    return kept.getvalue()


def _dress(written: Doc) -> None:
    """The fonts: Word takes the one of Latin letters for Chinese, too, where the East Asian one is not said beside it."""
    for name in ("Normal", "Title", "Heading 1"):
        font = written.styles[name].font
        font.name = LATIN
        written.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    written.styles["Normal"].font.size = Pt(11)


def _head(written: Doc, one: Meeting, tree: Tree, lang: Language, demo: bool) -> None:
    title = written.add_heading(f"{one.title} · {TEXTS['minutes'].in_(lang)}", 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if demo:
        written.add_paragraph(TEXTS["demo"].in_(lang)).runs[0].bold = True
    place = tree[one.unit].name(lang) if one.unit in tree else one.unit
    told = (
        TEXTS["unit"].in_(lang, unit=place),
        TEXTS["held_on"].in_(lang, day=one.held_on),
        TEXTS["state"].in_(lang, state=STATES[one.state].in_(lang)),
    )
    written.add_paragraph("　".join(told))
    if one.members:
        written.add_paragraph(TEXTS["members"].in_(lang, members=one.members))


def _heading(written: Doc, text: str) -> None:
    written.add_heading(text, 1)


def _agenda(written: Doc, lines: Sequence[Line], lang: Language) -> None:
    for section, name in SECTIONS.items():
        its = [line for line in lines if line.section == section]
        if its:
            written.add_paragraph(name.in_(lang)).runs[0].bold = True
        for line in its:
            written.add_paragraph(line.said.in_(lang), style="List Number")
    if not lines:
        written.add_paragraph(TEXTS["none"].in_(lang))


def _changes(written: Doc, found: Sequence[Change], now: Agenda, tree: Tree, lang: Language, demo: bool) -> None:
    if not found:
        written.add_paragraph(TEXTS["none"].in_(lang))
        return
    table = _table(written, ("place", "what", "from_to", "kind", "revision"), lang)
    for each in found:
        cells = table.add_row().cells
        cells[0].text = tree[each.unit].name(lang) if each.unit in tree else each.unit
        cells[1].text = each.title.in_(lang)
        told = f"{each.before.in_(lang)} → {each.after.in_(lang)}"
        where = (
            _passport(each.metric, each.unit, now.later.month, now.later.revision, lang, demo) if each.metric else ""
        )
        _linked(cells[2].paragraphs[0], told, where)
        cells[3].text = f"{KINDS[each.kind].in_(lang)} · {WHATS[each.what].in_(lang)}"
        cells[4].text = str(each.revision or "—")
    arrange(table, written)


def _tasks(written: Doc, found: Sequence[Instruction], tree: Tree, lang: Language, demo: bool) -> None:
    readable = [one for one in found if not one.restricted]
    if not readable:
        written.add_paragraph(TEXTS["none"].in_(lang))
        return
    table = _table(written, ("number", "decision", "about", "whose", "until", "stands"), lang)
    for one in readable:
        cells, unit = table.add_row().cells, one.standing.unit
        query = {"unit": unit, "instruction": one.number}
        _linked(cells[0].paragraphs[0], str(one.number), _address("instructions", query, lang, demo))
        cells[1].text = one.text
        _linked(cells[2].paragraphs[0], _about(one, lang), _about_address(one, lang, demo))
        cells[3].text = tree[unit].name(lang) if unit in tree else unit
        cells[4].text = str(one.standing.due)
        cells[5].text = state_of(one).in_(lang)
    arrange(table, written)


def _about(one: Instruction, lang: Language) -> str:
    about = one.about
    if about.metric not in METRICS or about.value is None:
        return about.title.in_(lang)
    return f"{about.title.in_(lang)} {formats.show(about.value, METRICS[about.metric], about.qualifier, lang)}"


def _about_address(one: Instruction, lang: Language, demo: bool) -> str:
    about = one.about
    if about.metric:
        return _passport(about.metric, about.unit, about.month, about.revision, lang, demo)
    query = {"unit": about.unit, "month": months.label(about.month), "register": about.register, "key": about.key}
    return _address("object", query, lang, demo) if about.register else ""


def _passport(metric: str, unit: str, month: date, revision: int, lang: Language, demo: bool) -> str:
    query = {"unit": unit, "month": months.label(month), "metric": metric, "revision": revision}
    return _address("passport", query, lang, demo)


def _address(page: str, query: Mapping[str, object], lang: Language, demo: bool) -> str:
    at_room = {"room": "training"} if demo else {}
    return f"{settings().notices.address.rstrip('/')}/{page}?{urlencode({**query, 'lang': lang} | at_room)}"


def _table(written: Doc, headings: Sequence[str], lang: Language):
    table = written.add_table(1, len(headings), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(TEXTS[name].in_(lang)).bold = True
    return table


def _linked(paragraph: Paragraph, text: str, address: str) -> None:
    """Text that leads to an address; python-docx reads hyperlinks but writes none."""
    run = paragraph.add_run(text)
    if not address:
        return
    leads = OxmlElement("w:hyperlink")
    leads.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.underline = True
    leads.append(run._r)
    paragraph._p.append(leads)
