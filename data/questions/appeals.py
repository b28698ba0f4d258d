"""Appeals: a unit, a department or an application objects to its points of a metric, at whoever declared the index system. Then it
is a question like others: answered, added to, closed, and taken back by who raised it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Row, exists, select

from data import access, months, store, units
from data.access import Actor
from data.figures import as_of
from data.offices import OFFICES
from data.people import grants
from data.questions.evidence import File
from data.questions.questions import Refused, checked, day_due, put, said_of
from data.questions.rights import APPEALED, may_appeal, owner_of
from data.registers import REGISTERS, TABLES
from data.schema import question
from data.units import Tree

LONGEST = 64  # characters of a department's name or an application's key


class Scored(NamedTuple):
    """Who is given points by a row of an index system: the `unit` that objects to them, `part` of it (the name of a department,
    the key of an application; "" for the unit itself), `department` in whose name, and who is `answering`."""

    unit: str
    part: str
    department: str
    answering: str


def appeal(
    engine: Engine,
    item: str,
    of: str,
    month: date,
    text: str,
    *,
    by: Actor,
    due: date | None = None,
    evidence: Iterable[File] = (),
) -> int:
    """Object to points in a month by one row of an index system (its key), with the reason; the number of the question. `of`:
    whose points, the code of a unit, the name of a department or the key of an application. The stewards of the unit that
    declared the system are told.

    Refused: no role for whose points they are, or one for the unit that scores; points that are not given; an appeal against
    them that is open; and as `questions.ask` refuses.
    """
    said, files, due = said_of(text, by), checked(evidence, by), day_due(due)
    with store.writing(engine) as conn:
        tree, by = units.load(conn).in_month(month), grants.still_held(conn, by)
        scored = scored_by(conn, item, of, month, tree)
        if scored is None:
            raise Refused("no_points")
        if not may_object(by, scored, tree):
            raise access.Refused(by, "appeal", tree[scored.unit].name_zh, scored.department)
        spot = {"measure": APPEALED, "unit": scored.unit, "month": month, "subject": item}
        if (number := _open(conn, spot | {"scored": scored.part})) is not None:
            raise Refused("appealed", number=number)
        answers = {"answering": scored.answering, "scored": scored.part}
        return put(conn, spot, {"due": due, "department": owner_of(APPEALED)} | answers, said, files, by)


def may_object(by: Actor, scored: Scored, tree: Tree) -> bool:
    """Whether somebody may object to these points."""
    return may_appeal(by, scored.unit, scored.answering, tree, scored.department)


def scored_by(conn: Connection, item: str, of: str, month: date, tree: Tree) -> Scored | None:
    """Who is scored by that row in the month: a unit of the level below whoever declared the system, a department that rows of
    registers below name, an application of the ledger below; else None."""
    system = _system(conn, item)
    if system is None or len(of) > LONGEST or system.unit not in tree or system.valid_from > months.end_of(month):
        return None
    below = tree.below(system.unit)
    if system.level == "department":
        return Scored(system.unit, of, of, system.unit) if _is_named(conn, of, below) else None
    if system.level == "application":
        rows = as_of(TABLES["applications"])
        row = conn.execute(
            select(rows.c.unit, rows.c.department).where(rows.c.key == of, rows.c.unit.in_(below))
        ).first()
        return Scored(row.unit, of, row.department or "", system.unit) if row else None
    scores = of in below and of != system.unit and tree[of].level == system.level
    return Scored(of, "", "", system.unit) if scores else None


def _is_named(conn: Connection, department: str, below: Iterable[str]) -> bool:
    if department in OFFICES:
        return True
    tables = [as_of(TABLES[key]) for key, each in REGISTERS.items() if each.has("department")]
    named = (exists().where(rows.c.department == department, rows.c.unit.in_(list(below))) for rows in tables)
    return any(conn.scalar(select(each)) for each in named)


def _system(conn: Connection, item: str) -> Row | None:
    items, systems = as_of(TABLES[APPEALED]), as_of(TABLES["index_systems"])
    asked = select(systems.c.unit, systems.c.level, systems.c.valid_from).join(items, items.c.system == systems.c.key)
    return conn.execute(asked.where(items.c.key == item)).first()


def _open(conn: Connection, spot: dict[str, object]) -> int | None:
    """The number of the appeal against these points that is not closed."""
    same = [question.c[name] == value for name, value in spot.items()]
    asked = select(question.c.number).where(*same, question.c.answering != "", question.c.closed_at.is_(None))
    return conn.scalar(asked.order_by(question.c.number.desc()).limit(1))
