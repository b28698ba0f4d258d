"""A deck as a file: one slide a step, into the cockpit's own template or the office's."""

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Native
from pptx.slide import Slide as NativeSlide
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches, Pt

from data.refusal import Refusal
from data.settings import ROOT, settings
from data.text import Language, Text
from metrics.decks import charting, listing
from metrics.decks.content import DEMO, Chart, Deck, Judged, Line, Number, Slide
from metrics.decks.tables import draw as draw_table
from metrics.decks.writing import (
    ACCENT,
    PANEL,
    QUIET,
    STATUS,
    TEXT,
    Look,
    Pen,
    Place,
    box,
    breadth,
    dress,
    fill,
    lead,
    paint,
    speak,
)

OWN = Path(__file__).with_name("template.pptx")
ASIDE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
NO_TEMPLATE = Text(
    "单位模板“{file}”打不开：请在 config.toml 的 slides.template 写一个 .pptx 文件（不是 .potx 或 .ppt），至少有一个带标题的版式。",
    "The template {file} cannot be opened: slides.template in config.toml names a .pptx (no .potx or .ppt) with a layout that has a "
    "title.",
)
BROAD = Inches(12.2)  # what our own slides have room for
GAP, LOW, SOURCE = Inches(0.3), Inches(0.5), Inches(0.42)
LONG_TITLES = ((88, 16), (66, 20))  # letters that do not fit on the line, and the points at which they do


def written(deck: Deck, lang: Language, root: str, judged: Sequence[Judged | None] = ()) -> bytes:
    """The file. `root` is the cockpit's address, to which names and numbers lead; `judged` are the slides that follow those of the
    steps. Refused: a template that cannot be opened."""
    native, own = _template()
    title_only = _layout(native)
    _cover(native, deck, lang)
    pairs = zip_longest((each if each.left else None for each in deck.slides), judged)
    for nth, slide in enumerate((each for pair in pairs for each in pair if each), 1):
        made = native.slides.add_slide(title_only)
        _drop_empty(made)
        _Page(native, made, slide, lang, root, own, deck.demo).draw(nth)
    native.core_properties.title, native.core_properties.language = deck.title, lang
    native.core_properties.author = native.core_properties.last_modified_by = settings().title_zh
    kept = io.BytesIO()
    native.save(kept)
    return kept.getvalue()


