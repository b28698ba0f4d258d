"""What a store of an earlier version does not know of its registers yet: lists by month, and the days rows changed."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from data import dated, months
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure, handed_list, submission

Came = dict[tuple[str, bool], dict[date, int]]  # of a unit, in the demonstration or not: month → batch


def fill(conn: Connection, register: str) -> None:
    """Note of a register kept since before lists were handed in by month which batch brought which unit's list, and
    since when each version of a row holds.

    Until the upgrade a list once handed in stood for the months after it as well: nobody had been asked to confirm it.
    """
    told_of = _months(conn)
    came: Came = {}
    starts = list(_starts(conn, register, told_of, came))
    if starts:
        table = TABLES[register]
        this_row = (table.c.key == bindparam("k"), table.c.batch == bindparam("b"))
        conn.execute(update(table).where(*this_row).values(holds_from=bindparam("day")), starts)
    lists = list(_lists(register, came))
    if lists:
        conn.execute(insert(handed_list), lists)


def _months(conn: Connection) -> dict[int, tuple[date, date]]:
    """Of each batch the month it tells of, and the day on which it was handed in."""
    last = select(figure.c.batch, func.max(figure.c.month).label("month")).group_by(figure.c.batch).subquery()
    rows = (
        select(batch.c.number, batch.c.at, batch.c.handed_in, submission.c.month, last.c.month.label("figures"))
        .outerjoin(submission, submission.c.number == batch.c.submission)
        .outerjoin(last, last.c.batch == batch.c.number)
    )
    told = {}
    for row in conn.execute(rows):
        day = (row.handed_in or row.at).date()
        told[row.number] = row.month or row.figures or months.last_full(day), day
    return told


def _starts(
    conn: Connection, register: str, told_of: dict[int, tuple[date, date]], came: Came
) -> Iterator[dict[str, object]]:
    """The versions that hold from a day on; on the way, the lists that came."""
    table, fields = TABLES[register], [field.key for field in REGISTERS[register].fields]
    columns = [table.c.key, table.c.batch, table.c.removed, *(table.c[name] for name in fields)]
    rows = select(*columns, batch.c.demo).join(batch, batch.c.number == table.c.batch)
    before: dict[str, tuple[Row, date | None]] = {}
    for row in conn.execute(rows.order_by(table.c.batch, table.c.key)):
        month, day = told_of[row.batch]
        lists = came.setdefault((row.unit, row.demo), {})
        told_before = any(of >= month and number != row.batch for of, number in lists.items())
        since = _since(register, before.get(row.key), row, day if told_before else min(day, months.end_of(month)))
        before[row.key] = row, since
        lists.setdefault(month, row.batch)
        if since:
            yield {"k": row.key, "b": row.batch, "day": since}


def _since(register: str, before: tuple[Row, date | None] | None, row: Row, usual: date) -> date | None:
    if before is None:
        return None
    return usual if dated.turns(REGISTERS[register], before[0]._asdict(), row._asdict()) else before[1]


def _lists(register: str, came: Came) -> Iterator[dict[str, object]]:
    for (unit, _), lists in came.items():
        known = sorted(lists)
        ends = [*known[1:], months.today().replace(day=1)]
        for month, end in zip(known, ends, strict=True):
            for each in [month, *months.between(months.shift(month, 1), months.shift(end, -1))]:
                place = {"register": register, "unit": unit, "month": each}
                yield place | {"batch": lists[month], "day": months.end_of(each)}
