"""In which order changes are told: the longest story first."""

from collections.abc import Iterable, Sequence

from metrics import METRICS, OVERVIEW
from metrics.changes.change import Change

# What turned, or broke a promise, before what moved; what moved before what came and went; last, what was arranged.
TIERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("status", "turned"),),
    (("instruction", "missed"), ("object", "overdue"), ("object", "reopened")),
    (("value", "moved"),),
    (("corrected", "corrected"),),
    (("rank", "moved"),),
    (("instruction", "kept"), ("object", "closed")),
    (("target", "set"), ("target", "changed"), ("target", "gone"), ("definition", "changed")),
    (("status", "judged"), ("coverage", "moved")),
)
TIER = {each: place for place, tier in enumerate(TIERS) for each in tier}
SHOWN_FIRST = {metric.key: place for place, metric in enumerate((*OVERVIEW, *METRICS.values()))}


def in_order(found: Iterable[Change], units: Sequence[str]) -> list[Change]:
    """The tiers of TIERS, all else after them; in a tier the furthest first, then for the worse first, then units from the
    top, then numbers as leaders read them, then by key."""
    place = {code: at for at, code in enumerate(units)}
    turns = ("worse", "better", "neutral")

    def key(each: Change) -> tuple:
        story = TIER.get((each.kind, each.what), len(TIERS)), -each.distance, turns.index(each.turn)
        where = place.get(each.unit, len(place)), SHOWN_FIRST.get(each.metric, len(SHOWN_FIRST))
        return *story, *where, each.kind, each.what, each.register, each.key

    return sorted(found, key=key)
