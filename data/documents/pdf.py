"""The words of a PDF, page by page, for a worker: letters as they are kept in it, no pictures read, nothing in it run."""

import io
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, NameObject, NullObject, StreamObject

from data.questions.attachments.unsafe import Unsafe

MOST = 60  # pages: more than are checked at once, and than letters of `metrics.proofreading.documents.MOST` fill
HEAD = 1024  # bytes within which a PDF says that it is one
ENDS = tuple("。！？；：.!?;:")
SHORT = 0.7  # of the longest line of its page: a line that ends there ends on purpose


def pages(content: bytes) -> list[tuple[int, list[str]]]:
    """The pages by their number, each with its paragraphs. Raises `Unsafe`: no PDF, locked, too many pages, pictures alone, broken."""
    if b"%PDF-" not in content[:HEAD]:
        raise Unsafe("not_what_it_says")
    try:
        read = _opened(content)
    except Unsafe:
        raise
    except Exception:  # whatever a file that somebody broke does to what reads it
        raise Unsafe("broken") from None
    if not any(told for _, told in read):
        raise Unsafe("pictures")
    return read


def _opened(content: bytes) -> list[tuple[int, list[str]]]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(
        ""
    ):  # many are locked against changes alone, with no password to read
        raise Unsafe("locked")
    if len(reader.pages) > MOST:
        raise Unsafe("pages")
    return [(nth, list(paragraphs(_text(page)))) for nth, page in enumerate(reader.pages, start=1)]


def _text(page: PageObject) -> str:
    """The letters of a page. A font that says in a stream of its own how its two bytes are read is read by its letters alone,
    which pypdf does for those that say so by name."""
    fonts = page.get("/Resources", DictionaryObject()).get_object().get("/Font", DictionaryObject()).get_object()
    for font in (each.get_object() for each in fonts.values()):
        if isinstance(font.get("/Encoding", NullObject()).get_object(), StreamObject) and "/ToUnicode" in font:
            font[NameObject("/Encoding")] = NameObject("/Identity-H")
    return page.extract_text()


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a page put together again where they were only broken for want of room: a figure may stand across two."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    longest = max(map(len, lines), default=0)
    told = ""
    for line, after in pairwise([*lines, ""]):
        told += line
        if not after or line.endswith(ENDS) or len(line) < SHORT * longest:
            yield told
            told = ""
        elif told[-1].isascii() and after[0].isascii() and not (told[-1].isdigit() and after[0].isdigit()):
            told += " "
