"""CAS: the server gives a ticket to the browser, and says to us whose it is; and says when that sign-in is over."""

from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from sqlalchemy import Engine

from data import months
from data.access import Actor
from data.people import claims, sessions
from data.people.claims import Told
from data.people.ways import fetching
from data.people.ways.fetching import Refused
from data.settings import settings

SPACE = "{http://www.yale.edu/tp/cas}"
SAML = "{urn:oasis:names:tc:SAML:2.0:protocol}"
LONGEST_TICKET = 512
LONGEST_LOGOUT = 20_000  # characters
LASTS = 300  # seconds for which a ticket that was confirmed just now is good for a session


def way(service: str) -> str:
    """Where somebody signs in, to come back to `service` with a ticket."""
    return f"{settings().cas.url}/login?{urlencode({'service': service})}"


def way_out(back: str) -> str:
    """Where they sign out at the server as well."""
    return f"{settings().cas.url}/logout?{urlencode({'service': back})}"


def told(ticket: str, service: str) -> Told:
    """Whose ticket it is, as the server says. Raises `Refused`."""
    if not ticket or len(ticket) > LONGEST_TICKET or not ticket.isprintable():
        raise Refused("not_known")
    here = settings().cas
    answer = fetching.got(f"{here.url}/p3/serviceValidate", {"ticket": ticket, "service": service}, here.ca_file)
    return _read(answer)


def proof(ticket: str) -> str:
    """What a session is kept under that was given for the ticket."""
    return f"cas {ticket}"


def ended(engine: Engine, written: str, *, address: str) -> bool:
    """The server says by a `LogoutRequest` that a sign-in is over: whether a session of ours ended with it. Nobody but the
    server and the browser ever had the ticket that it names."""
    if not written or len(written) > LONGEST_LOGOUT:
        return False
    try:
        index = fromstring(written).findtext(f".//{SAML}SessionIndex", "").strip()
    except (ParseError, DefusedXmlException, ValueError):
        return False
    by = Actor(claims.GIVEN_BY, "", (), "", address)
    return bool(index) and sessions.end_provided(engine, proof(index), by=by)


def _read(answer: bytes) -> Told:
    try:
        root = fromstring(answer)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refused("unreadable") from None
    success = root.find(f"{SPACE}authenticationSuccess")
    if root.tag != f"{SPACE}serviceResponse" or success is None:
        raise Refused("not_known")
    here, user = settings().cas, success.findtext(f"{SPACE}user", "").strip()
    given = _attributes(success)

    def first(name: str) -> str:
        return next(iter(given.get(name, ())), "")

    now = months.now().timestamp()
    login = first(here.login) if here.login else user
    values = frozenset(given.get(here.roles, ()))
    return Told(
        f"cas:{here.url}",
        user,
        login,
        first(here.name),
        first(here.mail),
        values,
        now,
        now + LASTS,
        here.login or "user",
    )


def _attributes(success: Element) -> dict[str, list[str]]:
    """Attributes by name, of which one may come several times; whatever name space the server gives them."""
    given: dict[str, list[str]] = {}
    for each in success.iterfind(f"{SPACE}attributes/*"):
        given.setdefault(each.tag.rpartition("}")[2], []).append((each.text or "").strip())
    return given
