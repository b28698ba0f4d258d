"""Reminders: before the day due, on it, and after it; to stewards for what is missing, to approvers once it is late.

Days are Zhejiang's. Each reminder is told once, however often and by however many processes this runs; one that nobody
ran on its day is made up for within GRACE days, so that a server that was down tells it late and a new store does not tell
of years gone by.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, select

from data import months, store, units
from data.notices import notices
from data.people import whom
from data.people.whom import Roles
from data.reporting import calendar, steps
from data.reporting.outstanding import Waiting, missing, waiting
from data.schema import notice, sent_back, submission
from data.settings import settings
from data.text import Text
from data.units import Tree, Units

EARLIEST = 8  # o'clock: nobody is told at midnight
GRACE = 3
KINDS_OF = {
    "due": ("due_soon", "due_today", "overdue"),
    "cells": ("cells_due_soon", "cells_due_today", "cells_overdue"),
}


@dataclass(frozen=True)
class Reminder:
    """One sentence to some people, told once under its key."""

    kind: str
    people: tuple[str, ...]
    blanks: dict[str, object]
    link: str
    once: str


@dataclass(frozen=True)
class Place:
    """What is due of a unit and month by a day, seen from today."""

    unit: str
    month: date
    due: date
    today: date
    tree: Tree

    def kind(self, of: str) -> str:
        """The sentence: soon, today or overdue."""
        if self.today > self.due:
            return KINDS_OF[of][2]
        return KINDS_OF[of][self.today == self.due]

    @property
    def blanks(self) -> dict[str, object]:
        """What every sentence names."""
        named = self.tree[self.unit]
        days = _counted(abs((self.due - self.today).days), "天", "day")
        name = Text(named.name_zh, named.name_en)
        return {"unit": name, "month": months.label(self.month), "due": self.due, "days": days}

    def link(self, page: str) -> str:
        """The page for that unit and month."""
        return f"{page}?unit={self.unit}&month={months.label(self.month)}"


def remind(engine: Engine, now: datetime) -> int:
    """Tell who must be told at `now`; says how many notices were written. Nothing before EARLIEST."""
    with store.reading(engine) as conn:
        new = untold(conn, now)
    if not new:
        return 0
    with store.writing(engine) as conn:
        return sum(notices.tell(conn, each.kind, each.people, each.blanks, each.link, each.once) for each in new)


def untold(conn: Connection, now: datetime) -> list[Reminder]:
    """What must be told at `now` and is not told to all yet. Nothing before EARLIEST."""
    now = now.astimezone(months.SHANGHAI)
    if now.hour < EARLIEST:
        return []
    due = [*_of_months(conn, now), *_of_cells(conn, now)]
    told = set(conn.scalars(select(notice.c.once).where(notice.c.once.is_not(None), notice.c.at > _long_ago(now))))
    return [each for each in due if any(f"{each.once} {login}" not in told for login in each.people)]


def _long_ago(now: datetime) -> datetime:
    """No reminder that is due now was told before this."""
    here = settings().notices
    return now - timedelta(days=2 * GRACE + max((*here.days_before, 0)) + max((*here.days_after, 0)))


def stage(due: date, today: date) -> int | None:
    """Which reminder is due: so many days before the day due (negative: after it), None for none. Of several reached the
    last, and that within GRACE days."""
    here = settings().notices
    reached = [days for days in (*here.days_before, *(-days for days in here.days_after)) if (due - today).days <= days]
    last = min(reached, default=None)
    return last if last is not None and last - (due - today).days < GRACE else None


def _of_months(conn: Connection, now: datetime) -> Iterator[Reminder]:
    today, known, roles = now.date(), units.load(conn), whom.load(conn)
    here = settings().notices
    first = today - timedelta(days=max((*here.days_after, 0)) + GRACE)
    last = today + timedelta(days=max((*here.days_before, 0)))
    for month in months.between(months.last_full(first), months.last_full(last)):  # a month is due in the one after it
        if calendar.state(conn, month, now) != "closed":
            yield from _of_month(conn, month, today, known.in_month(month), roles)


def _of_month(conn: Connection, month: date, today: date, tree: Tree, roles: Roles) -> Iterator[Reminder]:
    for due, cells in missing(conn, month).groupby("due"):
        day = due.date()
        at = stage(day, today)
        if at is None:
            continue
        handed_in = waiting(conn, month, tree)
        for unit, count in cells["unit"].value_counts(sort=False).items():
            place = Place(unit, month, day, today, tree)
            blanks = place.blanks | {"count": _counted(int(count), "项", "cell")}
            once = f"due {unit} {month} {day} {at}"
            yield from _of_unit(place, blanks, once, handed_in.get(unit), roles)


def _of_unit(
    place: Place, blanks: dict[str, object], once: str, handed_in: Waiting | None, roles: Roles
) -> Iterator[Reminder]:
    """The stewards, while nothing is handed in; after the day due the approvers: of what is missing, or waits for them."""
    late = place.today > place.due
    if handed_in is None:
        stewards = tuple(roles.nearest("report", place.unit, place.tree))
        yield Reminder(place.kind("due"), stewards, blanks, place.link("desk"), once)
        if late:
            above = steps.unit_of(place.unit, 1, place.tree)
            approvers = tuple(roles.nearest("approve", above, place.tree))
            yield Reminder(place.kind("due"), approvers, blanks, place.link("reporting"), once)
    elif late:
        deciding = roles.nearest("approve", handed_in.decides, place.tree)
        others = tuple(login for login in deciding if login not in handed_in.by)
        yield Reminder("waiting_late", others, blanks, place.link("approval"), once)


def _of_cells(conn: Connection, now: datetime) -> Iterator[Reminder]:
    """Cells sent back with a due time and not handed in again: one reminder a unit, month and due day."""
    today, groups = now.date(), _open_cells(conn)
    known, roles = (units.load(conn), whom.load(conn)) if groups else (Units(()), Roles({}))
    for (unit, month, day), since in groups.items():
        at, tree = stage(day, today), known.in_month(month)
        if at is None or unit not in tree or min(since) >= day - timedelta(days=at):
            continue  # it was told when they were sent back
        place, once = Place(unit, month, day, today, tree), f"cells {unit} {month} {day} {at}"
        stewards = tuple(roles.nearest("report", unit, tree))
        yield Reminder(
            place.kind("cells"),
            stewards,
            place.blanks | {"count": _counted(len(since), "个", "cell")},
            place.link("desk"),
            once,
        )


def _open_cells(conn: Connection) -> dict[tuple[str, date, date], list[date]]:
    """By the unit and month that were handed in and the day due: the days on which the cells were sent back."""
    columns = (submission.c.unit, submission.c.month, sent_back.c.due, sent_back.c.at)
    rows = select(*columns).join_from(sent_back, submission, submission.c.number == sent_back.c.submission)
    groups = defaultdict(list)
    for unit, month, due, at in conn.execute(rows.where(sent_back.c.settled_at.is_(None))):
        groups[unit, month, due.date()].append(at.date())
    return groups


def _counted(number: int, zh: str, en: str) -> Text:
    return Text(f"{number} {zh}", f"{number} {en}{'' if number == 1 else 's'}")
