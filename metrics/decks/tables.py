"""A native table: names that lead to where their number comes from, hairlines between the rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.table import Table as Native
from pptx.table import _Cell
from pptx.util import Emu, Inches

from data.text import Language
from metrics.decks.content import Table
from metrics.decks.writing import QUIET, STATUS, TEXT, Look, Pen, Place, breadth, dress, fill, lead

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # “no style, no grid”, of every Office
SHARES = (0.265, 0.135, 0.14, 0.14, 0.215, 0.105)  # of the width, a column each
NUMBERS = (1, 2, 3, 5)  # columns that stand to the right
STANDING = 4
NAME, LONG_NAME, NUMBER, OTHER, MEASURE = 11, 9.5, 13.5, 10.5, 9  # points of the letters
LONG = 24  # letters of a name that does not fit on its line otherwise
FOOT, TALLEST = Inches(0.5), Inches(0.56)


def draw(slide: Slide, place: Place, table: Table, lang: Language, root: str, look: Look) -> None:
    """Draw it; What a status is told in colour only where the theme is ours."""
    rows = len(table.rows) + 1
    high = min(TALLEST, (place.height - FOOT) // rows)
    native = added(slide, replace(place, height=Emu(high * rows)), table.link.name, rows, SHARES)
    for nth, heading in enumerate(table.headings):
        write(
            native.cell(0, nth),
            heading,
            Pen(look.size(10), QUIET, align=_align(nth), anchor=MSO_ANCHOR.MIDDLE),
            lang,
            look,
        )
    for at, row in enumerate(table.rows, 1):
        sizes = {0: LONG_NAME if breadth(row.name) > LONG else NAME, 1: NUMBER}
        for nth, text in enumerate((row.name, *row.cells)):
            colour = STATUS[row.status] if look.own and nth == STANDING and row.status else TEXT
            pen = Pen(look.size(sizes.get(nth, OTHER)), colour, nth == 1, _align(nth), MSO_ANCHOR.MIDDLE)
            write(native.cell(at, nth), text, pen, lang, look)
        named = native.cell(at, 0).text_frame.paragraphs[0]
        lead(named.runs[0], row.link.address(root, lang=lang))
        if row.measure:
            beside = named.add_run()
            beside.text = row.measure
            dress(beside, Pen(look.size(MEASURE), QUIET), lang)


def added(slide: Slide, place: Place, name: str, rows: int, shares: Sequence[float]) -> Native:
    """An empty table without a style, its rows of one height; `shares` of the width, a column each."""
    frame = slide.shapes.add_table(rows, len(shares), place.left, place.top, place.width, place.height)
    frame.name = name
    native = frame.table
    properties: Any = native._tbl.tblPr
    properties.find("{*}tableStyleId").text = PLAIN
    native.horz_banding = False
    for nth, share in enumerate(shares):
        native.columns[nth].width = Emu(int(place.width * share))
    for row in native.rows:
        row.height = Emu(place.height // rows)
    return native


def _align(nth: int) -> PP_ALIGN:
    return PP_ALIGN.RIGHT if nth in NUMBERS else PP_ALIGN.LEFT


def write(cell: _Cell, text: str, pen: Pen, lang: Language, look: Look) -> None:
    """Write into a cell, with a hairline below it."""
    fill(cell.text_frame, text, pen, lang)
    cell.vertical_anchor = pen.anchor
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    properties = cell._tc.get_or_add_tcPr()
    line = "accent6" if look.own else "bg2"
    for side in ("L", "R", "T"):
        properties.append(parse_xml(f'<a:ln{side} {nsdecls("a")} w="0"><a:noFill/></a:ln{side}>'))
    properties.append(
        parse_xml(f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:schemeClr val="{line}"/></a:solidFill></a:lnB>')
    )
