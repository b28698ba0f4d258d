"""What the box of every page asks while somebody types: `/search?ask=…`, with the address of their view beside it.

The session is that of the pages and so are its rights; in the training room it is whom the address says one plays there. A
page asks a route and not its script: a script's run draws the whole page anew.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data import months, revisions, rooms, store, units
from data.access import Actor
from data.asked import as_day, as_number
from data.people import sessions
from data.reporting import opening
from data.settings import settings
from data.text import Language
from metrics import finding
from metrics.answering import Answer, Unread, answer
from metrics.finding import Found, Seeker
from web import room, visitors

LONGEST = 200
CALLED = 80.0  # so well at least something fits that is called as was typed
SEEKING = CapacityLimiter(8)  # threads of their own: who types fast holds up nobody else


async def search(request: Request) -> Response:
    """What fits the words, the best first: kind, name, what is said beside it, and its address in this view's scope; and
    where they are a question about a number, the answer."""
    cookie, query = visitors.cookie(request), dict(request.query_params)
    told = await to_thread.run_sync(_search, cookie, query, visitors.language(request), limiter=SEEKING)
    status = 200 if told is not None else 401
    return JSONResponse(told or {}, status, headers={"cache-control": "no-store"})


def _search(cookie: str, query: Mapping[str, str], lang: Language) -> dict[str, Any] | None:
    session = sessions.find(rooms.real(), cookie) if cookie else None
    if session is None or session.view:  # a wall looks and does not ask
        return None
    engine, actor = room.entered(session.actor, query)
    with store.reading(engine) as conn:
        seeker = _seeker(conn, actor, query)
        asked = query.get("ask", "")[:LONGEST]
        found = finding.find(conn, asked, seeker)
        answered = answer(conn, asked, seeker)
    told = [_told(each, query, lang) for each in found]
    if isinstance(answered, Unread):
        called = bool(found) and found[0].fit >= CALLED  # a name that is there needs no excuse
        return {"found": told, "unread": None if called or not answered.is_question else _unread(answered, lang)}
    return {"found": told, "answer": _answered(answered, query, lang)}


def _answered(each: Answer, query: Mapping[str, str], lang: Language) -> dict[str, Any]:
    scope = {**query, "lang": lang}
    lines = [
        {
            "name": line.name.in_(lang),
            "value": line.value.in_(lang),
            "note": line.note.in_(lang),
            "href": line.place.link(scope),
        }
        for line in each.lines
    ]
    words = [
        {
            "name": word.name.in_(lang),
            "choices": [{"name": it.name.in_(lang), "ask": it.ask.in_(lang)} for it in word.choices],
        }
        for word in each.words
    ]
    said, note = each.said.in_(lang), each.note.in_(lang)
    return {
        "said": said,
        "note": note,
        "lines": lines,
        "more": each.more,
        "words": words,
        "href": each.place.link(scope),
    }


def _unread(why: Unread, lang: Language) -> dict[str, Any]:
    return {"said": why.said.in_(lang), "suggested": [ask.in_(lang) for ask in why.suggested]}


def _told(each: Found, query: Mapping[str, str], lang: Language) -> dict[str, str]:
    return {
        "kind": finding.KINDS[each.kind].in_(lang),
        "name": each.name.in_(lang),
        "note": each.note.in_(lang),
        "href": each.place.link({**query, "lang": lang}),
    }


def _seeker(conn, actor: Actor, query: Mapping[str, str]) -> Seeker:
    """Whose view it is, of which unit and month, as known when; what the address says wrong counts as not said."""
    month = _month(query.get("month", "")) or opening.usual_month(conn, months.today())
    tree = units.load(conn).in_month(month)
    asked = query.get("unit", "")
    unit = asked if asked in tree else settings().unit
    return Seeker(actor, unit, month, _revision(conn, query))


def _month(written: str) -> date | None:
    try:
        month = months.parse(written)
    except ValueError:
        return None
    return month if settings().months.first <= month <= months.today() else None


def _revision(conn, query: Mapping[str, str]) -> int | None:
    current, asked = revisions.current(conn), query.get("revision", "")
    number, day = as_number(asked), as_day(query.get("known", ""))
    if number and number <= current:
        return number
    if day is None:
        return None
    known = revisions.known_on(conn, day)
    return known if known < current else None


ROUTES = [Route("/search", search)]
