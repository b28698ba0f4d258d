"""Digits that are raised or lowered in a cell's text (12 with a small 3): as ³, which is what a person sees, for a reader of values
takes them for digits of the number."""

import io
import re
import zipfile
from collections.abc import Mapping

from data.settings import Limits
from data.uploads.reading.flaws import by_plain_name
from data.uploads.reading.limits import MB, unpacked

STRINGS = "xl/sharedstrings.xml"
SHEET = re.compile(r"xl/worksheets/[^/]{1,100}\.xml")
RUN_ENDS = re.compile(rb"(</(?:\w{1,20}:)?r>)")
RAISED = re.compile(rb"\bvertAlign\b[^<>]{0,40}(superscript|subscript)")
BETWEEN_TAGS = re.compile(rb">([^<>]+)<")
DIGITS = "0123456789"
LETTERS = {
    "superscript": str.maketrans(DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans(DIGITS, "₀₁₂₃₄₅₆₇₈₉"),
}
MARKS = {
    look.encode(): {ord(digit): digit.translate(letters).encode() for digit in DIGITS}
    for look, letters in LETTERS.items()
}


def as_marks(content: bytes, limits: Limits, in_cells: bool) -> bytes:
    """The .xlsx with raised digits of its shared strings as characters, and of texts in the cells themselves (`in_cells`);
    the same where there are none.

    Raises what opening a damaged package raises.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = by_plain_name(package)
        looked_at = [name for plain, name in names.items() if plain == STRINGS or (in_cells and SHEET.match(plain))]
        parts = {name: b"".join(unpacked(package, name, limits.unzipped_mb * MB)) for name in looked_at}
        parts = {name: _marked(written) for name, written in parts.items() if RAISED.search(written)}
        if not parts:
            return content
        marked = io.BytesIO()
        with zipfile.ZipFile(marked, "w") as copy:
            for entry in package.infolist():
                copy.writestr(entry.filename, parts.get(entry.filename) or package.read(entry))
    return marked.getvalue()


def _marked(written: bytes) -> bytes:
    return b"".join(map(_run, RUN_ENDS.split(written)))


def _run(piece: bytes) -> bytes:
    """A run of text, with what stands before it; only what follows its look is its own."""
    look = RAISED.search(piece)
    if look is None:
        return piece
    before, own, marks = piece[: look.end()], piece[look.end() :], MARKS[look[1]]
    return before + BETWEEN_TAGS.sub(lambda text: b">" + _with_marks(text[1], marks) + b"<", own)


def _with_marks(text: bytes, marks: Mapping[int, bytes]) -> bytes:
    return b"".join(marks.get(letter, bytes((letter,))) for letter in text)
