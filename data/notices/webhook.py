"""A notice as JSON, signed, and its way to the configured address."""

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

from data.notices.notices import Notice
from data.people.secret import secret
from data.settings import settings

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
        "link": f"{settings().notices.address.rstrip('/')}/{notice.link}",
    }
    return json.dumps(told, ensure_ascii=False).encode()


def post(notice: Notice, login: str) -> None:
    """POST it. Anything but an answer of 2xx is raised: a redirection too, behind which nothing would be posted."""
    written = body(notice, login)
    headers = {"Content-Type": "application/json; charset=utf-8", SIGNATURE: signature(written)}
    address = settings().notices.webhook
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("notices.webhook is not an http(s) address")
    try:
        _opener().open(Request(address, written, headers, method="POST"), timeout=TIMEOUT).close()
    except HTTPError as refused:
        refused.close()  # it holds the connection
        raise


def _opener() -> OpenerDirector:
    """HTTP and nothing else: no files, no redirections."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener
