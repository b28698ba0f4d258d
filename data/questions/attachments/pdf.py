"""A PDF that does nothing by itself: no scripts, no programs, no files in the file, nothing that is sent or fetched.

Not read as a viewer would read it: whatever its tables say of where an object lies, every name in it is looked at, also
those written with escapes (#4A) and those packed into streams.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from data.questions.attachments.unsafe import Unsafe

NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]{2,120})")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM, END = re.compile(rb"stream\r?\n"), b"endstream"
BEFORE = 2000  # bytes before a stream in which its dictionary stands
# Long names do not stand anywhere by chance, so packed pictures are looked at as well.
ACTS = {
    b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"SubmitForm", b"ImportData", b"GoToE",
    b"GoToR", b"Rendition", b"Collection", b"AcroJS",
}  # fmt: skip
SHORT = {b"JS", b"XFA"}  # outside of streams alone
SEALED = {b"Encrypt"}


def require_passive(content: bytes, budget: int) -> None:
    """Raise `Unsafe` where something acts, is sealed with a password, or cannot be looked into."""
    if zipfile.is_zipfile(io.BytesIO(content)) or content[content.rfind(b"%%EOF") + 5 :].strip(b"\x00\r\n\t "):
        raise Unsafe("active")  # two things at once
    if b"%%EOF" not in content:
        raise Unsafe("locked")
    _require(_names(content), ACTS)
    at = 0
    for start, end in _streams(content):
        outside = _names(content[at:start])
        if SEALED & outside:
            raise Unsafe("locked")
        _require(outside, SHORT)
        budget -= _look_into(content[start:end], _names(content[max(at, start - BEFORE) : start]), budget)
        at = end
    last = _names(content[at:])
    if SEALED & last:
        raise Unsafe("locked")
    _require(last, SHORT)


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while found := STREAM.search(content, at):
        end = content.find(END, found.end())
        if end < 0:
            return
        yield found.end(), end
        at = end + len(END)


def _names(content: bytes) -> set[bytes]:
    """Every name in the bytes, its escapes undone."""
    found = set(NAME.findall(content))
    return {ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name) if b"#" in name else name for name in found}


def _require(names: set[bytes], none_of: set[bytes]) -> None:
    if names & none_of:
        raise Unsafe("active")


def _look_into(packed: bytes, about: set[bytes], budget: int) -> int:
    """Look at the names that are packed in a stream; the bytes they were. Objects that cannot be unpacked are refused."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, max(budget, 1))
    except zlib.error:
        unpacked = b""
    if len(unpacked) >= budget:
        raise Unsafe("locked")
    if b"ObjStm" in about:
        if not unpacked or about & {b"DecodeParms", b"DP"}:
            raise Unsafe("locked")
        _require(_names(unpacked), SHORT)
    _require(_names(unpacked), ACTS)
    return len(unpacked)
