"""Signing in by CAS and by a scanned code: on to the provider, and back with what it gave.

Whoever comes back has to be the browser that went: a word is in its cookie and in the address it comes back to, good for
ten minutes and once. Addresses are the cockpit's own as the settings say them, never as a request does.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data import rooms
from data.people.claims import Told
from data.people.ways import cas, kinds, scanning
from data.refusal import ByReason
from data.secret import secret
from data.settings import settings
from data.text import Text
from web import visitors
from web.turns import ASKED

STATE_COOKIE, LASTS = "cockpit_way", 600
BY_COOKIE = "cockpit_by"  # by which provider somebody came, where signing out has to go on there
LONGEST_LOGOUT = 50_000  # bytes of what CAS says when somebody signs out there
REFUSALS = {
    "stale": Text(
        "登录已过期，或不是从本页开始的，请再试一次。",
        "The sign-in had expired, or did not begin here. Please try once more.",
    ),
}
WORDS = {
    "cas": Text("用统一身份认证（CAS）登录", "Sign in with CAS"),
    "scan": Text("用{kind}扫码登录", "Scan a code with {kind}"),
}


class Refused(ByReason):
    """Somebody who comes back from a provider without having gone there."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Way:
    """One way: whether it is set up, where the browser goes, and whose it is that came back."""

    name: str
    is_on: Callable[[], bool]
    there: Callable[[str], str]
    told: Callable[[Mapping[str, str], str], tuple[Told, str]]

    @property
    def begins(self) -> str:
        """Its address on the page to sign in."""
        return f"/login/{self.name}"


def _back(name: str) -> str:
    return f"{settings().notices.address.rstrip('/')}/login/{name}/back"


def _service(state: str) -> str:
    return f"{_back('cas')}?{urlencode({'state': state})}"


def _by_ticket(asked: Mapping[str, str], state: str) -> tuple[Told, str]:
    ticket = asked.get("ticket", "")
    return cas.told(ticket, _service(state)), cas.proof(ticket)


def _by_code(asked: Mapping[str, str], state: str) -> tuple[Told, str]:
    code = asked.get(scanning.code_name(), "")
    return scanning.told(code), f"scan {code}"


CAS = Way("cas", lambda: bool(settings().cas.url), lambda state: cas.way(_service(state)), _by_ticket)
SCAN = Way("scan", lambda: bool(settings().scan.kind), lambda state: scanning.way(_back("scan"), state), _by_code)
WAYS = (CAS, SCAN)


def offered() -> list[tuple[str, Text]]:
    """The ways that are set up: where each begins, and what its button says."""
    said = {CAS: WORDS["cas"], SCAN: WORDS["scan"]}
    if SCAN.is_on():
        title = kinds.chosen().title
        said[SCAN] = Text(said[SCAN].in_("zh", kind=title.zh), said[SCAN].in_("en", kind=title.en))
    return [(way.begins, said[way]) for way in WAYS if way.is_on()]


def signed_out(request: Request) -> str:
    """Where somebody who has just signed out goes on to, so that they are out at the provider as well; "" for nowhere."""
    lead = request.cookies.get(BY_COOKIE) == CAS.name and CAS.is_on()
    return cas.way_out(f"{settings().notices.address.rstrip('/')}/login") if lead else ""


def begin(way: Way, answer: Callable[[str], Response]) -> Response:
    """On to the provider, with a word to come back with in a cookie."""
    state = secrets.token_urlsafe(24)
    gone = answer(way.there(state))
    kept, secure = _signer().sign(f"{way.name} {state}").decode(), settings().accounts.https
    gone.set_cookie(STATE_COOKIE, kept, path="/login", max_age=LASTS, httponly=True, samesite="lax", secure=secure)
    return gone


async def came_back(way: Way, request: Request) -> tuple[Told, str]:
    """Whom the provider names to who came back from it, and the proof, which is good once. Raises `Refusal`."""
    state = _state(way, request)
    if not way.is_on() or not state:
        raise Refused("stale")
    return await ASKED.run(lambda: way.told(request.query_params, state), visitors.address(request))


def let_in(way: Way, answer: Response) -> None:
    """The word was used; and where they came from is known to who signs out."""
    answer.delete_cookie(STATE_COOKIE, path="/login")
    secure = settings().accounts.https
    answer.set_cookie(BY_COOKIE, way.name, path="/logout", httponly=True, samesite="lax", secure=secure)


async def ended(request: Request) -> Response:
    """CAS says that somebody signed out there: their session here ends, too. It learns nothing of whether there was one."""
    written = b""
    async for part in request.stream():
        written += part
        if len(written) > LONGEST_LOGOUT:
            return PlainTextResponse("", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if CAS.is_on():
        told = parse_qs(written.decode("utf-8", "replace"), max_num_fields=10).get("logoutRequest", [""])[0]
        address = visitors.address(request)
        await ASKED.run(lambda: cas.ended(rooms.real(), told, address=address), address)
    return PlainTextResponse("")


def _signer() -> TimestampSigner:
    return TimestampSigner(secret(), salt=STATE_COOKIE)


def _state(way: Way, request: Request) -> str:
    """The word of the browser that went that way within ten minutes; "" for any other."""
    try:
        kept = _signer().unsign(request.cookies.get(STATE_COOKIE, ""), max_age=LASTS).decode()
    except (BadSignature, UnicodeDecodeError):
        return ""
    name, _, state = kept.partition(" ")
    asked = request.query_params.get("state", "")
    same = hmac.compare_digest(state.encode(), asked.encode("utf-8", "replace"))
    return state if name == way.name and same else ""
