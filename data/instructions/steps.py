"""Instructions issued and taken further: each step asks for the right, is written once, audited, and told to whom it
concerns. Whoever carries one out never accepts it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine

from data import access, audit, months, store, working_days
from data.access import Actor
from data.clocks import reading
from data.clocks.life import ENDED, WAITING, Carrying, Deciding, Kind
from data.clocks.reading import Instruction
from data.clocks.workflows import workflow
from data.instructions import conditions, files, rights, telling, writing
from data.instructions.files import Checked, File
from data.instructions.refusals import Refused
from data.instructions.saying import said
from data.instructions.writing import Order
from data.people import accounts
from data.register_rights import may_read_rows, named
from data.reporting import rights as held
from data.settings import settings
from data.units import Tree

__all__ = ["File", "Order", "Refused", "carry_out", "decide", "issue"]


def issue(engine: Engine, order: Order, *, by: Actor) -> int:
    """Issue an instruction; its number. Those who carry out for the unit are told.

    Refused: no right to charge that unit (or to read what it is about), nothing or too much said, personal data, a day
    that has passed, a unit or person that cannot carry it out.
    """
    text, acceptance = said(order.text, by), said(order.acceptance, by, may_be_empty=True)
    alone = replace(order, source="", source_number=None)  # what has a source is issued where that is asked about
    with store.writing(engine) as conn:
        return issue_now(conn, alone, text, acceptance, held.now(conn, by))


def issue_now(conn: Connection, order: Order, text: str, acceptance: str, by: Actor) -> int:
    """The same for who holds the write lock; the texts are looked at already."""
    today, tree = months.today(), rights.tree_for(conn, order.about.unit)
    for unit in (order.unit, *order.helpers, order.about.unit):
        if unit not in tree:
            raise Refused("no_unit", unit=unit)
    issuer_unit = _issuing_unit(order, by, tree)
    due = order.due or working_days.after(today, usual_days(order.about.kind, order.about.register, order.source))
    if due < today:
        raise Refused("past", day=due)
    _require_person(conn, order, tree)
    conditions.require(order.condition, order.about)
    if order.part_of:
        _require_whole(conn, order, due, by, tree)
    clean = replace(order, text=text, acceptance=acceptance)
    number = writing.put(conn, clean, due, issuer_unit, by, months.now())
    made = reading.one(conn, number)
    assert made
    noted = {"unit": order.unit, "until": str(due)} | ({} if made.restricted else {"text": text})
    noted |= {"source": f"{order.source} {order.source_number}"} if order.source else {}
    audit.add(conn, by, "instruction_issued", f"instruction {number}", after=noted)
    telling.tell(conn, made, "issued", by, text)
    return number


def usual_days(about: str, register: str, source: str = "") -> int:
    """In how many working days it is due where no day is named, as its kind declares it; else those of the settings."""
    declared = workflow(about, register, source).days
    return settings().instructions.days if declared is None else declared


def carry_out(
    engine: Engine, number: int, step: Carrying, *, by: Actor, seen: int, text: str = "", until: date | None = None,
    unit: str | None = None, evidence: Iterable[File] = (),
) -> None:  # fmt: skip
    """A step of those who are charged: received, progressed, reported (with evidence), asked_longer (`until`), passed_on
    (to a `unit` below). `seen` is `Instruction.seen` of what they looked at.

    Refused: no such instruction to be read, no right, another's step in between, a step that cannot follow.
    """
    words, looked = said(text, by, may_be_empty=True), files.checked(tuple(evidence), by.login)
    with store.writing(engine) as conn:
        able = held.now(conn, by)
        one, tree = _readable(conn, number, able)
        if not rights.may_carry_out(able, one, tree):
            raise access.Refused(able, "carry_out", tree[one.standing.unit].name_zh, one.owner)
        _require_step(one, step, seen, words)
        if step == "reported":
            _require_evidence(one, looked)
            _require_parts_done(conn, number)
        if step == "passed_on" and (unit is None or unit not in tree.below(one.standing.unit)[1:]):
            raise Refused("not_below")
        _take(conn, one, step, able, words, until, unit if step == "passed_on" else None, looked)


def decide(
    engine: Engine, number: int, step: Deciding, *, by: Actor, seen: int, text: str = "", until: date | None = None
) -> None:
    """A step of whoever issued it, or of who may for the unit that issued it: accepted, sent_back, granted, declined, paused
    (`until`), resumed, reopened (`until`: the new day due), cancelled. Refused as by `carry_out`, and whoever carried it
    out."""
    words = said(text, by, may_be_empty=True)
    with store.writing(engine) as conn:
        able = held.now(conn, by)
        one, tree = _readable(conn, number, able)
        if not rights.may_decide(able, one, tree):
            raise access.Refused(able, "instruct", tree[one.standing.unit].name_zh, one.owner)
        if rights.worked_on(able, one):
            raise Refused("own_work")
        _require_step(one, step, seen, words)
        _take(conn, one, step, able, words, until, None, ())


def _issuing_unit(order: Order, by: Actor, tree: Tree) -> str:
    """For which unit they issue it. `access.Refused` where they may not charge that unit, or not read what it is about."""
    register, about = order.about.register, order.about.unit
    restricted = rights.is_restricted(register)
    able = named(by, [register]) if restricted else by
    issuing = rights.issuing_unit(able, order.unit, order.department, tree)
    if issuing is None:
        raise access.Refused(by, "instruct", tree[order.unit].name_zh, order.department)
    reads = may_read_rows(by, register, about, tree) if register else access.may(by, "read", about, tree)
    if not reads:
        raise access.Refused(by, "read_restricted" if restricted else "read", tree[about].name_zh)
    return issuing


def _require_person(conn: Connection, order: Order, tree: Tree) -> None:
    if not order.person:
        return
    who = accounts.actor_of(conn, order.person)
    if not access.may(who, "carry_out", order.unit, tree, order.department):
        raise Refused("person", name=who.name)


def _require_whole(conn: Connection, order: Order, due: date, by: Actor, tree: Tree) -> None:
    """A part is about what its whole is about, is charged by who may charge the unit that leads, and ends in time for it."""
    assert order.part_of
    whole, _ = _readable(conn, order.part_of, by)
    lead = whole.standing.unit
    if not access.may(by, "instruct", lead, tree, whole.owner):
        raise access.Refused(by, "instruct", tree[lead].name_zh, whole.owner)
    inside = order.unit in tree.below(lead)[1:] and order.about == whole.about
    if whole.standing.state not in WAITING or not inside:
        raise Refused("not_split", number=whole.number, state=telling.state_of(whole))
    if due > whole.standing.due and not whole.is_overdue:
        raise Refused("after_whole", number=whole.number, day=due, due=whole.standing.due)


def _require_evidence(one: Instruction, looked: tuple[Checked, ...]) -> None:
    if one.workflow.evidence and not looked:
        raise Refused("no_evidence", kind=one.workflow.name)


def _require_parts_done(conn: Connection, number: int) -> None:
    left = [str(part.number) for part in reading.listing(conn, part_of=number) if part.standing.state not in ENDED]
    if left:
        raise Refused("parts_open", numbers="、".join(reversed(left)))


def _readable(conn: Connection, number: int, by: Actor) -> tuple[Instruction, Tree]:
    one = reading.one(conn, number)
    tree = rights.tree_for(conn, one.standing.unit) if one else None
    if one is None or tree is None or not rights.may_read(by, one, tree):
        raise Refused("gone", number=number)
    return one, tree


def _require_step(one: Instruction, step: Kind, seen: int, words: str) -> None:
    if seen != one.seen:
        last = one.events[-1]
        raise Refused("moved", name=last.name, step=one.workflow.step(last.kind))
    if not words and not one.workflow.is_silent(step) and one.may(step):
        raise Refused("empty")


def _take(
    conn: Connection, one: Instruction, step: Kind, by: Actor, words: str, until: date | None, unit: str | None,
    looked: tuple[Checked, ...],
) -> None:  # fmt: skip
    position = writing.take(conn, one, step, by, months.now(), words, until, unit)
    files.keep(conn, looked, one.number, position)
    noted = {"until": str(until) if until else None, "unit": unit, "files": len(looked) or None}
    noted |= {} if one.restricted else {"text": words or None}
    after = {name: value for name, value in noted.items() if value is not None}
    audit.add(conn, by, f"instruction_{step}", f"instruction {one.number}", after=after)
    now = reading.one(conn, one.number)
    assert now
    telling.tell(conn, now, step, by, words)
