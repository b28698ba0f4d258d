"""How broad the columns of a table in a Word document are, by what stands in them, and how its rows lie."""

from docx.document import Document as Words
from docx.oxml import OxmlElement
from docx.shared import Emu, Mm, Pt
from docx.table import Table

SIZE, AIR = Pt(9), Pt(2)  # of the letters, and above and below them
LETTER, AROUND = Pt(5.8), Pt(14)  # the width of a Latin letter, and what is left free beside a cell's words
SHORT, LONGEST = 12, 40  # letters of a column that is never broken; beyond so many a column is not made broader
WIDE = 0x2E80  # the first of the Chinese characters


def arrange(made: Table, words: Words) -> None:
    """Columns as broad as what stands in them asks for, no row in two pieces, the headings on every page."""
    section = words.sections[0]
    room = (section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0)
    rows = [row.cells for row in made.rows]  # each time it is asked for is a walk through the table
    letters = [max(_breadth(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    widths = _widths([min(each, LONGEST) for each in letters], room)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
            for line in cell.paragraphs:
                line.paragraph_format.space_before = line.paragraph_format.space_after = AIR
                for run in [*line.runs, *(run for leads in line.hyperlinks for run in leads.runs)]:
                    run.font.size = SIZE
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(letters: list[int], room: int) -> list[Emu]:
    """By the letters of each column's longest cell: numbers stay in one piece, and what is left is for words."""
    asked = [LETTER * each + AROUND for each in letters]
    kept = [width if long <= SHORT else 0 for width, long in zip(asked, letters, strict=True)]
    left = room - sum(kept)
    if sum(asked) <= room or left <= 0 or all(kept):
        return [Emu(each * room // sum(asked)) for each in asked]
    words = sum(asked) - sum(kept)
    return [Emu(short or each * left // words) for short, each in zip(kept, asked, strict=True)]


def _breadth(text: str) -> int:
    """How broad a text is, in letters: a Chinese character is as broad as two."""
    return sum(2 if ord(letter) > WIDE else 1 for letter in text)
