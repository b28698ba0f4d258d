"""The charts of a briefing: drawn as for slides, native, and taken out of the deck in which they were drawn with their figures."""

from pptx import Presentation
from pptx.util import Mm

from data.text import Language
from metrics.decks.charting import draw
from metrics.decks.content import Chart
from metrics.decks.writing import Look, Place

WIDTH, HEIGHT = 150, 60  # mm
BLANK = 6  # the layout of python-pptx's own template that has nothing on it


def drawn(chart: Chart, lang: Language) -> tuple[bytes, bytes]:
    """The chart's part and the workbook behind it. Colours are those of the theme of the document it is put into."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    place = Place(Mm(0), Mm(0), Mm(WIDTH), Mm(HEIGHT))
    draw(slide, place, chart, lang, Look(own=False, scale=1), lying=False)
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    part = frame.chart.part
    return part.blob, part.chart_workbook.xlsx_part.blob
