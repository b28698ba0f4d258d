"""A notice as JSON, signed, or as a robot takes it, and its way to the configured address."""

import hashlib
import hmac
import json
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from data import months
from data.notices import robots
from data.notices.notices import Notice
from data.secret import secret
from data.settings import settings

LONGEST_ANSWER = 10_000  # bytes that are read of it
TIMEOUT = 10  # seconds that the receiver may be silent
SIGNATURE = "X-Cockpit-Signature"


def key() -> str:
    """What the receiver checks signatures with: made from the installation's secret, which it does not tell."""
    return hmac.new(secret(), b"webhook", hashlib.sha256).hexdigest()


def signature(body: bytes) -> str:
    """The value of the header SIGNATURE: HMAC-SHA256 of the body with `key()`."""
    return "sha256=" + hmac.new(key().encode(), body, hashlib.sha256).hexdigest()


def body(notice: Notice, login: str) -> bytes:
    """The JSON: number (the same when it is sent again), at, kind, person (login), zh, en, link."""
    told = {
        "number": notice.number,
        "at": notice.at.isoformat(timespec="seconds"),
        "kind": notice.kind,
        "person": login,
        "zh": notice.told("zh"),
        "en": notice.told("en"),
        "link": _link(notice),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def post(notice: Notice, login: str) -> None:
    """POST it, as the kind of receiver takes it. Anything but an answer of 2xx is raised: a redirection too, behind which
    nothing would be posted; of a robot also what it refuses with 200."""
    here = settings().notices
    if urlsplit(here.webhook).scheme not in ("http", "https"):
        raise ValueError("notices.webhook is not an http(s) address")
    if here.webhook_kind == "json":
        written = body(notice, login)
        _sent(here.webhook, written, {SIGNATURE: signature(written)})
        return
    text = robots.message(notice, login, _link(notice))
    robots.require_taken(
        here.webhook_kind,
        _sent(*robots.request(here.webhook_kind, here.webhook, here.webhook_secret, text, months.now()), {}),
    )


def _link(notice: Notice) -> str:
    return f"{settings().notices.address.rstrip('/')}/{notice.link}"


def _sent(address: str, written: bytes, headers: dict[str, str]) -> bytes:
    """The beginning of the answer to what was posted."""
    typed = {"Content-Type": "application/json; charset=utf-8", **headers}
    try:
        with _opener().open(Request(address, written, typed, method="POST"), timeout=TIMEOUT) as answer:
            return answer.read(LONGEST_ANSWER)
    except HTTPError as refused:
        refused.close()  # it holds the connection
        raise


def _opener() -> OpenerDirector:
    """HTTP and nothing else: no files, no redirections."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener
