"""What this process counts while it runs, for a monitor to collect: how often, how long, when last. Labels are kinds of
things and never whose.

Kept in memory by numbers alone, so that counting costs next to nothing; it begins at zero with the process, as monitors
expect. What the store itself knows is asked when it is collected (`health.gauges`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # a page is promised within two


@dataclass(frozen=True)
class Sample:
    """One number: `suffix` is added to the name, `labels` are pairs of name and value."""

    labels: tuple[tuple[str, str], ...]
    value: float
    suffix: str = ""


class Series:
    """Numbers under one name, by the values of its labels."""

    kind: Kind = "counter"

    def __init__(self, name: str, told: str, labels: Sequence[str] = ()):
        self.name, self.told, self.labels = name, told, tuple(labels)
        self._lock = Lock()
        self._values: dict[tuple[str, ...], float] = {}

    def add(self, *labels: str, by: float = 1) -> None:
        """So much more."""
        with self._lock:
            self._values[labels] = self._values.get(labels, 0) + by

    def samples(self) -> list[Sample]:
        """Every number, as it stands now; without labels 0 where nothing was counted yet."""
        with self._lock:
            values = dict(self._values) or ({} if self.labels else {(): 0.0})
        return [Sample(self._named(labels), value) for labels, value in sorted(values.items())]

    def _named(self, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.labels, labels, strict=True))


class Gauge(Series):
    """A number that is set."""

    kind: Kind = "gauge"

    def set(self, *labels: str, to: float) -> None:
        """It is this now."""
        with self._lock:
            self._values[labels] = to


class Histogram(Series):
    """How long something took: how often within each of SECONDS, how often at all, and all together."""

    kind: Kind = "histogram"

    def __init__(self, name: str, told: str, labels: Sequence[str] = ()):
        super().__init__(name, told, labels)
        self._counts: dict[tuple[str, ...], list[int]] = {}

    def note(self, *labels: str, seconds: float) -> None:
        """It took so long."""
        with self._lock:
            counts = self._counts.setdefault(labels, [0] * (len(SECONDS) + 1))
            counts[bisect_left(SECONDS, seconds)] += 1
            self._values[labels] = self._values.get(labels, 0) + seconds

    @contextmanager
    def timed(self, *labels: str) -> Iterator[None]:
        """What is done inside is noted, also where it fails."""
        began = perf_counter()
        try:
            yield
        finally:
            self.note(*labels, seconds=perf_counter() - began)

    def samples(self) -> list[Sample]:
        """Each bucket holds those before it, too."""
        with self._lock:
            counted = {labels: (list(counts), self._values[labels]) for labels, counts in self._counts.items()}
        found = []
        for labels, (counts, total) in sorted(counted.items()):
            named, within = self._named(labels), 0
            for limit, count in zip((*map(str, SECONDS), "+Inf"), counts, strict=True):
                within += count
                found.append(Sample((*named, ("le", limit)), within, "_bucket"))
            found += [Sample(named, total, "_sum"), Sample(named, within, "_count")]
        return found


REQUESTS = Series("cockpit_requests_total", "Answered requests, by kind and status.", ("kind", "status"))
RUNS = Histogram("cockpit_page_run_seconds", "How long the script of a page ran.", ("page",))
QUERIES = Series("cockpit_queries_total", "Statements sent to the database.")
QUERY_SECONDS = Series("cockpit_query_seconds_total", "Seconds in which the database was waited for.")
READS = Series("cockpit_reads_total", "What pages asked to read, kept by revision or not.")
READS_MISSED = Series("cockpit_reads_missed_total", "Reads of pages that were not kept and went to the store.")
STANDBY_READS = Series("cockpit_standby_reads_total", "Reads of pages that a standby answered.")
JOB_DONE = Gauge("cockpit_job_done_timestamp_seconds", "When work in the background last went well.", ("work",))
JOB_FAILURES = Series("cockpit_job_failures_total", "How often work in the background failed.", ("work",))
OF_PROCESS = (REQUESTS, RUNS, QUERIES, QUERY_SECONDS, READS, READS_MISSED, STANDBY_READS, JOB_DONE, JOB_FAILURES)
