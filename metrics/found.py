"""What has been read of some units and months already, so that it is not read again."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, NamedTuple

from metrics.duties import Asked
from metrics.reading import Reading


class Since(NamedTuple):
    """The revisions since which all that is not a unit's own, the figures and the lists of some units stand as they do
    (`data.touched`)."""

    all: int
    figures: int
    lists: int


@dataclass
class Found:
    """Duties, `readings` by metric and system, `counts` of rows by what they are counted by (`metrics.tallies`). `lock`: held
    while any of it is read."""

    since: Since | None = None
    duties: Mapping[str, Asked] | None = None
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    counts: dict[Hashable, Any] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def take(self, before: "Found | None", now: Since) -> None:
        """Begin with what was read of an earlier state and stands yet. Cells hang on both figures and lists."""
        self.since = now
        if before is None or before.since is None or before.since.all != now.all:
            return
        self.duties = before.duties
        if before.since.lists == now.lists:
            self.counts |= before.counts
        if before.since.figures == now.figures:
            self.readings |= {key: each for key, each in before.readings.items() if not each.metric.cells}
