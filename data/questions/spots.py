"""Where a question may stand: at a unit's figure or register, at the figure of one application, at one row of a register."""

from datetime import date
from urllib.parse import urlencode

from sqlalchemy import Connection, exists, select

from data import months
from data.figures import as_of
from data.measures import MEASURES
from data.questions.rights import owner_of
from data.registers import REGISTERS, TABLES
from data.schema import figure
from data.units import Tree

LONGEST = 64  # characters of a department's name


def department_at(conn: Connection, measure: str, unit: str, month: date, subject: str, tree: Tree) -> str | None:
    """The department that answers for what stands there, "" where none does; None where there is nothing to ask about.

    A figure may be missing, and that be asked about; an application that nobody reports on may not. `subject` of a register
    is the key of a row of the unit.
    """
    if unit not in tree or not (measure in MEASURES or measure in REGISTERS):
        return None
    if measure in REGISTERS and subject:
        return _of_row(conn, measure, unit, subject)
    here = (figure.c.measure == measure, figure.c.unit == unit, figure.c.month == month, figure.c.subject == subject)
    if subject and not conn.scalar(select(exists().where(*here))):
        return None
    return owner_of(measure)


def _of_row(conn: Connection, register: str, unit: str, key: str) -> str | None:
    rows = as_of(TABLES[register])
    row = conn.execute(select(rows).where(rows.c.key == key, rows.c.unit == unit)).mappings().first()
    if row is None:
        return None
    return (str(row.get("department") or "") or owner_of(register))[:LONGEST]


def address_of(measure: str, unit: str, month: date, subject: str, number: int, *, appeal: bool = False) -> str:
    """Where a question is read: on the page of its row, else on the passport of its number; an appeal beside the score."""
    if appeal:
        return f"evaluation?{urlencode({'unit': unit, 'month': months.label(month), 'question': number})}"
    row = {"register": measure, "key": subject} if measure in REGISTERS and subject else {}
    page = "object" if row else "passport"
    return f"{page}?{urlencode({'unit': unit, 'month': months.label(month), **row, 'question': number})}"
