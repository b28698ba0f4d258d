"""The overview's queries: against hand-written SQL over the same rollup, ten million figures against one million, and as known
earlier."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd
from sqlalchemy import Connection, text

from data import months, revisions
from metrics import METRICS, query
from tests.bench import stores

SQL = Path(__file__).with_name("overview.sql").read_text(encoding="utf-8")
FIGURES = [METRICS[key] for key in ("data_records", "visits", "satisfaction", "sharing_fulfilment", "usage_rate")]
MEASURE = {"satisfaction": "satisfied", "sharing_fulfilment": "requests_met", "usage_rate": "active_users"}
UNIT, RUNS = "330000", 9
RUN = months.between(months.shift(stores.LAST, -12), stores.LAST)


def measure(sizes: tuple[int, ...] = (1_000_000, 10_000_000)) -> dict[str, float]:
    """Ratios of medians, ours over the other, by name."""
    found: dict[str, float] = {}
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            engine = stores.make(Path(folder), size)
            with engine.connect() as conn:
                _agree(ours(conn), by_hand(conn))
                mine, theirs, before = _in_turn(lambda: ours(conn), lambda: by_hand(conn), lambda: earlier(conn))
            engine.dispose()
            found[f"a unit and month as known a revision ago, {size:,} figures, s"] = before
            seconds.append(mine)
            found[f"overview queries / hand-written SQL, {size:,} figures"] = mine / theirs
    found[f"overview queries, {sizes[-1]:,} / {sizes[0]:,} figures"] = seconds[-1] / seconds[0]
    return found


def ours(conn: Connection, revision: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the overview asks for: a snapshot of the unit and its children, and the unit's thirteen months."""
    snapshot = query.snapshot(conn, FIGURES, UNIT, stores.LAST, revision=revision)
    return snapshot, query.history(conn, FIGURES, [UNIT], RUN, revision=revision)


def earlier(conn: Connection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same as it was known before the last batch, which brought a whole month: all of it has moved since."""
    return ours(conn, revisions.current(conn) - 1)


def by_hand(conn: Connection) -> pd.DataFrame:
    """The same values, coverage and changes from one statement."""
    blanks = {"unit": UNIT, "last": stores.LAST, "shown": RUN[0], "first": months.shift(stores.LAST, -24)}
    return pd.read_sql(text(SQL), conn, params={name: str(value) for name, value in blanks.items()})


def _agree(mine: tuple[pd.DataFrame, pd.DataFrame], theirs: pd.DataFrame) -> None:
    """A ratio of two different answers would mean nothing."""
    snapshot = mine[0].assign(metric=mine[0]["metric"].replace(MEASURE))
    now = theirs[theirs["month"].str[:10] == str(stores.LAST)]
    met = snapshot.merge(now, on=["metric", "unit"], suffixes=("", "_sql"))
    assert len(met) == len(snapshot)
    for column in ("value", "reported", "mom", "yoy"):
        pd.testing.assert_series_equal(met[column], met[f"{column}_sql"], check_names=False, check_dtype=False)


def _in_turn(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each, measured in turn so that the machine's moods fall on all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]
