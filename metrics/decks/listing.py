"""A list that judges on a slide of its own: what is said of it, and below it a native table over the whole breadth, in letters as large
as its rows and columns let them be."""

from collections.abc import Sequence
from math import ceil

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from data.text import Language
from metrics.decks.content import Judged, Listed
from metrics.decks.tables import added, write
from metrics.decks.writing import QUIET, SMALLEST, TEXT, Look, Pen, Place, box, breadth, lead

FOOT, TALLEST, GAP = Inches(0.36), Inches(0.42), Inches(0.12)
LARGEST, SAYING, LONG_SAYING = 16, 15, 12.5  # points of the letters
MUCH = 230  # letters of what is said, beyond which they are smaller
LETTER, BOLD = 0.64, 1.12  # how wide a letter is by its size, and one of a name by that
MARGINS = 13  # points that a cell keeps free at its sides
HEADING = 0.8  # letters of the headings by those of the rows; they stand on two lines where they are long
LINE, HEADINGS = 1.45, 1.5  # height of a line by its letters, of the headings by that of a row
ABOVE = 6.2  # points that a row keeps free: LibreOffice saves a deck without our margins, and then takes its own
SENTENCE, RUNNING = 1.4, 0.56  # height of a line of what is said by its letters, and how wide these are


def draw(slide: Slide, place: Place, judged: Judged, lang: Language, look: Look) -> None:
    """Draw it; whoever or whatever is listed leads to where it is explained. Without rows it is what is said alone."""
    said = _say(slide, place, judged, lang, look)
    told, room = judged.listed, place.height - said - FOOT
    if not told.rows:
        return
    high = min(TALLEST, int(room / (len(told.rows) + HEADINGS)))
    wanted, broad = _breadths(told), place.width / Pt(1) - MARGINS * len(told.headings)
    fit = min(LARGEST, (high / Pt(1) - ABOVE) / LINE, broad / sum(wanted) / LETTER)
    size = max(SMALLEST, int(fit * 2) / 2)
    needs = [each * size * LETTER + MARGINS for each in wanted]
    rows = len(told.rows) + 1
    below = Place(place.left, Emu(place.top + said), place.width, Emu(high * rows))
    native = added(slide, below, judged.link.name, rows, [each / sum(needs) for each in needs])
    native.rows[0].height = Emu(int(high * HEADINGS))
    for at, row in enumerate((told.headings, *told.rows)):
        for nth, text in enumerate(row):
            align = PP_ALIGN.LEFT if nth <= told.named or told.words else PP_ALIGN.RIGHT
            pen = Pen(size, TEXT, nth == told.named, align, MSO_ANCHOR.MIDDLE)
            heading = Pen(max(SMALLEST, size * HEADING), QUIET, align=align, anchor=MSO_ANCHOR.BOTTOM)
            write(native.cell(at, nth), text, pen if at else heading, lang, look)
    for at, address in enumerate(told.addresses, 1):
        lead(native.cell(at, told.named).text_frame.paragraphs[0].runs[0], address)


def _say(slide: Slide, place: Place, judged: Judged, lang: Language, look: Look) -> Length:
    """Its title and sentences, a paragraph each; the height that they take."""
    text = judged.said.text
    pen = Pen(look.size(LONG_SAYING if breadth(text) > MUCH else SAYING), TEXT)
    fit = place.width / Pt(1) / (pen.size * RUNNING)
    lines = sum(ceil(breadth(line) / fit) for line in text.split("\n"))
    high = Pt(lines * pen.size * SENTENCE)
    shape = box(slide, Place(place.left, place.top, place.width, high), text, pen, lang, judged.said.link.name)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.bold = True
    return Emu(high + GAP)


def _breadths(told: Listed) -> Sequence[float]:
    """Letters that each column needs: of its longest cell on one line, of its heading on two, without breaking a word."""
    columns = list(zip(told.headings, *told.rows, strict=True))
    cells = [max(map(breadth, column[1:])) * (BOLD if nth == told.named else 1) for nth, column in enumerate(columns)]
    return [max(each, _of_heading(head), 4) for each, head in zip(cells, told.headings, strict=True)]


def _of_heading(text: str) -> float:
    words = (breadth(word) for word in text.split() if word.isascii())
    return max(breadth(text) * 0.66, *words, 0) * HEADING
