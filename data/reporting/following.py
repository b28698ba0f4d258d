"""A month followed by the number of its draft, from the upload to the day it counts; and a file looked at beforehand."""

from datetime import date

from sqlalchemy import Connection, select

from data.access import Actor
from data.reporting import calendar, examining, rights
from data.reporting.examining import Examined
from data.reporting.submissions import Submission
from data.schema import submission


def of_draft(conn: Connection, draft: int) -> Submission | None:
    """The submission that a draft became, None while it has not been handed in."""
    row = conn.execute(select(submission).where(submission.c.draft == draft)).first()
    return Submission(**row._mapping) if row else None


def rehearse(
    conn: Connection, file_name: str, content: bytes, unit: str, month: date, correction: str, *, actor: Actor
) -> Examined:
    """A workbook read, checked and compared as the draft of a unit and month would be, without keeping anything."""
    able = rights.require(conn, actor, "report", unit, month)
    calendar.require_open(conn, able, unit, month)
    return examining.workbook(conn, file_name, content, able, None if correction.strip() else month)
