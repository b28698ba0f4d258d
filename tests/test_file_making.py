"""Files to take along take turns: twenty that wait hold up nobody else, and who is too many is told so."""

from collections import Counter
from datetime import date
from threading import Event
from types import SimpleNamespace

import anyio
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from data import disclosures, file_making, store
from data.lanes import Busy, Lane
from data.people import sessions
from metrics.briefs import making as briefs
from metrics.decks import making as decks
from metrics.papers import making as papers
from tests.loops import in_a_thread
from tests.people import somebody
from web import gate, paper
from web.gate import Gate
from web.turns import makes_a_file

ASKING = 20
PEOPLE = ("ma", "ning", "shen", "wang", "zhao")


@pytest.fixture
def lane(monkeypatch) -> Lane:
    """A lane of the test's own, as long and as wide as the real one."""
    made = Lane(
        file_making.AT_ONCE, file_making.WAITING, file_making.EACH, file_making.BUSY, file_making.BUSY_WITH_YOURS
    )
    monkeypatch.setattr(file_making, "_lane", made)
    return made


@pytest.fixture
def signed_in(monkeypatch):
    """Whoever shows a cookie is signed in as who it names; what a file opens at is asked of no store."""
    anywhere = create_engine("sqlite://")
    for module in (gate, paper):
        monkeypatch.setattr(module.rooms, "real", lambda: anywhere)
    monkeypatch.setattr(paper.opening, "usual_month", lambda *_: date(2026, 10, 1))
    monkeypatch.setattr(sessions, "find", lambda _engine, cookie: _session(cookie))
    yield
    anywhere.dispose()


def _session(login: str) -> SimpleNamespace:
    who = somebody("leader", "330000", login=login)
    return SimpleNamespace(actor=who, view="", kiosk=False, comes_first="", wall=None)


def test_a_page_is_served_while_twenty_files_are_asked_for(lane, signed_in, monkeypatch):
    """Fourteen are made or wait, the rest gets its sentence at once; a page behind the same gate has an answer meanwhile."""
    free = Event()

    def made(_engine, _view, who, _lang, **how) -> papers.Made:
        with file_making.turn(who):
            assert free.wait(60)
            return papers.Made(b"%PDF", "map.pdf", 1, 1)

    monkeypatch.setattr(paper.making, "of_view", made)
    monkeypatch.setattr(disclosures, "pdf_made", lambda *given, **more: None)
    routes = [
        *paper.ROUTES,
        Route("/page", lambda _: PlainTextResponse("the page")),
    ]  # a plain function: in the common threads
    app = Starlette(routes=routes, middleware=[Middleware(Gate)])

    async def flood() -> list[httpx.Response]:
        answers: list[httpx.Response] = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://cockpit") as http:

            async def ask(path: str, login: str) -> httpx.Response:
                return await http.get(path, headers={"cookie": f"{sessions.COOKIE}={login}"})

            async def take(login: str) -> None:
                answers.append(await ask("/pdf?of=map&unit=330200", login))

            async with anyio.create_task_group() as group:
                for nth in range(ASKING):
                    group.start_soon(take, PEOPLE[nth % len(PEOPLE)])
                with anyio.fail_after(30):
                    while len(answers) < ASKING - file_making.AT_ONCE - file_making.WAITING:
                        await anyio.sleep(0.01)
                    assert (await ask("/page", "wang")).text == "the page"
                free.set()
        return answers

    answers = in_a_thread(flood)
    assert Counter(each.status_code for each in answers) == {200: 14, 503: 6}
    assert all(file_making.BUSY.zh in each.text for each in answers if each.status_code == 503)


def test_an_operation_that_makes_a_file_leaves_the_common_threads_free():
    """More of them than there are common threads wait, and a plain operation is answered."""
    free, app = Event(), FastAPI()

    @app.get("/file")
    @makes_a_file
    def file(month: date) -> str:
        assert free.wait(60)
        return f"{month:%Y-%m}"

    app.get("/plain")(lambda: "plain")

    async def flood() -> list[str]:
        told: list[str] = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://cockpit") as http:

            async def ask() -> None:
                told.append((await http.get("/file", params={"month": "2026-10-01"})).json())

            async with anyio.create_task_group() as group:
                for _ in range(int(anyio.to_thread.current_default_thread_limiter().total_tokens) + 5):
                    group.start_soon(ask)
                await anyio.sleep(0.2)
                with anyio.fail_after(30):
                    assert (await http.get("/plain")).json() == "plain"
                free.set()
        return told

    assert set(in_a_thread(flood)) == {"2026-10"}


WHO = somebody("leader", "330000", login="wang")
MADE = {
    "slides of a storyline": lambda: decks.of_storyline(None, None, WHO, "zh"),
    "slides of a page": lambda: decks.of_view(None, None, WHO, "zh"),
    "a briefing of a unit": lambda: briefs.of_unit(None, "330200", date(2026, 10, 1), WHO, "zh", None),
    "a briefing of a storyline": lambda: briefs.of_storyline(None, None, WHO, "zh", None),
    "a PDF of a storyline": lambda: papers.of_storyline(None, None, WHO, "zh"),
    "a PDF of a page": lambda: papers.of_view(None, None, WHO, "zh"),
    "a picture": lambda: papers.picture(None, None, WHO, "zh"),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_each_kind_of_file_takes_its_turn_before_it_opens_the_store(lane, monkeypatch, make):
    monkeypatch.setattr(store, "reading", lambda _: pytest.fail("the store was opened by who should wait"))
    lane.at_once = lane.waiting = 0
    with pytest.raises(Busy):
        make()
