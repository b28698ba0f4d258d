"""What a new installation still needs before it works: people, duties, a first month, a wall, a backup."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, exists, func, select

from data.schema import audit, batch, obligation, person, session, withdrawal

BACKED_UP = "backup_made"  # what the audit log calls it
REPORTED = ("workbook", "screen", "api")


def done(conn: Connection) -> dict[str, bool]:
    """Each step in its order, and whether it is done."""
    gone = select(withdrawal.c.batch)
    reported = batch.c.source.in_(REPORTED) & batch.c.number.not_in(gone)
    held = obligation.c.holds_to.is_(None)
    return {
        "people": (conn.scalar(select(func.count()).select_from(person)) or 0) > 1,
        "duties": bool(conn.scalar(select(exists().where(held)))),
        "month": bool(conn.scalar(select(exists().where(reported)))),
        "wall": bool(conn.scalar(select(exists().where(session.c.wall.is_not(None))))),
        "backup": last_backup(conn) is not None,
    }


def last_backup(conn: Connection) -> datetime | None:
    """When the store was last backed up with this program; None: never."""
    return conn.scalar(select(func.max(audit.c.at)).where(audit.c.action == BACKED_UP))


def last_backup_file(conn: Connection) -> Path | None:
    """The file of the last backup, where its name says where it lies; None without one."""
    newest = select(audit.c.after).where(audit.c.action == BACKED_UP).order_by(audit.c.number.desc()).limit(1)
    written = conn.scalar(newest)
    file = Path(json.loads(written).get("file", "")) if written else Path()
    return file if file.is_absolute() else None
