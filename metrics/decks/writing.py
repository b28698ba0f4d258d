"""Words on a slide: size, colour of the theme, and the language, without which Chinese is set in the font of Latin letters."""

from dataclasses import dataclass
from typing import Any

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_THEME_COLOR as COLOUR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Length, Pt

from data.text import Language

TEXT, QUIET, PANEL, ACCENT, DEEP, LINE = (
    COLOUR.TEXT_1, COLOUR.TEXT_2, COLOUR.BACKGROUND_2, COLOUR.ACCENT_1, COLOUR.ACCENT_2, COLOUR.ACCENT_6,
)  # fmt: skip
STATUS = {
    "met": COLOUR.ACCENT_3, "ahead": COLOUR.ACCENT_3, "near": COLOUR.ACCENT_4, "behind": COLOUR.ACCENT_4,
    "far_behind": COLOUR.ACCENT_5, "missed": COLOUR.ACCENT_5,
}  # fmt: skip
CODES: dict[Language, tuple[str, str]] = {"zh": ("zh-CN", "en-US"), "en": ("en-US", "zh-CN")}
SMALLEST = 7  # points
OWN_COLOUR = "{A12FA001-AC4F-418D-AE19-62706E023703}"  # the extension by which a link keeps the colour of its text


def breadth(text: str) -> int:
    """How wide a text is, in letters: a character is as wide as two."""
    return sum(1 if each.isascii() else 2 for each in text)


@dataclass(frozen=True)
class Place:
    """Where something stands on a slide."""

    left: Length
    top: Length
    width: Length
    height: Length


@dataclass(frozen=True)
class Pen:
    """How words are set."""

    size: float
    colour: COLOUR = TEXT
    bold: bool = False
    align: PP_ALIGN = PP_ALIGN.LEFT
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP


@dataclass(frozen=True)
class Look:
    """What depends on the template: whether it is ours (then colours of the theme may mean a status), and how much smaller than
    ours its slides are."""

    own: bool
    scale: float

    @property
    def line(self) -> COLOUR:
        """Of hairlines; in another's theme what lies next to the ground, for its sixth accent may be any colour."""
        return LINE if self.own else PANEL

    def size(self, points: float) -> float:
        """Letters shrink with the slide, as far as they can be read."""
        return max(SMALLEST, round(points * self.scale * 2) / 2)


def box(slide: Slide, place: Place, text: str, pen: Pen, lang: Language, name: str = "") -> Any:
    """A box of words without margins; each line is a paragraph."""
    shape = slide.shapes.add_textbox(place.left, place.top, place.width, place.height)
    shape.name = name or shape.name
    fill(shape.text_frame, text, pen, lang)
    return shape


def fill(frame: TextFrame, text: str, pen: Pen, lang: Language) -> None:
    """Write into a box or a cell."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, pen.anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for nth, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if not nth else frame.add_paragraph()
        paragraph.alignment = pen.align
        run = paragraph.add_run()
        run.text = line
        dress(run, pen, lang)


def dress(run: _Run, pen: Pen, lang: Language) -> None:
    """Size, colour, weight and language of a run."""
    run.font.size, run.font.bold = Pt(pen.size), pen.bold
    paint(run.font.color, pen.colour)
    speak(run, lang)


def paint(colour: ColorFormat, which: COLOUR) -> None:
    """A colour of the theme."""
    colour.theme_color = which


def speak(run: _Run, lang: Language) -> None:
    """The language of a run, and the East Asian font of the theme beside the Latin one."""
    properties = run._r.get_or_add_rPr()
    properties.set("lang", CODES[lang][0])
    properties.set("altLang", CODES[lang][1])


def lead(run: _Run, address: str) -> None:
    """Let a run lead to an address, in the colour of its text."""
    run.hyperlink.address = address
    clicked: Any = run._r.get_or_add_rPr().hlinkClick
    clicked.append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{OWN_COLOUR}"><ahyp:hlinkClr '
            'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
        )
    )
