"""A sheet of paper as it is drawn: words, boxes, strokes and dots in millimetres, in the colours that paper has by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts.paper.letters import MM, Letters

WIDTH, HEIGHT = 297.0, 210.0  # A4, lying
LEADING = 1.35  # from one line to the next, in sizes of its letters
ASCENT = 0.88  # how far a letter stands above its line
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """How words are set: points, a colour of `charts.style.PAPER` by name, bold."""

    points: float
    colour: str = "ink"
    bold: bool = False


@dataclass(frozen=True)
class Place:
    """A part of a sheet, in millimetres from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def below(self, by: float) -> "Place":
        """The same without what is above."""
        return replace(self, top=self.top + by, height=self.height - by)


@dataclass(frozen=True)
class Words:
    """A line of words: where it begins, on which line it stands, and where it leads ("": nowhere)."""

    left: float
    line: float
    width: float
    text: str
    pen: Pen
    address: str = ""


@dataclass(frozen=True)
class Box:
    """A filled or outlined rectangle; colours by name, "" for none."""

    place: Place
    fill: str = ""
    edge: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float


@dataclass(frozen=True)
class Ground:
    """A filled or outlined ring of points; colours by name, "" for none."""

    points: tuple[Point, ...]
    fill: str = ""
    edge: str = ""


@dataclass(frozen=True)
class Dot:
    """A filled disc."""

    centre: Point
    radius: float
    colour: str


Drawn = Words | Box | Stroke | Ground | Dot


class Sheet:
    """What is drawn on one sheet, in order."""

    def __init__(self, letters: Letters, width: float = WIDTH, height: float = HEIGHT):
        self.letters, self.width, self.height = letters, width, height
        self.drawn: list[Drawn] = []

    def write(
        self, text: str, at: Point, pen: Pen, *, align: str = "left", room: float = 0, address: str = ""
    ) -> float:
        """One line that begins, ends (`right`) or has its middle (`middle`) at a point of its line; no wider than `room` where
        there is one. Gives its width."""
        said = self.letters.cut(text, pen.points, room) if room else text
        width = self.letters.width(said, pen.points)
        left = at[0] - {"left": 0.0, "middle": width / 2, "right": width}[align]
        if said:
            self.drawn.append(Words(left, at[1], width, said, pen, address))
        return width

    def fill_in(
        self, text: str, place: Place, pen: Pen, *, most: int = 0, anchor: str = "top", align: str = "left",
        address: str = "",
    ) -> float:  # fmt: skip
        """A paragraph in a place, from its top, in its `middle` or down to its `bottom`. Gives where it ends."""
        step = pen.points * MM * LEADING
        fits = max(1, int((place.height + 0.01) / step))
        lines = self.letters.lines(text, pen.points, place.width, min(most or fits, fits))
        free = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[anchor] * max(0.0, place.height - step * len(lines))
        at = place.left if align == "left" else place.right
        for nth, line in enumerate(lines):
            self.write(
                line,
                (at, place.top + free + step * nth + pen.points * MM * ASCENT * 1.15),
                pen,
                align=align,
                address=address,
            )
        return place.top + free + step * len(lines)

    def box(self, place: Place, fill: str = "", edge: str = "") -> None:
        """A rectangle."""
        self.drawn.append(Box(place, fill, edge))

    def stroke(self, points: Sequence[Point], colour: str, width: float = 0.2) -> None:
        """A line; of one point a dot."""
        if len(points) > 1:
            self.drawn.append(Stroke(tuple(points), colour, width))

    def area(self, points: Sequence[Point], fill: str = "", edge: str = "") -> None:
        """A ring of points; fewer than three are none."""
        if len(points) > 2:
            self.drawn.append(Ground(tuple(points), fill, edge))

    def dot(self, centre: Point, radius: float, colour: str) -> None:
        """A disc."""
        self.drawn.append(Dot(centre, radius, colour))
