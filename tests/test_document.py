"""The first bytes of a page: dark, with our name, in the reader's language."""

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import PAGES
from charts.style import GROUND
from data.settings import settings
from metrics.finding import ADDRESSES
from ui.streamlit_private import CONNECTS_AT_ONCE, parts_of_every_view
from web import document
from web.document import FONT, ITS_LANGUAGE, ITS_TITLE, UNKNOWN, Document

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
SHEET = '<link rel="stylesheet" href="./style/a.css">'
PAGE = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def browser():
    """A visitor of Streamlit's document, a form of ours and a file."""
    answers = {
        "/": lambda _: FileResponse(INDEX, headers={"cache-control": "no-cache"}),
        "/desk": lambda _: FileResponse(INDEX),
        "/overview": lambda _: FileResponse(INDEX),
        "/old/name": lambda _: FileResponse(INDEX),
        "/nowhere": lambda _: FileResponse(INDEX),
        "/login": lambda _: HTMLResponse("<title>登录</title>", 401),
        "/file": lambda _: PlainTextResponse(ITS_TITLE, headers={"etag": "x"}),
    }
    routes = [Route(path, answer) for path, answer in answers.items()]
    return TestClient(
        Starlette(routes=routes, middleware=[Middleware(Document, sheet=SHEET), Middleware(GZipMiddleware)])
    )


@pytest.mark.parametrize(
    ("query", "lang"), [("", "zh"), ("?lang=en", "en"), ("?lang=xx", "zh"), ("?lang=%22%3E", "zh")]
)
def test_a_page_begins_dark_with_our_name_in_the_readers_language(browser, query, lang):
    answer = browser.get(f"/{query}", headers=PAGE)
    title = settings().title_zh if lang == "zh" else settings().title_en
    assert f'<html lang="{lang}">' in answer.text
    assert f"<title>{title}</title>" in answer.text
    assert f"background: {GROUND}" in answer.text[: answer.text.index("<body")]
    assert "Streamlit</title>" not in answer.text
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["cache-control"] == "no-cache"


def test_it_asks_for_what_every_view_needs_and_for_its_socket_at_once(browser):
    head, _, body = browser.get("/", headers=PAGE).text.partition("</head>")
    assert f"{SHEET}</body>" in " ".join(body.split()).replace("> <", "><")
    assert head.index(f"<script>{CONNECTS_AT_ONCE}; ") > 0
    assert all(f'href="./static/js/{name}"' in head for name in parts_of_every_view())


def test_the_font_of_streamlit_is_not_fetched(browser):
    assert INDEX.read_bytes().count(FONT) == 1
    text = browser.get("/", headers=PAGE).text
    assert FONT.decode() not in text
    assert text.count("<link") == INDEX.read_text().count("<link") - 1 + 1 + len(parts_of_every_view())


def test_no_browser_keeps_the_document_by_the_marks_of_streamlits_file(browser):
    marks = browser.get("/", headers={"accept": "*/*"}).headers
    answer = browser.get("/", headers=PAGE | {"if-none-match": marks["etag"]})
    assert answer.status_code == 200
    assert not {"etag", "last-modified"} & set(answer.headers)


def test_everything_else_passes_as_it_is(browser):
    form, file = browser.get("/login", headers=PAGE), browser.get("/file", headers=PAGE)
    assert (form.status_code, form.text) == (401, "<title>登录</title>")
    assert (file.content, file.headers["etag"]) == (ITS_TITLE, "x")
    assert browser.head("/file", headers=PAGE).status_code == 200


@pytest.fixture
def declared(monkeypatch):
    monkeypatch.setattr(document, "ADDRESSES", {"overview", "desk"})


def test_every_page_has_an_address():
    assert {name for pages in PAGES.values() for name in pages} <= ADDRESSES


def test_an_address_without_a_page_is_told_in_the_readers_language(browser, declared):
    assert browser.get("/desk", headers=PAGE).status_code == 200
    for path, lang, said, back in (
        ("/nowhere", "zh", UNKNOWN.zh, "./"), ("/old/name", "en", UNKNOWN.en, "../"),
    ):  # fmt: skip
        answer = browser.get(f"{path}?lang={lang}", headers=PAGE)
        assert answer.status_code == 404
        assert said in answer.text
        assert f'<a href="{back}">' in answer.text


def test_the_front_page_has_no_name(browser, declared):
    answer = browser.get("/overview?unit=330200&wall=1", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "./?unit=330200&wall=1")


def test_streamlits_document_has_what_is_written_anew():
    document = INDEX.read_bytes()
    assert document.count(ITS_TITLE) == 1
    assert document.count(ITS_LANGUAGE) == 1
