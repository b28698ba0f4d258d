"""What a deck holds, read in a worker: each place of ours as it reads now, and the texts that are people's own."""

from dataclasses import dataclass, replace

from pptx.enum.chart import XL_CHART_TYPE

from data.decks.links import Link, digest
from data.decks.opening import Unopened, opened
from data.decks.places import Place, places, shapes

XY = {each for each in XL_CHART_TYPE if each.name.startswith(("XY_", "BUBBLE"))}
MOST_TEXTS, LONGEST = 2000, 200


@dataclass(frozen=True)
class Held:
    """A place as it reads now. `text` of a line or a number, `cells` of a row (after its name), `rows` of a list with its headings,
    `categories` and `values` of a chart. `edited`: somebody wrote in the line. `other`: a chart or a table that is no longer built as ours are."""

    slide: int
    link: Link
    text: str = ""
    cells: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    categories: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()
    edited: bool = False
    other: bool = False


@dataclass(frozen=True)
class Known:
    """A deck as it is: how many slides, its places in order, the titles and the other texts of slides, with their slides."""

    slides: int = 0
    held: tuple[Held, ...] = ()
    titles: tuple[tuple[int, str], ...] = ()
    texts: tuple[tuple[int, str], ...] = ()
    reason: str = ""
    lang: str = ""


def known(content: bytes, unzipped: int) -> Known:
    """What it holds; with a `reason` and nothing else where it cannot be opened."""
    try:
        deck = opened(content, unzipped)
    except Unopened as stopped:
        return Known(reason=stopped.reason)
    titles: list[tuple[int, str]] = []
    texts: list[tuple[int, str]] = []
    for nth, slide in enumerate(deck.slides, 1):
        title = slide.shapes.title
        for shape in shapes(slide.shapes):
            if not shape.has_text_frame or shape.name.startswith("cockpit:"):
                continue
            text = shape.text_frame.text[:LONGEST]  # type: ignore[attr-defined]
            (titles if title is not None and shape == title else texts).append((nth, text))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            texts.append((nth, slide.notes_slide.notes_text_frame.text[:LONGEST]))
    held = tuple(_held(place) for place in places(deck))
    return Known(len(deck.slides), held, tuple(titles), tuple(texts[:MOST_TEXTS]), lang=deck.core_properties.language)


def _held(place: Place) -> Held:
    link, what = place.link, place.what
    match link.kind:
        case "history" | "units":
            return _chart(place)
        case "figures":
            return Held(place.slide, link, other=len(what.table.columns) != len(link.columns) + 1)
        case "judged":
            rows = tuple(tuple(cell.text_frame.text for cell in row.cells) for row in what.table.rows)
            return Held(place.slide, link, rows=rows, other=len(rows) < 2 or len(rows[0]) != link.count)
        case "row":
            run, cells = what
            written = tuple(cell.text_frame.text for cell in cells[1:])
            return Held(place.slide, replace(link, columns=place.columns), run.text, written, other=not place.columns)
        case "value":
            return Held(place.slide, link, what.text)
    text = what.text_frame.text
    return Held(place.slide, link, text, edited=digest(text) != link.digest)


def _chart(place: Place) -> Held:
    chart = place.what.chart
    try:
        plots = list(chart.plots)
        series = [each for plot in plots for each in plot.series]
        other = len(plots) != 1 or len(series) != 1 or chart.chart_type in XY
    except (ValueError, NotImplementedError):  # a kind of chart that python-pptx does not know
        other = True
    if other:
        return Held(place.slide, place.link, other=True)
    categories = tuple(str(each) for each in plots[0].categories)
    return Held(place.slide, place.link, categories=categories, values=tuple(series[0].values))
