"""What if: other weights, another version's rules, missing figures treated otherwise. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.text import LANGUAGES, Text
from metrics.evaluation.scoring import Score
from metrics.evaluation.system import Missing, System

LEAN = 1.5  # a dimension that is to count more weighs so many times as much
EQUAL = "equal"
WEIGHTS = {
    EQUAL: Text("各指标一样重", "Every metric the same"),
    "lean": Text("“{dimension}”加重一半", "“{dimension}” half as much again"),
}


@dataclass(frozen=True)
class Asked:
    """What is to be tried: the `rules` of another version (its key), `missing` treated otherwise, and weights – a key of
    `leanings`, or by item. What is empty stays as it is set."""

    rules: str = ""
    missing: Missing | None = None
    leaning: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether anything is to be tried."""
        return bool(self.rules or self.missing or self.leaning or self.weights)


AS_SET = Asked()


@dataclass(frozen=True)
class Moved:
    """A unit's score as set and as tried; `by`: places gained (None where it has no place in one of them)."""

    unit: str
    was: Score
    now: Score

    @property
    def by(self) -> int | None:
        """How many places it gains; less than 0: loses."""
        if self.was.place is None or self.now.place is None:
            return None
        return self.was.place - self.now.place


def leanings(system: System) -> dict[str, Text]:
    """Other weights that are worth a look, by key: all the same, and each dimension half as much again."""
    lean = WEIGHTS["lean"]
    of_dimensions = {
        f"lean-{number}": Text(*(lean.in_(lang, dimension=dimension.in_(lang)) for lang in LANGUAGES))
        for number, dimension in enumerate(system.dimensions, 1)
    }
    return {EQUAL: WEIGHTS[EQUAL], **(of_dimensions if len(of_dimensions) > 1 else {})}


def tried(system: System, known: Sequence[System], asked: Asked) -> System:
    """The system as it would be. Raises `ValueError` for a version there is none of, unknown items, weights below nothing."""
    found = system
    if asked.rules:
        other = next((each for each in known if each.key == asked.rules and each.level == system.level), None)
        if other is None:
            raise ValueError(f"没有评价体系 {asked.rules} / no index system {asked.rules}")
        found = other
    if asked.missing:
        found = replace(found, missing=asked.missing)
    weights = {**_leaning(found, asked.leaning), **asked.weights}
    strange = sorted(set(weights) - {item.key for item in found.items if item.scored})
    if strange:
        raise ValueError(
            f"体系中没有计分的 {'、'.join(strange)} / no scored metrics of the system: {', '.join(strange)}"
        )
    if any(not weight >= 0 for weight in weights.values()):
        raise ValueError("权重不能小于 0 / weights are not below 0")
    return found.weighed(weights) if weights else found


def _leaning(system: System, key: str) -> dict[str, float]:
    scored = [item for item in system.items if item.scored]
    if key == EQUAL:
        return {item.key: 1.0 for item in scored}
    if key and key in leanings(system):
        dimension = system.dimensions[int(key.removeprefix("lean-")) - 1]
        return {item.key: item.weight * (LEAN if item.dimension == dimension else 1.0) for item in scored}
    return {}


def moved(was: Sequence[Score], now: Sequence[Score]) -> tuple[Moved, ...]:
    """Every unit as set and as tried, who moves farthest first, by code where equal."""
    then = {each.unit: each for each in was}
    pairs = [Moved(each.unit, then[each.unit], each) for each in now]
    return tuple(sorted(pairs, key=lambda each: (-abs(each.by or 0), each.unit)))
