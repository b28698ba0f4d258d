"""A Word document with remarks: a comment at each place that something is said of, and nothing else changed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.text.run import Run

from data.documents.reading import document, paragraphs, texts


@dataclass(frozen=True)
class Remark:
    """What is said of the letters from `start` to `end` of a paragraph (its number from 1); on slides, of one of the slide `paragraph`."""

    paragraph: int
    start: int
    end: int
    text: str


def marked(content: bytes, remarks: Sequence[Remark], author: str, unzipped: int) -> bytes:
    """The document with one comment a remark, at the runs that its letters stand in. Raises as `reading.document` does."""
    words = document(content, unzipped)
    lines = paragraphs(words)
    for remark in remarks:
        paragraph = lines[remark.paragraph - 1]
        runs = [Run(run, words) for run in _runs(paragraph, remark.start, remark.end)]
        if runs:
            words.add_comment([runs[0], runs[-1]], text=remark.text, author=author, initials="")
    made = io.BytesIO()
    words.save(made)
    return made.getvalue()


def _runs(paragraph: CT_P, start: int, end: int) -> list[CT_R]:
    """The runs directly in the paragraph that hold some of these letters: where a change of somebody else's is open, or a link
    lies around them, the nearest before."""
    found, before, at = [], None, 0
    for text in texts(paragraph):
        run = next(text.iterancestors(qn("w:r"), qn("w:p")))
        length = len(text.text or "")
        if run.getparent() is paragraph:
            before = run if at <= start else before
            if at < end and start < at + length and run not in found:
                found.append(run)
        at += length
    return found or ([before] if before is not None else [])
