"""A list on sheets of paper: its rows under their headings, as many sheets as they need, and what of it was cut."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import ceil

from charts.paper.sheet import Pen, Place, Sheet
from metrics.decks.content import Listed

HEADING, ROW, LEAST, FOOT = (
    8.0,
    7.2,
    12.0,
    12.0,
)  # mm; the last but one of a column, the last of what is said below the rows
WIDEST = 0.34  # of the sheet: what the name of a row takes at most
SAID = 15.0  # mm for what is said of the whole, two lines
PEN, HEAD, WORDS = Pen(9), Pen(8.5, "muted"), Pen(11, "ink", True)


def chunks(told: Listed, height: float) -> list[Listed]:
    """The same, sheet by sheet; what is said of it stands on the first, what was cut on the last."""
    most = max(1, int((height - HEADING - FOOT) / ROW))
    first = max(1, most - ceil(SAID / ROW)) if told.said else most
    starts = [0, *range(first, len(told.rows), most)]
    parts = [slice(at, end) for at, end in zip_longest(starts, starts[1:])]
    return [
        replace(
            told,
            rows=told.rows[part],
            addresses=told.addresses[part],
            cut=told.cut if part is parts[-1] else "",
            said=told.said if part is parts[0] else "",
        )
        for part in parts
    ]


def draw(sheet: Sheet, place: Place, told: Listed, widths: Sequence[float]) -> None:
    """What is said of it, the headings and rows of one sheet; names lead to their rows."""
    if told.said:
        sheet.fill_in(told.said, Place(place.left, place.top, place.width, SAID - 3), WORDS, most=2)
        place = replace(place, top=place.top + SAID, height=place.height - SAID)
    lefts = [place.left + sum(widths[:nth]) for nth in range(len(widths))]
    for left, width, heading in zip(lefts, widths, told.headings, strict=True):
        sheet.write(heading, (left, place.top + 5), HEAD, room=width - 2)
    top = place.top + HEADING
    sheet.stroke([(place.left, top), (place.right, top)], "muted", 0.3)
    for row, address in zip(told.rows, told.addresses, strict=True):
        for nth, (left, width, text) in enumerate(zip(lefts, widths, row, strict=True)):
            sheet.write(text, (left, top + 5), PEN, room=width - 2, address=address if not nth else "")
        top += ROW
        sheet.stroke([(place.left, top), (place.right, top)], "line")
    if told.cut:
        sheet.write(told.cut, (place.left, top + 5), HEAD, room=place.width)
        top += 5
    sheet.write(told.source, (place.left, top + 5), HEAD, room=place.width)


def widths(sheet: Sheet, told: Listed, width: float) -> list[float]:
    """What each column takes: what its longest words need, the name no more than a third, all of them the whole width."""
    wanted = [max(LEAST, *_lengths(sheet, told, nth)) + 3 for nth in range(len(told.headings))]
    wanted[0] = min(wanted[0], width * WIDEST)
    most = [min(each, width * WIDEST) for each in wanted]
    return [each * width / sum(most) for each in most]


def _lengths(sheet: Sheet, told: Listed, nth: int) -> Iterator[float]:
    yield sheet.letters.width(told.headings[nth], HEAD.points)
    yield from (sheet.letters.width(row[nth], PEN.points) for row in told.rows)
