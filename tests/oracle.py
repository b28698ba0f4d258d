"""The rules of docs/numbers.md once more: slow, recursive and obvious, to check the fast answer against.

It knows nothing of arrays, SQL or the code it checks; only what a measure, a formula and a tree are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data import months
from data.measures import Measure
from metrics.language import Calc, Formula, Metric, Number, Word

Parts = dict[str, float]
Subjects = dict[str, float]


class Pair(NamedTuple):
    """Parts of a unit on both sides of a comparison, and whether a whole is compared with its children's sum."""

    now: Parts
    then: Parts
    basis: bool


class Change(NamedTuple):
    """A change, and whether it is marked “basis changed”."""

    value: float | None
    basis: bool


NO_CHANGE = Change(None, False)


class Tree(NamedTuple):
    """Unit → parent, None for the root; from the month `since` on."""

    since: date
    parents: dict[str, str | None]


class Rule(NamedTuple):
    """Units of a level (or "leaf") at or below `unit` owe a measure in every so manieth month, from `first` until `until`."""

    unit: str
    level: str
    what: str
    every: int
    first: date
    until: date | None


@dataclass(frozen=True)
class Oracle:
    """`figures`: (measure, unit, month, subject) → value; `trees`, the oldest first; `rules`: what was asked for.

    `on` is the month whose tree is used; a comparison uses the later month's on both sides.
    """

    metric: Metric
    trees: tuple[Tree, ...]
    figures: dict[tuple[str, str, date, str], float]
    rules: tuple[Rule, ...] = ()

    def value(self, unit: str, month: date) -> float | None:
        """Rules 1, 2 and 3."""
        own = self.own(unit, month)
        if own is None and self.published(unit, month) is not None:
            return self.published(unit, month)
        return self.formula(self.parts(unit, month))

    def coverage(self, unit: str, month: date) -> dict[str, object]:
        """own, expected, reported, carried, missing."""
        own = self.own(unit, month) is not None
        published = not own and self.published(unit, month) is not None
        reported, carried, missing = (1, 0, 0) if published else self.counts(unit, month)
        return {
            "own": own or published,
            "expected": reported + carried + missing,
            "reported": reported,
            "carried": carried,
            "missing": missing,
        }

    def change(self, unit: str, month: date, back: int, run: list[date] | None = None) -> Change:
        """Against the month `back` months before; with `run`, of the period that goes through these months."""
        then = months.shift(month, -back)
        if run is None or not self.goes_through_months:
            if self.stands_published(unit, month) or self.stands_published(unit, then):
                return self.marked(self.difference(self.value(unit, month), self.value(unit, then)), True)
            return self.compared([self.pair(unit, month, then)])
        before = [months.shift(each, -back) for each in run]
        if self.run_is_published(unit, run) or self.run_is_published(unit, before):
            return self.marked(self.difference(self.over(unit, run)[0], self.over(unit, before)[0]), True)
        return self.compared([self.pair(unit, *pair) for pair in zip(run, before, strict=True)])

    def over(self, unit: str, run: list[date]) -> tuple[float | None, int | None]:
        """The value of a period that goes through these months, and how many of them stand behind it."""
        if not self.goes_through_months:
            return self.value(unit, run[-1]), None
        there = [parts for each in run if (parts := self.parts(unit, each)) is not None]
        added = self.formula(self.added(there)) if there else None
        rates = [rate for each in run if (rate := self.published(unit, each)) is not None]
        return (rates[-1], len(rates)) if added is None and rates else (added, len(there))

    def ytd(self, unit: str, month: date) -> tuple[float | None, int | None]:
        """The year to date, and how many months stand behind it."""
        if self.is_ytd:
            return self.latest(unit, month) or (None, 0)
        return self.over(unit, self.year(month))

    def ytd_change(self, unit: str, month: date) -> Change:
        """累计同比."""
        if self.is_ytd:
            return self.compared([self.report_pair(unit, month, month)])
        return self.change(unit, month, 12, self.year(month))

    # What units reported

    def by_subject(self, measure: Measure, unit: str, month: date) -> Subjects | None:
        """The whole unit's figure under "", else those of its applications."""
        of_month = {key[3]: value for key, value in self.figures.items() if key[:3] == (measure.key, unit, month)}
        if "" in of_month:
            return {"": of_month[""]}
        return of_month if of_month and measure.kind != "index" else None

    def reported(self, measure: Measure, unit: str, month: date) -> float | None:
        """The whole unit's figure, else the sum of its applications'."""
        of_month = self.by_subject(measure, unit, month)
        return None if of_month is None else sum(of_month.values())

    def own_part(self, measure: Measure, unit: str, month: date) -> tuple[Subjects, bool] | None:
        """A part's own figures of the month, and whether they are carried."""
        now = self.by_subject(measure, unit, month)
        if measure.reported_as == "ytd" and now is not None and month.month != 1:
            before = self.by_subject(measure, unit, months.shift(month, -1))
            left = None if before is None else less(now, before)
            return (left, False) if left else None
        if now is not None:
            return now, False
        for back in range(1, measure.carry + 1 if measure.kind == "stock" else 1):
            earlier = self.by_subject(measure, unit, months.shift(month, -back))
            if earlier is not None:
                return earlier, True
        return None

    def own_subjects(self, unit: str, month: date) -> tuple[dict[str, Subjects], bool] | None:
        """All parts together, or nothing; those of a ratio of the whole unit, or of the applications that have them all."""
        parts = {part.key: self.own_part(part, unit, month) for part in self.metric.parts}
        if None in parts.values():
            return None
        subjects = {key: part[0] for key, part in parts.items()}
        if self.metric.kind == "ratio":
            common = set.intersection(*map(set, subjects.values()))
            if not common:
                return None
            subjects = {key: {name: part[name] for name in common} for key, part in subjects.items()}
        return subjects, any(part[1] for part in parts.values())

    def own(self, unit: str, month: date) -> tuple[Parts, bool] | None:
        """All parts together, or nothing."""
        own = self.own_subjects(unit, month)
        return own and ({key: sum(part.values()) for key, part in own[0].items()}, own[1])

    def published(self, unit: str, month: date) -> float | None:
        published = self.metric.published
        return None if published is None else self.reported(published, unit, month)

    def stands_published(self, unit: str, month: date) -> bool:
        return self.own(unit, month) is None and self.published(unit, month) is not None

    def run_is_published(self, unit: str, run: list[date]) -> bool:
        there = [parts for each in run if (parts := self.parts(unit, each)) is not None]
        without = not there or self.formula(self.added(there)) is None
        return without and self.over(unit, run)[0] is not None

    # The tree

    def children(self, unit: str, on: date) -> list[str]:
        parents = [tree.parents for tree in self.trees if tree.since <= on][-1]
        return [child for child, parent in parents.items() if parent == unit]

    def parts(self, unit: str, month: date, on: date | None = None) -> Parts | None:
        """Own, else the children's added up, to any depth."""
        own = self.own(unit, month)
        if own is not None:
            return own[0]
        if self.metric.kind == "index":
            return None
        children = self.children(unit, on or month)
        there = [parts for child in children if (parts := self.parts(child, month, on)) is not None]
        return {part.key: sum(parts[part.key] for parts in there) for part in self.metric.parts} if there else None

    def counts(self, unit: str, month: date, on: date | None = None) -> tuple[int, int, int]:
        """Reported, carried, missing."""
        own = self.own(unit, month)
        if own is not None:
            return (0, 1, 0) if own[1] else (1, 0, 0)
        children = [] if self.metric.kind == "index" else self.children(unit, on or month)
        each = [(0, 0, int(self.is_expected(unit, month, on))), *(self.counts(child, month, on) for child in children)]
        return tuple(sum(column) for column in zip(*each, strict=True))

    # Obligations

    def is_expected(self, unit: str, month: date, on: date | None = None) -> bool:
        """Who owes every part that was asked for; where none was, every leaf, of an index every unit."""
        declared = [
            part.key
            for part in self.metric.parts
            if any(rule.what == part.key and self.holds(rule, month) for rule in self.rules)
        ]
        if not declared:
            return self.metric.kind == "index" or not self.children(unit, on or month)
        return all(self.owes(unit, key, month) for key in declared)

    def owes(self, unit: str, measure: str, month: date) -> bool:
        """Whether a rule asks the unit, where it stands in the month's own tree."""
        path = self.path(unit, month)
        level = ("province", "city", "county")[min(len(path), 3) - 1]
        return any(
            rule.what == measure
            and self.holds(rule, month)
            and month.month % rule.every == 0
            and rule.unit in path
            and (not self.children(unit, month) if rule.level == "leaf" else rule.level == level)
            for rule in self.rules
        )

    def holds(self, rule: Rule, month: date) -> bool:
        return rule.first <= month and (rule.until is None or month < rule.until)

    def path(self, unit: str, month: date) -> list[str]:
        parents = [tree.parents for tree in self.trees if tree.since <= month][-1]
        return [unit] if parents[unit] is None else [*self.path(parents[unit], month), unit]

    def pair(self, unit: str, now: date, then: date) -> Pair | None:
        """Like for like."""
        own_now, own_then = self.own(unit, now), self.own(unit, then)
        if own_now and own_then:
            return in_common(self.own_subjects(unit, now)[0], self.own_subjects(unit, then)[0])
        if own_now or own_then:
            reported, carried, missing = self.counts(unit, then if own_now else now, now)
            complete = missing == 0 and reported + carried > 0
            return Pair(self.parts(unit, now), self.parts(unit, then, now), True) if complete else None
        if self.metric.kind == "index":
            return None
        return self.both([self.pair(child, now, then) for child in self.children(unit, now)])

    def both(self, pairs: list[Pair | None]) -> Pair | None:
        """Children's pairs added up on both sides."""
        there = [pair for pair in pairs if pair is not None]
        if not there:
            return None
        keys = [part.key for part in self.metric.parts]
        now, then = ({key: sum(pair[side][key] for pair in there) for key in keys} for side in (0, 1))
        return Pair(now, then, any(pair.basis for pair in there))

    # Periods

    @property
    def goes_through_months(self) -> bool:
        """A ratio of stocks alone stands as at the month."""
        return self.metric.kind in ("flow", "ratio") and any(part.kind == "flow" for part in self.metric.parts)

    @property
    def is_ytd(self) -> bool:
        return all(part.reported_as == "ytd" for part in self.metric.parts)

    def year(self, month: date) -> list[date]:
        return months.between(month.replace(month=1), month)

    def added(self, there: list[Parts]) -> Parts:
        """Flows added up, a stock read in the last month there is."""
        return {
            part.key: sum(parts[part.key] for parts in there) if part.kind == "flow" else there[-1][part.key]
            for part in self.metric.parts
        }

    def latest(self, unit: str, month: date, on: date | None = None) -> tuple[float, int] | None:
        """Of a measure reported since January: the unit's latest report, else the children's, with the least month."""
        (measure,) = self.metric.parts
        for each in reversed(self.year(month)):
            value = self.reported(measure, unit, each)
            if value is not None:
                return value, each.month
        children = self.children(unit, on or month)
        there = [latest for child in children if (latest := self.latest(child, month, on)) is not None]
        return (sum(value for value, _ in there), min(number for _, number in there)) if there else None

    def report_pair(self, unit: str, month: date, on: date) -> Pair | None:
        """Reports since January in the latest month that stands in both years, else child by child."""
        (measure,) = self.metric.parts
        year = self.year(month)

        def here(code: str, each: date) -> float | None:
            return self.reported(measure, code, each)

        def there(code: str, each: date) -> list[float]:
            """The reports that stand for the unit: its own, or those below it."""
            if here(code, each) is not None:
                return [here(code, each)]
            return [value for child in self.children(code, on) for value in there(child, each)]

        def lacks(code: str, each: date) -> bool:
            if here(code, each) is not None:
                return False
            return self.is_expected(code, each, on) or any(lacks(child, each) for child in self.children(code, on))

        def below(code: str, each: date) -> float | None:
            """The children's sum, if nobody is missing."""
            return None if lacks(code, each) or not there(code, each) else sum(there(code, each))

        if not any(here(unit, each) is not None for now in year for each in (now, months.shift(now, -12))):
            return self.both([self.report_pair(child, month, on) for child in self.children(unit, on)])
        for now in reversed(year):
            then = months.shift(now, -12)
            whole = [here(unit, now), here(unit, then)]
            if whole == [None, None]:
                continue
            if None not in whole:
                both = ({measure.key: self.by_subject(measure, unit, each)} for each in (now, then))
                pair = in_common(*both)
                if pair is None:
                    continue
                return pair
            sides = [
                own if own is not None else below(unit, each) for own, each in zip(whole, (now, then), strict=True)
            ]
            if None not in sides:
                return Pair({measure.key: sides[0]}, {measure.key: sides[1]}, None in whole)
        return None

    # Arithmetic

    def compared(self, pairs: list[Pair | None]) -> Change:
        """The change over pairs of months."""
        there = [pair for pair in pairs if pair is not None]
        if not there:
            return NO_CHANGE
        now, then = (self.formula(self.added([pair[side] for pair in there])) for side in (0, 1))
        return self.marked(self.difference(now, then), any(pair.basis for pair in there))

    def marked(self, change: float | None, basis: bool) -> Change:
        return NO_CHANGE if change is None else Change(change, basis)

    def difference(self, now: float | None, then: float | None) -> float | None:
        if now is None or then is None:
            return None
        if self.metric.kind in ("ratio", "index"):
            return now - then
        return (now - then) / then if then > 0 else None

    def formula(self, parts: Parts | None) -> float | None:
        return None if parts is None else _calculate(self.metric.formula, parts)


