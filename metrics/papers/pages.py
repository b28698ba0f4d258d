"""What stands where on the pages of a deck that is printed: one sheet a step, its source below every figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from charts.paper import figures
from charts.paper.letters import Letters
from charts.paper.sheet import Pen, Place, Sheet
from charts.style import STATUS_NAMES
from data.refusal import ByReason
from data.text import Language, Text
from metrics import METRICS, formats
from metrics.decks.content import DEMO, Chart, Deck, Line, Listed, Number, Row, Slide, Table
from metrics.papers import listing, maps, notes
from metrics.papers.maps import Mapped

MARGIN, GAP, FOOT = 14.0, 8.0, 16.0
HEAD, SOURCE, HEADING, TALLEST = 22.0, 8.0, 9.0, 15.0
QUIET, SMALL, NAMED = Pen(11, "muted"), Pen(7.5, "muted"), Pen(10.5)
SHARES = (0.25, 0.13, 0.136, 0.136, 0.245, 0.103)  # of the table's width, a column each
NUMBERS = (1, 2, 3, 5)  # columns that stand to the right
STANDING = 4
LIES, STANDS = 0.6, 0.29  # of the width: what a table and what one number takes

ALONE = (200.0, 125.0)  # mm of a panel on a sheet of its own
Panel = Literal["figures", "history", "units"]
PANELS: dict[Panel, Text] = {
    "figures": Text("数或表", "the number or the table"),
    "history": Text("各月走势", "the months"),
    "units": Text("各单位", "the units"),
}
REFUSALS = {
    "no_panel": Text("这个画面没有“{panel}”：没有可比的单位。", "This view has no panel “{panel}”: there are no units to compare."),
}  # fmt: skip


class Refused(ByReason):
    """A panel that a view has not."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Foot:
    """What stands below every page: whose it is, the title of the whole, what kind of paper."""

    owner: str
    title: str = ""
    kind: str = ""


def pages(
    deck: Deck,
    letters: Letters,
    lang: Language,
    root: str,
    foot: Foot,
    lists: Sequence[Listed | Mapped | None] = (),
    *,
    spoken: bool = False,
) -> list[Sheet]:
    """The sheets, lying. `root` is the cockpit's address, to which names and numbers lead; `lists` are the rows and maps of the
    steps that show some, on sheets after their numbers; `spoken` adds what is said to each step."""
    made = []
    for slide, told in zip_longest(deck.slides, lists):
        first = _Page(Sheet(letters), slide, lang, root)
        said = notes.lines(slide.notes, letters, first.area.width) if spoken else []
        if slide.left:
            first.head(demo=deck.demo)
            first.draw(said)
            made.append(first)
        listed = _rows(first, told, demo=deck.demo) if isinstance(told, Listed) else []
        mapped = [_map(first, told, demo=deck.demo)] if isinstance(told, Mapped) else []
        spoken_to = list(_said(first, said, demo=deck.demo))
        made += [*spoken_to, *listed, *mapped] if slide.left else [*listed, *spoken_to]
    for nth, page in enumerate(made, 1):
        page.foot(foot, f"{nth} / {len(made)}")
    return [page.sheet for page in made]


def _said(first: "_Page", said: Sequence[str], *, demo: bool) -> Iterator["_Page"]:
    """The sheets of what is said to a step, where its own page has no room for it."""
    for part in notes.sheets(said, first.area.height, notes.SHORT if first.slide.left else 0):
        page = _Page(Sheet(first.sheet.letters), first.slide, first.lang, first.root)
        page.head(demo=demo)
        notes.draw(page.sheet, page.area, part, first.lang)
        yield page


def _rows(first: "_Page", told: Listed, *, demo: bool) -> list["_Page"]:
    """The sheets of a step's list."""
    made, broad = [], listing.widths(first.sheet, told, first.area.width)
    for part in listing.chunks(told, first.area.height):
        page = _Page(
            Sheet(first.sheet.letters),
            replace(first.slide, title=f"{first.slide.title} · {told.title}"),
            first.lang,
            first.root,
        )
        page.head(demo=demo)
        listing.draw(page.sheet, page.area, part, broad)
        made.append(page)
    return made


