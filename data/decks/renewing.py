"""The same deck with other numbers in its places, written in a worker: nothing else of it is touched."""

import copy
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.dml import MSO_COLOR_TYPE, MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.table import Table
from pptx.text.text import TextFrame, _Run

from data.decks.opening import opened
from data.decks.places import places

OF_STATUS = {MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_4, MSO_THEME_COLOR.ACCENT_5}
COLOURS = {
    "good": MSO_THEME_COLOR.ACCENT_3,
    "warn": MSO_THEME_COLOR.ACCENT_4,
    "bad": MSO_THEME_COLOR.ACCENT_5,
    "": MSO_THEME_COLOR.TEXT_1,
}


MONTH = re.compile(r"\bmonth=\d{4}-\d{2}")


@dataclass(frozen=True)
class Edit:
    """What a place says from now on; None where that stays.

    `name` of the shape, `address` of the run. `swap`: of a line in which somebody wrote, one word for another. `colour` of what tells a status: good, warn, bad or "".
    `rows` of a list with its headings, `addresses` of those below them, which stand at the column `named`.
    `month`: of the view that a line of the scope leads to.
    """

    name: str | None = None
    address: str | None = None
    text: str | None = None
    swap: tuple[str, str] | None = None
    cells: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    addresses: tuple[str, ...] = ()
    named: int = 0
    categories: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()
    series: str = ""
    format: str = ""
    ours: frozenset[str] = frozenset()
    colour: str = ""
    month: str = ""


def renewed(content: bytes, unzipped: int, edits: Mapping[int, Edit], titles: Mapping[int, tuple[str, str]]) -> bytes:
    """The deck with `edits` by the number of the place, and in the titles of slides one word put for another."""
    deck = opened(content, unzipped)
    for nth, place in enumerate(list(places(deck))):
        if nth in edits:
            _write(place.link.kind, place.what, edits[nth])
    for nth, slide in enumerate(deck.slides, 1):
        if nth in titles and slide.shapes.title is not None:
            _swap(slide.shapes.title.text_frame, *titles[nth])
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def _write(kind: str, what, edit: Edit) -> None:
    if kind == "row":
        run, cells = what
        _lead(run, edit.address)
        for cell, text in zip(cells[1:], edit.cells, strict=False):
            _put(cell.text_frame, text, edit.colour)
        return
    if kind == "value":
        _lead(what, edit.address)
        what.text = edit.text if edit.text is not None else what.text
        return
    if edit.name is not None:
        what.name = edit.name
    if kind in ("history", "units"):
        _draw(what.chart, edit)
    elif kind == "judged":
        _list(what.table, edit)
    elif edit.text is not None:
        _put(what.text_frame, edit.text, edit.colour if kind == "standing" else None)
    elif edit.swap:
        _swap(what.text_frame, *edit.swap)
    if kind == "scope" and (leads := what.click_action.hyperlink.address):
        address = MONTH.sub(f"month={edit.month}", leads)
        if address != leads:
            what.click_action.hyperlink.address = address


def _list(table: Table, edit: Edit) -> None:
    """Write rows into rows, each set as it was; where there are more now they are set as the last, and what more there were go."""
    there = [row._tr for row in table.rows]
    for _ in edit.rows[len(there) :]:
        there[-1].addnext(copy.deepcopy(there[-1]))
    for row in there[len(edit.rows) :]:
        row.getparent().remove(row)
    for row, texts in zip(table.rows, edit.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _put(cell.text_frame, text, None)
    for nth, address in enumerate(edit.addresses, 1):
        runs = table.cell(nth, edit.named).text_frame.paragraphs[0].runs
        if runs and runs[0].hyperlink.address:  # whoever took the link out wants none
            _lead(runs[0], address)


def _lead(run: _Run, address: str | None) -> None:
    """Let the run lead to another address. Set by python-pptx the link would lose its colour and whatever else it has, so it is
    only given another relation; the old one goes with the last that uses it."""
    if address is None or run.hyperlink.address == address:
        return
    clicked: Any = run._r.get_or_add_rPr().hlinkClick
    old, part = clicked.rId, run.part
    clicked.rId = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    if old not in part._element.xpath("//@r:id"):
        part.rels.pop(old)


def _put(frame: TextFrame, text: str, colour: str | None) -> None:
    """Write lines into paragraphs: each keeps how its first run is set, and what more there are go."""
    lines = text.split("\n")
    paragraphs = list(frame.paragraphs)
    for _ in lines[len(paragraphs) :]:
        paragraphs[-1]._p.addnext(copy.deepcopy(paragraphs[-1]._p))
    for paragraph in paragraphs[len(lines) :]:
        paragraph._p.getparent().remove(paragraph._p)
    for paragraph, line in zip(frame.paragraphs, lines, strict=True):
        runs = list(paragraph.runs) or [paragraph.add_run()]
        runs[0].text = line
        for run in runs[1:]:
            run._r.getparent().remove(run._r)
        if colour is not None:
            _colour(runs[0], colour)


def _colour(run: _Run, colour: str) -> None:
    """A colour that told a status tells the one of today; any other was somebody's choice."""
    shown = run.font.color
    if shown.type == MSO_COLOR_TYPE.SCHEME and shown.theme_color in OF_STATUS:
        shown.theme_color = COLOURS[colour]


def _draw(chart, edit: Edit) -> None:
    given = CategoryChartData(number_format=edit.format)
    given.categories = edit.categories
    given.add_series(edit.series or next(iter(chart.plots[0].series)).name, edit.values)
    chart.replace_data(given)
    written = [chart.value_axis.tick_labels] if _has_axis(chart) else []
    written += [chart.plots[0].data_labels] if chart.plots[0].has_data_labels else []
    for labels in written:
        if labels.number_format in edit.ours:
            labels.number_format = edit.format


def _has_axis(chart) -> bool:
    """A pie has none, whatever it was made of."""
    try:
        return chart.value_axis is not None
    except ValueError:
        return False


def _swap(frame: TextFrame, before: str, after: str) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            if before in run.text:
                run.text = run.text.replace(before, after)
