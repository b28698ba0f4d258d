"""The seeded demonstration: three years of invented figures, applications, problems and targets, with stories in them and
what leaders charged units with at these.

It is invented from a fixed seed and comes in through the same door as everything else, as batches marked demo.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, exists, func, or_, select

from data import audit, months, revisions, rollups, starting, store, training_mark, units
from data.access import Actor
from data.demo import deliveries, instructions, meetings, waiting, world
from data.demo.deliveries import Delivery
from data.finding import titles
from data.refusal import Refusal
from data.reporting import calendar
from data.schema import batch, obligation, revision
from data.text import Text
from data.training_mark import DEMONSTRATION
from data.uploads.commit import Source, add, take_back
from data.uploads.compare import compare

Progress = Callable[[list[Delivery]], Iterable[Delivery]]

BY = Actor(DEMONSTRATION, "330000")
WITHDRAWN_AFTER = timedelta(hours=1)
REAL = Text(
    "库中有真实上报的数据，不能装入演示数据：演示数据只进演练库。",
    "Real uploads are in this store; the demonstration goes into a training store and not over them.",
)


class Refused(Refusal):
    """A demonstration that was not loaded."""


def load(engine: Engine, *, today: date | None = None, progress: Progress | None = None) -> int:
    """Load the demonstration up to the last full month and return the number of its batches; 0 if it is there.

    All or nothing: one transaction, which makes the store a training store. `progress` wraps the batches as they are
    written (`tqdm` itself will do). Raises `Refused` where anything was ever uploaded that is real.
    """
    with store.writing(engine) as conn:
        if training_mark.is_training(conn):
            return 0
        _refuse_real(conn)
        training_mark.put(conn)
        first = revisions.current(conn) + 1
        day = today or months.today()
        imagined = world.make(units.load(conn), day)
        made = deliveries.make(imagined)
        for delivery in progress(made) if progress else made:
            _bring_in(conn, delivery)
        rollups.rebuild(conn)
        titles.complete(conn)
        calendar.mark_published(conn, imagined.shown[:-1], BY)
        _ask_for_the_past(conn, imagined.shown[0], first)
        held = meetings.load(conn, imagined, day, first)
        charged = instructions.load(conn, imagined, day, first, held)
        told = {"batches": len(made), "instructions": charged, "meetings": len(held)}
        audit.add(conn, BY, "demo_entered", "demonstration", after=told | {"waiting": waiting.load(conn, imagined)})
        return len(made)


def _refuse_real(conn: Connection) -> None:
    uploads = batch.c.source.in_(("workbook", "screen", "api"))
    if conn.scalar(select(exists().where(uploads))):
        raise Refused(REAL)


def _ask_for_the_past(conn: Connection, first: date, known_from: int) -> None:
    """The demonstration plays before the store began to ask; in its months the same was owed, as its first revision knew."""
    held = or_(obligation.c.holds_to.is_(None), obligation.c.holds_to > obligation.c.holds_from)
    began = conn.scalar(select(func.min(obligation.c.holds_from)).where(held))
    if began and first < began:
        starting.declare(conn, first, began, by=BY, known_from=known_from)


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
