"""The places of a deck that hold something of ours, in order: found twice in the same file (when it is read and when it is written)
the same numbers come out, so a place is named by its number alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.table import Table
from pptx.text.text import TextFrame, _Run

from data.decks import links
from data.decks.links import Link

DEEPEST = 8  # groups in groups


@dataclass(frozen=True)
class Place:
    """A place: on which slide, its link, and what it is (a shape, a run of text, or a row of a table as its cells).

    `columns`: of a row, those of its table; () where somebody took columns out or put some in.
    """

    slide: int
    link: Link
    what: Any
    columns: tuple[str, ...] = ()


def places(deck: Deck) -> Iterator[Place]:
    """Every place of a deck."""
    for nth, slide in enumerate(deck.slides, 1):
        for shape in shapes(slide.shapes):
            yield from _of_shape(nth, shape)


def shapes(found: Any, deep: int = 0) -> Iterator[BaseShape]:
    """The shapes of a slide, those in groups too."""
    for shape in found:
        yield shape
        if hasattr(shape, "shapes") and deep < DEEPEST:
            yield from shapes(shape.shapes, deep + 1)


def _of_shape(nth: int, shape: BaseShape) -> Iterator[Place]:
    link = links.of_name(shape.name or "")
    if (link and link.kind in ("history", "units") and getattr(shape, "has_chart", False)) or (
        link and link.kind in links.LINES and shape.has_text_frame
    ):
        yield Place(nth, link, shape)
    if getattr(shape, "has_table", False):
        columns = link.columns if link and link.kind == "figures" else ()
        if link and link.kind in ("figures", "judged"):
            yield Place(nth, link, shape)
        yield from _of_table(nth, shape.table, columns)  # type: ignore[attr-defined]
    elif shape.has_text_frame:
        yield from _of_text(nth, shape.text_frame)  # type: ignore[attr-defined]


def _of_table(nth: int, table: Table, columns: tuple[str, ...]) -> Iterator[Place]:
    whole = len(table.columns) == len(columns) + 1
    for row in table.rows:
        cells = list(row.cells)
        for cell in cells:
            for place in _of_text(nth, cell.text_frame):
                if place.link.kind == "row":
                    yield Place(nth, place.link, (place.what, cells), columns if whole else ())
                else:
                    yield place


def _of_text(nth: int, frame: TextFrame) -> Iterator[Place]:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            link = links.of_address(_address(run))
            if link:
                yield Place(nth, link, run)


def _address(run: _Run) -> str:
    """Where a run leads; "" where it leads nowhere, or by a relation that somebody broke."""
    try:
        return run.hyperlink.address or ""
    except KeyError:
        return ""
