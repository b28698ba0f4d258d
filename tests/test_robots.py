"""Robots of 钉钉, 企业微信 and 飞书: each fake checks its signature as the real one does and refuses with 200."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from data import months, store
from data.notices import notices, outbox, robots, webhook
from data.settings import Notices, Settings
from tests.notices import ASKED, LINK, make

NOW = datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI)
SECRET = "SEC1612"
YES = {"dingtalk": {"errcode": 0, "errmsg": "ok"}, "wecom": {"errcode": 0}, "feishu": {"code": 0, "msg": "success"}}
NO = {
    "dingtalk": {"errcode": 310000, "errmsg": "sign not match"},
    "wecom": {"errcode": 93000},
    "feishu": {"code": 19021},
}
SLOWER = {"dingtalk": {"errcode": 130101}, "wecom": {"errcode": 45009}, "feishu": {"code": 11232}}


def signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()


def is_signed(kind: str, query: dict[str, list[str]], told: dict) -> bool:
    """As their documentation says; the clock may be an hour off."""
    if kind == "wecom":
        return query == {"key": ["robot"]}
    if kind == "feishu":
        at = told["timestamp"]
        return int(at) == int(NOW.timestamp()) and told["sign"] == signed(f"{at}\n{SECRET}", "")
    (at,), (sign,) = query["timestamp"], query["sign"]
    return int(at) == int(NOW.timestamp() * 1000) and sign == signed(SECRET, f"{at}\n{SECRET}")


class Robot(ThreadingHTTPServer):
    """A robot that keeps the texts it took; `answer` overrules its own."""

    def __init__(self, kind: str):
        self.kind, self.kept, self.asked, self.answer = kind, [], 0, None
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        robot = self.server
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        robot.asked += 1
        able = is_signed(robot.kind, parse_qs(urlsplit(self.path).query), told)
        answer = robot.answer or (YES if able else NO)[robot.kind]
        if answer == YES[robot.kind]:
            robot.kept.append(told["content"]["text"] if robot.kind == "feishu" else told["text"]["content"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_):
        pass


@pytest.fixture(params=["dingtalk", "wecom", "feishu"])
def robot(request, monkeypatch):
    monkeypatch.setattr(months, "now", lambda: NOW)
    with Robot(request.param) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def configured(robot, monkeypatch):
    def set_to(secret: str = SECRET) -> None:
        query = "key=robot" if robot.kind == "wecom" else "access_token=robot"
        here = Notices(
            webhook=f"http://127.0.0.1:{robot.server_port}/send?{query}", webhook_kind=robot.kind, webhook_secret=secret
        )
        for module in (notices, webhook):
            monkeypatch.setattr(module, "settings", lambda: Settings(notices=here))

    set_to()
    return set_to


def tell(engine, count: int = 1, **blanks) -> None:
    with store.writing(engine) as conn:
        logins = [f"p{i}" for i in range(count)]
        for login in logins:
            make(conn, login, "")
        notices.tell(conn, "question_asked", logins, ASKED | blanks, LINK)


def state(engine) -> outbox.State:
    with engine.connect() as conn:
        return outbox.state(conn)


def test_what_is_signed_arrives_and_mentions_nobody(engine, robot, configured):
    tell(engine, name='李<at user_id="all">敏<@all>')
    assert outbox.send(engine, NOW) == 1
    (text,) = robot.kept
    assert text.startswith("p0：李＜at")
    assert "<" not in text
    assert text.endswith(f"/{LINK}")


@pytest.mark.parametrize(("letters", "cut"), [(10, ""), (1000, "…")])
def test_what_is_long_is_cut_in_each_language_and_says_so(engine, robot, configured, letters, cut):
    tell(engine, name="李" * letters)
    assert outbox.send(engine, NOW) == 1
    chinese, english, link = robot.kept[0].split("\n")
    assert (chinese.endswith("…"), english.endswith("…")) == (bool(cut),) * 2
    assert len(robot.kept[0].encode()) <= 2048
    assert link.endswith(f"/{LINK}")


def test_a_refusal_with_200_is_no_delivery_and_goes_out_once_it_is_taken(engine, robot, configured):
    tell(engine)
    robot.answer = NO[robot.kind]
    assert outbox.send(engine, NOW) == 0
    assert str(next(iter(NO[robot.kind].values()))) in state(engine).error
    robot.answer = None
    assert outbox.send(engine, NOW + timedelta(minutes=1)) == 1
    assert (len(robot.kept), state(engine)) == (1, outbox.State(0, 0, ""))


def test_a_wrong_secret_is_said(engine, robot, configured):
    configured("wrong")
    tell(engine)
    signs = robot.kind != "wecom"  # whose address is the secret
    assert outbox.send(engine, NOW) == (0 if signs else 1)
    assert bool(state(engine).error) == signs


def test_who_is_told_to_be_slower_stops_asking(engine, robot, configured):
    tell(engine, 3)
    robot.answer = SLOWER[robot.kind]
    assert outbox.send(engine, NOW) == 0
    assert robot.asked == 1
    assert state(engine).waiting == 3


@pytest.mark.parametrize("answer", [b"<html>gateway</html>", b"[]", b"{}", b""])
def test_what_is_no_robots_answer_is_no_delivery(answer):
    with pytest.raises(robots.Refused):
        robots.require_taken("dingtalk", answer)
