"""What lies on a steward's desk: open drafts, what was handed in for a month, who decides about it."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from data.access import Actor
from data.people import accounts
from data.reporting import approval, drafts, steps
from data.reporting.drafts import Draft
from data.reporting.submissions import Submission
from data.schema import draft, person, submission
from data.units import Tree


def open_drafts(conn: Connection, units: Iterable[str]) -> tuple[Draft, ...]:
    """The open drafts of those units, the newest first."""
    theirs = draft.c.closed_at.is_(None) & draft.c.unit.in_(list(units))
    asked = select(draft.c.number).where(theirs).order_by(draft.c.number.desc())
    return tuple(drafts.of(conn, number) for number in conn.scalars(asked).all())


def open_draft(conn: Connection, unit: str, month: date, number: int | None = None) -> Draft | None:
    """The draft of that number, where it is one of the unit and month and still open; else the month's report."""
    theirs = (draft.c.unit == unit) & (draft.c.month == month) & draft.c.closed_at.is_(None)
    if number is not None and conn.scalar(select(draft.c.number).where(draft.c.number == number, theirs)):
        return drafts.of(conn, number)
    return drafts.current(conn, unit, month)


def of_month(conn: Connection, units: Iterable[str], month: date) -> tuple[Submission, ...]:
    """What those units handed in for a month, the newest first."""
    theirs = submission.c.unit.in_(list(units)) & (submission.c.month == month)
    rows = conn.execute(select(submission).where(theirs).order_by(submission.c.number.desc()))
    return tuple(Submission(**row._mapping) for row in rows)


def returned(conn: Connection, units: Iterable[str], actor: Actor) -> pd.DataFrame:
    """`approval.open_cells` that the actor may read, and `handed_in_by`: the unit in whose workbook they stand."""
    cells = approval.open_cells(conn, units, actor)
    numbers = [int(number) for number in cells["submission"].unique()]
    rows = conn.execute(select(submission.c.number, submission.c.unit).where(submission.c.number.in_(numbers)))
    return cells.assign(handed_in_by=cells["submission"].map({row.number: row.unit for row in rows}).astype(object))


def deciders(conn: Connection, unit: str, tree: Tree, *, apart_from: str, step: int = 1) -> tuple[str, ...]:
    """The names of those who may take a step of a unit's approval; who hands in does not decide."""
    logins = accounts.holders(conn, "approve", steps.unit_of(unit, step, tree), tree)
    rows = conn.execute(select(person.c.login, person.c.name).where(person.c.login.in_(logins)))
    names = {row.login: row.name for row in rows}
    return tuple(names[login] for login in logins if login != apart_from)