class _Page:
    """One slide as it is drawn."""

    def __init__(
        self, native: Native, made: NativeSlide, slide: Slide | Judged, lang: Language, root: str, own: bool, demo: bool
    ):
        self.made, self.slide, self.lang, self.root, self.own, self.demo = made, slide, lang, root, own, demo
        title: Any = made.shapes.title
        high: Any = native.slide_height
        self.title, self.left, self.width = title, title.left, title.width
        self.top, self.bottom = Emu(title.top + title.height), high - LOW
        self.look = Look(own, min(1.0, title.width / BROAD))

    def draw(self, nth: int) -> None:
        """All of it; in the notes what is said to it."""
        self.title.text_frame.text = self.slide.title
        long = next((size for least, size in LONG_TITLES if breadth(self.slide.title) > least), None)
        for run in self.title.text_frame.paragraphs[0].runs:
            speak(run, self.lang)
            run.font.size = Pt(long) if long and self.own else None
        line = Place(self.left, self.top, Emu(self.width - Inches(1.6)), Inches(0.34))
        scope = box(self.made, line, self.slide.scope.text, self._pen(14, QUIET), self.lang, self.slide.scope.link.name)
        scope.click_action.hyperlink.address = self.slide.address
        if self.demo:
            self._mark()
        top = Emu(self.top + Inches(0.5))
        area = Place(self.left, top, self.width, Emu(self.bottom - top))
        if isinstance(self.slide, Judged):
            listing.draw(self.made, area, self.slide, self.lang, self.look)
            self._source(self.slide.source, area)
        else:
            self._figures(self.slide, area)
        notes: Any = self.made.notes_slide.notes_text_frame if self.slide.notes else None
        if notes is not None:
            notes.text = self.slide.notes
        self._foot(nth)

    def _figures(self, slide: Slide, area: Place) -> None:
        """A number or a table, beside it charts."""
        share = 0.29 if isinstance(slide.left, Number) else 0.66
        broad = Emu(int(self.width * share))
        left = replace(area, width=broad)
        if isinstance(slide.left, Number):
            self._number(slide.left, left)
        elif slide.left:
            draw_table(self.made, left, slide.left, self.lang, self.root, self.look)
            self._source(slide.left.source, left)
        beside = replace(area, left=Emu(self.left + broad + GAP), width=Emu(self.width - broad - GAP))
        self._charts(slide.charts, beside, lying=share > 0.5)

    def _pen(self, points: float, *how: Any, **more: Any) -> Pen:
        return Pen(self.look.size(points), *how, **more)

    def _mark(self) -> None:
        """That it is invented, where the eye begins."""
        width = Inches(1.25)
        left = Emu(self.left + self.width - width)
        shape = self.made.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, left, self.top, width, Inches(0.32))
        shape.fill.background()
        shape.shadow.inherit = False
        warns = STATUS["near"] if self.own else TEXT
        paint(shape.line.color, warns)
        pen = self._pen(12, warns, True, PP_ALIGN.CENTER, MSO_ANCHOR.MIDDLE)
        fill(shape.text_frame, DEMO.in_(self.lang), pen, self.lang)

    def _number(self, number: Number, area: Place) -> None:
        panel: Any = self.made.shapes.add_shape(MSO_SHAPE.RECTANGLE, area.left, area.top, area.width, area.height)
        panel.fill.solid()
        paint(panel.fill.fore_color, PANEL)
        panel.line.fill.background()
        panel.shadow.inherit = False
        inner = Emu(area.left + Inches(0.22))
        width = Emu(area.width - Inches(0.44))

        def below(inches: float, high: float) -> Place:
            return Place(inner, Emu(area.top + Inches(inches)), width, Inches(high))

        box(self.made, below(0.25, 0.6), number.name, self._pen(16, QUIET), self.lang)
        size = 40 if breadth(number.text) < 9 else 28
        shown = box(self.made, below(0.95, 0.85), "", self._pen(size), self.lang)
        shown.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        run = shown.text_frame.paragraphs[0].runs[0]
        run.text = number.text
        dress(run, self._pen(size, TEXT, True), self.lang)
        lead(run, number.link.address(self.root, lang=self.lang))
        standing = box(
            self.made, below(1.95, 1.9), number.standing.text, self._pen(14), self.lang, number.standing.link.name
        )
        if self.own and number.status:
            for run in standing.text_frame.paragraphs[-1].runs:
                paint(run.font.color, STATUS[number.status])
        self._source(number.source, Place(inner, area.top, width, Emu(area.height - Inches(0.15))), 0.75)

    def _charts(self, charts: Sequence[Chart], area: Place, *, lying: bool) -> None:
        """One above the other, each with its caption and its source."""
        caption_high = Inches(0.5) if lying else Inches(0.32)
        free = area.height - GAP * (len(charts) - 1)
        shares = (0.42, 0.58) if lying and len(charts) == 2 else (1 / len(charts),) * len(charts)
        top = int(area.top)
        for share, chart in zip(shares, charts, strict=True):
            high = int(free * share)
            caption = Place(area.left, Emu(top), area.width, caption_high)
            box(
                self.made,
                caption,
                chart.title,
                self._pen(11.5 if lying else 13, TEXT, True, anchor=MSO_ANCHOR.BOTTOM),
                self.lang,
            )
            place = Place(area.left, Emu(top + caption_high), area.width, Emu(high - caption_high - SOURCE))
            charting.draw(self.made, place, chart, self.lang, self.look, lying=lying)
            self._source(chart.source, Place(area.left, Emu(top), area.width, Emu(high)))
            top += high + GAP

    def _source(self, line: Line, area: Place, high: float = SOURCE / Inches(1)) -> None:
        """At the foot of what it is the source of."""
        height = Inches(high)
        place = Place(area.left, Emu(area.top + area.height - height), area.width, height)
        box(self.made, place, line.text, self._pen(9, QUIET, anchor=MSO_ANCHOR.BOTTOM), self.lang, line.link.name)

    def _foot(self, nth: int) -> None:
        name = settings().title_zh if self.lang == "zh" else settings().title_en
        place = Place(self.left, Emu(self.bottom + Inches(0.14)), self.width, Inches(0.22))
        foot = box(self.made, place, f"{name} · ", self._pen(9, QUIET, align=PP_ALIGN.RIGHT), self.lang)
        run = foot.text_frame.paragraphs[0].runs[0]
        field = parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:t>{nth + 1}</a:t></a:fld>'
        )
        field.insert(0, parse_xml(f'<a:rPr {nsdecls("a")} lang="en-US" sz="900"/>'))
        fill_of = run._r.rPr.find(qn("a:solidFill"))
        field[0].append(
            parse_xml(f'<a:solidFill {nsdecls("a")}><a:schemeClr val="{fill_of[0].get("val")}"/></a:solidFill>')
        )
        run._r.addnext(field)


