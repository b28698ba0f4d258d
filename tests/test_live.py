"""`/live` and the console over HTTP: who may listen and press; every listener is told how it stands; the forms."""

import json
import re
import time
from dataclasses import replace

import pytest
from sqlalchemy import event, update
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data import store
from data.access import Actor, Grant, Role
from data.people import accounts, sessions, walls
from data.people.sessions import Session
from data.presenting import beats, phones, rotations, running, storylines
from data.presenting.spans import Span
from data.pulse import pulse
from data.schema import person
from tests import cases, presenting
from tests.people import somebody
from tests.presenting import CITY, STEPS, TITLE, made, who
from tests.staff import hire
from ui.sealing.small import small as drawn_small
from web.live import hub, listeners, sockets
from web.live.listeners import Listener
from web.presenting import small
from web.server import ROUTES, middleware

PREPARED = presenting.started
HERE = {"origin": "http://testserver"}
ADMINISTRATOR = somebody("administrator")


DRAWN: list[tuple] = []  # for whom, which page, asked how, at which standing


def drawn(session, page, asked, at):
    DRAWN.append((session.actor, page, asked, at))
    return None if asked.get("metric") == "visits" else {"title": page, "boards": {"frame": {"html": at}}}


def hear(socket, wanted: str):
    """What is sent next that says so."""
    while wanted not in (told := socket.receive_json()):
        pass
    return told


WALL = Session(Actor("大厅", CITY, (Grant("wall", CITY),)), view="unit=330200", wall=1)


class Woken:
    """A loop that counts how often it is woken."""

    woken = 0

    def call_soon_threadsafe(self, *_):
        self.woken += 1


