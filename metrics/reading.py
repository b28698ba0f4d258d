"""One metric read over all loaded months: values, periods and changes, by unit.

Arrays are (unit, month) or, where several months are asked for, (unit, asked month). NaN is no value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from metrics.arrays import Bits, Floats, Marks, Places
from metrics.compile import Quantity, quantity
from metrics.language import Formula, Metric, Word
from metrics.periods import MONTH, YEAR_TO_DATE, Period
from metrics.reported import Grid, Reported, last_standing, nothing, own_parts, own_reports
from metrics.tree import (
    Duty,
    Own,
    Pairs,
    Resolved,
    Shape,
    Trees,
    chosen,
    comparable_wholes,
    expected,
    from_children,
    like_for_like,
    resolve,
)


class Standing(NamedTuple):
    """Values of periods. `months` says how many stand behind each (NaN where months are not counted)."""

    value: Floats
    bits: Bits
    months: Floats
    published: Marks


class Coverage(NamedTuple):
    """Who stands behind the shown values, counted over the units that report."""

    own: Marks
    reported: Floats
    carried: Floats
    missing: Floats


class Change(NamedTuple):
    """Changes like for like; `basis`: the two sides were not made in the same way (口径变化). `now` and `then` are what was
    compared: a part of the whole value where units stand in one month only."""

    value: Floats
    basis: Marks
    now: Floats
    then: Floats


@dataclass(frozen=True)
class Reading:
    """One metric with its own figures on the trees of its months.

    `reports` are the figures as reported where all flows are `reported_as` ytd, else None. `rows` is the coverage of a
    metric over a register's rows or over cells, where each unit's own figure is of its whole subtree. `duties`: who
    owes the parts of the formula, on the tree of each month.
    """

    metric: Metric
    grid: Grid
    trees: Trees
    own: Own
    reports: Own | None
    published: Reported
    grades: np.ndarray | None
    rows: Coverage | None = None
    duties: Sequence[Duty] = ()

    @cached_property
    def adds_up(self) -> bool:
        """Whether children's numbers may be added up: an index's never are, rows already have been."""
        return self.metric.kind != "index" and self.rows is None

    @cached_property
    def counts_months(self) -> bool:
        """Whether a period goes through its months: flows, and ratios with a flow in them; a ratio of stocks alone stands
        as at the end, as stocks, indices and rows do."""
        flows = bool(self.metric.cells) or any(part.kind == "flow" for part in self.metric.parts)
        return flows and self.metric.kind in ("flow", "ratio")

    @cached_property
    def by_tree(self) -> tuple[Resolved, ...]:
        """All months resolved on each tree, for a comparison uses the later month's tree on both sides."""
        return tuple(resolve(shape, self.own, self.adds_up, self.duties) for shape in self.trees.shapes)

    @cached_property
    def expected(self) -> Marks:
        """Which units are expected to report, in each month on its own tree."""
        size, adds_up = self.own.stands.shape, self.metric.kind != "index"
        asked = self.trees.column_by_column(lambda shape: expected(shape, size, adds_up, self.duties).astype(float))
        return asked > 0

    @cached_property
    def resolved(self) -> Resolved:
        """Every month resolved on its own tree."""
        return chosen(self.by_tree, self.trees.which)

    @cached_property
    def shown_published(self) -> Marks:
        """Where the published rate stands: the unit has no parts of its own (rule 2)."""
        return ~self.own.stands & ~np.isnan(self.published.value)

    @cached_property
    def months_value(self) -> Quantity:
        """The value of every month by rules 1 to 3."""
        inner = self._evaluate(Quantity(self.resolved.value, self.resolved.bits), self.resolved.stands)
        return Quantity(
            np.where(self.shown_published, self.published.value, inner.value),
            np.where(self.shown_published, self.published.bits, inner.bits),
        )

    @cached_property
    def coverage(self) -> Coverage:
        """Who stands behind the shown values: a published rate is its unit's own."""
        if self.rows is not None:
            return self.rows
        published, resolved = self.shown_published, self.resolved
        own = resolved.own | published
        reported = np.where(published, 1, resolved.reported)
        return Coverage(own, reported, *(np.where(published, 0, each) for each in (resolved.carried, resolved.missing)))

    @cached_property
    def carried_from(self) -> Floats:
        """The column of the oldest report that is carried into each unit's number; infinite where nothing is carried."""
        fresh = last_standing(self.own.stands & ~self.own.carried).astype(float)
        oldest = np.where(self.own.stands & self.own.carried, fresh, np.inf)
        settled = self.own.stands if self.adds_up else np.ones_like(self.own.stands)

        def climbed(shape: Shape) -> Floats:
            values = oldest.copy()
            shape.climb(values, settled, np.minimum)
            return values

        return self.trees.column_by_column(climbed)

    def over(self, period: Period, at: Places) -> Standing:
        """The values of the periods that end in the months at these columns."""
        if period is MONTH or not self.counts_months:
            value, bits = self.months_value.value[:, at], self.months_value.bits[:, at]
            return Standing(value, bits, np.full(value.shape, np.nan), self.shown_published[:, at])
        first = self._firsts(period, at)
        if period is YEAR_TO_DATE and self.reports is not None:
            inner, months = self._latest_reports(self.reports, first, at)
        else:
            inner, months = self._added_up(first, at)
        return self._or_published(inner, months, first, at)

    def change(self, period: Period, at: int, lag: int) -> Change:
        """The change of the period that ends at a column against the same `lag` months earlier, like for like."""
        columns = np.array([at, at - lag])
        standing = self.over(period, columns)
        first = int(self._firsts(period, columns[:1])[0]) if self.counts_months else at
        if period is YEAR_TO_DATE and self.reports is not None:
            pairs = self._report_pairs(self.reports, first, at, lag)
        else:
            months = np.arange(first, at + 1)
            pairs = self._last_or_added(self._pairs(months, months - lag))
        published = standing.published.any(axis=1)
        now, then = (
            np.where(published, standing.value[:, i], self._evaluate(_exactly(side), pairs.stands).value[:, 0])
            for i, side in enumerate((pairs.now, pairs.then))
        )
        value = self._difference(now, then)
        return Change(value, (published | pairs.basis[:, 0]) & ~np.isnan(value), now, then)

    def _evaluate(self, parts: Quantity, stands: Marks) -> Quantity:
        named = {word: Quantity(parts.value[i], parts.bits[i]) for i, word in enumerate(self._words)}
        result = quantity(self.metric.formula, named)
        return Quantity(np.where(stands, result.value, np.nan), np.where(stands, result.bits, np.uint8(0)))

    @cached_property
    def _words(self) -> tuple[Formula, ...]:
        return self.metric.cells or self.metric.rows or self.metric.words

    @cached_property
    def _stocks(self) -> Marks:
        return np.array([isinstance(word, Word) and word.measure.kind == "stock" for word in self._words])

    def _firsts(self, period: Period, at: Places) -> Places:
        return np.array([self.grid.at(period.first(self.grid.months[column])) for column in at], dtype=np.intp)

    def _added_up(self, first: Places, at: Places) -> tuple[Quantity, Floats]:
        """Flows added up over the months that have parts; a stock beside them is read in the last of those."""
        stands = self.resolved.stands
        columns = np.arange(stands.shape[1])[:, None]
        window = ((columns >= first) & (columns <= at)).astype(float)
        months = stands @ window
        value = self.resolved.value @ window
        bits = np.zeros(value.shape, dtype=np.uint8)
        if self.resolved.bits.any():
            for i in range(len(at)):
                bits[..., i] = np.bitwise_or.reduce(self.resolved.bits[..., first[i] : at[i] + 1], axis=-1)
        if self._stocks.any():
            last = np.maximum(last_standing(stands)[:, at], 0)[None]
            value[self._stocks] = np.take_along_axis(self.resolved.value[self._stocks], last, axis=-1)
            bits[self._stocks] = np.take_along_axis(self.resolved.bits[self._stocks], last, axis=-1)
        return self._evaluate(Quantity(value, bits), months > 0), months

    def _latest_reports(self, reports: Own, first: Places, at: Places) -> tuple[Quantity, Floats]:
        """The unit's latest report of the year stands; a unit without any adds up its children's, and the least month."""
        last = last_standing(reports.stands)[:, at]
        stands = last >= first
        last = np.maximum(last, 0)
        value = np.where(stands, np.take_along_axis(reports.value, last[None], axis=-1), 0.0)
        bits = np.where(stands, np.take_along_axis(reports.bits, last[None], axis=-1), np.uint8(0))
        latest = Own(value, bits, stands, np.zeros_like(stands))
        months = np.where(stands, self.grid.month_numbers[last], np.inf)
        which = self.trees.which[at]
        resolved, least = [], np.zeros_like(months)
        for number, shape in enumerate(self.trees.shapes):
            resolved.append(resolve(shape, latest, adds_up=True))
            climbed = months.copy()
            shape.climb(climbed, stands, np.minimum)
            least = np.where(which == number, climbed, least)
        on_trees = chosen(tuple(resolved), which)
        standing = self._evaluate(Quantity(on_trees.value, on_trees.bits), on_trees.stands)
        return standing, np.where(np.isfinite(least), least, 0)

    def _or_published(self, inner: Quantity, months: Floats, first: Places, at: Places) -> Standing:
        """Where the parts give no value, the latest published rate of the period stands."""
        there = ~np.isnan(self.published.value)
        counted = np.concatenate([np.zeros((len(there), 1)), there.cumsum(axis=1)], axis=1)
        rates = counted[:, at + 1] - counted[:, first]
        published = np.isnan(inner.value) & (rates > 0)
        last = np.maximum(last_standing(there)[:, at], 0)
        value = np.where(published, np.take_along_axis(self.published.value, last, axis=1), inner.value)
        bits = np.where(published, np.take_along_axis(self.published.bits, last, axis=1), inner.bits)
        return Standing(value, bits, np.where(published, rates, months), published)

    def _pairs(self, now: Places, then: Places) -> Pairs:
        """Like for like, each pair of months on the later month's tree."""
        which = self.trees.which[now]
        parts = tuple(
            like_for_like(shape, self.own, resolved, now, then, self.adds_up)
            for shape, resolved in zip(self.trees.shapes, self.by_tree, strict=True)
        )
        return chosen(parts, which)

    def _last_or_added(self, pairs: Pairs) -> Pairs:
        """One pair of the months' pairs: flows added up, a stock read in the last pair that stands."""
        last = np.maximum(last_standing(pairs.stands)[:, -1:], 0)[None]
        now, then = (side.sum(axis=-1, keepdims=True) for side in (pairs.now, pairs.then))
        for added, side in ((now, pairs.now), (then, pairs.then)):
            added[self._stocks] = np.take_along_axis(side[self._stocks], last, axis=-1)
        stands: Marks = np.any(pairs.stands, axis=1, keepdims=True)
        basis: Marks = np.any(pairs.basis, axis=1, keepdims=True)
        return Pairs(now, then, stands, basis)

    def _report_pairs(self, reports: Own, first: int, at: int, lag: int) -> Pairs:
        """Years to date as reported, compared in the latest month that stands in both, else child by child."""
        shape = self.trees.shapes[self.trees.which[at]]
        now = np.arange(first, at + 1)
        resolved = resolve(shape, reports, adds_up=True, duties=self.duties)
        wholes = comparable_wholes(reports, resolved, now, now - lag)
        last = last_standing(wholes.stands)[:, -1:]
        stands = last >= 0
        last = np.maximum(last, 0)
        value_now, value_then = (
            np.where(stands, np.take_along_axis(side, last[None], axis=-1), 0.0) for side in (wholes.now, wholes.then)
        )
        basis = stands & np.take_along_axis(wholes.basis, last, axis=1)
        reported = reports.stands[:, now] | reports.stands[:, now - lag]
        settled: Marks = np.any(reported, axis=1, keepdims=True)
        return from_children(shape, Pairs(value_now, value_then, stands, basis), settled)

    def _difference(self, now: Floats, then: Floats) -> Floats:
        """Flows and stocks change relatively, ratios and indices by the difference."""
        if self.metric.kind in ("ratio", "index"):
            return now - then
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(then > 0, (now - then) / then, np.nan)


def read(
    metric: Metric,
    reported: Mapping[str, Reported],
    grid: Grid,
    trees: Trees,
    duties: Mapping[str, Duty] | None = None,
) -> Reading:
    """The metric over what units reported; `duties` says who owes a measure, by its key."""
    flows = [measure for measure in metric.parts if measure.kind == "flow"]
    as_ytd = bool(flows) and all(measure.reported_as == "ytd" for measure in flows)
    published = reported.get(metric.published.key) if metric.published else None
    first = reported.get(metric.parts[0].key)
    return Reading(
        metric=metric,
        grid=grid,
        trees=trees,
        own=own_parts(metric.parts, reported, grid, metric.kind == "ratio"),
        reports=own_reports(metric.parts, reported, grid, metric.kind == "ratio") if as_ytd else None,
        published=published or nothing(grid),
        grades=first.grades if first and metric.kind == "index" else None,
        duties=[duties[part.key] for part in metric.parts if part.key in duties] if duties else (),
    )


def _exactly(side: Floats) -> Quantity:
    return Quantity(side, np.zeros(side.shape, dtype=np.uint8))
