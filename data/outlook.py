"""What a withdrawal would bring back: told before it is done."""

from typing import NamedTuple

from sqlalchemy import Connection, Table, func, select, tuple_

from data.access import Actor
from data.figures import as_of
from data.registers import TABLES
from data.schema import figure
from data.uploads.commit import take_back


class Outlook(NamedTuple):
    """Of a batch's figures and rows: how many would fall `back` to what counted before, how many would be `gone` (not
    reported), and for how many nothing changes, because a later batch stands."""

    back: int
    gone: int
    unchanged: int


def withdraw(conn: Connection, number: int, *, by: Actor) -> Outlook:
    """Withdraw a batch in a rehearsal and tell what came of it. Raises `Refused` as the withdrawal itself would."""
    tables = (figure, *TABLES.values())
    held = sum(conn.scalar(select(func.count()).where(table.c.batch == number)) or 0 for table in tables)
    stood = [_standing(conn, table, number) for table in tables]
    take_back(conn, [number], by=by, reason="")
    stand = [_standing(conn, table, number) for table in tables]
    counting = sum(own for _, own in stood)
    gone = max(sum(count for count, _ in stood) - sum(count for count, _ in stand), 0)
    return Outlook(max(counting - gone, 0), gone, held - counting)


def _standing(conn: Connection, table: Table, number: int) -> tuple[int, int]:
    """Of the keys in a batch: how many stand now, and how many of these by this very batch."""
    keys = [column.name for column in table.primary_key if column.name != "batch"]
    touched = select(*(table.c[key] for key in keys)).where(table.c.batch == number)
    now = as_of(table, only=tuple_(*(table.c[key] for key in keys)).in_(touched))
    count, own = conn.execute(select(func.count(), func.count().filter(now.c.batch == number)).select_from(now)).one()
    return count, own
