"""Reads that go to a standby of PostgreSQL, where it has all that the primary had when it was asked.

The primary says how far its log has come; a standby that has replayed as much answers in its place, one that lags is waited for
a moment and then left. So whoever reads there never sees less than the primary would have shown, whatever was written: figures,
with their revision, and obligations or publications, which raise none. Where no standby is there, slow or just promoted,
the primary answers, and the program notices nothing but the time.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from time import monotonic, sleep
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from data import store, telemetry
from data.settings import settings

log = logging.getLogger("cockpit.standby")
Answer = TypeVar("Answer")

LEFT_SECONDS = 30  # one that did not answer is not asked again before
WAITS = (0.005, 0.02, 0.05)  # seconds, between looks at one that lags: more than a healthy one needs
HOW_FAR = text("SELECT pg_current_wal_flush_lsn()::text")
HAS_COME = text("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= CAST(:lsn AS pg_lsn)")


class Standby:
    """The standby among the hosts of a store's address."""

    def __init__(self, primary: Engine):
        address = primary.url.update_query_dict({"target_session_attrs": "standby"})
        self.engine = store.connect(address.render_as_string(hide_password=False))
        self._left_until = 0.0

    @contextmanager
    def standing_at(self, lsn: str) -> Iterator[Connection | None]:
        """A connection to which the standby stands still, having replayed the log up to there; None where it has not."""
        if monotonic() < self._left_until:
            yield None
            return
        with store.reading(self.engine) as conn:
            yield conn if self._has_come(conn, lsn) else None

    def leave(self, error: Exception) -> None:
        """Not to be asked for a while. Connections that are held may be to a server that was promoted, or is gone."""
        self._left_until = monotonic() + LEFT_SECONDS
        self.engine.dispose()
        log.warning("the standby did not answer (%s): the primary is asked for a while", type(error).__name__)

    @staticmethod
    def _has_come(conn: Connection, lsn: str) -> bool:
        for pause in (0, *WAITS):
            sleep(pause)
            come = bool(conn.scalar(HAS_COME, {"lsn": lsn}))
            conn.rollback()  # what is read next is what it holds by then, and not when it was asked
            if come:
                return True
        return False


@cache
def _of(primary: Engine) -> Standby:
    return Standby(primary)


def read(primary: Engine, ask: Callable[[Connection], Answer]) -> Answer:
    """What `ask` says of a store that stands still: of the standby where `store.standby_reads` is set and one has come as
    far as the primary, of the primary otherwise. It may be asked twice, so it does nothing but read."""
    if primary.dialect.name == "postgresql" and settings().store.standby_reads:
        standby = _of(primary)
        with primary.connect() as conn:
            lsn = conn.scalar(HOW_FAR)
        try:
            with standby.standing_at(lsn) as conn:
                if conn is not None:
                    telemetry.STANDBY_READS.add()
                    return ask(conn)
        except (*store.Unreachable, DBAPIError) as error:
            # Gone, or its answer was cut off for what the primary sent: the primary knows.
            standby.leave(error)
    with store.reading(primary) as conn:
        return ask(conn)
