"""What an address asks of an evaluation – which system, which group, what is to be tried – and at which it opens where it asks for
none."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from data.units import Tree
from metrics import league
from metrics.evaluation.objects import Objects
from metrics.evaluation.system import MISSINGS, System
from metrics.evaluation.trying import Asked, leanings

Groups = Mapping[str, Objects]
Scoring = tuple[System, Groups]  # a system, and whom it scores
BETWEEN = "~"
LONGEST = 4000  # characters of an address that are looked at
POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


def chosen(
    scoring: Sequence[Scoring], asked: Mapping[str, str], tree: Tree, unit: str, month: date
) -> tuple[System, str]:
    """The system and the group of an address. `scoring` are the systems in force that score anybody, at least one."""
    named = next((pair for pair in scoring if pair[0].key == asked.get("system", "")), None)
    system, groups = named or usual(scoring, tree, unit)
    group = asked.get("group", "")
    return system, group if group in groups else usual_group(groups, tree, unit, month)


def usual(scoring: Sequence[Scoring], tree: Tree, unit: str) -> Scoring:
    """The first that scores a unit or one below it, else the first of all."""
    below = set(tree.below(unit))
    return next((pair for pair in scoring if any(below & set(there) for there in pair[1].values())), scoring[0])


def usual_group(groups: Groups, tree: Tree, unit: str, month: date) -> str:
    """The unit's own group, else the first with a unit below it, else the first of all."""
    own, below = league.group_of(tree, unit, month), set(tree.below(unit))
    theirs = next((key for key, there in groups.items() if below & set(there)), next(iter(groups)))
    return own if own in groups else theirs


def tried(known: Sequence[System], system: System, asked: Mapping[str, str]) -> Asked:
    """What is to be tried with a system; what is none of it is left out."""
    rules, missing, leaning = (asked.get(name, "") for name in ("rules", "missing", "weights"))
    other = next((each for each in known if each.key == rules and each.level == system.level), None)
    new = other or system
    return Asked(
        rules=other.key if other and other is not system else "",
        missing=next((each for each in MISSINGS if each == missing and each != new.missing), None),
        leaning=leaning if leaning in leanings(new) else "",
        weights=read_weights(asked.get("points", ""), new),
    )


def read_weights(written: str, system: System) -> dict[str, float]:
    """Points by item, as an address says them (`key:points`, `~` between); what is none of the system's is left out."""
    scored = {item.key for item in system.items if item.scored}
    found = {}
    for each in written[:LONGEST].split(BETWEEN):
        key, _, points = each.rpartition(":")
        if key in scored and POINTS.fullmatch(points):
            found[key] = float(points)
    return found if sum(found.values()) > 0 else {}


def written_weights(weights: Mapping[str, float]) -> str:
    """The same, as an address says them."""
    return BETWEEN.join(f"{key}:{points:g}" for key, points in sorted(weights.items()))
