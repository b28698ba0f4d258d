"""What is written of an instruction, for who holds the write lock: the order, and each step as its life allows it.

Nobody's rights are asked here, nothing is audited or told: `steps` does that around it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert

from data import bulk
from data.access import Actor
from data.clocks import present
from data.clocks.life import DATED, Kind
from data.clocks.reading import About, Instruction
from data.instructions import conditions, telling
from data.instructions.conditions import Condition
from data.instructions.refusals import Refused
from data.schema import instruction, instruction_event


@dataclass(frozen=True)
class Order:
    """What is asked of whom, until when. Without `due` it is in the working days of `config.toml`; `person` is a login;
    `part_of` the number of the whole that it is a part of; `source` where it was decided (a meeting) and its number;
    `condition` what of the metric shows that it is done."""

    text: str
    unit: str
    about: About
    department: str = ""
    due: date | None = None
    acceptance: str = ""
    person: str = ""
    helpers: tuple[str, ...] = ()
    part_of: int | None = None
    source: str = ""
    source_number: int | None = None
    condition: Condition | None = None


def put(conn: Connection, order: Order, due: date, issuer_unit: str, by: Actor, at: datetime) -> int:
    """Write the order and that it was issued; its number."""
    number, about = bulk.next_number(conn, instruction), order.about
    helpers = " ".join(dict.fromkeys(unit for unit in order.helpers if unit != order.unit))
    lead = {"unit": order.unit, "department": order.department, "person": order.person, "helpers": helpers}
    asked = {"text": order.text, "acceptance": order.acceptance, "due": due}
    issuer = {"issued_by": by.login, "issuer_name": by.name, "issuer_unit": issuer_unit}
    what = {"about": about.kind, "metric": about.metric, "register": about.register, "key": about.key}
    stood = {"about_unit": about.unit, "month": about.month, "revision": about.revision, "value": about.value}
    named = {"qualifier": about.qualifier, "title_zh": about.title.zh, "title_en": about.title.en}
    row = {
        "number": number,
        "part_of": order.part_of,
        "source": order.source,
        "source_number": order.source_number,
        "issued_at": at,
        **issuer,
        **asked,
        **lead,
        **what,
        **stood,
        **named,
    }
    conn.execute(insert(instruction).values(**row))
    conditions.put(conn, number, order.condition)
    _happened(conn, number, 1, "issued", by, at)
    present.note(conn, number)
    return number


def take(
    conn: Connection, one: Instruction, step: Kind, by: Actor, at: datetime, said: str = "", until: date | None = None,
    unit: str | None = None,
) -> int:  # fmt: skip
    """Write a step upon how it stands; its position. Refused where it cannot follow, or names no day or one that cannot be."""
    if not one.may(step):
        raise Refused("not_now", state=telling.state_of(one), step=one.workflow.step(step))
    _require_day(one, step, until, at.date())
    _happened(conn, one.number, one.seen + 1, step, by, at, said, until, unit)
    present.note(conn, one.number)
    return one.seen + 1


def _require_day(one: Instruction, step: Kind, until: date | None, day: date) -> None:
    if until is None:
        if step in DATED:
            raise Refused("no_day")
        return
    if until < day:
        raise Refused("past", day=until)
    if step in ("asked_longer", "granted") and until <= one.standing.due:
        raise Refused("not_later", day=until, due=one.standing.due)


def _happened(
    conn: Connection, number: int, position: int, kind: Kind, by: Actor, at: datetime, said: str = "",
    until: date | None = None, unit: str | None = None,
) -> None:  # fmt: skip
    who = {"at": at, "kind": kind, "person": by.login, "name": by.name}
    place = {"instruction": number, "position": position}
    conn.execute(insert(instruction_event).values(**place, **who, text=said, until=until, unit=unit))
