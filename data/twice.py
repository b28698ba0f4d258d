"""The same thing asked twice, and what nobody looks at: what could be dropped, and how many cells a year that saves."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from sqlalchemy import Connection, func, select

from data import figures, months, units
from data.burden import meant
from data.measures import MEASURES
from data.registers import REGISTERS
from data.reporting import obligations
from data.schema import look

ALIKE = 86.0  # of 100, by rapidfuzz: names that are nearly the same
SAME_MONTHS = 6  # months in which most units report the same number for both
PAIRED = (("_before", "_after"),)  # the two sides of one comparison are named alike on purpose


@dataclass(frozen=True)
class Twice:
    """One finding. `what`: one or two keys; `units`: how many units it touches; `months`: in how many months the values were
    the same; `saves`: cells a year that ending one would spare (0: they are counted once already)."""

    kind: Literal["declared", "levels", "names", "values"]
    what: tuple[str, ...]
    units: int
    saves: int
    months: int = 0
    numbers: tuple[int, ...] = ()


def found(conn: Connection, unit: str, month: date, revision: int | None = None) -> list[Twice]:
    """What is asked twice of the unit and those below it, in the year up to a month; what saves most comes first."""
    tree = units.load(conn).in_month(month)
    rules = _holding(conn, month)
    below = set(tree.below(unit))
    who = {rule["number"]: frozenset(below & set(meant(tree, rule["unit"], rule["level"]))) for rule in rules}
    asked = [rule for rule in rules if who[rule["number"]]]
    listed = [*_declared(asked, who), *_levels(asked, who, tree), *_names(asked, who)]
    listed += _values(conn, asked, who, month, revision)
    return sorted(listed, key=lambda each: -each.saves)


def unseen(conn: Connection, readers: Mapping[str, Collection[str]], since: date) -> tuple[list[str], date | None]:
    """The measures and registers of `readers` (→ the metrics that read them) of which no metric was opened since a day, and
    the first day on which looks were noted at all (None: never yet)."""
    seen = set(conn.scalars(select(look.c.metric).where(look.c.day >= since).distinct()))
    first = conn.scalar(select(func.min(look.c.day)))
    return [what for what, metrics in readers.items() if not seen & set(metrics)], first


def _holding(conn: Connection, month: date) -> list[dict]:
    rows = obligations.listing(conn)
    from_, to = pd.to_datetime(rows["holds_from"]), pd.to_datetime(rows["holds_to"])
    here = (from_ <= pd.Timestamp(month)) & (to.isna() | (to > pd.Timestamp(month)))
    return rows[here].to_dict("records")


def _declared(rules: Sequence[dict], who: Mapping[int, frozenset[str]]) -> Iterator[Twice]:
    """The same measure in two obligations for some of the same units: counted once, but one of them is not needed."""
    for one, other in combinations(rules, 2):
        both = who[one["number"]] & who[other["number"]]
        if one["what"] == other["what"] and both:
            numbers = tuple(sorted((one["number"], other["number"])))
            yield Twice("declared", (one["what"],), len(both), 0, numbers=numbers)


def _levels(rules: Sequence[dict], who: Mapping[int, frozenset[str]], tree) -> Iterator[Twice]:
    """A unit owes what all units below it owe too: its own number could be added up from theirs."""
    owing: dict[str, dict[str, int]] = {}
    for rule in rules:
        for code in who[rule["number"]]:
            owing.setdefault(rule["what"], {})[code] = 12 // rule["every"]
    for what, cells in owing.items():
        if what not in MEASURES or MEASURES[what].kind == "index":
            continue
        above = [code for code in cells if tree.children.get(code) and cells.keys() >= set(tree.leaves(code))]
        if above:
            yield Twice("levels", (what,), len(above), sum(cells[code] for code in above))


def _names(rules: Sequence[dict], who: Mapping[int, frozenset[str]]) -> Iterator[Twice]:
    """Two measures asked of the same units whose names are nearly the same."""
    cells = _cells(rules, who)
    for one, other in combinations(cells, 2):
        both = cells[one].keys() & cells[other].keys()
        if both and not _paired(one, other) and fuzz.ratio(_name(one), _name(other)) >= ALIKE:
            yield Twice("names", (one, other), len(both), _saved(cells, one, other, both))


def _values(
    conn: Connection, rules: Sequence[dict], who: Mapping[int, frozenset[str]], month: date, revision: int | None
) -> Iterator[Twice]:
    """Two measures for which most units reported the very same number, in at least SAME_MONTHS of the last twelve."""
    cells = {what: of for what, of in _cells(rules, who).items() if what in MEASURES}
    run = months.between(months.shift(month, -11), month)
    codes = sorted({code for of in cells.values() for code in of})
    if not codes:
        return
    own = figures.own(conn, list(cells), codes, run[0], run[-1], revision=revision)
    wide = own.pivot_table(index=["unit", "month"], columns="measure", values="value", aggfunc="first")
    values = {what: wide[what].to_numpy() for what in wide.columns}
    month_of = wide.index.get_level_values("month").to_numpy()
    for one, other in combinations(values, 2):
        count = _months_alike(values[one], values[other], month_of)
        if count >= SAME_MONTHS:
            both = cells[one].keys() & cells[other].keys()
            yield Twice("values", (one, other), len(both), _saved(cells, one, other, both), count)


def _months_alike(one: np.ndarray, other: np.ndarray, month_of: np.ndarray) -> int:
    """In how many months more than half of the units that reported both gave the same number; zeros tell nothing."""
    there = ~np.isnan(one) & ~np.isnan(other) & ((one != 0) | (other != 0))
    if not there.any():
        return 0
    counted = pd.DataFrame({"month": month_of[there], "same": one[there] == other[there]})
    return int((counted.groupby("month")["same"].mean() > 0.5).sum())


def _cells(rules: Sequence[dict], who: Mapping[int, frozenset[str]]) -> dict[str, dict[str, int]]:
    """By what is asked, the cells a year of each unit."""
    cells: dict[str, dict[str, int]] = {}
    for rule in rules:
        of = cells.setdefault(rule["what"], {})
        for code in who[rule["number"]]:
            of[code] = max(of.get(code, 0), 12 // rule["every"])
    return cells


def _saved(cells: Mapping[str, Mapping[str, int]], one: str, other: str, both: Collection[str]) -> int:
    return min(sum(cells[what][code] for code in both) for what in (one, other))


def _paired(one: str, other: str) -> bool:
    return any(one.removesuffix(a) == other.removesuffix(b) for ends in PAIRED for a, b in (ends, ends[::-1]))


def _name(what: str) -> str:
    return MEASURES[what].zh if what in MEASURES else REGISTERS[what].zh
