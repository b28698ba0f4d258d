"""What the batches and withdrawals between two revisions touched: the way to whatever may have changed, and to by whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, literal, select, union_all

from data import bulk, months
from data.registers import TABLES
from data.schema import batch, figure, handed_list, revision


@dataclass(frozen=True)
class Touched:
    """The newest revision that touched a figure (by measure and unit, month by month), and a unit's rows or list (by register
    and unit)."""

    figures: dict[tuple[str, str], dict[date, int]]
    rows: dict[tuple[str, str], int]

    @property
    def measures(self) -> frozenset[str]:
        """The measures of which a figure was touched."""
        return frozenset(measure for measure, _ in self.figures)

    @property
    def registers(self) -> frozenset[str]:
        """The registers of which a row was touched, or a list came."""
        return frozenset(register for register, _ in self.rows)

    def newest(self, measures: Iterable[str], units: Collection[str], first: date, last: date) -> int:
        """The newest revision that touched one of these figures; 0 for none."""
        keys = ((measure, unit) for measure in measures for unit in units)
        by_month = (self.figures.get(key, {}).items() for key in keys)
        return max((at for each in by_month for month, at in each if first <= month <= last), default=0)

    def newest_rows(self, registers: Iterable[str], units: Collection[str]) -> int:
        """The newest revision that touched a row of these registers in these units; 0 for none."""
        return max((self.rows.get((register, unit), 0) for register in registers for unit in units), default=0)


def touched(conn: Connection, units: Collection[str], after: int, upto: int) -> Touched:
    """What was touched in these units by revisions after one, up to another."""
    between = revision.c.number > after, revision.c.number <= upto
    newest = func.max(revision.c.number)
    found = (
        select(figure.c.measure, figure.c.unit, figure.c.month, newest)
        .join(revision, revision.c.batch == figure.c.batch)
        .where(*between, figure.c.unit.in_(units))
        .group_by(figure.c.measure, figure.c.unit, figure.c.month)
    )
    figures: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for measure, unit, month, at in conn.execute(found):
        figures[measure, unit][month] = at
    return Touched(dict(figures), _rows(conn, set(units), after, upto))


def _rows(conn: Connection, units: set[str], after: int, upto: int) -> dict[tuple[str, str], int]:
    between = revision.c.number > after, revision.c.number <= upto
    newest = func.max(revision.c.number)
    asked = [
        select(literal(key).label("register"), table.c.unit, newest)
        .join(revision, revision.c.batch == table.c.batch)
        .where(*between)
        .group_by(table.c.unit)
        for key, table in TABLES.items()
    ]
    lists = (
        select(handed_list.c.register, handed_list.c.unit, newest)
        .join(revision, revision.c.batch == handed_list.c.batch)
        .where(*between)
        .group_by(handed_list.c.register, handed_list.c.unit)
    )
    rows: dict[tuple[str, str], int] = {}
    for register, unit, at in conn.execute(union_all(*asked, lists)):
        if unit in units:
            rows[register, unit] = max(rows.get((register, unit), 0), at)
    return rows


def by_whom(conn: Connection, numbers: Collection[int]) -> pd.DataFrame:
    """Revisions by their number: kind, at, actor, batch, file_name, approved_by, reason of a correction."""
    columns = (batch.c.file_name, batch.c.approved_by, batch.c.correction.label("reason"))
    asked = select(revision, *columns).join(batch, batch.c.number == revision.c.batch)
    found = bulk.read(conn, asked.where(revision.c.number.in_(sorted(set(numbers)))))
    return found.assign(at=months.in_zhejiang(found["at"])).set_index("number")
