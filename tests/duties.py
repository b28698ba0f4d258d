"""Obligations drawn as tables, put into the store as they are."""

from datetime import date, datetime

from sqlalchemy import Connection, insert

from data import bulk, months
from data.schema import obligation
from tests import frames

DECLARED = datetime(2020, 1, 1, tzinfo=months.SHANGHAI)


def oblige(conn: Connection, table: str) -> None:
    """unit | what, and any of level, every, due_day, from, to (the first month in which it no longer holds)."""
    for row in frames.drawn(table).to_dict("records") if table else []:
        add(
            conn,
            unit=row["unit"],
            what=row["what"],
            level=row.get("level", "leaf"),
            every=int(row.get("every", 1)),
            due_day=int(row.get("due_day", 8)),
            since=months.parse(row.get("from", "2020-01")),
            to=months.parse(row["to"]) if row.get("to") else None,
        )


def add(
    conn: Connection, *, unit: str, level: str, what: str, every: int, since: date, to: date | None, due_day=8
) -> None:
    """One obligation, unchecked."""
    number = bulk.next_number(conn, obligation)
    held = {"holds_from": since, "holds_to": to, "declared_by": "王", "declared_at": DECLARED}
    row = {"number": number, "unit": unit, "level": level, "what": what, "every": every, "due_day": due_day}
    conn.execute(insert(obligation).values(**row, **held))
