"""The tree of units, from a province down to the grids of a village, with the dates from which names and places hold."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from data import months
from data.schema import unit_term
from data.text import Language, Text

CARRIED = "units"  # what a connection carries
KEPT = 8  # stores of one process: a room's, the training room's; tests have more

# From the top; a tree may leave any of them out. A plural in English: “cities of …”.
LEVELS: dict[str, Text] = {
    "country": Text("国家", "the country"),
    "province": Text("省", "provinces"),
    "city": Text("市", "cities"),
    "county": Text("县（市、区）", "counties"),
    "township": Text("乡镇（街道）", "townships"),
    "village": Text("村（社区）", "villages"),
    "grid": Text("网格", "grids"),
}


class Unit(NamedTuple):
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
    """The units that hold on one day, every parent before its children and each subtree in one piece: `codes`."""

    def __init__(self, units: list[Unit]):
        self.by_code = {unit.code: unit for unit in units}
        below: dict[str | None, list[str]] = {}
        for unit in units:
            below.setdefault(unit.parent if unit.parent in self.by_code else None, []).append(unit.code)
        self.children: dict[str | None, tuple[str, ...]] = {parent: tuple(codes) for parent, codes in below.items()}
        self.codes = self._in_order()
        self._place = {code: place for place, code in enumerate(self.codes)}
        self._end = self._ends()

    def _in_order(self) -> tuple[str, ...]:
        ordered, ahead = [], list(reversed(self.children.get(None, ())))
        while ahead:
            code = ahead.pop()
            ordered.append(code)
            ahead.extend(reversed(self.children.get(code, ())))
        return tuple(ordered)

    def _ends(self) -> dict[str, int]:
        """Where the subtree of each unit ends in `codes`."""
        ends: dict[str, int] = {}
        for place in range(len(self.codes) - 1, -1, -1):
            code = self.codes[place]
            below = self.children.get(code)
            ends[code] = ends[below[-1]] if below else place + 1
        return ends

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Unit:
        return self.by_code[code]

    def place(self, code: str) -> int:
        """Where a unit stands in `codes`."""
        return self._place[code]

    def below(self, code: str) -> tuple[str, ...]:
        """The unit and every unit under it, to any depth, parents first; of a unit that is not there, itself."""
        place = self._place.get(code)
        return (code,) if place is None else self.codes[place : self._end[code]]

    def under(self, code: str, above: str) -> bool:
        """Whether a unit is another one or lies below it, to any depth; neither where one of them is not there."""
        place, first = self._place.get(code), self._place.get(above)
        return place is not None and first is not None and first <= place < self._end[above]

    def path(self, code: str) -> tuple[str, ...]:
        """From the root down to the unit."""
        way, at = [code], self.by_code[code].parent
        while at in self.by_code:
            way.append(at)
            at = self.by_code[at].parent
        return tuple(reversed(way))

    def leaves(self, code: str) -> tuple[str, ...]:
        """The units under this one that have none below (itself, if it has none)."""
        return tuple(each for each in self.below(code) if each not in self.children)


@dataclass(frozen=True, eq=False)
class Units:
    """Every unit there was, with all its terms."""

    terms: tuple[Unit, ...]

    def on(self, day: date) -> Tree:
        """The tree that holds on a day; on each day of the same time it is the same object."""
        era = bisect_right(self._turns, day)
        if era not in self._eras:
            self._eras[era] = Tree([term for term in self.terms if _holds(term, day)])
        return self._eras[era]

    def in_month(self, month: date) -> Tree:
        """The tree of a month, for whatever is reported, counted, read or allowed of it: the one of its last day, so that a
        unit that begins on the 9th has that month already."""
        return self.on(months.end_of(month))

    def ever_below(self, code: str) -> frozenset[str]:
        """The unit and whatever was below it at any time, or below that."""
        if code not in self._ever:
            found, news = {code}, {code}
            while news:
                news = {each for unit in news for each in self._children.get(unit, ())} - found
                found |= news
            self._ever[code] = frozenset(found)
        return self._ever[code]

    @cached_property
    def _children(self) -> dict[str | None, set[str]]:
        children: dict[str | None, set[str]] = {}
        for term in self.terms:
            children.setdefault(term.parent, set()).add(term.code)
        return children

    @cached_property
    def _ever(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which anything begins or ends."""
        lasting = [term for term in self.terms if term.holds_from != term.holds_to]
        return sorted({day for term in lasting for day in (term.holds_from, term.holds_to) if day})

    @cached_property
    def _eras(self) -> dict[int, Tree]:
        return {}


def carry(conn: Connection, known: Units) -> None:
    """From now on these are all the units that the connection knows of: they were read of the state that it reads."""
    conn.execution_options(**{CARRIED: known})


def load(conn: Connection) -> Units:
    """All units with all their terms, by code. Where none has changed since they were last asked for, the same object: its
    trees are made once."""
    if (carried := conn.get_execution_options().get(CARRIED)) is not None:
        return carried
    asked = select(*(unit_term.c[name] for name in Unit._fields)).order_by(unit_term.c.code, unit_term.c.holds_from)
    with conn.execute(asked) as result:
        return _units(tuple(result.cursor.fetchall()))


@lru_cache(maxsize=KEPT)
def _units(rows: tuple[tuple, ...]) -> Units:
    """The terms of rows as the driver gives them."""
    return Units(tuple(Unit._make((*rest, _day(first), _day(end) if end else None)) for *rest, first, end in rows))


def _day(written: date | str) -> date:
    """A day as the driver gives it: SQLite keeps the text."""
    return date.fromisoformat(written) if isinstance(written, str) else written


def _holds(term: Unit, day: date) -> bool:
    return term.holds_from <= day and (term.holds_to is None or day < term.holds_to)
