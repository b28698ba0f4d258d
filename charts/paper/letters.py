"""How wide words are in a font, and where a paragraph breaks: Chinese after any character, other words between them."""

import re
from functools import cache

from PIL import ImageFont

MM = 0.3528  # a point
OF = 1000  # the size at which widths are measured
PIECES = re.compile(r"[\u2e80-\uffef]|\s|[^\s\u2e80-\uffef]+")
NEVER_LAST = frozenset("（《“‘(")  # of a line: they go on to the next one
NEVER_FIRST = frozenset("，。、；：？！）》”’％,.;:?!)%")  # of a line: they hang beyond the edge instead


class Letters:
    """A font as one measures with it. Sizes are points, widths millimetres."""

    def __init__(self, path: str, index: int = 0):
        self.path, self.index = path, index
        self._width = cache(_opened(path, index).getlength)

    def width(self, text: str, points: float) -> float:
        """How wide a line is."""
        return self._width(text) / OF * points * MM

    def lines(self, text: str, points: float, width: float, most: int = 0) -> list[str]:
        """A text as lines no wider than that; of more than `most` lines the last one ends in an ellipsis."""
        found = [line for part in text.split("\n") for line in self._broken(part, points, width)]
        if not most or len(found) <= most:
            return found
        return [*found[: most - 1], self.cut("".join(found[most - 1 :]), points, width)]

    def cut(self, text: str, points: float, width: float) -> str:
        """A line no wider than that, with an ellipsis for what it lacks."""
        if self.width(text, points) <= width:
            return text
        while text and self.width(f"{text}…", points) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def _broken(self, text: str, points: float, width: float) -> list[str]:
        lines, line = [], ""
        for piece in PIECES.findall(text):
            if line and piece not in NEVER_FIRST and self.width(line + piece, points) > width:
                kept = line.rstrip("".join(NEVER_LAST)) or line
                lines.append(kept.rstrip())
                line = line[len(kept) :]
            line += piece if line or not piece.isspace() else ""
            while self.width(line, points) > width and len(line) > 1 and line[-1] not in NEVER_FIRST:
                fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or self.width(line[:n], points) <= width)
                lines.append(line[:fits])  # one word that is wider than the whole line
                line = line[fits:]
        return [*lines, line.rstrip()]


@cache
def _opened(path: str, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, OF, index=index, layout_engine=ImageFont.Layout.BASIC)
