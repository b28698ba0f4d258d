"""A slow way between nginx and the server behind it: each packet takes longer, while people read and sign in through nginx."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data import months
from tests.faults import places
from tests.faults.relays import delayed
from tests.faults.told import Row
from tests.test_deploy import served_by_nginx
from tests.test_several import Server, until

SECONDS = 0.1
PATHS = ("/healthz", "/readyz", "/login", "/")


def slow_ways(times: int) -> Iterator[Row]:
    """Each packet between nginx and the server takes a tenth of a second more."""
    with places.folder() as place, (place / "server.log").open("w") as log:
        store = f"sqlite:///{place}/store.db"
        places.filled(store).dispose()
        server = Server("a", {"COCKPIT_STORE_URL": store, "COCKPIT_ACCOUNTS_PROXIES": "1"}, log)
        try:
            if not until(lambda: server.ready() == "ready", 240):
                raise RuntimeError((place / "server.log").read_text())
            near, _, _ = _asked(place / "near", server.port, times)
            with delayed(server.port, SECONDS) as port:
                far, answered, asked = _asked(place / "far", port, times)
        finally:
            server.process.kill()
            server.process.wait()
    seen = (
        f"{1000 * SECONDS:.0f} ms a way, by a relay: a request took {far:.2f} s at most ({near:.2f} s without), "
        f"{asked - answered} of {asked} were not answered"
    )
    yield Row("a slow way from nginx to the server", "SQLite", f"{months.today():%Y-%m-%d}", asked, answered, 0, seen)


def _asked(folder: Path, port: int, times: int) -> tuple[float, int, int]:
    """The longest that a request through nginx took, how many were answered as they should be, and how many were asked."""
    folder.mkdir()
    longest, answered = 0.0, 0
    with served_by_nginx(folder, [port]) as site:
        for nth in range(times):
            began = time.monotonic()
            with suppress(OSError):
                answered += site("GET", PATHS[nth % len(PATHS)])[0] < 400
            longest = max(longest, time.monotonic() - began)
    return longest, answered, times
