"""Asking an identity provider over HTTP: bounded in time and size, no redirection, and nothing of it in an error.

Addresses of some providers hold what must stay secret (a code, a token), so what failed is told by its kind alone.
"""

import json
import ssl
from collections.abc import Mapping
from functools import lru_cache
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

from data.refusal import ByReason
from data.text import Text

SECONDS = 8.0  # that a provider may be silent
LONGEST_ANSWER = 200_000  # bytes; who says more is no provider of ours

REFUSALS = {
    "silent": Text(
        "身份提供方没有应答，请稍后再试；一直如此请联系管理员。",
        "The identity provider does not answer. Try again in a while; tell an administrator if it stays so.",
    ),
    "unreadable": Text(
        "身份提供方的回答无法识别。请联系管理员。",
        "What the identity provider answered cannot be read. Tell an administrator.",
    ),
    "not_known": Text(
        "身份提供方不认可这次登录，请重新登录。", "The identity provider does not confirm this sign-in. Sign in again."
    ),
}


class Refused(ByReason):
    """A provider that does not answer, says what cannot be read, or does not know of the sign-in."""

    sentences = REFUSALS


def got(address: str, query: Mapping[str, str], ca_file: str, headers: Mapping[str, str] | None = None) -> bytes:
    """What is answered to a GET with 200. Raises `Refused`."""
    asked = f"{address}?{urlencode(query)}" if query else address
    return _answered(Request(asked, headers=dict(headers or {})), ca_file)


def posted(address: str, written: bytes, ca_file: str, headers: Mapping[str, str]) -> bytes:
    """What is answered to a POST with 200. Raises `Refused`."""
    return _answered(Request(address, written, dict(headers), method="POST"), ca_file)


def as_json(answer: bytes) -> dict[str, Any]:
    """An answer that has to be a JSON object."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if not isinstance(found, dict):
        raise Refused("unreadable")
    return found


def _answered(request: Request, ca_file: str) -> bytes:
    try:
        with _opener(ca_file).open(request, timeout=SECONDS) as answer:
            if answer.status != 200:
                raise Refused("silent")
            said = answer.read(LONGEST_ANSWER + 1)
    except (OSError, HTTPException, ValueError):
        raise Refused("silent") from None  # without the address, which may hold a code
    if len(said) > LONGEST_ANSWER:
        raise Refused("unreadable")
    return said


@lru_cache(maxsize=8)
def _opener(ca_file: str) -> OpenerDirector:
    """HTTP and nothing else: no files, no proxies, no redirections. Certificates are always checked."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(context=ssl.create_default_context(cafile=ca_file or None))):
        opener.add_handler(handler)
    return opener
