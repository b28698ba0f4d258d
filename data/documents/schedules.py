"""Briefings by the calendar: each month on a day, of a unit's last full month, to these people.

What a receiver is told is a way to the briefing at the revision of that day. It is made when it is opened, as they may read
by then: no file waits anywhere for somebody whose role has ended.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from data import access, audit, bulk, months, revisions, store
from data.access import Actor
from data.notices import notices
from data.people import accounts, grants
from data.refusal import ByReason
from data.schema import brief_receiver, brief_schedule, person
from data.text import Text
from data.units import Tree

LATEST_DAY, MOST = 28, 40  # every month has that day; more people than that are told by who leads them
REFUSALS = {
    "no_account": Text("定期专报须用个人账号安排。", "A briefing by the calendar needs a person's own account."),
    "day": Text("请选每月 1 至 {latest} 日中的一天。", "Choose a day from 1 to {latest} of the month."),
    "nobody": Text("请选 1 至 {most} 位接收人。", "Choose from 1 to {most} people who get it."),
    "reader": Text(
        "{who}不能查看“{unit}”，收到也打不开。请先由管理员授予角色，或不选此人。",
        "{who} may not read {unit} and could not open it. Have an administrator give a role first, or leave them out.",
    ),
    "gone": Text("没有第 {number} 号定期专报，或它已停止。", "There is no briefing {number} by the calendar, or it has ended."),
}  # fmt: skip


class Refused(ByReason):
    """A briefing by the calendar that is not planned or not ended."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Schedule:
    """A briefing by the calendar: of a unit and all below, each month on `day`; who gets it, by login, with their names."""

    number: int
    unit: str
    day: int
    at: datetime
    person: str
    person_name: str
    receivers: tuple[tuple[str, str], ...]


def plan(engine: Engine, unit: str, day: int, receivers: Collection[str], *, by: Actor) -> int:
    """Have people told each month on that day; its number. Whoever presents the unit does. Refused: a day that not every month
    has, nobody, somebody who may not read the unit."""
    with store.writing(engine) as conn:
        by, tree = grants.still_held(conn, by), grants.tree_of_today(conn)
        access.require(by, "present", [unit], tree)
        if not by.login:
            raise Refused("no_account")
        if not 1 <= day <= LATEST_DAY:
            raise Refused("day", latest=LATEST_DAY)
        wanted = tuple(dict.fromkeys(receivers))
        if not 1 <= len(wanted) <= MOST:
            raise Refused("nobody", most=MOST)
        readers = set(accounts.holders(conn, "read", unit, tree))
        for login in wanted:
            if login not in readers:
                raise Refused("reader", who=login, unit=_named(tree, unit))
        number = bulk.next_number(conn, brief_schedule)
        row = {"number": number, "unit": unit, "day": day, "at": months.now()}
        conn.execute(insert(brief_schedule).values(**row, person=by.login, person_name=by.name))
        conn.execute(insert(brief_receiver), [{"schedule": number, "person": login} for login in wanted])
        told = {"unit": unit, "day": day, "receivers": len(wanted)}
        audit.add(conn, by, "brief_planned", f"schedule {number}", after=told)
        return number


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """Tell nobody any more; what they were told stays. Whoever presents the unit does."""
    with store.writing(engine) as conn:
        by, kept = grants.still_held(conn, by), brief_schedule.c
        found = next((each for each in _in_use(conn) if each.number == number), None)
        if found is None:
            raise Refused("gone", number=number)
        access.require(by, "present", [found.unit], grants.tree_of_today(conn))
        conn.execute(update(brief_schedule).where(kept.number == number).values(ended_at=months.now()))
        audit.add(conn, by, "brief_unplanned", f"schedule {number}", before={"unit": found.unit, "day": found.day})


def listing(conn: Connection, actor: Actor) -> list[Schedule]:
    """Those of the units that the actor presents, the newest first."""
    tree = grants.tree_of_today(conn)
    return [each for each in _in_use(conn) if access.may(actor, "present", each.unit, tree)]


def remind(engine: Engine, now: datetime) -> int:
    """Tell of the briefings whose day has come, once a person, schedule and month; how many notices were written. Who may not
    read the unit any more is told nothing, and nobody of a store without figures. Safe to be called again."""
    with store.reading(engine) as conn:
        due = [(each, month) for each in _in_use(conn) if (month := month_due(each, now))]
    if not due:
        return 0
    with store.writing(engine) as conn:
        tree, told, revision = grants.tree_of_today(conn), 0, revisions.current(conn)
        for each, month in due:
            if revision and each.unit in tree:
                told += _tell(conn, each, months.label(month), revision, tree)
        return told


def month_due(each: Schedule, now: datetime) -> date | None:
    """The month of which receivers are to be told by now: the last full one, from its day on; None before that day, and in
    the month in which it was planned too late for it."""
    today, planned = (moment.astimezone(months.SHANGHAI).date() for moment in (now, each.at))
    too_late = months.label(planned) == months.label(today) and planned.day > each.day
    return None if today.day < each.day or too_late else months.shift(today.replace(day=1), -1)


def _tell(conn: Connection, each: Schedule, month: str, revision: int, tree: Tree) -> int:
    readers = set(accounts.holders(conn, "read", each.unit, tree))
    people = [login for login, _ in each.receivers if login in readers]
    blanks = {"unit": _named(tree, each.unit), "month": month, "name": each.person_name}
    link = f"brief?unit={each.unit}&month={month}&revision={revision}"
    return notices.tell(conn, "brief_ready", people, blanks, link, f"brief {each.number} {month}")


def _named(tree: Tree, unit: str) -> Text:
    return Text(tree[unit].name_zh, tree[unit].name_en)


def _in_use(conn: Connection) -> list[Schedule]:
    kept = brief_schedule.c
    to = brief_receiver.join(person, person.c.login == brief_receiver.c.person)
    receivers: dict[int, list[tuple[str, str]]] = {}
    asked = select(brief_receiver.c.schedule, person.c.login, person.c.name).select_from(to).order_by(person.c.login)
    for row in conn.execute(asked):
        receivers.setdefault(row.schedule, []).append((row.login, row.name))
    rows = conn.execute(select(brief_schedule).where(kept.ended_at.is_(None)).order_by(kept.number.desc())).mappings()
    names = [name for name in Schedule.__dataclass_fields__ if name != "receivers"]
    return [Schedule(**{name: row[name] for name in names}, receivers=tuple(receivers[row["number"]])) for row in rows]
