"""Meetings called, changed, opened, decided in and closed: each asks for the right, is written once and audited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Engine, delete, insert, update

from data import access, audit, bulk, months, revisions, store, units
from data.access import Actor
from data.files import keep as keep_content
from data.files import kept
from data.instructions import saying
from data.instructions.steps import issue_now
from data.instructions.writing import Order
from data.meetings import reading
from data.meetings.reading import SOURCE, STATES, Item, Meeting, State
from data.meetings.refusals import Refused
from data.questions.evidence import File, checked
from data.questions.kinds import Refused as NotTaken
from data.registers import REGISTERS
from data.reporting import rights
from data.schema import meeting, meeting_file, meeting_item
from data.units import Tree

__all__ = ["File", "Item", "Plan", "Refused", "attach", "call", "change", "close", "decide", "file_of", "open_"]

MOST_ITEMS, LONGEST_TITLE, LONGEST = 40, 80, 4000


@dataclass(frozen=True)
class Plan:
    """What is written before a meeting: its day, what it is called, who comes, topics (a line each), numbers and rows."""

    unit: str
    held_on: date
    title: str
    members: str = ""
    topics: str = ""
    items: tuple[Item, ...] = ()


def call(engine: Engine, plan: Plan, *, by: Actor) -> int:
    """Call a meeting of a unit; its number. Refused: no right to hold its meetings, no title, too much said, personal data,
    a number or a row of a restricted register or of a unit outside."""
    clean = _clean(plan, by)
    with store.writing(engine) as conn:
        able = rights.now(conn, by)
        _require(conn, able, plan.unit)
        _require_items(clean, _tree(conn, plan.unit))
        number = bulk.next_number(conn, meeting)
        made = {"called_by": able.login, "caller_name": able.name, "called_at": months.now(), "version": 1}
        conn.execute(insert(meeting).values(number=number, unit=plan.unit, **_told(clean), **made))
        _put_items(conn, number, clean.items)
        audit.add(conn, able, "meeting_called", f"meeting {number}", after=_noted(clean))
        return number


def change(engine: Engine, number: int, plan: Plan, *, by: Actor, seen: int) -> None:
    """Write a meeting that is still to come anew, upon the version that was seen. Refused as by `call`, and where another
    wrote in between or it has been opened."""
    clean = _clean(plan, by)
    with store.writing(engine) as conn:
        able, now = _able(conn, number, by, seen, "planned")
        clean = replace(clean, unit=now.unit)
        _require_items(clean, _tree(conn, now.unit))
        _write(conn, now, **_told(clean))
        conn.execute(delete(meeting_item).where(meeting_item.c.meeting == number))
        _put_items(conn, number, clean.items)
        audit.add(conn, able, "meeting_changed", f"meeting {number}", after=_noted(clean))


def attach(engine: Engine, number: int, papers: Iterable[File], *, by: Actor) -> None:
    """Lay papers before a meeting that is not closed; looked at as the evidence of questions is."""
    looked = checked(tuple(papers), by.login)
    with store.writing(engine) as conn:
        able, _ = _able(conn, number, by, None, "planned", "open")
        for file in looked:
            what = {"file_name": file.name, "kind": file.kind, "size": len(file.content), "scanned": file.scanned}
            place = {"number": bulk.next_number(conn, meeting_file), "meeting": number}
            conn.execute(insert(meeting_file).values(**place, **what, sha256=keep_content(conn, file.content)))
        audit.add(conn, able, "meeting_papers", f"meeting {number}", after={"files": len(looked)})


def file_of(conn: Connection, number: int, actor: Actor) -> tuple[str, str, bytes]:
    """A paper: its name, its media type and its content. Refused where there is none that the actor may read."""
    row = conn.execute(meeting_file.select().where(meeting_file.c.number == number)).first()
    if row is None or reading.opened(conn, row.meeting, actor) is None:
        raise NotTaken("gone")
    return row.file_name, row.kind, kept(conn, row.sha256)


def open_(engine: Engine, number: int, revision: int, month: date, shown: str, *, by: Actor, seen: int) -> None:
    """Open a meeting: what it shows is frozen – the revision and month looked at, and the agenda (`shown`, JSON). Refused
    where another wrote in between, or figures came in since."""
    with store.writing(engine) as conn:
        able, now = _able(conn, number, by, seen, "planned")
        if revisions.current(conn) != revision:
            raise Refused("figures_moved")
        earlier = reading.before(conn, now)
        frozen = {"revision": revision, "month": month, "shown": shown, "previous": earlier.number if earlier else None}
        _write(conn, now, **frozen, opened_at=months.now(), opened_by=able.name)
        noted = {"revision": revision, "month": months.label(month)}
        audit.add(conn, able, "meeting_opened", f"meeting {number}", after=noted)


def decide(engine: Engine, number: int, order: Order, *, by: Actor) -> int:
    """Write down a decision of an open meeting: it is an instruction at once; its number. Refused as an instruction is, and
    where the meeting is not open, or is not theirs to hold."""
    said = saying.said(order.text, by), saying.said(order.acceptance, by, may_be_empty=True)
    with store.writing(engine) as conn:
        able, _ = _able(conn, number, by, None, "open")
        return issue_now(conn, replace(order, source=SOURCE, source_number=number), *said, able)


def close(engine: Engine, number: int, minutes: str, *, by: Actor, seen: int) -> None:
    """Close a meeting with what is to be said in its minutes; nothing of it changes after that."""
    text = _text(minutes, LONGEST, by)
    with store.writing(engine) as conn:
        able, now = _able(conn, number, by, seen, "open")
        _write(conn, now, minutes=text, closed_at=months.now(), closed_by=able.name)
        audit.add(conn, able, "meeting_closed", f"meeting {number}", after={"minutes": len(text)})


def _able(conn: Connection, number: int, by: Actor, seen: int | None, *states: State) -> tuple[Actor, Meeting]:
    """The actor as they may act now, and the meeting as it stands."""
    able, now = rights.now(conn, by), reading.one(conn, number)
    if now is None or not reading.may_read(conn, able, now):
        raise Refused("gone", number=number)
    _require(conn, able, now.unit)
    if now.state not in states:
        raise Refused("not_now", state=STATES[now.state])
    if seen is not None and seen != now.version:
        raise Refused("moved")
    return able, now


def _require(conn: Connection, able: Actor, unit: str) -> None:
    tree = _tree(conn, unit)
    if unit not in tree:
        raise Refused("no_unit", unit=unit)
    if not reading.may_hold(conn, able, unit):
        raise access.Refused(able, "convene", tree[unit].name_zh)


def _require_items(plan: Plan, tree: Tree) -> None:
    """What is on the agenda is read by all who read the meeting: nothing restricted, and no unit outside."""
    if len(plan.items) > MOST_ITEMS:
        raise Refused("items", limit=MOST_ITEMS)
    for item in plan.items:
        restricted = item.register in REGISTERS and REGISTERS[item.register].restricted
        if restricted or item.unit not in tree.below(plan.unit):
            raise Refused("no_unit", unit=item.unit)


def _tree(conn: Connection, unit: str) -> Tree:
    return rights.with_unit(units.load(conn), unit, months.today())


def _write(conn: Connection, now: Meeting, **changed: object) -> None:
    conn.execute(update(meeting).where(meeting.c.number == now.number).values(version=now.version + 1, **changed))


def _put_items(conn: Connection, number: int, items: tuple[Item, ...]) -> None:
    for position, item in enumerate(items, 1):
        what = {"unit": item.unit, "metric": item.metric, "register": item.register, "key": item.key}
        title = {"title_zh": item.title.zh, "title_en": item.title.en}
        conn.execute(insert(meeting_item).values(meeting=number, position=position, **what, **title))


def _clean(plan: Plan, by: Actor) -> Plan:
    title = _text(plan.title, LONGEST_TITLE, by)
    if not title:
        raise Refused("no_title")
    return replace(plan, title=title, members=_text(plan.members, LONGEST, by), topics=_text(plan.topics, LONGEST, by))


def _text(text: str, limit: int, by: Actor) -> str:
    return saying.said(text, by, may_be_empty=True, limit=limit)


def _told(plan: Plan) -> dict[str, object]:
    return {"held_on": plan.held_on, "title": plan.title, "members": plan.members, "topics": plan.topics}


def _noted(plan: Plan) -> dict[str, object]:
    return {"unit": plan.unit, "on": str(plan.held_on), "title": plan.title, "items": len(plan.items)}
