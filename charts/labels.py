"""Names on a map without two on one spot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, pi, sin


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """What is to be written (one line an entry) at which point; larger `weight` is placed first."""

    key: str
    lines: Sequence[str]
    x: float
    y: float
    weight: float


@dataclass(frozen=True)
class Placed:
    """Where the middle of a label's first line stands, and whether it needs a line back to its point."""

    key: str
    lines: Sequence[str]
    x: float
    y: float
    apart: bool


def text_width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as high, a Latin one a bit more than half."""
    return size * sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in text)


def place(
    labels: Iterable[Label], *, size: float, sheet: Box, obstacles: Iterable[Box] = (), leading: float = 1.15
) -> list[Placed]:
    """Each label at its point or as near to it as is free, else nowhere; the heaviest choose first.

    A label without its further lines is better than none: it is tried whole first, then with its first line alone.
    """
    taken, placed = list(obstacles), []
    for label in sorted(labels, key=lambda each: -each.weight):
        for lines, (dx, dy) in product(_shorter(label.lines), _ways(size)):
            box = _box(label.x + dx, label.y + dy, lines, size, leading)
            if box.within(sheet) and not any(box.meets(other) for other in taken):
                taken.append(box)
                apart = abs(dx) + abs(dy) > 2.2 * size
                placed.append(Placed(label.key, lines, label.x + dx, label.y + dy, apart))
                break
    return placed


def _shorter(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines] if len(lines) == 1 else [lines, lines[:1]]


def _ways(size: float) -> list[tuple[float, float]]:
    """Offsets to try: the point itself, then rings around it."""
    rings = [
        (size * reach * cos(turn * pi / 8), size * reach * 0.8 * sin(turn * pi / 8))
        for reach in (0.6, 1.2, 1.8, 2.6, 3.6, 4.8, 6.2)
        for turn in (4, 12, 3, 5, 0, 8, 2, 6, 13, 11, 14, 10, 1, 7, 15, 9)
    ]
    return [(0.0, 0.0), *rings]


def _box(x: float, y: float, lines: Sequence[str], size: float, leading: float) -> Box:
    half = max(text_width(line, size) for line in lines) / 2 + 0.15 * size
    return Box(x - half, y - 0.55 * size, x + half, y + size * (leading * len(lines) - 0.5))
