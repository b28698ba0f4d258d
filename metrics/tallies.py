"""Rows counted by unit and month, each count asked of the store once in a scope, whichever question it comes with first."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection, CursorResult

from metrics.arrays import Floats
from metrics.counting import Asked, counting
from metrics.language import Count
from metrics.scope import Scope

THERE = "there"


@dataclass
class Tallies:
    """Numbers of units and parts, in one order: of (word, column) how many rows it counts, of ((word, "known"), column) of how many
    its field is known, of (THERE, column) how many there are."""

    places: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[tuple[Hashable, int], Floats] = field(default_factory=dict)

    @property
    def parts(self) -> list[str]:
        """The values of the field that they are split by."""
        return sorted({part for _, part in self.places})

    def own(self, names: Sequence[Hashable], part: str, scope: Scope, at: Sequence[int]) -> Floats:
        """The numbers of these names of one part: (name, unit, month), 0 in other months than those at the columns."""
        found, place = np.zeros((len(names), *scope.grid.shape)), scope.grid.place
        here = [(place[unit], row) for (unit, of), row in self.places.items() if of == part and unit in place]
        units, rows = (np.array(each, dtype=np.intp) for each in zip(*here, strict=True)) if here else ((), ())
        for n, name in enumerate(names):
            for column in at:
                found[n, units, column] = self.numbers[name, column][rows]
        return found

    def add(self, found: CursorResult, words: Sequence[Count], columns: Sequence[int]) -> None:
        """What `counting` told of these words and months."""
        rows = found.all()
        if not self.places:
            self.places = {(row.unit, row.part): place for place, row in enumerate(rows)}
        order = np.array([self.places[row.unit, row.part] for row in rows], dtype=np.intp)
        names = names_of(words)
        numbers = np.zeros((len(rows), len(columns), len(names)))
        numbers[order] = np.array([row[2:] for row in rows], dtype=float).reshape(numbers.shape)
        for i, column in enumerate(columns):
            self.numbers |= {(name, column): numbers[:, i, n] for n, name in enumerate(names)}


def names_of(words: Sequence[Count]) -> list[Hashable]:
    """The names of the numbers of words, in the order in which `counting` tells them of each month."""
    return [THERE, *(name for word in words for name in ((word, (word, "known")) if word.known else (word,)))]


def tallied(
    conn: Connection, register: str, of: Asked, words: Sequence[Count], scope: Scope, at: Sequence[int], by: str | None
) -> Tallies:
    """The counts of the words at the months at columns `at`; what was counted in the scope before is not counted again."""
    with scope.found.lock:
        held = scope.found.counts.setdefault((register, of.by_list, by), Tallies())
        lacking = [word for word in words if any((word, column) not in held.numbers for column in at)]
        asked = [THERE, *lacking]
        columns = [each for each in dict.fromkeys(at) if any((name, each) not in held.numbers for name in asked)]
        if columns:
            run = [scope.grid.months[column] for column in columns]
            held.add(conn.execute(*counting(register, of, lacking, run, by)), lacking, columns)
        return held
