"""Sheets as a PDF: vectors, the letters used carried along, text that can be searched, links that lead."""

from collections.abc import Sequence
from io import BytesIO

from fpdf import FPDF

from charts.paper.letters import Letters
from charts.paper.sheet import HEIGHT, WIDTH, Box, Dot, Drawn, Ground, Sheet, Stroke, Words
from charts.style import on_paper

FORMATS = {"A4": 1.0, "A3": 2**0.5}  # how much larger than A4
INSTEAD = str.maketrans({"✕": "×"})  # signs that Chinese fonts lack
BOLD = 0.035  # how much thicker a bold letter's edge is, in sizes of the letter; a second font would double the time
NAME = "cockpit"


def pdf(sheets: Sequence[Sheet], letters: Letters, *, paper: str, title: str, author: str, lang: str) -> bytes:
    """The file, a page a sheet. `paper` is a key of FORMATS; `lang` a language's code."""
    scale = FORMATS[paper]
    made = FPDF(orientation="landscape", unit="mm", format=(HEIGHT * scale, WIDTH * scale))
    made.set_auto_page_break(False)
    made.set_title(title)
    made.set_author(author)
    made.set_lang(lang)
    made.add_font(NAME, "", letters.path, collection_font_number=letters.index)
    for sheet in sheets:
        made.add_page()
        for each in sheet.drawn:
            _print(made, each, scale)
    kept = BytesIO()
    made.output(kept)
    return kept.getvalue()


def _print(made: FPDF, each: Drawn, scale: float) -> None:
    if isinstance(each, Words):
        _words(made, each, scale)
    elif isinstance(each, Box):
        place = each.place
        with made.local_context(line_width=0.25 * scale):
            if each.fill:
                made.set_fill_color(_colour(each.fill))
            if each.edge:
                made.set_draw_color(_colour(each.edge))
            style = ("D" if each.edge else "") + ("F" if each.fill else "")
            made.rect(place.left * scale, place.top * scale, place.width * scale, place.height * scale, style=style)
    elif isinstance(each, Stroke):
        with made.local_context(line_width=each.width * scale, draw_color=_colour(each.colour)):
            made.polyline([(x * scale, y * scale) for x, y in each.points])
    elif isinstance(each, Ground):
        style = ("D" if each.edge else "") + ("F" if each.fill else "")
        with made.local_context(line_width=0.15 * scale):
            if each.fill:
                made.set_fill_color(_colour(each.fill))
            if each.edge:
                made.set_draw_color(_colour(each.edge))
            made.polygon([(x * scale, y * scale) for x, y in each.points], style=style)
    elif isinstance(each, Dot):
        with made.local_context(fill_color=_colour(each.colour)):
            made.circle(each.centre[0] * scale, each.centre[1] * scale, each.radius * scale, style="F")


def _words(made: FPDF, each: Words, scale: float) -> None:
    points, colour = each.pen.points * scale, _colour(each.pen.colour)
    made.set_font(NAME, size=points)
    made.set_text_color(colour)
    with made.local_context():
        if each.pen.bold:
            made.set_draw_color(colour)
            made.set_line_width(BOLD * points / made.k)
            made.text_mode = "FILL_STROKE"
        made.text(each.left * scale, each.line * scale, each.text.translate(INSTEAD))
    if each.address:
        high = points / made.k
        made.link(each.left * scale, each.line * scale - high, each.width * scale, high * 1.3, each.address)


def _colour(name: str) -> str:
    return on_paper()[name]
