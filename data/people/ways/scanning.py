"""Signing in by a code that is scanned (浙政钉, 钉钉, 企业微信): one way for all, whose hosts, paths and names `kinds` has.

The browser goes to the page to scan and comes back with a code that is good once; the server asks with it who that is.
Neither the application's secret nor what it is given for it ever reaches the browser.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from data import months
from data.people.claims import Told
from data.people.ways import fetching, kinds
from data.people.ways.fetching import Refused
from data.people.ways.kinds import Kind
from data.settings import settings

LONGEST_CODE = 512
LASTS = 300  # seconds for which a code that was confirmed just now is good for a session
TYPED = {"Content-Type": "application/json; charset=utf-8"}
AS_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def way(back: str, state: str) -> str:
    """Where one scans, to come back to `back` with a code and the same `state`."""
    kind, here = kinds.chosen(), settings().scan
    asked = {kind.client_name: here.client, "redirect_uri": back, "state": state, **dict(kind.asked)}
    if here.agent:
        asked["agentid"] = here.agent
    return f"{kind.sign_in}{kind.authorize_path}?{urlencode(asked)}"


def issuer() -> str:
    """Which application of which platform says who somebody is."""
    return f"scan:{settings().scan.kind}:{settings().scan.client}"


def code_name() -> str:
    """What the code is called that comes back."""
    return kinds.chosen().code


def told(code: str) -> Told:
    """Whose code it is, as the platform says. Raises `Refused`."""
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        raise Refused("not_known")
    kind = kinds.chosen()
    answer = ASK[kind.token](kind, code)
    now = months.now().timestamp()
    values = frozenset(_named_values(kind, answer))
    said = {name: _text(_at(answer, getattr(kind, name))) for name in ("subject", "login", "name", "mail")}
    if not said["subject"]:
        raise Refused("not_known")
    return Told(issuer(), **said, values=values, issued=now, ends=now + LASTS, asked=kind.login)  # fmt: skip


def _named_values(kind: Kind, answer: Mapping[str, Any]) -> Iterator[str]:
    """What lines of `oidc.grants` may name: the last word of the field, a colon, and its value (`department:12`)."""
    for field in kind.values:
        found = _at(answer, field)
        for each in found if isinstance(found, list) else [found]:
            if text := _text(each):
                yield f"{field.rpartition('.')[2]}:{text}"


def _signed(kind: Kind, code: str) -> dict[str, Any]:
    """浙政钉: each request is signed over method, time, a word used once, path and what is asked."""
    token = _token(kind, _by_signed(kind, kind.token_path, {}))
    return _by_signed(kind, kind.person_path, {"access_token": token, "code": code})


def _by_signed(kind: Kind, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
    written = urlencode(sorted(asked.items()))
    said = fetching.posted(
        kind.api + path, written.encode(), settings().scan.ca_file, AS_FORM | signature("POST", path, asked)
    )
    answer = fetching.as_json(said)
    if answer.get("success") is not True:
        raise Refused("not_known")
    return answer


def signature(method: str, path: str, asked: Mapping[str, str], *, at: str = "", once: str = "") -> dict[str, str]:
    """The headers of a request to 浙政钉: HMAC-SHA256 with the application's secret."""
    here = settings().scan
    at = at or months.now().isoformat(timespec="milliseconds")
    once = once or f"{months.now().timestamp() * 1000:.0f}{secrets.randbelow(9000) + 1000}"
    parameters = "&".join(f"{name}={value}" for name, value in sorted(asked.items()))
    text = "\n".join([method, at, once, path, *([parameters] if parameters else [])])
    signed = base64.b64encode(hmac.new(here.secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
    return {
        "apiKey": here.client,
        "X-Hmac-Auth-Timestamp": at,
        "X-Hmac-Auth-Version": "1.0",
        "X-Hmac-Auth-Nonce": once,
        "X-Hmac-Auth-Signature": signed,
    }


def _of_user(kind: Kind, code: str) -> dict[str, Any]:
    """钉钉: the code is given for a token of that person alone."""
    here = settings().scan
    asked = {"clientId": here.client, "clientSecret": here.secret, "code": code, "grantType": "authorization_code"}
    token = _token(
        kind,
        fetching.as_json(fetching.posted(kind.api + kind.token_path, json.dumps(asked).encode(), here.ca_file, TYPED)),
    )
    return fetching.as_json(
        fetching.got(kind.api + kind.person_path, {}, here.ca_file, {"x-acs-dingtalk-access-token": token})
    )


def _of_corporation(kind: Kind, code: str) -> dict[str, Any]:
    """企业微信: who is no member of the corporation has no `userid`, and is nobody here."""
    here = settings().scan
    token = _token(kind, _taken(kind.token_path, {"corpid": here.client, "corpsecret": here.secret}, kind))
    person = _taken(kind.person_path, {"access_token": token, "code": code}, kind)
    member = _text(_at(person, kind.subject))
    if not member or not kind.details_path:
        return person
    return _taken(kind.details_path, {"access_token": token, "userid": member}, kind) | person


def _taken(path: str, asked: Mapping[str, str], kind: Kind) -> dict[str, Any]:
    answer = fetching.as_json(fetching.got(kind.api + path, asked, settings().scan.ca_file))
    if answer.get("errcode") != 0:
        raise Refused("not_known")
    return answer


def _token(kind: Kind, answer: Mapping[str, Any]) -> str:
    token = _text(_at(answer, kind.token_field))
    if not token:
        raise Refused("not_known")
    return token


ASK = {"signed": _signed, "user": _of_user, "corporate": _of_corporation}


def _at(answer: Any, field: str) -> Any:
    """What stands in a field, written with dots; None where there is none."""
    for name in field.split(".") if field else ():
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer if field else None


def _text(value: Any) -> str:
    """A word or a number as text; "" for all else, and for what holds control characters."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return text if text.isprintable() else ""
