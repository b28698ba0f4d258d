"""The charts of a briefing: drawn as for slides, native, and taken out of the deck in which they were drawn with their figures."""

from pptx import Presentation
from pptx.util import Mm

from data.documents.blocks import Drawn
from data.text import Language
from metrics.decks.charting import MOST_LABELS, draw
from metrics.decks.content import Chart
from metrics.decks.writing import Look, Place

WIDTH, HEIGHT = 150, 60  # mm
BAR, AROUND = 5, 10  # mm of a bar that lies, and of what is around them all
BLANK = 6  # the layout of python-pptx's own template that has nothing on it


def drawn(chart: Chart, lang: Language) -> Drawn:
    """The chart with the workbook behind it. Colours are those of the theme of the document it is put into. A few units are bars
    that lie: names and numbers have a line of their own on a narrow page."""
    bars = len(chart.values)
    lying = chart.link.kind == "units" and bars <= MOST_LABELS
    height = AROUND + BAR * bars if lying else HEIGHT
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    place = Place(Mm(0), Mm(0), Mm(WIDTH), Mm(height))
    draw(slide, place, chart, lang, Look(own=False, scale=1), lying=lying)
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    part = frame.chart.part
    return Drawn(chart.title, part.blob, part.chart_workbook.xlsx_part.blob, WIDTH, height)
