"""The named places of a Word template, `{{数值｜访问量}}`: which there are, and the same document with what belongs there. In a
worker alone.

A place may be split over any number of runs: Word splits them while somebody writes. What is put there looks as the place's
first letter did.
"""

import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document as Words
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

from data.documents import blocks
from data.documents.blocks import Block, Letters
from data.documents.reading import document, texts, written
from data.questions.attachments.unsafe import Unsafe

PLACE = re.compile(r"\{\{([^{}]{0,120})\}\}")
BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Place:
    """One place: what stands between its braces, in which paragraph (its number from 1, those of headers and footers after
    those of the text), and whether nothing else stands there."""

    text: str
    paragraph: int
    alone: bool


@dataclass(frozen=True)
class Known:
    """The places of a template; paragraphs with braces that are no whole place; or the reason why it is not opened."""

    places: tuple[Place, ...] = ()
    broken: tuple[tuple[int, str], ...] = ()
    reason: str = ""


def known(content: bytes, unzipped: int) -> Known:
    """What places a template has; `unzipped`: the most bytes that it may unpack to."""
    try:
        words = document(content, unzipped)
    except Unsafe as refused:
        return Known(reason=refused.reason)
    found, broken = [], []
    for nth, paragraph in enumerate(_paragraphs(words), start=1):
        text = written(paragraph)
        found += [Place(each[1], nth, text.strip() == each[0]) for each in PLACE.finditer(text)]
        rest = PLACE.sub("", text)
        if BRACES.search(rest):
            broken.append((nth, text.strip()[:60]))
    return Known(tuple(found), tuple(broken))


def filled(
    content: bytes, inside: Mapping[str, Letters], instead: Mapping[str, Sequence[Block]], end: Sequence[Block],
    mark: str, unzipped: int,
) -> bytes:  # fmt: skip
    """The document with what belongs in its places, by what stands between their braces: letters `inside` a paragraph, blocks
    `instead` of one. `end` stands behind everything; `mark` above it, "" for none. Raises as `reading.document` does."""
    words = document(content, unzipped)
    for paragraph in _paragraphs(words):
        for found in list(PLACE.finditer(written(paragraph)))[::-1]:  # from behind, so that places before it stay
            if found[1] in inside:
                _put(paragraph, found.start(), found.end(), inside[found[1]], words)
            elif found[1] in instead:
                for block in instead[found[1]]:
                    blocks.before(paragraph, block, words)
                _take_away(paragraph)
    for block in end:
        blocks.at_end(block, words)
    if mark:
        blocks.above(mark, words)
    made = io.BytesIO()
    words.save(made)
    return made.getvalue()


def _paragraphs(words: Words) -> list[CT_P]:
    """Every paragraph: of the text, and of headers and footers, each once."""
    return [each for root in _roots(words) for each in root.iter(qn("w:p"))]


def _roots(words: Words) -> Iterator:
    yield words.element.body
    seen = set()
    for section in words.sections:
        kinds = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
        for each in (getattr(section, kind) for kind in kinds):
            if not each.is_linked_to_previous and each.part not in seen:
                seen.add(each.part)
                yield each._element


def _put(paragraph: CT_P, start: int, end: int, what: Letters, words: Words) -> None:
    """Letters in the place of those from `start` to `end`, in the run in which these begin."""
    at, first = 0, None
    for text in texts(paragraph):
        said = text.text or ""
        low, high = max(start - at, 0), min(end - at, len(said))
        if low < high:
            before, after = said[:low], said[high:]
            text.text = before + (what.text if first is None else "") + after
            text.set(qn("xml:space"), "preserve")
            if first is None:
                first = text
                if what.address:
                    _split(text, before, what, after, words)
        at += len(said)


def _split(text, before: str, what: Letters, after: str, words: Words) -> None:
    """The run of a text, in three: what was before, what leads somewhere, what comes after. Where it lies in a link already,
    or beside other things in its run, it stays whole."""
    run = text.getparent()
    others = [each for each in run if each.tag not in (qn("w:rPr"), qn("w:t"))]
    if run.tag != qn("w:r") or run.getparent().tag != qn("w:p") or others or len(run.findall(qn("w:t"))) != 1:
        return
    tail = copy.deepcopy(run)
    text.text = before
    tail.find(qn("w:t")).text = after
    linked = copy.deepcopy(run)
    linked.find(qn("w:t")).text = what.text
    run.addnext(tail)
    run.addnext(blocks.leading([linked], what.address, words))


def _take_away(paragraph: CT_P) -> None:
    """The paragraph of a place; a cell of a table keeps one."""
    parent = paragraph.getparent()
    if parent.tag == qn("w:tc") and parent[-1] is paragraph:
        for text in texts(paragraph):
            text.text = ""
        return
    parent.remove(paragraph)
