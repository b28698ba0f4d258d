"""What was read of one state of a store, kept for who asks for the same of it: a screen's panels ask for the same units and months
again and again, each in a question of its own.

A connection carries it (`carry`), so that what reads need not know whether anybody keeps it. Only for reads of a state that no longer
moves: never for a write, which sees what it has just written.
"""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, NamedTuple, TypeVar

from cachetools import LRUCache
from sqlalchemy import Connection

from data import units
from data.touched import Touched

OPTION = "read_cache"
Found = TypeVar("Found")


class ReadCache:
    """Answers up to a total size, the longest unused given up first; who asks at the same time waits."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(most, getsizeof=lambda found: found[1])
        self._lock = RLock()

    def ask(self, key: Hashable, renew: Callable[[Found | None], Found], size: Callable[[Found], int]) -> Found:
        """What `renew` makes of what is kept under the key (None: nothing is): the same, where it still stands. It is kept, unless
        it is larger than all there is room for."""
        with self._lock:
            before = self._kept.get(key, (None,))[0]
            found = renew(before)
            if found is not before and size(found) <= self._kept.maxsize:
                self._kept[key] = found, size(found)
            return found


class Carried(NamedTuple):
    """The cache of a connection, and what touched which units last, where it reads the present."""

    cache: ReadCache
    touched: Touched | None


def carry(conn: Connection, cache: ReadCache, touched: Touched | None = None) -> None:
    """From now on what is read through the connection may be taken from the cache, and is kept there."""
    conn.execution_options(**{OPTION: Carried(cache, touched)})
    if touched is not None:
        units.carry(conn, touched.units)


def of(conn: Connection) -> Carried | None:
    """What a connection carries."""
    return conn.get_execution_options().get(OPTION)
