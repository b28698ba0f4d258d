"""The document that every page begins with is Streamlit's own: with our name, our language and our ground, before a script runs.

Streamlit gives it at every address and tells in English of one it does not know; an address without a page is told here."""

from collections.abc import Collection
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charts.style import FONT as STYLE_FONT
from charts.style import GROUND
from data.presenting.views import FRONT
from data.settings import settings
from data.text import LANGUAGES, Language, Text
from metrics.finding.places import ADDRESSES, of_page
from ui import streamlit_private as private
from web.first_frame import begun_with
from web.held import Held
from web.pages import page

UNKNOWN = Text(
    "没有这个页面。地址可能写错了，或这个页面已经改了名。",
    "There is no such page. The address may be mistyped, or the page has another name now.",
)
OVERVIEW = Text("到总览", "To the overview")
ITS_TITLE, ITS_LANGUAGE = b"<title>Streamlit</title>", b'<html lang="en">'
ITS_END, ITS_LAST = b"</head>", b"</body>"
FONT = b'rel="preload"'  # of letters that nothing here is written in; what is, before our style sheet comes, takes those at hand
AT_HAND = ", ".join(f"local({name.strip()})" for name in STYLE_FONT.split(",")[:-1])
LETTERS = f'@font-face {{ font-family: "Source Sans"; font-weight: 100 900; font-style: normal; src: {AT_HAND}; }}'
CHROME = ", ".join(f'[data-testid="{part}"]' for part in ("stHeader", "stToolbar", "stStatusWidget"))
# A validator of Streamlit's file would let a browser keep one that says otherwise.
CHANGED = ("etag", "last-modified", "content-length")
ASKED = ("accept-encoding", "if-none-match", "if-modified-since", "range")


class Document:
    """Writes title, language, background and the link to our style sheet into Streamlit's document; every other answer passes
    as it is."""

    def __init__(self, app: ASGIApp, sheet: str = "", first: Collection[str] = ()):
        self.app, self.sheet, self.first = app, sheet, first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_a_page(scope):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name.decode() not in ASKED]
        await self.app(
            {**scope, "headers": plain},
            receive,
            Held(send, _is_document, _Written(send, scope, self.sheet, self.first).finish).send,
        )


def _wants_a_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


class _Written:
    """A document of Streamlit's, sent as ours."""

    def __init__(self, onward: Send, scope: Scope, sheet: str, first: Collection[str]):
        self.onward, self.scope, self.sheet, self.first = onward, scope, sheet, first

    async def finish(self, start: Message, body: bytes) -> None:
        its = ITS_TITLE in body
        elsewhere = _elsewhere(self.scope, ADDRESSES) if its else None
        if elsewhere:
            await elsewhere(self.scope, _nothing, self.onward)
            return
        page = _page_of(self.scope) or FRONT
        asks = its and page in self.first
        sent = written(body, _language(self.scope), self.sheet, page if asks else "") if its else body
        headers = MutableHeaders(scope=start)
        for name in CHANGED if its else ():
            del headers[name]
        headers["content-length"] = str(len(sent))
        await self.onward(start)
        await self.onward({"type": "http.response.body", "body": sent})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _page_of(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", "")).strip("/")


def _elsewhere(scope: Scope, pages: Collection[str]) -> Response | None:
    """What is answered where no page of that name is declared, and where it is the front page, which has no name."""
    path = _page_of(scope)
    front = "../" * path.count("/") or "./"
    if not path or (path in pages and of_page(path).page):
        return None
    if path in pages:
        query = scope["query_string"].decode("ascii", "replace")
        return RedirectResponse(f"{front}?{query}" if query else front, HTTPStatus.FOUND)
    return page("unknown", _language(scope), status=HTTPStatus.NOT_FOUND, text=UNKNOWN, way=OVERVIEW, back=front)


def _is_document(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


def _language(scope: Scope) -> Language:
    asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else settings().language


def written(document: bytes, lang: Language, sheet: str, first: str = "") -> bytes:
    """Streamlit's document with the title, the language, the ground and the style sheet of the cockpit, and what asks for
    the first frame of the page that is named `first`."""
    title = settings().title_zh if lang == "zh" else settings().title_en
    style = f"<style>html, body {{ background: {GROUND}; color-scheme: dark; }} {CHROME} {{ display: none !important; }}</style>"
    named = f"<title>{escape(title)}</title>{style}".encode()
    if first:
        document, asks = begun_with(document, first)
        named = asks + named
    ours = document.replace(ITS_TITLE, named, 1).replace(ITS_LANGUAGE, f'<html lang="{lang}">'.encode(), 1)
    sooner = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in private.parts_of_every_view()
    )
    head = f"<style>{LETTERS}</style><script>{private.CONNECTS_AT_ONCE}; {private.ICONS_WHEN_SEEN}</script>{sooner}"
    # Behind what Streamlit writes into the head while it runs: of two rules that weigh the same ours counts.
    dressed = ours.replace(ITS_LAST, sheet.encode() + ITS_LAST, 1)
    return _without_font(dressed).replace(ITS_END, head.encode() + ITS_END, 1)


def _without_font(document: bytes) -> bytes:
    at = document.find(FONT)
    return document if at < 0 else document[: document.rfind(b"<link", 0, at)] + document[document.find(b">", at) + 1 :]
