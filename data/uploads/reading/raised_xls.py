"""Raised and lowered digits in the texts of an .xls: its shared strings say which of their letters stand in which font.

Records of [MS-XLS]: fonts (2.4.122), the shared strings (2.4.265) with what continues them (2.4.58), and strings with their
runs in the cell itself, as Excel 95 has them.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Literal

from data.uploads.reading.raised import LETTERS

Look = Literal["superscript", "subscript"]
LOOKS: dict[int, Look] = {1: "superscript", 2: "subscript"}
NO_FONT = 4  # the number that no font has
WIDE, WITH_MORE, WITH_RUNS = 1, 4, 8  # what the byte before the letters says
Runs = Sequence[tuple[int, int]]  # from which letter on which font


def look_of(font: bytes) -> Look | None:
    """Whether the letters of a font stand higher or lower."""
    return LOOKS.get(struct.unpack_from("<H", font, 8)[0])


def marked(text: str, runs: Runs, looks: Sequence[Look | None]) -> str | None:
    """A text with its raised and lowered digits as such letters; None where it has none."""
    if not runs:
        return None
    ends = [first for first, _ in runs[1:]] + [len(text)]
    letters = list(text)
    for (first, font), end in zip(runs, ends, strict=True):
        place = font - (font > NO_FONT)
        if look := looks[place] if place < len(looks) else None:
            letters[first:end] = "".join(letters[first:end]).translate(LETTERS[look])
    told = "".join(letters)
    return told if told != text else None


def shared(records: Sequence[bytes], looks: Sequence[Look | None]) -> dict[int, str]:
    """Which of the shared strings have such digits, by their number: the record and those that continue it."""
    if not any(looks):
        return {}
    told = ((number, marked(*string, looks)) for number, string in enumerate(_strings(_Pieces(records))))
    return {number: text for number, text in told if text is not None}


def in_cell(record: bytes, new: bool, codepage: str, looks: Sequence[Look | None]) -> str | None:
    """The same of a text with runs in the cell itself."""
    count = struct.unpack_from("<H", record, 6)[0]
    wide = new and record[8] & WIDE
    end = 8 + new + count * (2 if wide else 1)
    text = record[8 + new : end].decode("utf-16-le" if wide else "latin-1" if new else codepage, "replace")
    runs = struct.iter_unpack("<HH" if new else "<BB", record[end + (2 if new else 1) :])
    return marked(text, list(runs), looks)


class _Pieces:
    """The bytes of a record and of what continues it."""

    def __init__(self, records: Sequence[bytes]):
        self._records, self._record, self._at = records, 0, 0

    def take(self, size: int) -> bytes:
        """So many bytes, over the end of a record."""
        found = b""
        while size > 0:
            if self._at >= len(self._records[self._record]):
                self._record, self._at = self._record + 1, 0
            piece = self._records[self._record][self._at : self._at + size]
            found, size, self._at = found + piece, size - len(piece), self._at + len(piece)
        return found

    def letters(self, count: int, wide: bool) -> str:
        """So many letters; those that go on in the next record may be of another width there."""
        text = ""
        while count:
            if self._at >= len(self._records[self._record]):
                self._record, self._at = self._record + 1, 1
                wide = bool(self._records[self._record][0] & WIDE)
            size = 2 if wide else 1
            fit = min(count, (len(self._records[self._record]) - self._at) // size)
            if not fit:
                raise ValueError("half a letter")
            text += self.take(fit * size).decode("utf-16-le" if wide else "latin-1", "replace")
            count -= fit
        return text


def _strings(pieces: _Pieces) -> Iterator[tuple[str, Runs]]:
    _, count = struct.unpack("<II", pieces.take(8))
    for _ in range(count):
        length, told = struct.unpack("<HB", pieces.take(3))
        runs = struct.unpack("<H", pieces.take(2))[0] if told & WITH_RUNS else 0
        more = struct.unpack("<I", pieces.take(4))[0] if told & WITH_MORE else 0
        text = pieces.letters(length, bool(told & WIDE))
        yield text, list(struct.iter_unpack("<HH", pieces.take(4 * runs)))
        pieces.take(more)
