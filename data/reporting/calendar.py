"""The calendar of months: open, closing, closed; locks with named exceptions that expire; what is published to all."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, Engine, Row, insert, select, update

from data import audit, bulk, months, personal, store, units
from data.access import Actor, for_all, require
from data.refusal import ByReason
from data.reporting import rights, telling
from data.reporting.obligations import due_of
from data.schema import lock_exception, month_state, obligation, person
from data.settings import settings
from data.text import Text

State = Literal["open", "closing", "closed"]
STATES: dict[State, Text] = {
    "open": Text("填报中", "Open"),
    "closing": Text("催报中", "Closing"),
    "closed": Text("已锁定", "Closed"),
}
BY_ITSELF = Text("到期自动锁定", "locked by itself")

REFUSALS = {
    "closed": Text(
        "{month} 已锁定（{by}），{unit}不能再填报或改动。确需更正，请管理员为您开放这个月份。",
        "{month} is closed ({by}); nothing of {unit} can be reported or changed. Ask an administrator for an exception.",
    ),
    "no_person": Text("没有账号“{person}”。", "There is no account “{person}”."),
    "no_reason": Text("请写明原因。", "Give the reason."),
    "past": Text("截止时间应在现在之后。", "The exception must end in the future."),
    "locked": Text("{month} 已由{by}锁定。", "{month} has been locked already, by {by}."),
    "not_locked": Text("{month} 没有锁定。", "{month} is not locked."),
    "published": Text("{month} 已由{by}公布。", "{month} has been published already, by {by}."),
    "not_published": Text("{month} 没有公布。", "{month} is not published."),
    "not_over": Text("{month} 还没有结束。", "{month} is not over yet."),
}


class Refused(ByReason):
    """What the calendar does not allow."""

    sentences = REFUSALS


def state(conn: Connection, month: date, now: datetime | None = None) -> State:
    """Where a month stands: `open` until its last day due has passed, then `closing`, and `closed` once it is locked by
    hand or, so long after its end as the settings say, by itself."""
    now = now or months.now()
    return _state(_row(conn, month), month, due(conn, month), now)


def _state(row: Row | None, month: date, last: datetime, now: datetime) -> State:
    if _locked_by(row, month, now) is not None:
        return "closed"
    return "closing" if now > last else "open"


def due(conn: Connection, month: date) -> datetime:
    """The last moment on which anything of the month is on time; by the day of the settings where nothing is owed."""
    holding = select(obligation.c.due_day, obligation.c.every, obligation.c.holds_to).where(
        obligation.c.holds_from <= month
    )
    days = [
        row.due_day
        for row in conn.execute(holding)
        if month.month % row.every == 0 and (row.holds_to is None or month < row.holds_to)
    ]
    return due_of(month, max(days, default=settings().calendar.due_day))


def _row(conn: Connection, month: date) -> Row | None:
    return conn.execute(select(month_state).where(month_state.c.month == month)).first()


def _locked_by(row: Row | None, month: date, now: datetime) -> str | None:
    """Who locked the month ("" where it locked by itself), None while it is not locked.

    A month unlocked by hand keeps who did it, and stays open however late it is.
    """
    if row is not None and row.locked_at is not None:
        return str(row.locked_by)
    after = settings().calendar.lock_after_months
    unlocked = row is not None and row.locked_by != ""
    late = after > 0 and now.date() >= months.shift(month, 1 + after)
    return "" if late and not unlocked else None


def opened_again(conn: Connection, month: date) -> str:
    """Who opened a month that had been locked; "" where nobody did, or it is locked anew."""
    row = _row(conn, month)
    return str(row.locked_by) if row is not None and row.locked_at is None else ""


def listing(conn: Connection, over: list[date], now: datetime | None = None) -> pd.DataFrame:
    """A row a month: month (date), state, due (the last moment on time), locked_at, locked_by, published_at,
    published_by (moments in Zhejiang's time, NaT for none)."""
    now = now or months.now()
    rows = {row.month: row for row in conn.execute(select(month_state).where(month_state.c.month.in_(over)))}
    listed = []
    for month in over:
        row, last = rows.get(month), due(conn, month)
        told = {name: getattr(row, name, None) for name in ("locked_at", "locked_by", "published_at", "published_by")}
        listed.append({"month": month, "state": _state(row, month, last, now), "due": last, **told})
    columns = ["month", "state", "due", "locked_at", "locked_by", "published_at", "published_by"]
    frame = pd.DataFrame(listed, columns=columns)
    moments = {name: months.in_zhejiang(frame[name]) for name in ("due", "locked_at", "published_at")}
    return frame.assign(
        **moments, locked_by=frame["locked_by"].fillna(""), published_by=frame["published_by"].fillna("")
    )


def lock(engine: Engine, month: date, *, by: Actor) -> None:
    """Close a month: nothing of it is reported, changed or withdrawn any more, but by named exceptions."""
    now = months.now()
    with store.writing(engine) as conn:
        row = _kept(conn, month, by)
        if row is not None and row.locked_at is not None:
            raise Refused("locked", month=months.label(month), by=row.locked_by)
        _set(conn, month, by, "lock", locked_at=now, locked_by=by.name)
        telling.of_calendar(conn, "locked", month, by)


def unlock(engine: Engine, month: date, *, by: Actor) -> None:
    """Open a month again, also one that locked by itself; it stays open until it is locked by hand."""
    with store.writing(engine) as conn:
        if _locked_by(_kept(conn, month, by), month, months.now()) is None:
            raise Refused("not_locked", month=months.label(month))
        _set(conn, month, by, "unlock", locked_at=None, locked_by=by.name)
        telling.of_calendar(conn, "unlocked", month, by)


def publish(engine: Engine, month: date, *, by: Actor) -> None:
    """Let every unit see every other's figures of a month that is over."""
    with store.writing(engine) as conn:
        row = _kept(conn, month, by)
        if row is not None and row.published_at is not None:
            raise Refused("published", month=months.label(month), by=row.published_by)
        if month >= months.today().replace(day=1):
            raise Refused("not_over", month=months.label(month))
        _set(conn, month, by, "publish", published_at=months.now(), published_by=by.name)
        telling.of_calendar(conn, "published", month, by)


def unpublish(engine: Engine, month: date, *, by: Actor) -> None:
    """Keep a month's figures to the units themselves again."""
    with store.writing(engine) as conn:
        row = _kept(conn, month, by)
        if row is None or row.published_at is None:
            raise Refused("not_published", month=months.label(month))
        _set(conn, month, by, "unpublish", published_at=None, published_by=by.name)


def _kept(conn: Connection, month: date, by: Actor) -> Row | None:
    """The month's row, for who may keep the calendar of all units and departments."""
    tree = units.load(conn).on(months.today())
    require(for_all(rights.now(conn, by)), "keep_calendar", tree.children.get(None) or (settings().unit,), tree)
    return _row(conn, month)


def _set(conn: Connection, month: date, by: Actor, action: str, **values: object) -> None:
    row = _row(conn, month)
    before = {} if row is None else {name: getattr(row, name) for name in values}
    if row is None:
        conn.execute(insert(month_state).values(month=month, **values))
    else:
        conn.execute(update(month_state).where(month_state.c.month == month).values(**values))
    audit.add(conn, by, action, f"month {months.label(month)}", before=before, after=values)


def mark_published(conn: Connection, over: list[date], by: Actor) -> None:
    """Publish months inside the transaction of who has the right; those already published stay as they are."""
    for month in over:
        row = _row(conn, month)
        if row is None or row.published_at is None:
            _set(conn, month, by, "publish", published_at=months.now(), published_by=by.name)


def published(conn: Connection) -> frozenset[date]:
    """The months whose figures every unit sees."""
    return frozenset(conn.scalars(select(month_state.c.month).where(month_state.c.published_at.is_not(None))))


def allow(engine: Engine, month: date, unit: str, login: str, until: datetime, reason: str, *, by: Actor) -> int:
    """Let one person still report a locked month for a unit and those below it, until a moment; the exception's number."""
    personal.refuse(reason)
    now = months.now()
    with store.writing(engine) as conn:
        require(rights.now(conn, by), "keep_calendar", [unit], units.load(conn).in_month(month))
        if not reason.strip():
            raise Refused("no_reason")
        if until <= now:
            raise Refused("past")
        if conn.scalar(select(person.c.login).where(person.c.login == login)) is None:
            raise Refused("no_person", person=login)
        number = bulk.next_number(conn, lock_exception)
        given = {"month": month, "unit": unit, "person": login, "until": until, "reason": reason.strip()}
        conn.execute(insert(lock_exception).values(number=number, given_by=by.name, given_at=now, **given))
        audit.add(conn, by, "allow", f"month {months.label(month)}", after=given)
        telling.of_exception(conn, login, unit, month, until, reason.strip(), by)
        return number


def exceptions(conn: Connection, over: list[date] | None = None) -> pd.DataFrame:
    """Exceptions from locks, newest first: number month unit person until reason given_by given_at; expired ones too."""
    rows = select(lock_exception).order_by(lock_exception.c.number.desc())
    frame = bulk.read(conn, rows if over is None else rows.where(lock_exception.c.month.in_(over)))
    return frame.assign(until=months.in_zhejiang(frame["until"]), given_at=months.in_zhejiang(frame["given_at"]))


def require_open(conn: Connection, actor: Actor, unit: str, month: date, now: datetime | None = None) -> None:
    """Raise `Refused` where the month is locked and the actor has no exception for the unit that still holds."""
    now = now or months.now()
    locked = _locked_by(_row(conn, month), month, now)
    if locked is None or _excepted(conn, actor, unit, month, now):
        return
    tree = units.load(conn).in_month(month)
    name = tree[unit].name_zh if unit in tree else unit
    by = locked or f"{BY_ITSELF.zh} {BY_ITSELF.en}"
    raise Refused("closed", month=months.label(month), by=by, unit=name)


def require_all_open(
    conn: Connection, actor: Actor, pairs: Iterable[tuple[str, date]], now: datetime | None = None
) -> None:
    """As `require_open`, of many units and months; asks of the units of locked months alone."""
    now, rows = now or months.now(), {row.month: row for row in conn.execute(select(month_state))}
    locked: dict[date, bool] = {}
    for unit, month in pairs:
        if month not in locked:
            locked[month] = _locked_by(rows.get(month), month, now) is not None
        if locked[month]:
            require_open(conn, actor, unit, month, now)


def _excepted(conn: Connection, actor: Actor, unit: str, month: date, now: datetime) -> bool:
    given = select(lock_exception.c.unit).where(
        lock_exception.c.month == month, lock_exception.c.person == actor.login, lock_exception.c.until >= now
    )
    above = set(conn.scalars(given)) if actor.login else set()
    tree = units.load(conn).in_month(month)
    return bool(above & {unit, *(tree.path(unit) if unit in tree else ())})
