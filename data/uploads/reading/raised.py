"""Digits that are raised in a cell's text (12 with a small 3): as ³, which is what a person sees, for a reader of values
takes them for digits of the number."""

import io
import re
import zipfile

from data.settings import Limits
from data.uploads.reading.flaws import by_plain_name
from data.uploads.reading.limits import MB, unpacked

STRINGS = "xl/sharedstrings.xml"
RUN_ENDS = re.compile(rb"(</(?:\w{1,20}:)?r>)")
RAISED = re.compile(rb"\bvertAlign\b[^<>]{0,40}superscript")
BETWEEN_TAGS = re.compile(rb">([^<>]+)<")
MARKS = {digit: mark.encode() for digit, mark in zip(b"0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)}


def as_marks(content: bytes, limits: Limits) -> bytes:
    """The .xlsx with raised digits of its shared strings as characters; the same where there are none.

    Raises what opening a damaged package raises.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        name = by_plain_name(package).get(STRINGS)
        written = b"".join(unpacked(package, name, limits.unzipped_mb * MB)) if name else b""
        if not RAISED.search(written):
            return content
        marked = io.BytesIO()
        with zipfile.ZipFile(marked, "w") as copy:
            for entry in package.infolist():
                copy.writestr(entry.filename, _marked(written) if entry.filename == name else package.read(entry))
    return marked.getvalue()


def _marked(written: bytes) -> bytes:
    return b"".join(map(_run, RUN_ENDS.split(written)))


def _run(piece: bytes) -> bytes:
    """A run of text, with what stands before it; only what follows its look is its own."""
    look = RAISED.search(piece)
    if look is None:
        return piece
    before, own = piece[: look.end()], piece[look.end() :]
    return before + BETWEEN_TAGS.sub(lambda text: b">" + _digits_raised(text[1]) + b"<", own)


def _digits_raised(text: bytes) -> bytes:
    return b"".join(MARKS.get(letter, bytes((letter,))) for letter in text)
