"""A store of release 0.2.0 could hold a demonstration that stood before its real figures: it is taken back, and what it
asked for and opened with it. Nothing real is touched."""

from sqlalchemy import Connection, Engine, select, update

from data import audit, rollups, store
from data.access import Actor
from data.schema import batch, month_state, obligation, withdrawal
from data.settings import settings
from data.training_mark import DEMONSTRATION, is_training
from data.uploads.commit import take_back

REASON = "演示改在演练室进行 / the demonstration moved to the training room"


def carry_over(engine: Engine) -> int:
    """Take the demonstration out of a real store; the number of its batches, 0 where there is none."""
    with store.writing(engine) as conn:
        if is_training(conn):
            return 0
        gone = select(withdrawal.c.batch)
        asked = select(batch.c.number).where(batch.c.demo.is_(True), batch.c.number.not_in(gone))
        live = conn.scalars(asked.order_by(batch.c.number)).all()
        if live:
            by = Actor("升级 / upgrade", settings().unit, origin="python -m data migrate")
            take_back(conn, live, by=by, reason=REASON)
            rollups.rebuild(conn)
            _ask_and_open_no_more(conn)
            audit.add(conn, by, "demo_left", "demonstration", before={"batches": len(live)})
        return len(live)


def _ask_and_open_no_more(conn: Connection) -> None:
    """What was owed in the demonstration alone never held, and what it opened to all is not open for real figures."""
    theirs = obligation.c.declared_by == DEMONSTRATION
    conn.execute(update(obligation).where(theirs).values(holds_to=obligation.c.holds_from))
    by_demo = month_state.c.published_by == DEMONSTRATION
    conn.execute(update(month_state).where(by_demo).values(published_at=None, published_by=""))
