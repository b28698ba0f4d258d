"""A tree as small as what is known of it: of leaves that never reported anything and are alike in all that is counted, one stands for
all. What is counted of them is counted once, and taken as many times as they are.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from data.units import Unit, Units

KEPT = 8  # states of the stores of one process


class Folded(NamedTuple):
    """`units` with one of each kind in place of all: by its code (the first of them in the tree) all `members`, where these are more
    than one. `parents`: of which units that lie right below some are left out; `left_out`: these."""

    units: Units
    members: Mapping[str, tuple[str, ...]]
    parents: frozenset[str | None]
    left_out: frozenset[str]

    def shows(self, codes: Iterable[str]) -> bool:
        """Whether these units and those right below them are there, each for itself."""
        return not any(code in self.left_out or code in self.members or code in self.parents for code in codes)


@lru_cache(KEPT)
def folded(units: Units, reporting: frozenset[str]) -> Folded:
    """The units without those that are like another one: no unit was ever below them, they are none of the `reporting`, and have
    the same terms but for name and place."""
    above = {term.parent for term in units.terms}
    terms: dict[str, list[Unit]] = {}
    for term in units.terms:
        if term.code not in above and term.code not in reporting:
            terms.setdefault(term.code, []).append(term)
    alike: dict[tuple, list[str]] = {}
    for code, mine in terms.items():
        kind = tuple((term.parent, term.level, term.holds_from, term.holds_to) for term in mine)
        alike.setdefault(kind, []).append(code)
    members = {codes[0]: tuple(codes) for codes in alike.values() if len(codes) > 1}
    left_out = frozenset(code for codes in members.values() for code in codes[1:])
    parents = frozenset(term.parent for code in members for term in terms[code])
    return Folded(Units(tuple(term for term in units.terms if term.code not in left_out)), members, parents, left_out)
