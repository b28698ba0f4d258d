"""The cockpit's own template for slides: `python -m docs.deck_template` writes metrics/decks/template.pptx anew.

Its theme has the colours of `charts/style.py`, and slides name colours of the theme alone: so a deck made into an office's
template takes that office's colours, and what is made below `charts` needs none.
"""

import io
import re
from pathlib import Path

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from charts import style

FILE = Path(__file__).parent.parent / "metrics" / "decks" / "template.pptx"
FONT = "Microsoft YaHei"  # there where decks are opened: Windows and WPS
COLOURS = {
    "dk1": style.GROUND, "lt1": style.INK, "dk2": style.PANEL, "lt2": style.MUTED, "accent1": style.ACCENT,
    "accent2": style.ACCENT_DEEP, "accent3": style.GOOD, "accent4": style.WARN, "accent5": style.BAD,
    "accent6": style.LINE, "hlink": style.ACCENT, "folHlink": style.ACCENT,
}  # fmt: skip
DARK = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}  # light text on a dark ground
KEPT = ("Title Slide", "Title Only")
LEFT, WIDTH = Inches(0.55), Inches(12.23)
PLACES = {  # of the placeholders: left, top, width, height, size of the letters
    "Title Only": [(LEFT, Inches(0.32), WIDTH, Inches(0.66), Pt(26))],
    "Title Slide": [
        (LEFT + Inches(0.3), Inches(2.45), Inches(11.4), Inches(1.25), Pt(40)),
        (LEFT + Inches(0.3), Inches(3.85), Inches(11.4), Inches(1.0), Pt(18)),
    ],
}


def made() -> bytes:
    """The template, of python-pptx's own: wide, with two layouts and our theme."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12192000), Emu(6858000)
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    for layout in deck.slide_layouts:
        _only(layout, 2 if layout.name == "Title Slide" else 1)
        for shape, place in zip(layout.placeholders, PLACES[layout.name], strict=True):
            _place(shape, place)
    master = deck.slide_master
    _only(master, 2)
    for shape in master.placeholders:
        _place(shape, PLACES["Title Only"][0])
    for name, colour in DARK.items():
        master._element.find(qn("p:clrMap")).set(name, colour)
    for style_of in master._element.iter(qn("a:lvl1pPr")):
        style_of.set("algn", "l")
    _theme(deck)
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def theme(deck) -> str:
    """The XML of a deck's theme."""
    return _theme_part(deck).blob.decode()


def _only(sheet, count: int) -> None:
    """Date, footer and number go: what they would say stands below each figure."""
    for shape in list(sheet.placeholders)[count:]:
        shape._element.getparent().remove(shape._element)


def _place(shape, place) -> None:
    shape.left, shape.top, shape.width, shape.height = place[:4]
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.text_frame.word_wrap = True
    shape.text_frame.margin_left = Emu(0)
    level = _first_level(shape._element.find(qn("p:txBody")).find(qn("a:lstStyle")))
    level.set("algn", "l")
    level.find(qn("a:defRPr")).set("sz", str(int(place[4].pt * 100)))


def _first_level(styles):
    """The style of the first level of a placeholder's paragraphs."""
    level = styles.find(qn("a:lvl1pPr"))
    if level is None:
        level = parse_xml(f"<a:lvl1pPr {nsdecls('a')}/>")
        styles.insert(0, level)
    if level.find(qn("a:defRPr")) is None:
        level.append(parse_xml(f"<a:defRPr {nsdecls('a')}/>"))
    return level


def _theme(deck) -> None:
    part = _theme_part(deck)
    xml = part.blob.decode()
    for name, colour in COLOURS.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour[1:].upper()}"/>\g<2>', xml)
    for which in ("latin", "ea"):
        xml = re.sub(rf'<a:{which} typeface="[^"]*"', f'<a:{which} typeface="{FONT}"', xml)
    xml = re.sub(r'<a:font script="Hans" typeface="[^"]*"', f'<a:font script="Hans" typeface="{FONT}"', xml)
    part._blob = re.sub(r'<a:clrScheme name="[^"]*"', '<a:clrScheme name="一屏掌控"', xml).encode()


def _theme_part(deck):
    return next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))


if __name__ == "__main__":
    FILE.write_bytes(made())
