"""What changed lately: the newest batches and withdrawals that touched a unit or one below it."""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, case, exists, literal, or_, select

from data import bulk, months
from data.figures import of_this_world
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure, revision, withdrawal

OPEN = tuple(key for key, register in REGISTERS.items() if not register.restricted)


def recent(conn: Connection, units: Collection[str], upto: int | None, limit: int) -> pd.DataFrame:
    """The newest first: revision, at, kind (`commit`, `correction` or `withdraw`), batch, file_name, source, added,
    changed, reason.

    Batches of restricted registers alone are left out. `upto`: the revision known, None for the present.
    """
    held = [exists().where(figure.c.batch == batch.c.number, figure.c.unit.in_(units))]
    held += [exists().where(TABLES[key].c.batch == batch.c.number, TABLES[key].c.unit.in_(units)) for key in OPEN]
    corrects = batch.c.correction != ""
    kind = case((revision.c.kind == "withdraw", "withdraw"), (corrects, "correction"), else_="commit").label("kind")
    columns = [batch.c[name] for name in ("file_name", "source", "added", "changed")]
    found = (
        select(
            revision.c.number.label("revision"), revision.c.at, kind, revision.c.batch, *columns, withdrawal.c.reason
        )
        .join(batch, batch.c.number == revision.c.batch)
        .outerjoin(withdrawal, withdrawal.c.revision == revision.c.number)
        .where(literal(True) if upto is None else revision.c.number <= upto, of_this_world(), or_(*held))
        .order_by(revision.c.number.desc())
        .limit(limit)
    )
    frame = bulk.read(conn, found)
    return frame.assign(at=months.in_zhejiang(frame["at"]))
