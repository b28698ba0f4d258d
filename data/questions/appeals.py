"""Appeals: a unit objects to its points of a metric, at whoever declared the index system. Then it is a question like others:
answered, added to, closed, and taken back by who raised it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Engine, Row, select

from data import access, months, store, units
from data.access import Actor
from data.figures import as_of
from data.people import grants
from data.questions.evidence import File
from data.questions.questions import Refused, checked, day_due, put, said_of
from data.questions.rights import may_appeal, owner_of
from data.questions.threads import APPEALED
from data.registers import TABLES
from data.schema import question
from data.units import Tree


def appeal(
    engine: Engine,
    item: str,
    unit: str,
    month: date,
    text: str,
    *,
    by: Actor,
    due: date | None = None,
    evidence: Iterable[File] = (),
) -> int:
    """Object to the points of a unit in a month by one row of an index system (its key), with the reason; the number of the
    question. The stewards of the unit that declared the system are told.

    Refused: no role for the unit, or one for the unit that scores it; points that the unit is not given; an appeal against
    them that is open; and as `questions.ask` refuses.
    """
    said, files, due = said_of(text, by), checked(evidence, by), day_due(due)
    with store.writing(engine) as conn:
        tree, by = units.load(conn).in_month(month), grants.still_held(conn, by)
        scores = scored_by(conn, item, unit, month, tree)
        if scores is None:
            raise Refused("no_points")
        if not may_appeal(by, unit, scores, tree):
            raise access.Refused(by, "appeal", tree[unit].name_zh)
        spot = {"measure": APPEALED, "unit": unit, "month": month, "subject": item}
        if (number := _open(conn, spot)) is not None:
            raise Refused("appealed", number=number)
        whom = {"due": due, "department": owner_of(APPEALED), "answering": scores}
        return put(conn, spot, whom, said, files, by)


def scored_by(conn: Connection, item: str, unit: str, month: date, tree: Tree) -> str | None:
    """The unit that declared the index system of a row, where that system scores the unit in the month; else None."""
    system = _system(conn, item)
    if system is None or unit not in tree or system.unit not in tree or system.valid_from > months.end_of(month):
        return None
    scores = unit != system.unit and unit in tree.below(system.unit) and tree[unit].level == system.level
    return str(system.unit) if scores else None


def _system(conn: Connection, item: str) -> Row | None:
    items, systems = as_of(TABLES[APPEALED]), as_of(TABLES["index_systems"])
    asked = select(systems.c.unit, systems.c.level, systems.c.valid_from).join(items, items.c.system == systems.c.key)
    return conn.execute(asked.where(items.c.key == item)).first()


def _open(conn: Connection, spot: dict[str, object]) -> int | None:
    """The number of the appeal against these points that is not closed."""
    same = [question.c[name] == value for name, value in spot.items()]
    asked = select(question.c.number).where(*same, question.c.answering != "", question.c.closed_at.is_(None))
    return conn.scalar(asked.order_by(question.c.number.desc()).limit(1))
