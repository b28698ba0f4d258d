"""Slides with remarks: a comment on the slide that each is said of, and nothing else changed."""

import io
from collections.abc import Sequence
from datetime import datetime

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation

from data import months
from data.decks.opening import opened
from data.documents.marking import Remark

AUTHORS, COMMENTS = "/ppt/commentAuthors.xml", "/ppt/comments/cockpit{number}.xml"
BELOW = 300  # between the marks of two comments of a slide, in units of theirs, so that none lies on another


def marked(content: bytes, remarks: Sequence[Remark], author: str, unzipped: int) -> bytes:
    """The deck with one comment a remark, whose `paragraph` is the slide's number. Raises `opening.Unopened`."""
    deck = opened(content, unzipped)
    if remarks:
        number = _signed(deck, author, len(remarks))
        at = months.now().replace(tzinfo=None, microsecond=0)
        for nth, slide in enumerate(deck.slides, start=1):
            said = [(place, each) for place, each in enumerate(remarks, start=1) if each.paragraph == nth]
            if said:
                _comment(slide.part, nth, number, said, at)
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _signed(deck: Presentation, author: str, count: int) -> int:
    """The number of a new author among those of the deck."""
    part = _part(deck.part, RELATIONSHIP_TYPE.COMMENT_AUTHORS, AUTHORS, CONTENT_TYPE.PML_COMMENT_AUTHORS, "cmAuthorLst")
    listed = parse_xml(part.blob)
    taken = [int(each.get("id", 0)) for each in listed.findall(qn("p:cmAuthor"))]
    number = max(taken, default=-1) + 1
    one = parse_xml(f"<p:cmAuthor {nsdecls('p')}/>")
    for name, value in {
        "id": number,
        "name": author,
        "initials": author[:2],
        "lastIdx": count,
        "clrIdx": number,
    }.items():
        one.set(name, str(value))
    listed.append(one)
    _write(part, listed)
    return number


def _comment(slide: Part, nth: int, author: int, said: Sequence[tuple[int, Remark]], at: datetime) -> None:
    """Add comments to those of a slide."""
    name = COMMENTS.format(number=nth)
    part = _part(slide, RELATIONSHIP_TYPE.COMMENTS, name, CONTENT_TYPE.PML_COMMENTS, "cmLst")
    listed = parse_xml(part.blob)
    for place, (index, remark) in enumerate(said):
        one = parse_xml(f"<p:cm {nsdecls('p')}><p:pos/><p:text/></p:cm>")
        for key, value in {"authorId": author, "dt": at.isoformat(), "idx": index}.items():
            one.set(key, str(value))
        one[0].set("x", "10")
        one[0].set("y", str(10 + place * BELOW))
        one[1].text = remark.text
        listed.append(one)
    _write(part, listed)


def _part(of: Part, related: str, name: str, kind: str, root: str) -> Part:
    """The part that is related so, an empty one where there is none."""
    for each in of.rels.values():
        if each.reltype == related and not each.is_external:
            return each.target_part
    made = Part(PackURI(name), kind, of.package, f"<p:{root} {nsdecls('p')}/>".encode())
    of.relate_to(made, related)
    return made


def _write(part: Part, tree) -> None:
    part.blob = serialize_part_xml(tree)