def less(now: Subjects, before: Subjects) -> Subjects:
    """What is left of figures; application by application where both are of applications."""
    if "" in now or "" in before:
        return {"": sum(now.values()) - sum(before.values())}
    return {name: now[name] - before[name] for name in now if name in before}


def in_common(now: dict[str, Subjects], then: dict[str, Subjects]) -> Pair | None:
    """A unit with itself: the applications of both months, and where one of them is of the whole unit, all there is."""
    sides: tuple[Parts, Parts] = ({}, {})
    for key in now:
        both = set(now[key]) & set(then[key])
        of_all = "" in now[key] or "" in then[key]
        if not both and not of_all:
            return None
        for side, each in zip(sides, (now[key], then[key]), strict=True):
            side[key] = sum(value for name, value in each.items() if of_all or name in both)
    return Pair(*sides, any(("" in now[key]) != ("" in then[key]) for key in now))


SIGNS: dict[str, Callable[[float, float], float | None]] = {
    "+": lambda left, right: _added(left, right),
    "-": lambda left, right: _added(left, -right),
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right != 0 else None,
}


def _added(left: float, right: float) -> float:
    """Zero but for the noise of floats is zero."""
    return 0.0 if abs(left + right) < 1e-9 * (abs(left) + abs(right)) else left + right


def _calculate(formula: Formula, parts: Parts) -> float | None:
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, Word):
        return parts[formula.measure.key]
    assert isinstance(formula, Calc)
    left, right = _calculate(formula.left, parts), _calculate(formula.right, parts)
    return None if left is None or right is None else SIGNS[formula.sign](left, right)