def _map(first: "_Page", told: Mapped, *, demo: bool) -> "_Page":
    """The sheet of a step's map."""
    page = _Page(Sheet(first.sheet.letters), replace(first.slide, title=told.title), first.lang, first.root)
    page.head(demo=demo)
    maps.draw(page.sheet, page.area, told, first.lang)
    return page


def panel(deck: Deck, which: Panel, letters: Letters, lang: Language, root: str, foot: Foot) -> Sheet:
    """One panel of a deck's first step on a sheet of its own. Refused: a panel that it has not."""
    slide = deck.slides[0]
    page = _Page(Sheet(letters, *ALONE), slide, lang, root)
    page.head(demo=deck.demo)
    shown = next((each for each in slide.charts if each.link.kind == which), None)
    if which == "figures":
        page.figures(page.area)
    elif shown is not None:
        chart(page.sheet, page.area, shown, lang)
    else:
        raise Refused("no_panel", panel=PANELS[which])
    page.foot(foot, "")
    return page.sheet


def chart(sheet: Sheet, place: Place, drawn: Chart, lang: Language) -> None:
    """A chart with its title above and its source below."""
    sheet.fill_in(drawn.title, place, Pen(10.5, "ink", True), most=1)
    low = sheet.letters.lines(drawn.source.text, SMALL.points, place.width, 3)
    under = 3.8 * len(low)
    inner = Place(place.left, place.top + 7, place.width, place.height - 8 - under)
    metric = METRICS[drawn.link.metric]
    scale = formats.scale_for([value for value in drawn.values if value is not None], lang)

    def show(value: float | None) -> str:
        return formats.show(value, metric, language=lang, scale=scale)

    if drawn.link.kind == "history":
        figures.line(sheet, inner, drawn.categories, drawn.values, show)
    else:
        figures.bars(sheet, inner, drawn.categories, drawn.values, [show(value) for value in drawn.values], show)
    source(sheet, place, drawn.source)


def source(sheet: Sheet, place: Place, line: Line) -> None:
    """At the foot of what it is the source of."""
    sheet.fill_in(line.text, Place(place.left, place.bottom - 12, place.width, 12), SMALL, most=3, anchor="bottom")


def number(sheet: Sheet, place: Place, told: Number, address: str) -> None:
    """One number, large, on a ground of its own: its name above, below it its changes, how it stands, its source."""
    sheet.box(place, "raised")
    inner = Place(place.left + 6, place.top + 6, place.width - 12, place.height - 11)
    sheet.fill_in(told.name, Place(inner.left, inner.top, inner.width, 14), Pen(13, "muted"), most=2)
    points = 34.0
    while sheet.letters.width(told.text, points) > inner.width and points > 14:
        points -= 2
    sheet.write(told.text, (inner.left, inner.top + 29), Pen(points, "ink", True), room=inner.width, address=address)
    at = inner.top + 38
    for nth, said in enumerate(told.standing.text.split("\n")):
        colour = STATUS_NAMES.get(told.status, "ink") if nth else "ink"
        at = sheet.fill_in(said, Place(inner.left, at, inner.width, inner.bottom - 16 - at), Pen(11, colour)) + 2
    source(sheet, inner, told.source)


