"""What can stand in a Word document instead of a paragraph: paragraphs, tables, charts with their figures. In a worker alone."""

import copy
from dataclasses import dataclass

from docx.document import Document as Words
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from data.documents.columns import arrange
from data.media_types import XLSX

GREY = RGBColor(0x59, 0x59, 0x59)
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/chart"
INLINE = (
    '<w:drawing {spaces}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="{name}"/><a:graphic><a:graphicData uri="{uri}">'
    '<c:chart xmlns:c="{uri}" r:id="{related}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


@dataclass(frozen=True)
class Letters:
    """Letters, and where they lead ("" for nowhere)."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Lines:
    """A paragraph each. `kind`: plain, heading, item (numbered by its own text), under (small and grey, of what
    follows), source (the same, of what stands above)."""

    texts: tuple[Letters, ...]
    kind: str = "plain"


@dataclass(frozen=True)
class Grid:
    """A table; `right` are the columns that are set to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Letters, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A native chart: its part and the workbook of its figures, as made for slides; its size in millimetres."""

    title: str
    xml: bytes
    book: bytes
    width: int
    height: int


Block = Lines | Grid | Drawn


def before(paragraph: CT_P, block: Block, words: Words) -> None:
    """A block before a paragraph, which looks as that one does where it is one of words."""
    for element in _made(block, words, Paragraph(paragraph, words._body)):
        paragraph.addprevious(element)


def at_end(block: Block, words: Words) -> None:
    """A block behind everything."""
    end = words.element.body.sectPr
    for element in _made(block, words, None):
        end.addprevious(element) if end is not None else words.element.body.append(element)


def above(mark: str, words: Words) -> None:
    """A line above everything."""
    line = words.add_paragraph()
    line.add_run(mark).bold = True
    words.element.body.insert(0, line._p)


def leading(runs: list, address: str, words: Words):
    """Runs that lead to an address; python-docx reads hyperlinks but writes none."""
    leads = OxmlElement("w:hyperlink")
    leads.set(qn("r:id"), words.part.relate_to(address, RELATED.HYPERLINK, is_external=True))
    for run in runs:
        leads.append(run)
    return leads


def _made(block: Block, words: Words, like: Paragraph | None) -> list:
    if isinstance(block, Lines):
        return [_line(each, block.kind, words, like) for each in block.texts]
    if isinstance(block, Grid):
        return [_grid(block, words)]
    return [_line(Letters(block.title), "title", words, None), _drawn(block, words)]


def _line(said: Letters, kind: str, words: Words, like: Paragraph | None):
    line = words.add_paragraph()
    if like is not None and kind in ("plain", "item", "heading") and like._p.pPr is not None:
        line._p.insert(0, copy.deepcopy(like._p.pPr))
    run = line.add_run(said.text)
    model = next(iter(like.runs), None) if like is not None else None
    if model is not None and model._r.rPr is not None and kind not in ("under", "source"):
        run._r.insert(0, copy.deepcopy(model._r.rPr))
    run.bold = True if kind in ("heading", "title") else None
    if kind in ("heading", "title", "under"):
        line.paragraph_format.keep_with_next = True
    if kind in ("under", "source"):
        run.font.size, run.font.color.rgb = Pt(8), GREY
    if kind == "source":
        line.paragraph_format.space_before = Pt(2)
    if said.address:
        line._p.append(leading([run._r], said.address, words))
    return line._p


def _grid(block: Grid, words: Words):
    made: Table = words.add_table(1, len(block.headings))
    if "Table Grid" in {style.name for style in words.styles}:
        made.style = "Table Grid"
    else:
        _border(made)
    for cell, name in zip(made.rows[0].cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in block.rows:
        for nth, (cell, said) in enumerate(zip(made.add_row().cells, row, strict=True)):
            line = cell.paragraphs[0]
            run = line.add_run(said.text)
            if said.address:
                line._p.append(leading([run._r], said.address, words))
            if nth in block.right:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    arrange(made, words)
    return made._tbl


def _border(made: Table) -> None:
    """Lines around the cells, where the template has no style for a table."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))


def _drawn(block: Drawn, words: Words):
    package, number = words.part.package, len(list(words.part.rels)) + 1
    book = Part(PackURI(f"/word/embeddings/cockpit{number}.xlsx"), XLSX, block.book, package)
    chart = Part(PackURI(f"/word/charts/cockpit{number}.xml"), CHART, b"", package)
    to_book = chart.relate_to(book, RELATED.PACKAGE)
    tree = parse_xml(block.xml)
    for outside in tree.findall(f"{{{DRAWING}}}externalData"):
        outside.set(qn("r:id"), to_book)
    chart._blob = serialize_part_xml(tree)
    related = words.part.relate_to(chart, RELATED.CHART)
    line = words.add_paragraph()
    spaces = nsdecls("w", "wp", "a", "r")
    told = {"width": Mm(block.width), "height": Mm(block.height), "number": 1000 + number, "name": f"Chart {number}"}
    drawing = INLINE.format(spaces=spaces, uri=DRAWING, related=related, **told)
    line.add_run()._r.append(parse_xml(drawing))
    line.paragraph_format.keep_with_next = True
    return line._p
