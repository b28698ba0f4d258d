"""Notices go out by mail and webhook to real servers, which may be away, refuse, or say nothing."""

import hashlib
import hmac
import json
import socket
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from data import months, store
from data.notices import mail, notices, outbox, webhook
from data.schema import outgoing
from data.settings import Notices, Settings
from tests.notices import ASKED, LINK, make

NOW = datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI)


class MailServer:
    """A mail server that keeps what it is given; `refuse` is its answer to a recipient, where it has one."""

    def __init__(self, port):
        self.kept, self.refuse = [], ""
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse and address.startswith("bad"):
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.kept.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Receiver(ThreadingHTTPServer):
    """A receiver of webhooks that keeps what it is sent and answers with `status`."""

    def __init__(self):
        self.kept, self.status = [], 204
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.kept.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def mail_server(free_port):
    server = MailServer(free_port)
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.fixture
def receiver():
    with Receiver() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def configured(monkeypatch):
    """`configured(webhook=…)`: the owner's settings of notices."""

    def set_to(**here):
        for module in (notices, mail, webhook):
            monkeypatch.setattr(module, "settings", lambda: Settings(notices=Notices(**here)))

    monkeypatch.setattr(months, "now", lambda: NOW)
    return set_to


def by_mail(port, **more):
    return {"mail_host": "127.0.0.1", "mail_port": port, "mail_from": "cockpit@gov.cn", **more}


def tell(engine, *mails, blanks=ASKED):
    with store.writing(engine) as conn:
        logins = [f"p{i}" for i in range(len(mails))]
        for login, address in zip(logins, mails, strict=True):
            make(conn, login, address)
        notices.tell(conn, "question_asked", logins, blanks, LINK)


def state(engine):
    with engine.connect() as conn:
        return outbox.state(conn)


def test_a_mail_says_it_in_both_languages_and_leads_there(engine, configured, mail_server, free_port):
    configured(**by_mail(free_port, address="http://cockpit.gov.cn/"))
    tell(engine, "w@gov.cn")
    assert outbox.send(engine, NOW) == 1
    (got,) = mail_server.kept
    assert (got["To"], got["From"]) == ("w@gov.cn", "cockpit@gov.cn")
    assert got["Subject"].startswith("一屏掌控 李敏就海曙区")
    assert "为何下降？" in got.get_content()
    assert "asks about" in got.get_content()
    assert f"http://cockpit.gov.cn/{LINK}" in got.get_content()
    assert outbox.send(engine, NOW + timedelta(days=1)) == 0


def test_what_a_person_wrote_adds_no_header(engine, configured, mail_server, free_port):
    configured(**by_mail(free_port))
    tell(engine, "w@gov.cn", blanks={**ASKED, "name": "李\r\nBcc: all@gov.cn\r\n\r\n<b>敏</b>"})
    assert outbox.send(engine, NOW) == 1
    (got,) = mail_server.kept
    assert got["Bcc"] is None
    assert got.get_content_type() == "text/plain"


def test_a_webhook_is_signed_json(engine, configured, receiver):
    configured(webhook=f"http://127.0.0.1:{receiver.server_port}/in?key=1")
    tell(engine, "")
    assert outbox.send(engine, NOW) == 1
    ((headers, body),) = receiver.kept
    told = json.loads(body)
    assert (told["kind"], told["person"], told["number"]) == ("question_asked", "p0", 1)
    assert told["zh"] == "李敏就海曙区 2026-10 的“活跃用户”提问：为何下降？"
    expected = hmac.new(webhook.key().encode(), body, hashlib.sha256).hexdigest()
    assert headers[webhook.SIGNATURE] == f"sha256={expected}"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_anything_but_yes_is_tried_again(engine, configured, receiver, status):
    configured(webhook=f"http://127.0.0.1:{receiver.server_port}/")
    tell(engine, "")
    receiver.status = status
    assert outbox.send(engine, NOW) == 0
    assert str(status) in state(engine).error
    assert outbox.send(engine, NOW + timedelta(seconds=59)) == 0
    assert len(receiver.kept) == 1
    receiver.status = 200
    assert outbox.send(engine, NOW + timedelta(minutes=1)) == 1
    assert state(engine) == outbox.State(0, 0, "")


