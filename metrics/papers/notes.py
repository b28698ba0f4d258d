"""What is said to a step, on its page where it is short, else on sheets behind it; for who asks for it."""

from collections.abc import Iterator, Sequence

from charts.paper.letters import Letters
from charts.paper.sheet import Pen, Place, Sheet
from data.text import Language, Text

NOTES = Text("讲解词", "Notes")
PEN, HEADING = Pen(10.5, "ink"), Pen(9, "muted")
LINE, TOP, AIR = 5.2, 7.0, 3.0  # mm of a line, of the heading above them, and between them and the figures
SHORT, MOST = 6, 400  # lines that stand on the step's own page; more than that are never written


def lines(text: str, letters: Letters, width: float) -> list[str]:
    """The lines of what is said, as broad as a page has room for."""
    parts = (letters.lines(part, PEN.points, width, MOST) if part.strip() else [""] for part in text.splitlines())
    return [line for part in parts for line in part][:MOST]


def height(written: Sequence[str]) -> float:
    """How much of the step's own page they take; 0 where there is nothing, or it has sheets of its own."""
    return AIR + TOP + LINE * len(written) if 0 < len(written) <= SHORT else 0.0


def draw(sheet: Sheet, area: Place, written: Sequence[str], lang: Language) -> None:
    """Write them down from the top of a place."""
    sheet.stroke([(area.left, area.top), (area.right, area.top)], "line")
    sheet.write(NOTES.in_(lang), (area.left, area.top + TOP - 2), HEADING)
    for nth, line in enumerate(written, 1):
        sheet.write(line, (area.left, area.top + TOP + LINE * nth - 1.5), PEN, room=area.width)


def sheets(written: Sequence[str], room: float, short: int = SHORT) -> Iterator[Sequence[str]]:
    """What stands on each sheet of its own, with so much room; nothing where they are so `short` that they stand on the step's page."""
    fits = max(1, int((room - TOP) / LINE))
    if len(written) > short:
        yield from (written[nth : nth + fits] for nth in range(0, len(written), fits))
