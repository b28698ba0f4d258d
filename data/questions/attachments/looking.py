"""A file looked at by its kind: whether it may be kept, and as what."""

from dataclasses import dataclass, field

import puremagic

from data import personal
from data.questions.attachments import office, pdf, pictures, plain
from data.questions.attachments.unsafe import Unsafe
from data.text import Text

TYPES = {  # ending → media type
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "csv": "text/csv",
}


@dataclass(frozen=True)
class Looked:
    """The content as it may be kept, or the reason why it may not; `personal`: what of a number
    in it may be shown, and what it is."""

    content: bytes = field(default=b"", repr=False)
    reason: str = ""
    personal: tuple[str, Text] | None = None


def look(content: bytes, ending: str, unzipped: int) -> Looked:
    """Look at a file with one of the endings; `unzipped`: the most bytes that a package may unpack to."""
    try:
        kept, words = _by_kind(content, ending, unzipped)
    except Unsafe as unsafe:
        return Looked(reason=unsafe.reason)
    return Looked(kept, personal=personal.found(words))


def _by_kind(content: bytes, ending: str, unzipped: int) -> tuple[bytes, str]:
    """What is kept, and the words that stand in it."""
    if ending in ("txt", "csv"):
        return content, plain.words(content, table=ending == "csv")
    if TYPES[ending] not in _recognised(content):
        raise Unsafe("not_what_it_says")
    if ending in office.MAIN:
        return content, office.words(content, ending, unzipped)
    if ending == "pdf":
        pdf.require_passive(content, unzipped)
        return content, ""
    return (pictures.png(content) if ending == "png" else pictures.jpeg(content)), ""


def _recognised(content: bytes) -> set[str]:
    """The media types whose signature the content bears."""
    try:
        return {found.mime_type for found in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()
