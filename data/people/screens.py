"""How large a wall is and from how far it is looked at: asked when it is made, and kept in its view."""

import re
from dataclasses import dataclass
from math import radians, tan

READABLE = 16  # arc minutes that the smallest letters on a wall are to be high (ISO 9241-303)
GLYPH = 0.92  # of a font's size that a Chinese character is high
WRITTEN = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)x(\d{1,2}(?:\.\d{1,2})?)x(\d{1,3}(?:\.\d{1,2})?)", re.ASCII)
LEAST, WIDEST, FARTHEST = 0.3, 60.0, 150.0  # metres


@dataclass(frozen=True)
class Screen:
    """A wall's width and height and the distance of those who sit farthest, in metres."""

    width: float
    height: float
    distance: float

    @property
    def written(self) -> str:
        """As a wall's view says it: `4x2.25x6`."""
        return "x".join(f"{each:g}" for each in (self.width, self.height, self.distance))

    def least_type(self) -> float:
        """The font size in metres below which letters cannot be read from that distance."""
        return 2 * self.distance * tan(radians(READABLE / 60 / 2)) / GLYPH

    def readable_from(self, size: float) -> float:
        """From how many metres a font of that size (in metres) can be read."""
        return size * GLYPH / (2 * tan(radians(READABLE / 60 / 2)))


def written(width: str, height: str, distance: str) -> str:
    """What was typed into three fields, as a wall's view says it; "" where all three are empty. What is missing is a “?”, so
    that `read` refuses it."""
    said = [each.strip() for each in (width, height, distance)]
    return "x".join(each or "?" for each in said) if any(said) else ""


def read(written: str) -> Screen | None:
    """The screen that a view says; None where that is no screen: nothing of a size that a wall has."""
    found = WRITTEN.fullmatch(written)
    if not found:
        return None
    width, height, distance = map(float, found.groups())
    fits = LEAST <= width <= WIDEST and LEAST <= height <= WIDEST and LEAST <= distance <= FARTHEST
    return Screen(width, height, distance) if fits else None
