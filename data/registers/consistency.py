"""What the columns of a row must say together: a state has its day, a day its state, what has happened is not to come."""

from dataclasses import dataclass
from typing import Literal

Must = Literal["filled", "empty", "past", "not past"]


@dataclass(frozen=True)
class Rule:
    """Where `field` is one of `choices` (or filled, without any), `other` must be so. “past” is today or before."""

    field: str
    choices: tuple[str, ...]
    other: str
    must: Must


RULES: dict[str, tuple[Rule, ...]] = {
    "applications": (
        Rule("status", ("stopped",), "stopped_on", "filled"),
        Rule("status", ("live", "building"), "stopped_on", "not past"),
        Rule("status", ("live",), "live_since", "past"),
        Rule("status", ("building",), "live_since", "not past"),
    ),
    "problems": (
        Rule("status", ("found", "assigned"), "closed", "empty"),
        Rule("status", ("found",), "assigned", "empty"),
        Rule("status", ("closed", "accepted"), "closed", "filled"),
        Rule("status", ("accepted",), "accepted", "filled"),
        Rule("status", ("found", "assigned", "closed"), "accepted", "empty"),
        Rule("accepted", (), "closed", "filled"),
        Rule("closed", (), "assigned", "filled"),
        Rule("assigned", (), "due", "filled"),
    ),
    "oversight": (Rule("outcome", (), "handled", "filled"),),
}

# Days of what has happened: one to come is a slip.
HAPPENED = {
    "applications": ("stopped_on",),
    "problems": ("found", "assigned", "closed", "accepted", "changed_on"),
    "oversight": ("raised", "handled", "changed_on"),
}
