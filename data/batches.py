"""Batches: what came in, from whom, with the file itself, and what was taken back."""

import pandas as pd
from sqlalchemy import Connection, and_, case, exists, func, select, tuple_

from data import bulk, months
from data.figures import as_of
from data.registers import TABLES
from data.schema import batch, batch_file, figure, withdrawal


def demo_is_live(conn: Connection) -> bool:
    """Whether a demonstration batch counts: then nothing but the demonstration is shown."""
    gone = select(withdrawal.c.batch).where(withdrawal.c.batch == batch.c.number)
    return bool(conn.scalar(select(exists().where(batch.c.demo.is_(True), ~gone.exists()))))


def listing(conn: Connection, *, limit: int = 200, before: int | None = None) -> pd.DataFrame:
    """Batches, newest first: all columns of `batch` and withdrawn_revision, withdrawn_at, withdrawn_by, reason."""
    rows = (
        select(
            batch,
            withdrawal.c.revision.label("withdrawn_revision"),
            withdrawal.c.at.label("withdrawn_at"),
            withdrawal.c.actor.label("withdrawn_by"),
            withdrawal.c.reason,
        )
        .outerjoin(withdrawal, withdrawal.c.batch == batch.c.number)
        .order_by(batch.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(batch.c.number < before)
    frame = bulk.read(conn, rows)
    moments = ("at", "withdrawn_at")
    return frame.assign(**{name: months.in_zhejiang(frame[name]) for name in moments})


def file_of(conn: Connection, number: int) -> tuple[str, bytes]:
    """The file of a batch as it was received: its name and content. KeyError if there is no such batch."""
    row = conn.execute(
        select(batch.c.file_name, batch_file.c.content)
        .join(batch_file, batch_file.c.sha256 == batch.c.sha256)
        .where(batch.c.number == number)
    ).first()
    if row is None:
        raise KeyError(number)
    return row.file_name, row.content


def figures_of(conn: Connection, number: int, *, limit: int = 500, offset: int = 0) -> pd.DataFrame:
    """Figures of a batch with what counted before it: the columns of `figure`, and `before` (NaN = nothing).

    In the order of the sheet, a part at a time; `sizes` says how many there are.
    """
    keys = ("measure", "unit", "month", "subject")
    part = select(figure).where(figure.c.batch == number).order_by(figure.c.sheet, *(figure.c[key] for key in keys))
    here = part.limit(limit).offset(offset).subquery()
    came = select(batch.c.revision).where(batch.c.number == number).scalar_subquery()
    touched = select(*(here.c[key] for key in keys))
    earlier = as_of(figure, came - 1, tuple_(*(figure.c[key] for key in keys)).in_(touched))
    same_key = and_(*(earlier.c[key] == here.c[key] for key in keys))
    rows = select(here, earlier.c.value.label("before")).outerjoin(earlier, same_key)
    return bulk.read(conn, rows.order_by(here.c.sheet, *(here.c[key] for key in keys)))


def records_of(conn: Connection, number: int, register: str, *, limit: int = 500, offset: int = 0) -> pd.DataFrame:
    """Rows of a register in a batch, by key: the register's columns, and `change`: added, changed or removed."""
    table = TABLES[register]
    here = select(table).where(table.c.batch == number).order_by(table.c.key).limit(limit).offset(offset).subquery()
    came = select(batch.c.revision).where(batch.c.number == number).scalar_subquery()
    earlier = as_of(table, came - 1, table.c.key.in_(select(here.c.key)))
    change = case((here.c.removed, "removed"), (earlier.c.key.is_(None), "added"), else_="changed")
    rows = select(here, change.label("change")).outerjoin(earlier, earlier.c.key == here.c.key)
    return bulk.read(conn, rows.order_by(here.c.key))


def sizes(conn: Connection, number: int) -> dict[str, int]:
    """How many figures a batch holds (`figures`), and how many rows of each register that it has rows of."""
    tables = {"figures": figure, **TABLES}
    counts = {name: select(func.count()).where(each.c.batch == number) for name, each in tables.items()}
    found = {name: conn.scalar(count) or 0 for name, count in counts.items()}
    return {name: count for name, count in found.items() if count}


def same_file(conn: Connection, sha256: str) -> list[int]:
    """The numbers of the live batches that came with this very file."""
    gone = select(withdrawal.c.batch)
    return list(conn.scalars(select(batch.c.number).where(batch.c.sha256 == sha256, batch.c.number.not_in(gone))))
