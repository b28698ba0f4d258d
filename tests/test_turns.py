"""What takes long has threads of its own: a flood of it is answered with a sentence and holds up nobody else."""

import time
from collections import Counter
from threading import Event

import anyio
import httpx
import pytest
from anyio import to_thread
from starlette.applications import Starlette

from data.lanes import Busy
from data.people import passwords, sessions
from tests.loops import in_a_thread
from web import signing_in, turns
from web.server import ROUTES
from web.turns import Turns


def test_so_many_go_on_so_many_wait_and_the_rest_is_told():
    free, going = Event(), []

    def work() -> None:
        going.append(1)
        assert free.wait(60)

    async def flood() -> Counter:
        lane, told = Turns(at_once=2, waiting=3, each=4, busy=turns.BUSY), Counter[str]()

        async def one(address: str) -> None:
            try:
                await lane.run(work, address)
                told["done"] += 1
            except Busy:
                told[f"busy {address}"] += 1

        async with anyio.create_task_group() as group:
            for address in "aaaaaabb":
                group.start_soon(one, address)
            await anyio.sleep(0.2)
            # The common threads are free, whatever these wait for.
            assert await to_thread.run_sync(lambda: "free") == "free"
            assert len(going) == 2
            free.set()
        return told

    assert in_a_thread(flood) == {"done": 5, "busy a": 2, "busy b": 1}


def test_a_flood_of_sign_ins_is_refused_and_the_server_answers(monkeypatch):
    """Sixty at once, each as slow as a hash: a few are tried, the rest gets a sentence at once; /healthz answers."""
    free = Event()
    monkeypatch.setattr(signing_in.rooms, "real", lambda: None)
    monkeypatch.setattr(signing_in.ready, "is_waiting", lambda _: False)  # whatever another test left beside the secret
    monkeypatch.setattr(passwords, "sign_in", lambda *given, **more: free.wait(60) and "cookie")
    app = Starlette(routes=ROUTES)
    bound = "b" * 32
    form = {"token": sessions.form_token(bound), "login": "wang", "password": "x"}

    async def flood() -> tuple[Counter, float, str]:
        answers: list[httpx.Response] = []
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://cockpit", cookies={signing_in.FORM_COOKIE: bound}
        ) as http:

            async def post() -> None:
                answers.append(await http.post("/login", data=form))

            async with anyio.create_task_group() as group:
                for _ in range(60):
                    group.start_soon(post)
                while len(answers) < 50:
                    await anyio.sleep(0.01)
                start = time.thread_time()
                assert (await http.get("/healthz")).text == "ok"
                took = time.thread_time() - start
                free.set()
        busy = next(each.text for each in answers if each.status_code == 503)
        return Counter(each.status_code for each in answers), took, busy

    told, took, busy = in_a_thread(flood)
    assert told == {503: 50, 303: 10}  # of one address
    assert took < 0.1
    assert turns.BUSY.zh in busy


@pytest.mark.parametrize("route", [route for route in ROUTES if getattr(route, "path", "") == "/healthz"])
def test_healthz_needs_no_thread(route):
    assert route.endpoint.__code__.co_flags & 0x80  # a coroutine: no thread has to be free for it
