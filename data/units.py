"""The tree of units: province, cities, counties, with the dates from which their names and places hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from data import months
from data.schema import unit_term
from data.text import Language


@dataclass(frozen=True)
class Unit:
    """A unit as it is called and where it stands from `holds_from` until the day before `holds_to`."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None
    lon: float | None
    lat: float | None
    holds_from: date
    holds_to: date | None

    def name(self, language: Language) -> str:
        """The unit's name in one language."""
        return self.name_zh if language == "zh" else self.name_en


class Tree:
    """The units that hold on one day, every parent before its children."""

    def __init__(self, units: list[Unit]):
        self.by_code = {unit.code: unit for unit in units}
        self.children: dict[str | None, tuple[str, ...]] = {}
        for unit in units:
            parent = unit.parent if unit.parent in self.by_code else None
            self.children[parent] = (*self.children.get(parent, ()), unit.code)
        self.codes = tuple(self._walk(None))

    def _walk(self, parent: str | None) -> Iterator[str]:
        for code in self.children.get(parent, ()):
            yield code
            yield from self._walk(code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Unit:
        return self.by_code[code]

    def below(self, code: str) -> tuple[str, ...]:
        """The unit and every unit under it, to any depth, parents first."""
        return (code, *(deep for child in self.children.get(code, ()) for deep in self.below(child)))

    def path(self, code: str) -> tuple[str, ...]:
        """From the root down to the unit."""
        parent = self.by_code[code].parent
        return (*self.path(parent), code) if parent in self.by_code else (code,)

    def leaves(self, code: str) -> tuple[str, ...]:
        """The units under this one that have none below (itself, if it has none)."""
        return tuple(each for each in self.below(code) if each not in self.children)


@dataclass(frozen=True)
class Units:
    """Every unit there was, with all its terms."""

    terms: tuple[Unit, ...]

    def on(self, day: date) -> Tree:
        """The tree that holds on a day; asked again for the same terms it is the same object."""
        if day not in self._days:
            held = tuple(i for i, term in enumerate(self.terms) if _holds(term, day))
            if held not in self._trees:
                self._trees[held] = Tree([self.terms[i] for i in held])
            self._days[day] = self._trees[held]
        return self._days[day]

    def in_month(self, month: date) -> Tree:
        """The tree of a month, for whatever is reported, counted, read or allowed of it: the one of its last day, so that a
        unit that begins on the 9th has that month already."""
        return self.on(months.end_of(month))

    @cached_property
    def _trees(self) -> dict[tuple[int, ...], Tree]:
        return {}

    @cached_property
    def _days(self) -> dict[date, Tree]:
        return {}


def load(conn: Connection) -> Units:
    """All units with all their terms, by code."""
    rows = conn.execute(select(unit_term).order_by(unit_term.c.code, unit_term.c.holds_from)).mappings()
    return Units(tuple(Unit(**row) for row in rows))


def _holds(term: Unit, day: date) -> bool:
    return term.holds_from <= day and (term.holds_to is None or day < term.holds_to)