@pytest.fixture
def served(engine, monkeypatch):
    """A wall of the city that follows lan's presentation; the last thread of a listener has ended when it is over."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    code = walls.make(engine, "大厅", CITY, {"lang": "en"}, by=who(engine, "lan"))
    device = walls.pair(engine, code, "", "")
    running.start(engine, made(engine), (1,), by=who(engine, "lan"))
    yield engine, device
    while thread := hub.HUB.thread:
        thread.join(10)


@pytest.fixture
def browser():
    """`browser(cookie)`: somebody with that session cookie."""

    def of(cookie: str = "", phone: str = "") -> TestClient:
        client = TestClient(
            Starlette(routes=[*ROUTES, *sockets.routes(drawn)], middleware=middleware()), follow_redirects=False
        )
        if cookie:
            client.cookies.set(sessions.COOKIE, cookie)
        if phone:
            client.cookies.set(phones.COOKIE, phone)
        return client

    return of


def signed(engine, login: str) -> str:
    with store.writing(engine) as conn:
        return sessions.open_(conn, login, address="", agent="")


def name(engine, role: Role, unit: str) -> str:
    """How the store stands for somebody of that role."""
    with engine.connect() as conn:
        return pulse(conn).name_for(Actor("", unit, (Grant(role, unit),)))


def present(engine) -> str:
    """The channel for a wall whose view was drawn just now: it is handed none."""
    return f"/live?at={name(engine, 'wall', CITY)}"


def commit(engine, visits: int) -> None:
    with store.writing(engine) as conn:
        cases.report(conn, cases.reports(f"unit | month | visits\n330203 | 2024-10 | {visits}"))


def steer(engine, command, step=0):
    with engine.connect() as conn:
        turn = running.state(conn, 1).turn
    return running.steer(engine, 1, command, turn, by=who(engine, "lan"), step=step)


def token(page: str) -> str:
    return re.search(r'name="token" value="([0-9a-f]+)"', page)[1]


def drain(socket) -> None:
    """Read until the other side closes."""
    while True:
        socket.receive_json()


def press(client, command, path="/present/1", **more):
    page = client.get(path).text
    turn = re.search(r'data-turn="(\d+)"', page)[1]
    return client.post(path, data={"command": command, "turn": turn, "token": token(page)} | more)


def test_a_wall_is_told_the_whole_state_and_returns_to_its_view(served, browser):
    engine, device = served
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        told = socket.receive_json()
        assert told == {
            "address": "/?unit=330200&month=2024-10&lang=en&wall=1",
            "black": False,
            "focus": "",
            "hidden": [],
            "screen": 1,
            "of": [1, 1],
            "at": name(engine, "wall", CITY),
        }
        steer(engine, "next")
        assert socket.receive_json()["address"] == "/map?unit=330203&month=2024-10&metric=visits&lang=en&wall=1"
        steer(engine, "black")
        assert socket.receive_json()["black"]
        steer(engine, "light")
        assert not socket.receive_json()["black"]
        steer(engine, "freeze")
        steer(engine, "next")  # the wall is not told: it stays
        running.end(engine, 1, by=who(engine, "lan"))
        assert socket.receive_json()["address"] == "/?wall=1&unit=330200&lang=en"


def test_a_wall_goes_through_a_storyline_by_the_clock_and_says_what_is_on_it(served, browser, monkeypatch):
    engine, device = served
    running.end(engine, 1, by=who(engine, "lan"))
    monkeypatch.setattr(storylines, "SECONDS", (1, 3600))
    quick = [replace(step, seconds=1) for step in STEPS[:2]]
    storylines.create(engine, TITLE, CITY, quick, by=who(engine, "lan"))
    rotations.declare(engine, 1, 2, Span("1234567", 0, 1440), hub.METRICS, by=who(engine, "lan"), moves_on=False)
    pages = {
        "/?unit=330200&month=2024-10&lang=en&wall=1",
        "/map?unit=330203&month=2024-10&metric=visits&lang=en&wall=1",
    }
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        assert {socket.receive_json()["address"] for _ in range(2)} == pages
        socket.send_text("x")
        socket.send_text(json.dumps({"address": "/map", "frame": "a1", "revision": ""}))
        wall = browser(device)
        for page in pages:  # either step, since the clock passes from one to the next while it is asked for
            assert wall.get(page).status_code in (200, 404)
        assert wall.get("/problems").headers["location"].startswith("/?wall=1")
    while thread := hub.HUB.thread:
        thread.join(10)
    with engine.connect() as conn:
        assert beats.listing(conn)[1].address == "/map"  # written down by the time the last listener has gone


def test_beats_wait_while_the_store_cannot_be_written_and_are_written_once_it_can(served, monkeypatch):
    engine, _ = served
    made = hub.Hub()
    made.beats[1] = beats.read(1, '{"address": "/", "frame": "a"}', hub.months.now())
    real = beats.keep
    failing = [store.Refused("not_written", cause="disk full")]

    def keep(*asked):
        if failing:
            raise failing.pop()
        real(*asked)

    monkeypatch.setattr(beats, "keep", keep)
    made._write()
    assert made.beats
    made._write()
    assert not made.beats
    with engine.connect() as conn:
        assert beats.listing(conn)[1].frame == "a"


def test_a_view_is_drawn_once_for_all_who_may_see_the_same(served, browser):
    engine, _ = served
    DRAWN.clear()
    head, bao = browser(signed(engine, "head")), browser(signed(engine, "bao"))
    seen, other = name(engine, "leader", "330000"), name(engine, "presenter", CITY)
    city = f"/live?unit={CITY}&wall=1&at="
    with (
        head.websocket_connect(f"{city}{seen}&x=1", headers=HERE) as one,
        head.websocket_connect(f"{city}{seen}", headers=HERE) as two,
        bao.websocket_connect(f"{city}{other}", headers=HERE) as third,
        head.websocket_connect(f"{city}{seen}", headers=HERE) as gone,
    ):
        for socket, at in ((one, seen), (two, seen), (third, other), (gone, seen)):
            assert socket.receive_json() == {"at": at}  # who has the newest view is not handed it again
        gone.close()
        commit(engine, 7)
        seen, other = name(engine, "leader", "330000"), name(engine, "presenter", CITY)
        for socket, at in ((one, seen), (two, seen), (third, other)):
            assert hear(socket, "view") == {
                "at": at,
                "view": {"title": "overview", "boards": {"frame": {"html": at}}},
                "address": "",
            }
    asked = {"unit": CITY, "wall": "1"}
    assert {(who.unit, page, tuple(asked.items()), at) for who, page, _, at in DRAWN} == {
        ("330000", "overview", tuple(asked.items()), seen),
        (CITY, "overview", tuple(asked.items()), other),
    }
    assert len(DRAWN) == 2


def test_a_wall_is_handed_the_step_that_it_shows_and_one_that_is_held_nothing(served, browser):
    engine, device = served
    stands = name(engine, "wall", CITY)
    with browser(device).websocket_connect(f"/live?at={stands}", headers=HERE) as wall:
        address = wall.receive_json()["address"]
        commit(engine, 7)
        told = hear(wall, "view")
        assert (told["address"], told["view"]["title"], told["at"]) == (address, "overview", name(engine, "wall", CITY))
        steer(engine, "freeze")
        commit(engine, 8)
        steer(engine, "black")
        assert hear(wall, "at")["at"] == told["at"]
        steer(engine, "release")
        assert hear(wall, "view")["at"] == name(engine, "wall", CITY) != told["at"]
        steer(engine, "next")
        hear(wall, "address")
        commit(engine, 9)
        assert hear(wall, "anew") == {"at": name(engine, "wall", CITY), "anew": True}  # a page that takes a run


def test_who_looks_is_told_otherwise_with_other_rights_and_no_more_once_signed_out(served, browser):
    engine, _ = served
    cookie = signed(engine, "head")
    with browser(cookie).websocket_connect(
        f"/live?wall=1&at={name(engine, 'leader', '330000')}", headers=HERE
    ) as socket:
        before = socket.receive_json()
        accounts.give(engine, "head", Grant("steward", CITY), by=ADMINISTRATOR)
        assert hear(socket, "view")["at"] != before["at"]
        assert {each.role for each in DRAWN[-1][0].grants} == {"leader", "steward"}
        sessions.end(engine, cookie)
        with pytest.raises(WebSocketDisconnect) as ended:
            drain(socket)
        assert ended.value.code == sockets.ENDED


@pytest.mark.parametrize(
    ("session", "query", "address", "room"),
    [
        (WALL, {}, "", "real"),
        (replace(WALL, view="unit=330200&room=training"), {}, "", "training"),
        (WALL, {"room": "training"}, "", "real"),  # a wall shows what its owner chose
        (WALL, {}, "/map?unit=330200&room=training", "training"),  # or a step of the training room
        (Session(somebody("leader")), {"room": "training"}, "", "training"),
        (Session(Actor("无", CITY, ())), {"room": "training"}, "", "real"),
    ],
)
def test_in_which_room_a_view_looks(session, query, address, room):
    assert Listener("", query, session=session, address=address).room == room


def test_twenty_who_look_cost_one_question_a_look(served):
    """Counted, not timed: what is asked for all of them at rest, when somebody did something, and when their sessions are due."""
    engine, device = served
    made, sent = hub.Hub(), []
    for nth in range(20):
        cookie, query = (device, {}) if nth % 2 else (signed(engine, "head"), {"wall": "1"})
        made._listening[Listener(cookie, query)] = Woken()
    listeners.ask_again(made._listening)
    never, always = hub.Clock(lambda: 1e9), hub.Clock(lambda: 0)
    made._ask(never)
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement.split()[0]))

    def asked(clock) -> int:
        sent.clear()
        made._ask(clock)
        return sent.count("SELECT")

    woken = [loop.woken for loop in made._listening.values()]
    assert [asked(never) for _ in range(3)] == [1, 1, 1]
    assert woken == [loop.woken for loop in made._listening.values()]  # nothing moved: nobody is told
    assert asked(always) == 3  # and whose sessions, and their roles
    signed(engine, "lan")
    accounts.give(engine, "bao", Grant("leader", CITY), by=ADMINISTRATOR)
    assert asked(never) == 3
    assert asked(never) == 1


def test_who_looks_hears_again_and_again_that_the_channel_lives(served, browser, monkeypatch):
    engine, device = served
    monkeypatch.setattr(sockets, "ALIVE", 0.05)
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        assert socket.receive_json() == socket.receive_json() == socket.receive_json()


def test_whoever_is_too_many_is_told_so(served, browser, monkeypatch):
    engine, device = served
    monkeypatch.setattr(sockets, "MOST", 1)
    with browser(device).websocket_connect(present(engine), headers=HERE) as first:
        first.receive_json()
        with browser(device).websocket_connect(present(engine), headers=HERE) as second:
            assert second.receive_json() == {"crowded": True}
            with pytest.raises(WebSocketDisconnect) as refused:
                second.receive_json()
    assert refused.value.code == sockets.CROWDED


def test_who_looks_is_told_how_long_the_store_is_away(served, browser, monkeypatch):
    engine, _ = served
    with browser(signed(engine, "head")).websocket_connect(
        f"/live?wall=1&at={name(engine, 'leader', '330000')}", headers=HERE
    ) as socket:
        before = socket.receive_json()
        real = hub.pulse
        failing = [store.Unreachable[0]("x", {}, Exception("away"))] * 2

        def twice(conn):
            if failing:
                raise failing.pop()
            return real(conn)

        monkeypatch.setattr(hub, "pulse", twice)
        assert socket.receive_json() == {**before, "away": 0}
        assert socket.receive_json() == before


def test_consoles_hear_each_other_and_the_end(served, browser):
    engine, _ = served
    with browser(signed(engine, "yun")).websocket_connect("/live?presentation=1", headers=HERE) as socket:
        assert socket.receive_json() == {"turn": 1, "screens": 1}
        steer(engine, "next")
        assert socket.receive_json() == {"turn": 2, "screens": 1}
        running.end(engine, 1, by=who(engine, "lan"))
        assert socket.receive_json() == {"turn": 0, "screens": 1}


def test_who_may_not_listen_is_refused(served, browser):
    engine, device = served
    hire(engine, "new", CITY, Grant("leader", CITY))
    with store.writing(engine) as conn:
        conn.execute(update(person).where(person.c.login == "new").values(must_change=True))
    for client, headers in (
        (browser(), HERE),
        (browser("nonsense"), HERE),
        (browser(signed(engine, "bao")), HERE),
        (browser(signed(engine, "head")), HERE),
        (browser(phone="nonsense"), HERE),
        (browser(device), {"origin": "http://elsewhere"}),
        (browser(device), {}),
    ):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/live?presentation=1", headers=headers) as socket,
        ):
            socket.receive_json()
    head, must_change = browser(signed(engine, "head")), browser(signed(engine, "new"))
    for client, address in ((head, "/live"), (head, "/live?wall=2"), (must_change, "/live?wall=1")):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(address, headers=HERE) as socket:
            socket.receive_json()


def test_a_listener_whose_session_ends_or_that_says_too_much_is_cut_off(served, browser, monkeypatch):
    engine, device = served
    monkeypatch.setattr(hub, "CHECK", 0.05)
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        socket.receive_json()
        walls.revoke(engine, 1, by=who(engine, "lan"))
        with pytest.raises(WebSocketDisconnect) as ended:
            drain(socket)
        assert ended.value.code == sockets.ENDED
    lan = signed(engine, "lan")
    for sent in (["x"] * sockets.FRAMES, ["x" * (sockets.LONGEST + 1)]):
        with browser(lan).websocket_connect("/live?presentation=1", headers=HERE) as socket:
            socket.receive_json()
            for text in sent:
                socket.send_text(text)
            with pytest.raises(WebSocketDisconnect):
                drain(socket)


def test_the_console_shows_what_is_said_and_does_what_is_pressed(served, browser):
    engine, _ = served
    lan = browser(signed(engine, "lan"))
    page = lan.get("/present/1").text
    for told in ("第 1 步，共 3 步", "十月例会", "先说总体。", "下一步：海曙", "大厅", "计划 3 分钟"):
        assert told in page
    assert press(lan, "next").headers["location"] == "/present/1?lang=zh"
    assert "Step 2 of 3" in lan.get("/present/1?lang=en").text
    press(lan, "go:3")
    assert "这是最后一步" in lan.get("/present/1").text
    assert press(lan, "next", turn="1").status_code == 409  # from a page that stayed open
    assert "刚刚操作过" in press(lan, "next", turn="1").text
    assert press(lan, "dance").status_code == 409
    press(lan, "black")
    assert "大屏黑屏中" in lan.get("/present/1").text
    press(lan, "end")
    assert "讲解已结束" in lan.get("/present/1").text
    policy = lan.get("/present/1").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "startsWith" not in page  # no script within


def test_a_wall_a_stranger_and_a_form_of_another_site_press_nothing(served, browser):
    engine, device = served
    lan = browser(signed(engine, "lan"))
    page = lan.get("/present/1").text
    sent = {"command": "next", "turn": "1", "token": token(page)}
    for login in ("bao", "head", "far"):
        other = browser(signed(engine, login))
        assert other.get("/present/1").status_code == 404
        assert other.post("/present/1", data=sent).status_code == 404
    assert browser(device).get("/present/1").status_code == 303  # to its own view
    assert browser(device).post("/present/1", data=sent).status_code == 404
    assert browser().get("/present/1").headers["location"].startswith("/login")
    assert browser(signed(engine, "yun")).post("/present/1", data=sent).status_code == 403  # bound to lan's cookie
    assert lan.post("/present/1", data=sent, headers={"origin": "http://elsewhere"}).status_code == 403
    with engine.connect() as conn:
        assert running.state(conn, 1).turn == 1


def test_a_wall_says_how_many_screenfuls_it_has_and_the_console_turns_them(served, browser):
    engine, device = served
    lan = browser(signed(engine, "lan"))
    with (
        lan.websocket_connect("/live?presentation=1", headers=HERE) as console,
        browser(device).websocket_connect(present(engine), headers=HERE) as wall,
    ):
        assert wall.receive_json()["screen"] == 1
        wall.send_text(json.dumps({"of": [1, 1], "screens": 2}))
        assert hear(console, "screens")["screens"] in (1, 2)  # as it comes, and once that is written down
        wall.send_text(json.dumps({"of": [1, 1], "screens": 3}))
        while console.receive_json()["screens"] != 3:
            pass
        assert "screenful 1 of 3" in lan.get("/present/1?lang=en").text
        press(lan, "next")
        told = hear(wall, "screen")
        assert (told["screen"], told["of"]) == (2, [1, 1])
        assert "第 2 屏，共 3 屏" in lan.get("/present/1?lang=zh").text


def test_a_finger_on_the_small_picture_is_a_spot_on_the_walls(served, browser):
    engine, device = served
    lan = browser(signed(engine, "lan"))
    sent = {"token": token(lan.get("/present/1").text), "x": "0.25", "y": "0.5", "panel": "map"}
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        assert "pointer" not in socket.receive_json()
        assert lan.post("/present/1/point", data=sent, headers=HERE).status_code == 204
        x, y, _, panel = socket.receive_json()["pointer"]
        assert (x, y, panel) == (0.25, 0.5, "map")
    for bad in ({"x": "nan"}, {"x": "-1"}, {"y": "1.5"}, {"y": ""}, {"x": "1e9"}, {"panel": "a b"}):
        assert lan.post("/present/1/point", data=sent | bad, headers=HERE).status_code == 409
    assert lan.post("/present/1/point", data=sent | {"token": "x"}, headers=HERE).status_code == 403
    assert lan.post("/present/1/point", data=sent, headers={"origin": "http://elsewhere"}).status_code == 403
    assert browser(signed(engine, "bao")).post("/present/1/point", data=sent, headers=HERE).status_code == 404
    assert browser().post("/present/phone/console/point", data=sent, headers=HERE).status_code == 404


def test_a_panel_is_lit_and_a_number_hidden_on_the_walls_from_the_console(served, browser):
    engine, device = served
    lan = browser(signed(engine, "lan"))
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        before = socket.receive_json()
        for turn, command in ((1, "spotlight:map"), (2, "hide:visits")):
            sent = {"token": token(lan.get("/present/1").text), "turn": str(turn), "command": command}
            lan.post("/present/1", data=sent, headers=HERE)
            told = socket.receive_json()
        assert told["focus"] == "map"
        assert told["hidden"] == [*before["hidden"], "visits"]
        assert 'value="restore"' in lan.get("/present/1").text
        lan.post("/present/1", data={**sent, "turn": "3", "command": "restore"}, headers=HERE)
        told = socket.receive_json()
        assert (told["focus"], told["hidden"]) == (before["focus"], before["hidden"])
        assert 'value="restore"' not in lan.get("/present/1").text
    assert (
        lan.post("/present/1", data={**sent, "turn": "4", "command": "spotlight:a]"}, headers=HERE).status_code == 409
    )


def test_the_small_picture_is_the_step_as_walls_show_it_for_who_leads(engine, monkeypatch, browser):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    running.start(engine, made(engine), (), by=who(engine, "lan"))
    client = TestClient(
        Starlette(routes=[*ROUTES, *small.routes(drawn_small)], middleware=middleware()), follow_redirects=False
    )
    client.cookies.set(sessions.COOKIE, signed(engine, "lan"))
    page = client.get("/present/1/picture?lang=en")
    assert "overview wall" in page.text
    assert "<a href" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    running.steer(engine, 1, "next", 1, by=who(engine, "lan"))
    assert "st-key-page-map" in client.get("/present/1/picture").text
    client.cookies.set(sessions.COOKIE, signed(engine, "bao"))
    assert client.get("/present/1/picture").status_code == 404


def test_a_phone_is_paired_by_code_and_leads_this_presentation_alone(served, browser):
    engine, _ = served
    offered = press(browser(signed(engine, "lan")), "phone").text
    assert "<svg" in offered
    code = re.search(r'translate="no">([0-9A-Z ]+)<', offered)[1]
    phone = browser()
    form = phone.get("/present/phone", params={"code": code}).text
    assert f'value="{code}"' in form
    assert phone.post("/present/phone", data={"code": "WRONG234", "token": token(form)}).status_code == 401
    form = phone.get("/present/phone").text
    answer = phone.post("/present/phone", data={"code": code, "token": token(form)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/present/phone/console?lang=zh")
    console = phone.get("/present/phone/console").text
    assert "先说总体。" in console
    assert "用手机操作" not in console  # a phone pairs no other
    press(phone, "next", "/present/phone/console")
    with engine.connect() as conn:
        assert running.state(conn, 1).step == 2
    with phone.websocket_connect("/live?presentation=1", headers=HERE) as socket:
        assert socket.receive_json() == {"turn": 2, "screens": 1}
    for path in ("/", "/present/1", "/storylines"):
        assert phone.get(path).headers["location"].startswith("/login")
    running.end(engine, 1, by=who(engine, "lan"))
    assert phone.get("/present/phone/console").status_code == 404
    assert phone.post("/present/phone", data={"code": code, "token": "x"}).status_code == 403


def test_a_wall_may_go_where_it_is_led_and_nowhere_else(served, browser):
    engine, device = served
    wall = browser(device)
    home = "/?wall=1&unit=330200&lang=en"
    led = "/map?unit=330203&month=2024-10&metric=visits&lang=en&wall=1"
    assert wall.get(led).headers["location"] == home
    steer(engine, "next")
    assert wall.get(led).status_code == 404  # nothing is behind the gate here, but the gate lets it pass
    assert wall.get(led.replace("330203", "330200")).headers["location"] == home
    assert wall.get("/problems").headers["location"] == home
    assert wall.get("/map/_stcore/health").status_code == 404  # where a browser looks first when it is opened there
    running.end(engine, 1, by=who(engine, "lan"))
    assert wall.get(led).headers["location"] == home


def test_what_moved_while_the_store_was_away_is_told_when_it_is_back(served, browser, monkeypatch):
    engine, device = served
    with browser(device).websocket_connect(present(engine), headers=HERE) as socket:
        socket.receive_json()
        real = hub.playing.standing
        failing = [store.Unreachable[0]("x", {}, Exception("away"))]

        def once(*asked):
            if failing:
                raise failing.pop()
            return real(*asked)

        monkeypatch.setattr(hub.playing, "standing", once)
        monkeypatch.setattr(time, "sleep", lambda _: None)
        steer(engine, "next")
        while (told := socket.receive_json()).get("away") is not None:
            pass
        assert "/map?" in told["address"]