def test_a_server_that_was_down_gets_it_once_it_is_up(engine, configured, free_port):
    configured(**by_mail(free_port))
    tell(engine, "w@gov.cn", "z@gov.cn")
    assert outbox.send(engine, NOW) == 0
    assert "refused" in state(engine).error.lower()
    server = MailServer(free_port)
    server.controller.start()
    assert outbox.send(engine, NOW + timedelta(minutes=1)) == 2
    server.controller.stop()
    assert sorted(got["To"] for got in server.kept) == ["w@gov.cn", "z@gov.cn"]


def test_after_the_last_try_it_is_given_up_and_said(engine, configured, free_port):
    configured(**by_mail(free_port))
    tell(engine, "w@gov.cn")
    at = NOW
    for pause in (timedelta(), *outbox.PAUSES):
        assert not state(engine).given_up
        outbox.send(engine, at := at + pause)
    assert state(engine).given_up == 1
    assert state(engine).waiting == 0
    assert state(engine).error
    assert outbox.send(engine, NOW + timedelta(days=90)) == 0


def test_a_bad_address_does_not_hold_up_the_others(engine, configured, mail_server, free_port):
    configured(**by_mail(free_port))
    mail_server.refuse = "550 No such user"
    tell(engine, "bad@gov.cn", "w@gov.cn\nBcc: x@y", "z@gov.cn")
    assert outbox.send(engine, NOW) == 1
    assert [got["To"] for got in mail_server.kept] == ["z@gov.cn"]
    assert state(engine).waiting == 2


def test_a_silent_server_is_asked_once_a_call(engine, configured, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never says a word
        configured(webhook=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        asked = []
        monkeypatch.setattr(webhook, "post", lambda *given, post=webhook.post: (asked.append(1), post(*given)))
        tell(engine, *[""] * 30)
        assert outbox.send(engine, NOW) == 0
    assert len(asked) == 1
    assert "timed out" in state(engine).error


def test_two_processes_never_send_the_same_one(engine, configured, receiver):
    configured(webhook=f"http://127.0.0.1:{receiver.server_port}/")
    tell(engine, *[""] * 25)
    together, sent = Barrier(2), []

    def process():
        together.wait()
        sent.append(outbox.send(engine, NOW))

    both = [Thread(target=process) for _ in range(2)]
    [each.start() for each in both], [each.join() for each in both]
    assert sum(sent) == 25
    assert len({json.loads(body)["number"] for _, body in receiver.kept}) == len(receiver.kept) == 25


def test_what_a_killed_process_had_claimed_goes_out_later(engine, configured, receiver):
    configured(webhook=f"http://127.0.0.1:{receiver.server_port}/")
    tell(engine, "")
    assert len(outbox._claim(engine, NOW)) == 1
    assert outbox.send(engine, NOW + timedelta(minutes=1)) == 0
    assert outbox.send(engine, NOW + outbox.CLAIM) == 1


def test_no_password_stands_in_an_error(engine, configured, mail_server, free_port):
    configured(**by_mail(free_port, mail_user="cockpit", mail_password="hunter2-very-secret"))
    tell(engine, "w@gov.cn")
    assert outbox.send(engine, NOW) == 0  # this server knows no signing in
    with engine.connect() as conn:
        assert "hunter2" not in conn.scalar(select(outgoing.c.error))


def test_a_file_is_no_webhook(engine, configured, tmp_path):
    configured(webhook=f"file://{tmp_path}/in")
    tell(engine, "")
    assert outbox.send(engine, NOW) == 0
    assert "http" in state(engine).error
