"""Figures of a delivery that lie aside until they are committed: put, compared and asked about by the database, so that they
are never all in memory."""

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd
from sqlalchemy import Column, Connection, Select, and_, case, delete, func, literal, or_, select

from data import bulk
from data.figures import as_of
from data.measures import MEASURES
from data.schema import delivery_figure, figure
from data.text import Text
from data.units import Tree
from data.uploads.commit import FIGURE_COLUMNS
from data.uploads.findings import MOST, Finding
from data.uploads.typed import Typed
from data.uploads.understanding.quoting import measure_name

KEY = (delivery_figure.c.measure, delivery_figure.c.unit, delivery_figure.c.subject)


def put(conn: Connection, delivery: int, part: int, figures: pd.DataFrame) -> None:
    """Put the figures of a part (FIGURE_COLUMNS, all of the delivery's month) in the place of those it had."""
    here = delivery_figure.c
    conn.execute(delete(delivery_figure).where(here.delivery == delivery, here.part == part))
    rows = figures[[name for name in FIGURE_COLUMNS if name != "month"]]
    bulk.add(conn, delivery_figure, rows.assign(delivery=delivery, part=part))


def remove(conn: Connection, delivery: int) -> None:
    """Take all figures of a delivery away."""
    conn.execute(delete(delivery_figure).where(delivery_figure.c.delivery == delivery))


def rows(delivery: int, month: date) -> Select:
    """The figures of a delivery in the columns FIGURE_COLUMNS, as a query."""
    here = delivery_figure.c
    columns = [literal(month, figure.c.month.type).label("month") if n == "month" else here[n] for n in FIGURE_COLUMNS]
    return select(*columns).where(here.delivery == delivery)


def size(conn: Connection, delivery: int) -> int:
    """How many figures lie aside."""
    return (
        conn.scalar(select(func.count()).select_from(delivery_figure).where(delivery_figure.c.delivery == delivery))
        or 0
    )


def typed(conn: Connection, delivery: int, month: date) -> Iterator[Typed]:
    """The figures one by one, as they are written into a workbook."""
    here = delivery_figure.c
    names = ("measure", "unit", "subject", "value", "qualifier", "grade")
    asked = select(*(here[name] for name in names)).where(here.delivery == delivery)
    for row in conn.execute(asked.order_by(here.part, *KEY)):
        yield Typed(**row._mapping, month=month)


def units(conn: Connection, delivery: int) -> list[str]:
    """The units of which anything is reported."""
    return _different(conn, delivery, delivery_figure.c.unit)


def measures(conn: Connection, delivery: int) -> list[str]:
    """The measures of which anything is reported."""
    return _different(conn, delivery, delivery_figure.c.measure)


def _different(conn: Connection, delivery: int, column: Column) -> list[str]:
    return list(conn.scalars(select(column).where(delivery_figure.c.delivery == delivery).distinct().order_by(column)))


def slices(conn: Connection, delivery: int, month: date) -> Iterator[pd.DataFrame]:
    """The figures in frames that can be checked one by one: measures that are held against each other (parts and their
    wholes) are in one frame, all units with them."""
    here = delivery_figure.c
    for family in _families(measures(conn, delivery)):
        frame = bulk.read(conn, rows(delivery, month).where(here.measure.in_(family)))
        moments = pd.Series(pd.to_datetime(frame["month"])).astype("datetime64[s]")
        yield frame.assign(month=moments, value=frame["value"].astype(float))


def _families(measures: Iterable[str]) -> list[list[str]]:
    """Measures that have a whole in common, together."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        top = measure
        while whole := MEASURES[top].part_of:
            top = whole
        found.setdefault(top, []).append(measure)
    return list(found.values())


def counted(conn: Connection, delivery: int, month: date) -> dict[str, int]:
    """How many figures are added, changed and the same, against what counts now: as `compare` says it of frames."""
    mine = delivery_figure.c
    said = select(mine.measure).where(mine.delivery == delivery).distinct()
    now = as_of(figure, only=and_(figure.c.month == month, figure.c.measure.in_(said)))
    alike = or_(mine.value == now.c.value, and_(mine.value.is_(None), now.c.value.is_(None)))
    same = and_(alike, mine.qualifier == now.c.qualifier, mine.grade == now.c.grade)
    new = now.c.measure.is_(None)
    nothing = and_(new, mine.value.is_(None), mine.grade == "")  # nothing stands there to be withdrawn
    change = case((or_(same, nothing), "same"), (new, "added"), else_="changed").label("change")
    there = and_(now.c.measure == mine.measure, now.c.unit == mine.unit, now.c.subject == mine.subject)
    found = (
        select(change).select_from(delivery_figure.outerjoin(now, there)).where(mine.delivery == delivery).subquery()
    )
    told = select(found.c.change, func.count().label("many")).select_from(found).group_by(found.c.change)
    return {row.change: row.many for row in conn.execute(told)}


def duplicates(conn: Connection, delivery: int, tree: Tree) -> Iterator[Finding]:
    """A finding for each figure that an earlier part has as well, the first MOST one by one and the rest as a count.
    `tree`: the units of the month."""
    first, again = delivery_figure.alias("first"), delivery_figure.alias("again")
    earliest = (
        select(*KEY, func.min(delivery_figure.c.part).label("part"))
        .where(delivery_figure.c.delivery == delivery)
        .group_by(*KEY)
        .having(func.count() > 1)
        .subquery()
    )
    same = [each.c[column.name] == earliest.c[column.name] for each in (first, again) for column in KEY]
    both = [first.c.delivery == delivery, again.c.delivery == delivery, first.c.part == earliest.c.part]
    twice = (
        select(
            again.c.measure,
            again.c.unit,
            again.c.sheet,
            again.c.cell,
            first.c.sheet.label("at"),
            first.c.cell.label("of"),
        )
        .select_from(earliest, first, again)
        .where(*same, *both, again.c.part > earliest.c.part)
    )
    found = conn.execute(twice.order_by(again.c.part, again.c.cell).limit(MOST + 1)).all()
    for row in found[:MOST]:
        other = Finding("duplicate", row.at, row.of)
        unit, measure = tree[row.unit], measure_name(row.measure)
        what = Text(f"{unit.name_zh} {measure.zh}", f"{measure.en} of {unit.name_en}")
        blanks: dict[str, object] = {"what": what, "other": Text(other.place("zh"), other.place("en"))}
        yield Finding("duplicate", row.sheet, row.cell, blanks)
    if len(found) > MOST:
        many = conn.scalar(select(func.count()).select_from(twice.subquery())) or 0
        yield Finding("more_errors", found[MOST].sheet, found[MOST].cell, {"count": many - MOST})
