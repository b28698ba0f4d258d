"""Who knocks: the address of a visitor, their cookies, and where they may be sent on to."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from data.people import sessions
from data.settings import settings
from data.text import LANGUAGES, Language


def address(connection: HTTPConnection) -> str:
    """The visitor's network address. Proxies of ours are believed (`accounts.proxies`), what stands before them is not."""
    peer = connection.client.host if connection.client else ""
    told = [each.strip() for each in ",".join(connection.headers.getlist("x-forwarded-for")).split(",") if each.strip()]
    proxies = settings().accounts.proxies
    return told[-proxies] if 0 < proxies <= len(told) else peer


def cookie(connection: HTTPConnection) -> str:
    """The session cookie that came along; "" without one."""
    return connection.cookies.get(sessions.COOKIE, "")


def language(connection: HTTPConnection) -> Language:
    """The language asked for in the address, else the owner's."""
    asked = connection.query_params.get("lang")
    return next((each for each in LANGUAGES if each == asked), settings().language)


def local(path: str) -> str:
    """The path if it leads into this cockpit and nowhere else; the front page otherwise."""
    try:
        elsewhere = bool(urlsplit(path).netloc)
    except ValueError:  # an address that is none
        return "/"
    plain = path.isprintable() and "\\" not in path and path.startswith("/") and not path.startswith("//")
    return path if plain and not elsewhere else "/"