def _cover(native: Native, deck: Deck, lang: Language) -> None:
    made = native.slides.add_slide(_layout(native, cover=True))
    title: Any = made.shapes.title
    title.text_frame.text = deck.title
    others = [shape for shape in made.placeholders if shape is not title and shape != title]
    others = [shape for shape in others if shape.placeholder_format.type not in ASIDE and shape.placeholder_format.idx]
    if others:
        others[0].text_frame.text, others[0].name = deck.under.text, deck.under.link.name
    else:
        below = Place(title.left, Emu(title.top + title.height), title.width, Inches(0.9))
        box(made, below, deck.under.text, Pen(18, QUIET), lang, deck.under.link.name)
    for shape in (title, *others[:1]):
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                speak(run, lang)
    _drop_empty(made)
    if native.slide_layouts[0].name == "Title Slide" and not settings().slides.template:
        band = made.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Emu(title.left - Inches(0.3)), title.top, Inches(0.08), Inches(2.4)
        )
        band.fill.solid()
        paint(band.fill.fore_color, ACCENT)
        band.line.fill.background()
        band.shadow.inherit = False


def _template() -> tuple[Native, bool]:
    """The template without its sample slides, and whether it is ours."""
    named = settings().slides.template
    try:
        native = Presentation(str(ROOT / named)) if named else Presentation(str(OWN))
        _layout(native)
    except Exception as error:  # whatever an office's file does to what reads it
        raise Refusal(NO_TEMPLATE, file=named) from error
    listed = native.slides._sldIdLst
    for slide in list(listed):
        native.part.drop_rel(slide.rId)
        listed.remove(slide)
    return native, not named


def _layout(native: Native, *, cover: bool = False) -> SlideLayout:
    """The layout with a title and the least beside it; for a cover the one that is meant for it, if there is one."""
    layouts: Any = native.slide_layouts
    kinds = [(each, [shape.placeholder_format.type for shape in each.placeholders]) for each in layouts]
    covers = [layout for layout, types in kinds if PP_PLACEHOLDER.CENTER_TITLE in types]
    titled = [(len(set(types) - ASIDE), layout) for layout, types in kinds if PP_PLACEHOLDER.TITLE in types]
    if (cover and covers) or not titled:
        return covers[0]
    return min(titled, key=lambda each: each[0])[1]


def _drop_empty(made: NativeSlide) -> None:
    """Placeholders of a layout that nothing was written into would ask to be clicked."""
    for shape in list(made.placeholders):
        element: Any = shape._element
        if shape != made.shapes.title and not (shape.has_text_frame and shape.text_frame.text):
            element.getparent().remove(shape._element)
