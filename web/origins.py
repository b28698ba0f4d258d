"""Which site a request comes from: ours, another's, or none that says so.

Streamlit asks the same, but takes every application on this machine for ours and asks a host on the internet for its own
address before it says no. So what is foreign never reaches it.
"""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from data.settings import Notices, settings


def is_ours(connection: HTTPConnection) -> bool:
    """Whether the Origin is the address that was asked for, host and port, or the cockpit's own (`notices.address`)."""
    origin = connection.headers.get("origin", "")
    scheme = urlsplit(origin).scheme if origin.isprintable() else ""
    own = settings().notices.address
    # What stands there before anybody has configured it is no address of ours.
    ours = {f"{scheme}://{connection.headers.get('host', '')}"} | ({own} if own != Notices().address else set())
    place = _place(origin)
    return place is not None and place in {_place(each) for each in ours}


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether an Origin is told that is not ours."""
    return "origin" in connection.headers and not is_ours(connection)


def as_of_here(connection: HTTPConnection) -> list[tuple[bytes, bytes]]:
    """The headers for who is behind the gate: an Origin of ours under the host that was asked for, a foreign one not."""
    others = [(name, value) for name, value in connection.scope["headers"] if name != b"origin"]
    if not is_ours(connection):
        return others
    scheme = urlsplit(connection.headers["origin"]).scheme
    return [*others, (b"origin", f"{scheme}://{connection.headers.get('host', '')}".encode("latin-1"))]


def _place(address: str) -> tuple[str, int] | None:
    """Host and port; None for what is no address of a site."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except (ValueError, KeyError):
        return None
    host = (parts.hostname or "").rstrip(".")
    return (host, port) if host else None