class _Page:
    """One step as it is drawn."""

    def __init__(self, sheet: Sheet, slide: Slide, lang: Language, root: str):
        self.sheet, self.slide, self.lang, self.root = sheet, slide, lang, root
        low = MARGIN + HEAD + FOOT + 2
        self.area = Place(MARGIN, MARGIN + HEAD, sheet.width - 2 * MARGIN, sheet.height - low)

    def head(self, *, demo: bool) -> None:
        """What it is called, of whom and when it is, and whether it is invented."""
        slide, area = self.slide, self.area
        self.sheet.write(slide.title, (MARGIN, MARGIN + 8), Pen(21, "ink", True), room=area.width - 34)
        self.sheet.write(slide.scope.text, (MARGIN, MARGIN + 16), QUIET, room=area.width - 34, address=slide.address)
        if demo:
            self._mark()

    def draw(self, said: Sequence[str] = ()) -> None:
        """Its figures, beside them its charts, and below what is said to them, if that is short."""
        area = self.area
        if low := notes.height(said):
            area = replace(area, height=area.height - low)
            notes.draw(self.sheet, Place(area.left, area.bottom + notes.AIR, area.width, low), said, self.lang)
        broad = area.width * (STANDS if isinstance(self.slide.left, Number) else LIES)
        left = Place(area.left, area.top, broad, area.height)
        self.figures(left)
        self._charts(Place(left.right + GAP, area.top, area.width - broad - GAP, area.height))

    def figures(self, area: Place) -> None:
        """One number, or the table."""
        left = self.slide.left
        if isinstance(left, Number):
            number(self.sheet, area, left, left.link.address(self.root, lang=self.lang))
        elif left:
            self._table(left, area)

    def foot(self, foot: Foot, page: str) -> None:
        """Whose it is, and which page of how many."""
        line, right = self.sheet.height - MARGIN + 3, self.sheet.width - MARGIN
        self.sheet.stroke([(MARGIN, line - 6), (right, line - 6)], "line")
        told = " · ".join(part for part in (foot.owner, foot.title, foot.kind) if part)
        self.sheet.write(told, (MARGIN, line), Pen(8, "muted"), room=self.area.width - 24)
        self.sheet.write(page, (right, line), Pen(9, "ink"), align="right")

    def _mark(self) -> None:
        """That it is invented, where the eye begins."""
        said = DEMO.in_(self.lang)
        width = self.sheet.letters.width(said, 11) + 8
        place = Place(self.area.right - width, MARGIN + 1, width, 8.5)
        self.sheet.box(place, edge="warn")
        self.sheet.write(said, (place.left + width / 2, place.top + 5.7), Pen(11, "warn", True), align="middle")

    def _charts(self, area: Place) -> None:
        """One above the other."""
        charts = self.slide.charts
        shares: Sequence[float] = (0.44, 0.56) if len(charts) == 2 else (1 / len(charts),) * len(charts)
        top, free = area.top, area.height - GAP * (len(charts) - 1)
        for share, each in zip(shares, charts, strict=True):
            chart(self.sheet, Place(area.left, top, area.width, free * share), each, self.lang)
            top += free * share + GAP

    def _table(self, table: Table, area: Place) -> None:
        """Figures against targets; names lead to where the number comes from."""
        widths = [area.width * share for share in SHARES]
        lefts = [area.left + sum(widths[:nth]) for nth in range(len(widths))]
        high = min(TALLEST, (area.height - HEADING - SOURCE - 4) / max(1, len(table.rows)))

        def cell(nth: int, top: float, height: float) -> Place:
            return Place(lefts[nth] + 1, top, widths[nth] - 3, height)

        for nth, heading in enumerate(table.headings):
            self._cell(heading, cell(nth, area.top, HEADING), Pen(9, "muted"), nth)
        top = area.top + HEADING
        self.sheet.stroke([(area.left, top), (area.right, top)], "muted", 0.3)
        for row in table.rows:
            address = row.link.address(self.root, lang=self.lang)
            self._cell(self._name(row, cell(0, top, high).width), cell(0, top, high), NAMED, 0, address)
            for nth, text in enumerate(row.cells, 1):
                colour = STATUS_NAMES.get(row.status, "ink") if nth == STANDING else "ink"
                pen = Pen(13, colour, True) if nth == 1 else Pen(10, colour)
                self._cell(text, cell(nth, top, high), pen, nth)
            top += high
            self.sheet.stroke([(area.left, top), (area.right, top)], "line")
        place = Place(area.left, top + 2, area.width, SOURCE + 4)
        self.sheet.fill_in(table.source.text, place, SMALL, most=2)

    def _name(self, row: Row, width: float) -> str:
        """What a row is called, and on a line of its own, where both do not fit on one, what it is measured in."""
        together = f"{row.name}{row.measure}"
        fits = self.sheet.letters.width(together, NAMED.points) <= width
        return together if fits or not row.measure else f"{row.name}\n{row.measure.strip()}"

    def _cell(self, text: str, place: Place, pen: Pen, nth: int, address: str = "") -> None:
        align = "right" if nth in NUMBERS else "left"
        points = pen.points
        while nth in NUMBERS and self.sheet.letters.width(text, points) > place.width and points > 8:
            points -= 0.5
        pen = Pen(points, pen.colour, pen.bold)
        self.sheet.fill_in(text, place, pen, most=3, anchor="middle", align=align, address=address)
