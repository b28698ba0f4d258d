"""The words of a document, line by line, each with the place where it stands."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Words
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

from data.decks.opening import Unopened
from data.decks.opening import opened as deck
from data.documents import pdf
from data.questions.attachments import office
from data.questions.attachments.unsafe import Unsafe
from data.uploads.reading.delimited import decode

ENDINGS = ("docx", "pptx", "pdf", "txt")


@dataclass(frozen=True)
class Line:
    """`kind` (paragraph, slide, notes, page, line) and its number say where it stands."""

    kind: str
    number: int
    text: str


@dataclass(frozen=True)
class Read:
    """The lines, or the reason why the document is not read (a reason of `metrics.proofreading.documents`). `blank`: pages without
    letters, pictures of a text among them."""

    lines: tuple[Line, ...] = ()
    reason: str = ""
    blank: tuple[int, ...] = ()


def read(content: bytes, ending: str, unzipped: int) -> Read:
    """What stands in a document with one of `ENDINGS`; `unzipped`: the most bytes that a package may unpack to."""
    try:
        if ending == "pdf":
            found = pdf.pages(content)
            lines = tuple(Line("page", nth, text) for nth, told in found for text in told)
            return Read(lines, blank=tuple(nth for nth, told in found if not told))
        return Read(tuple(line for line in _BY_ENDING[ending](content, unzipped) if line.text.strip()))
    except (Unsafe, Unopened) as refused:
        return Read(reason=refused.reason)


def document(content: bytes, unzipped: int) -> Words:
    """A Word document, looked at before it is opened. Raises `Unsafe`."""
    office.words(content, "docx", unzipped)
    try:
        return Document(io.BytesIO(content))
    except Exception:  # whatever a file that somebody broke does to what reads it
        raise Unsafe("broken") from None


def paragraphs(words: Words) -> list[CT_P]:
    """Every paragraph of the text in its order, those in tables among them."""
    return list(words.element.body.iter(qn("w:p")))


def written(paragraph: CT_P) -> str:
    """Its words as they read once all changes are accepted: what was inserted counts, what was deleted does not."""
    return "".join(text.text or "" for text in texts(paragraph))


def texts(paragraph: CT_P) -> list:
    """The elements that hold its words; not those of a paragraph which lies in this one (a text box)."""
    found = paragraph.iter(qn("w:t"))
    return [text for text in found if next(text.iterancestors(qn("w:p"))) is paragraph]


def _docx(content: bytes, unzipped: int) -> Iterator[Line]:
    for nth, paragraph in enumerate(paragraphs(document(content, unzipped)), start=1):
        yield Line("paragraph", nth, written(paragraph))


def _pptx(content: bytes, unzipped: int) -> Iterator[Line]:
    for nth, slide in enumerate(deck(content, unzipped).slides, start=1):
        yield from (Line("slide", nth, text) for text in _on_slide(slide.shapes))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield from (Line("notes", nth, each.text) for each in slide.notes_slide.notes_text_frame.paragraphs)


def _on_slide(shapes) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _on_slide(shape.shapes)
        elif shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif getattr(shape, "has_table", False):
            yield from (" ".join(cell.text for cell in row.cells) for row in shape.table.rows)


def _txt(content: bytes, _unzipped: int) -> Iterator[Line]:
    text = decode(content)
    if text is None or "\x00" in text:
        raise Unsafe("not_text")
    yield from (Line("line", nth, line) for nth, line in enumerate(text.splitlines(), start=1))


_BY_ENDING = {"docx": _docx, "pptx": _pptx, "txt": _txt}
