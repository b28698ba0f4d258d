"""Own report first, then the children: what stands behind each unit's number, bottom-up over the tree.

Arrays have the axes part (a measure of the formula), unit, month; all months are resolved at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from metrics.arrays import Bits, Floats, Marks, Places
from metrics.subjects import Subjects

NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Shape:
    """A tree of units as arrays. Units outside the tree have no parent and no children."""

    codes: tuple[str, ...]
    leaf: Marks
    stands_for: Floats  # how many units each one is (`data.folded_units`)
    levels: tuple[tuple[Places, Places, Places], ...]  # deepest first: parents, their children, where each one's start
    place: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(
        cls, codes: Sequence[str], parents: Mapping[str, str | None], members: Mapping[str, Sequence[str]] = NOBODY
    ) -> "Shape":
        """The shape of `codes` under `parents` (code → parent's code, None for a root); `members`: for whom else some stand."""
        place = {code: i for i, code in enumerate(codes)}
        parent = np.array([place.get(parents.get(code) or "", -1) for code in codes], dtype=np.intp)
        depth = np.zeros(len(codes), dtype=np.intp)
        above = parent.copy()
        while (above >= 0).any():
            depth += above >= 0
            above = np.where(above >= 0, parent[above], -1)
        levels = tuple(_level(parent, depth == deep) for deep in range(depth.max(initial=0), 0, -1))
        leaf = ~np.isin(np.arange(len(codes)), parent)
        stands_for = np.array([len(members.get(code, (code,))) for code in codes], dtype=float)
        return cls(tuple(codes), leaf, stands_for, levels, place)

    def climb(self, values: Floats | Bits, settled: Marks, join: np.ufunc = np.add) -> None:
        """Join to every unit that is not settled its children's values, in place, from the leaves up.

        `values` has the axes (…, unit, month); what is not settled must hold what adds nothing, or what counts beside
        its children.
        """
        for parents, children, starts in self.levels:
            held = values[..., parents, :]
            joined = join(held, join.reduceat(values[..., children, :], starts, axis=-2))
            values[..., parents, :] = np.where(settled[parents], held, joined)

    def subtree_sums(self, values: Floats) -> Floats:
        """Each unit's value with all values below it added, axes (…, unit, month)."""
        sums = values.copy()
        for parents, children, starts in self.levels:
            sums[..., parents, :] += np.add.reduceat(sums[..., children, :], starts, axis=-2)
        return sums

    @cached_property
    def below(self) -> Marks:
        """Whether the second unit is the first or lies under it: (unit, unit)."""
        return self.subtree_sums(np.eye(len(self.codes))) > 0


def _level(parent: Places, here: Marks) -> tuple[Places, Places, Places]:
    children = np.flatnonzero(here)
    children = children[np.argsort(parent[children], kind="stable")]
    parents, starts = np.unique(parent[children], return_index=True)
    return parents, children, starts


@dataclass(frozen=True)
class Trees:
    """The trees that hold in the loaded months: `shapes`, and which of them each month has."""

    shapes: tuple[Shape, ...]
    which: Places

    def column_by_column(self, made: Callable[[Shape], Floats]) -> Floats:
        """What is made on each tree, every column from the tree of its month; months are the last axis."""
        if len(self.shapes) == 1:
            return made(self.shapes[0])
        stacked = np.stack([made(shape) for shape in self.shapes])
        return np.moveaxis(stacked[self.which, ..., np.arange(len(self.which))], 0, -1)

    def alone(self, shape: int) -> "Trees":
        """As if one of the trees held in every month."""
        return Trees((self.shapes[shape],), np.zeros_like(self.which))


@dataclass(frozen=True)
class Own:
    """What units reported themselves: a formula's parts together, for with one part alone it is as if there were none.

    `value` and `bits` (part, unit, month) are 0 where nothing stands; `stands` and `carried` are (unit, month). `subjects`:
    the same by application, where any was reported so.
    """

    value: Floats
    bits: Bits
    stands: Marks
    carried: Marks
    subjects: Subjects | None = None


@dataclass(frozen=True)
class Resolved:
    """What stands behind each unit's number: its own report or its children's added up, and who is in it.

    `value` and `bits` as in `Own`; `stands`: anything is behind it; the counts are (unit, month) and count units that
    report.
    """

    value: Floats
    bits: Bits
    stands: Marks
    own: Marks
    reported: Floats
    carried: Floats
    missing: Floats


@dataclass(frozen=True)
class Duty:
    """Who owes one measure or register: `declared` (month) where any obligation for it holds, `owed` (unit, month)."""

    declared: Marks
    owed: Marks


def expected(shape: Shape, size: tuple[int, ...], adds_up: bool, duties: Sequence[Duty]) -> Marks:
    """Who is expected to report (unit, month): those who owe every part that anybody was asked for. Where nobody was
    asked for any, every leaf (of an index every unit)."""
    everybody = np.broadcast_to(shape.leaf[:, None] | (not adds_up), size)
    if not duties:
        return everybody
    declared = np.logical_or.reduce([duty.declared for duty in duties])
    owe_all = np.logical_and.reduce([duty.owed | ~duty.declared for duty in duties])
    return np.where(declared, owe_all, everybody)


def resolve(shape: Shape, own: Own, adds_up: bool, duties: Sequence[Duty] = ()) -> Resolved:
    """Each unit's own report, else the sum of its children's to any depth, with the coverage (rules 1 and 3).

    An index never adds up: without its own figure, one is expected and missing. `duties`: who owes the parts.
    """
    settled = own.stands if adds_up else np.ones_like(own.stands)
    missing = (~own.stands & expected(shape, own.stands.shape, adds_up, duties)) * shape.stands_for[:, None]
    counts = np.stack([own.stands & ~own.carried, own.stands & own.carried, missing])
    stack = np.concatenate([own.value, counts])
    shape.climb(stack, settled)
    bits = own.bits
    if bits.any() and adds_up:
        bits = bits.copy()
        shape.climb(bits, settled, np.bitwise_or)
    value, (reported, carried, missing) = stack[:-3], stack[-3:]
    return Resolved(value, bits, reported + carried > 0, own.stands, reported, carried, missing)


@dataclass(frozen=True)
class Pairs:
    """The parts of two months that can be compared like for like: (part, unit, pair) on both sides.

    `basis`: somewhere a unit's whole is compared with its children's sum.
    """

    now: Floats
    then: Floats
    stands: Marks
    basis: Marks


def comparable_wholes(own: Own, resolved: Resolved, now: Places, then: Places) -> Pairs:
    """The units that reported whole in both months, or in one while in the other none of its units is missing.

    Sums of applications are compared over those that stand in both months; one beside a whole unit's figure as they are.
    """
    own_now, own_then = own.stands[:, now], own.stands[:, then]
    complete = resolved.stands & (resolved.missing == 0)
    basis = (own_now & ~own_then & complete[:, then]) | (own_then & ~own_now & complete[:, now])
    stands = (own_now & own_then) | basis
    value_now, value_then = resolved.value[..., now], resolved.value[..., then]
    if own.subjects:
        both = own_now & own_then
        common_now, common_then, apart, found = own.subjects.common(now, then)
        value_now, value_then = (
            np.where(apart & both, common, value)
            for common, value in ((common_now, value_now), (common_then, value_then))
        )
        stands = stands & (found | ~both)
        turned = (own.subjects.apart[..., now] != own.subjects.apart[..., then]).any(axis=0)
        basis = (basis | (turned & both)) & stands
    return Pairs(np.where(stands, value_now, 0.0), np.where(stands, value_then, 0.0), stands, basis)


def like_for_like(shape: Shape, own: Own, resolved: Resolved, now: Places, then: Places, adds_up: bool) -> Pairs:
    """Compare each unit with itself, else child by child to any depth; `now` and `then` are places of months."""
    wholes = comparable_wholes(own, resolved, now, then)
    if not adds_up:
        return wholes
    return from_children(shape, wholes, settled=own.stands[:, now] | own.stands[:, then])


def from_children(shape: Shape, wholes: Pairs, settled: Marks) -> Pairs:
    """Add up the children's comparable parts where a unit reported whole in neither month (is not `settled`)."""
    parts = len(wholes.now)
    stack = np.concatenate([wholes.now, wholes.then, wholes.stands[None], wholes.basis[None]])
    shape.climb(stack, settled)
    return Pairs(stack[:parts], stack[parts:-2], stack[-2] > 0, stack[-1] > 0)


Columns = TypeVar("Columns", Resolved, Pairs)


def chosen(made: tuple[Columns, ...], which: Places) -> Columns:
    """Column by column from the one that `which` names; all arrays have the columns as their last axis."""
    if len(made) == 1:
        return made[0]
    columns = np.arange(len(which))
    arrays = {}
    for name in made[0].__dataclass_fields__:
        stacked = np.stack([getattr(each, name) for each in made])
        arrays[name] = np.moveaxis(stacked[which, ..., columns], 0, -1)
    return replace(made[0], **arrays)
