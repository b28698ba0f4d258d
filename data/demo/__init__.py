"""The seeded demonstration: three years of invented figures, applications, problems and targets, with stories in them.

It is invented from a fixed seed and comes in through the same door as everything else, as batches marked demo.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func, or_, select, update

from data import access, audit, batches, months, rollups, starting, store, units
from data.access import Actor
from data.demo import deliveries, world
from data.demo.deliveries import Delivery
from data.people import grants
from data.reporting import calendar
from data.schema import batch, month_state, obligation, revision, withdrawal
from data.settings import settings
from data.uploads.commit import Source, add, take_back
from data.uploads.compare import compare

Progress = Callable[[list[Delivery]], Iterable[Delivery]]

BY = Actor("演示", "330000")
LEAVING = "退出演示 / left the demonstration"
WITHDRAWN_AFTER = timedelta(hours=1)


def load(engine: Engine, *, today: date | None = None, progress: Progress | None = None) -> int:
    """Load the demonstration up to the last full month and return the number of its batches; 0 if one is live.

    All or nothing: one transaction. `progress` wraps the batches as they are written (`tqdm` itself will do). Raises
    `Refused` where real uploads are in the store.
    """
    with store.writing(engine) as conn:
        if batches.demo_is_live(conn):
            return 0
        imagined = world.make(units.load(conn), today or months.today())
        made = deliveries.make(imagined)
        for delivery in progress(made) if progress else made:
            _bring_in(conn, delivery)
        rollups.rebuild(conn)
        calendar.mark_published(conn, imagined.shown[:-1], BY)
        _ask_for_the_past(conn, imagined.shown[0])
        audit.add(conn, BY, "demo_entered", "demonstration", after={"batches": len(made)})
        return len(made)


def leave(engine: Engine, by: Actor) -> int:
    """Withdraw every live batch of the demonstration in one transaction; returns how many there were.

    Raises `access.Refused` for who may not show or end a demonstration.
    """
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        access.require(by, "demonstrate", [settings().unit], units.load(conn).on(months.today()))
        gone = select(withdrawal.c.batch)
        live = conn.scalars(
            select(batch.c.number).where(batch.c.demo.is_(True), batch.c.number.not_in(gone)).order_by(batch.c.number)
        ).all()
        if live:
            take_back(conn, live, by=by, reason=LEAVING)
            _close_again(conn)
            _ask_no_more(conn)
            audit.add(conn, by, "demo_left", "demonstration", before={"batches": len(live)})
        return len(live)


def _close_again(conn: Connection) -> None:
    """What the demonstration opened to all is not open for the real figures of the same months."""
    by_demo = month_state.c.published_by == BY.name
    conn.execute(update(month_state).where(by_demo).values(published_at=None, published_by=""))


def _ask_for_the_past(conn: Connection, first: date) -> None:
    """The demonstration plays before the store began to ask; in its months the same was owed."""
    held = or_(obligation.c.holds_to.is_(None), obligation.c.holds_to > obligation.c.holds_from)
    began = conn.scalar(select(func.min(obligation.c.holds_from)).where(held))
    if began and first < began:
        starting.declare(conn, first, began, by=BY)


def _ask_no_more(conn: Connection) -> None:
    """What was owed in the demonstration alone never held."""
    by_demo = obligation.c.declared_by == BY.name
    conn.execute(update(obligation).where(by_demo).values(holds_to=obligation.c.holds_from))


def _bring_in(conn: Connection, delivery: Delivery) -> None:
    figures = starting.no_figures() if delivery.figures is None else delivery.figures
    source = Source(
        "demo",
        delivery.file_name,
        delivery.content,
        delivery.note,
        handed_in=_handed_in(conn, delivery),
        month=delivery.month,
        lists=delivery.lists,
    )
    done = add(conn, compare(conn, figures, delivery.records or {}), source, by=BY, at=delivery.at)
    if delivery.withdrawn:
        take_back(conn, [done.batch], by=BY, reason=delivery.withdrawn, at=delivery.at + WITHDRAWN_AFTER)


def _handed_in(conn: Connection, delivery: Delivery) -> datetime | None:
    """Revisions go forward only, so one that is loaded again comes in today: it was still handed in on its own day."""
    last = conn.scalar(select(func.max(revision.c.at)))
    return delivery.at if last and last > delivery.at else None
