"""What a withdrawal would bring back, and what stays because a later batch changed it again: told before it is done."""

from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, Table, and_, func, literal, select, tuple_

from data import access, bulk, months, units
from data.access import Actor
from data.batches import units_of
from data.figures import as_of, live_batches
from data.held_rows import held_rows
from data.register_rights import require_named
from data.registers import TABLES
from data.reporting.direct import rows_of
from data.schema import batch, figure
from data.uploads.commit import take_back


class Outlook(NamedTuple):
    """Of a batch's figures and rows: how many would fall `back` to what counted before, how many would be `gone` (not
    reported), and for how many nothing changes, because a later batch stands."""

    back: int
    gone: int
    unchanged: int


def withdraw(conn: Connection, number: int, *, by: Actor) -> Outlook:
    """Withdraw a batch in a rehearsal and tell what came of it. Raises `Refused` as the withdrawal itself would."""
    tables = _tables(conn, number)
    held = sum(conn.scalar(select(func.count()).where(table.c.batch == number)) or 0 for table in tables)
    stood = [_standing(conn, table, number) for table in tables]
    take_back(conn, [number], by=by, reason="")
    stand = [_standing(conn, table, number) for table in tables]
    counting = sum(own for _, own in stood)
    gone = max(sum(count for count, _ in stood) - sum(count for count, _ in stand), 0)
    return Outlook(max(counting - gone, 0), gone, held - counting)


def _tables(conn: Connection, number: int) -> tuple[Table, ...]:
    """Those of which a batch holds something."""
    registers = {held.register for held in held_rows(conn, [number])}
    return (figure, *(TABLES[register] for register in sorted(registers)))


def _standing(conn: Connection, table: Table, number: int) -> tuple[int, int]:
    """Of the keys in a batch: how many stand now, and how many of these by this very batch."""
    keys = [column.name for column in table.primary_key if column.name != "batch"]
    touched = select(*(table.c[key] for key in keys)).where(table.c.batch == number)
    now = as_of(table, only=tuple_(*(table.c[key] for key in keys)).in_(touched))
    count, own = conn.execute(select(func.count(), func.count().filter(now.c.batch == number)).select_from(now)).one()
    return count, own


def allowed(conn: Connection, number: int, actor: Actor) -> bool:
    """Whether the actor has the right to withdraw, for every unit that the batch tells of, and by name where it holds
    rows of a restricted register."""
    tree = units.load(conn).on(months.today())
    try:
        require_named(actor, "withdraw", rows_of(conn, number), tree)
    except access.Refused:
        return False
    return all(access.may(actor, "withdraw", unit, tree) for unit in units_of(conn, number))


CONFLICTS = ["register", "measure", "unit", "month", "subject", "mine", "now", "batch", "at", "actor", "file_name"]


def conflicts(conn: Connection, number: int, limit: int = 200) -> pd.DataFrame:
    """The figures and rows of a batch that a later one changed again and that therefore stay: CONFLICTS, by batch.

    `register` is "" for a figure; a row has its key in `subject`, and neither month nor values. `mine` is the batch's
    value, `now` the newest one's (NaN: taken back).
    """
    found = [_later(conn, table, number, limit) for table in _tables(conn, number)]
    frames = [frame for frame in found if len(frame)]
    return pd.concat(frames, ignore_index=True).head(limit) if frames else pd.DataFrame(columns=CONFLICTS)


def _later(conn: Connection, table: Table, number: int, limit: int) -> pd.DataFrame:
    later, keys = table.alias("later"), [column.name for column in table.primary_key if column.name != "batch"]
    same = and_(*(later.c[key] == table.c[key] for key in keys))
    columns = _of_figure(table, later) if table is figure else _of_row(table)
    query = (
        select(*columns, *(batch.c[name] for name in ("at", "actor", "file_name")), later.c.batch)
        .join_from(table, later, same & (later.c.batch > table.c.batch) & later.c.batch.in_(live_batches()))
        .join(batch, batch.c.number == later.c.batch)
        .where(table.c.batch == number)
        .order_by(later.c.batch.desc(), *(table.c[key] for key in keys))
        .limit(limit)
    )
    frame = bulk.read(conn, query)
    return frame.drop_duplicates(["measure", "unit", "month", "subject"])[CONFLICTS]


def _of_figure(table: Table, later) -> list:
    place = [table.c[name] for name in ("measure", "unit", "month", "subject")]
    return [literal("").label("register"), *place, table.c.value.label("mine"), later.c.value.label("now")]


def _of_row(table: Table) -> list:
    nothing = [literal(None).label(name) for name in ("month", "mine", "now")]
    told = [literal(table.name).label("register"), literal("").label("measure")]
    return [*told, table.c.unit, table.c.key.label("subject"), *nothing]
