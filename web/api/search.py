"""Search and go as JSON: the same answers as the box of every page, within what the token's owner may read."""

from typing import Annotated

from fastapi import APIRouter, Query

from data import months, store
from data.text import Text
from metrics import finding
from metrics.answering import Answer, Unread, answer
from metrics.finding import Found, Place, Seeker
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import responses
from web.api.scope import known_at, tree_with
from web.api.shapes import OfMonth, OfUnit, Said, Shape

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/search", tags=["lists"], responses=READS)

LONGEST = 100
Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        description="A name, a key, pinyin, initials, or a question about a number.",
        examples=["宁波 满意率"],
    ),
]


class Hit(Shape):
    """Something that fits: what it is (`metric unit page register row person document`), its key (of a row
    `register/key`), its name and what is said beside it, how well it fits (to 100), and its address in the cockpit."""

    kind: str
    key: str
    name: Said
    note: Said
    fit: float
    address: str


class Line(Shape):
    """One unit of an answer: its name, its number, what stands behind it."""

    name: Said
    value: Said
    note: Said
    address: str


class Answered(Shape):
    """A question about a number, answered: the sentence, what stands behind it, the lines of a list, how many more there are."""

    said: Said
    note: Said
    lines: list[Line]
    more: int
    address: str


class Unanswered(Shape):
    """Why a question is not answered, and the nearest that would be."""

    said: Said
    suggested: list[Said]


class Results(Shape):
    """What fits the words, the best first; `answer` where they are a question about a number, `unread` where they look like
    one that is not understood."""

    ask: str
    unit: str
    month: str
    revision: int
    found: list[Hit]
    answer: Answered | None
    unread: Unanswered | None


@router.get("", summary="Search, or ask about a number")
def search(
    actor: Person,
    engine: Opened,
    ask: Words,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
) -> Results:
    """Metrics, units, pages, registers, rows, people and documents by name, and questions about numbers. Of what the person
    may not read nothing is found, nor told how much there is. `unit` and `month` are what a question means that names none."""
    at, code = month or months.last_full(months.today()), unit or actor.unit
    scope = {"unit": code, "month": months.label(at)}
    with store.reading(engine) as conn:
        tree_with(conn, code, at)
        known = known_at(conn, revision)
        seeker = Seeker(actor, code, at, revision)
        found, answered = finding.find(conn, ask, seeker), answer(conn, ask, seeker)
    unread = answered if isinstance(answered, Unread) and answered.is_question else None
    return Results(
        ask=ask,
        unit=code,
        month=months.label(at),
        revision=known,
        found=[_hit(each, scope) for each in found],
        answer=_answered(answered, scope) if isinstance(answered, Answer) else None,
        unread=Unanswered(said=Said.of(unread.said), suggested=_said(unread.suggested)) if unread else None,
    )


def _hit(each: Found, scope: dict[str, str]) -> Hit:
    name, note = Said.of(each.name), Said.of(each.note)
    return Hit(
        kind=each.kind, key=each.key, name=name, note=note, fit=round(each.fit, 1), address=_to(each.place, scope)
    )


def _answered(each: Answer, scope: dict[str, str]) -> Answered:
    lines = [
        Line(
            name=Said.of(line.name), value=Said.of(line.value), note=Said.of(line.note), address=_to(line.place, scope)
        )
        for line in each.lines
    ]
    said, note = Said.of(each.said), Said.of(each.note)
    return Answered(said=said, note=note, lines=lines, more=each.more, address=_to(each.place, scope))


def _said(texts: tuple[Text, ...]) -> list[Said]:
    return [Said.of(each) for each in texts]


def _to(place: Place, scope: dict[str, str]) -> str:
    """The address in the cockpit, from its root."""
    return place.link(scope).removeprefix(".")
