"""`/brief?unit=…&month=…&revision=…`: a briefing by the calendar, to which a notice leads: as a Word document, slides or a PDF.

It is made when it is asked for, by whoever opens it, as they may read by then, of the revision of the day on which it was told.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from http import HTTPStatus
from types import SimpleNamespace
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import disclosures, months, rooms, store, units
from data.access import Actor
from data.asked import as_number
from data.decks.links import Link
from data.lanes import Busy
from data.media_types import DOCX, PDF, PPTX
from data.notices import notices
from data.people import sessions
from data.presenting import views
from data.refusal import ByReason, Refusal
from data.text import Language, Text
from metrics.briefs import making as briefs
from metrics.decks import making as decks
from metrics.decks.reading import Reader, month_name
from metrics.papers import making as papers
from web import visitors
from web.pages import page, sentence
from web.turns import GATE, makes_a_file

MIMES = {"word": DOCX, "slides": PPTX, "pdf": PDF}
NAMES = {
    "word": Text("Word 文档", "Word document"),
    "slides": Text("幻灯片（PowerPoint，总览一页，图表可编辑）", "Slides (PowerPoint; the overview, with charts that can be edited)"),
    "pdf": Text("PDF（总览一页）", "PDF (the overview, one page)"),
}  # fmt: skip
TEXTS = {
    "said": Text(
        "内容是通知当天的版本，按您现在的权限制作；下载会记入审计日志。",
        "It holds what was known on the day of the notice and is made as you may read now. The audit log notes that it was taken.",
    ),
    "back": Text("返回总览", "Back to the overview"),
}
TITLE = Text("{unit} {month}专报", "Briefing: {unit}, {month}")
REFUSALS = {
    "address": Text("这个网址不是一份专报：请从通知里打开。", "This address is no briefing: open it from the notice."),
}


class Refused(ByReason):
    """An address that is no briefing."""

    sentences = REFUSALS


async def brief(request: Request) -> Response:
    """The way to its files, or with `as` one of them; what it cannot be is said in a sentence."""
    lang, cookie, query = visitors.language(request), visitors.cookie(request), dict(request.query_params)
    session = await to_thread.run_sync(sessions.find, rooms.real(), cookie, limiter=GATE) if cookie else None
    if session is None or session.view:  # a wall looks and takes nothing along
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    try:
        return await _answer(session.actor, query, lang)
    except Busy as busy:
        return sentence(busy.sentence, lang, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except Refusal as refused:
        return sentence(refused.sentence, lang, status=HTTPStatus.CONFLICT)


@makes_a_file
def _answer(who: Actor, query: Mapping[str, str], lang: Language) -> Response:
    unit, revision = query.get("unit", ""), as_number(query.get("revision", ""))
    if revision is None:
        raise Refused("address")
    view = views.read("./", {"unit": unit, "month": query.get("month", "")})
    month, kind = view.month, query.get("as", "")
    if kind not in MIMES:
        _read(who, as_number(query.get("notice", "")))
        return _ways(who, unit, month, revision, lang)
    if kind == "word":
        made = briefs.of_unit(rooms.real(), unit, month, who, lang, briefs.own(lang), revision)
        disclosures.brief_made(rooms.real(), f"unit {unit}", made.name, made.revision, by=who)
        content, name = made.content, made.name
    elif kind == "slides":
        deck = decks.of_view(rooms.real(), view, who, lang, revision)
        disclosures.deck_made(rooms.real(), f"unit {unit}", {"slides": deck.slides, "revision": deck.revision}, by=who)
        content, name = deck.content, deck.name
    else:
        printed = papers.of_view(rooms.real(), view, who, lang, revision=revision)
        disclosures.pdf_made(rooms.real(), f"unit {unit}", printed.told, by=who)
        content, name = printed.content, printed.name
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, media_type=MIMES[kind], headers=headers)


def _read(who: Actor, number: int | None) -> None:
    """The notice that led here is read; where the store cannot write it stays unread."""
    if number is not None:
        with suppress(Refusal):
            notices.mark_read(rooms.real(), who.login, [number])


def _ways(who: Actor, unit: str, month: date, revision: int, lang: Language) -> Response:
    """The page with all of them, for who may read the unit."""
    with store.reading(rooms.real()) as conn:
        Reader(conn, who, lang, revision).scope(Link("scope", unit, month))
        told = TITLE.in_(lang, unit=units.load(conn).in_month(month)[unit].name(lang), month=month_name(month, lang))
    here = {"unit": unit, "month": months.label(month), "revision": str(revision), "lang": lang}
    files = [(f"/brief?{urlencode({**here, 'as': kind})}", name.in_(lang)) for kind, name in NAMES.items()]
    back = f"/?{urlencode({'unit': unit, 'month': months.label(month), 'lang': lang})}"
    return page("brief", lang, told=told, words=SimpleNamespace(**TEXTS), files=files, back=back)


ROUTES = [Route("/brief", brief)]
