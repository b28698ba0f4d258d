"""A sheet as a picture, for a message: drawn twice as large and made smaller, so that lines and letters are smooth."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from charts.paper.letters import MM, Letters
from charts.paper.pdf import INSTEAD
from charts.paper.sheet import Box, Drawn, Ground, Sheet, Stroke, Words
from charts.style import PAPER, on_paper

WIDTH, FINER = 1600, 2  # pixels, and how much larger it is drawn
BOLD = 0.014  # how much thicker a bold letter's edge is, in sizes of the letter


def png(sheet: Sheet, letters: Letters) -> bytes:
    """The file, WIDTH pixels wide, in the colours of paper."""
    scale = WIDTH * FINER / sheet.width
    image = Image.new("RGB", (WIDTH * FINER, round(sheet.height * scale)), str(PAPER["ground"]))
    draw = ImageDraw.Draw(image)
    for each in sheet.drawn:
        _print(draw, each, letters, scale)
    kept = BytesIO()
    image.resize((WIDTH, image.height // FINER), Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _print(draw: ImageDraw.ImageDraw, each: Drawn, letters: Letters, scale: float) -> None:
    if isinstance(each, Words):
        size = each.pen.points * MM * scale
        font = ImageFont.truetype(letters.path, size, index=letters.index, layout_engine=ImageFont.Layout.BASIC)
        stroke = max(1, round(BOLD * size)) if each.pen.bold else 0
        at = (each.left * scale, each.line * scale)
        text = each.text.translate(INSTEAD)
        draw.text(at, text, _colour(each.pen.colour), font, anchor="ls", stroke_width=stroke)
    elif isinstance(each, Box):
        place = each.place
        corners = [place.left * scale, place.top * scale, place.right * scale, place.bottom * scale]
        outline = _colour(each.edge) if each.edge else None
        draw.rectangle(corners, _colour(each.fill) if each.fill else None, outline, max(1, round(0.25 * scale)))
    elif isinstance(each, Stroke):
        points = [(x * scale, y * scale) for x, y in each.points]
        draw.line(points, _colour(each.colour), max(1, round(each.width * scale)), joint="curve")
    elif isinstance(each, Ground):
        points = [(x * scale, y * scale) for x, y in each.points]
        draw.polygon(points, _colour(each.fill) if each.fill else None, _colour(each.edge) if each.edge else None)
    else:
        (x, y), radius = each.centre, each.radius
        draw.ellipse(
            [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale],
            _colour(each.colour),
        )


def _colour(name: str) -> str:
    return on_paper()[name]
