"""What an approver sees beside the figures handed in: the months before, the cells sent back earlier, what was decided."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from data import bulk, months
from data.access import Actor
from data.figures import as_of
from data.reporting import returned
from data.schema import decision, figure, sent_back, submission

KEYS = ["measure", "unit", "subject"]
THREAD = [
    "number", "submission", "register", "measure", "unit", "month", "subject", "sheet", "cell", "said", "reason", "due",
    "at", "name", "settled_by", "settled_at", "mended",
]  # fmt: skip
DECIDED = [
    "submission", "unit", "month", "state", "step", "steps", "batch", "correction", "handed_in", "handed_in_by", "at",
    "kind", "note", "returned",
]  # fmt: skip


def earlier(conn: Connection, figures: pd.DataFrame, over: Collection[date]) -> pd.DataFrame:
    """What counts now of these figures (measure, unit, subject) in other months: KEYS, month (date), value."""
    wanted = figures[KEYS].drop_duplicates()
    only = [figure.c[key].in_(wanted[key].unique().tolist()) for key in KEYS]
    now = as_of(figure, only=and_(*only, figure.c.month.in_(list(over))))
    found = bulk.read(conn, select(*(now.c[key] for key in KEYS), now.c.month, now.c.value))
    return found.merge(wanted, on=KEYS).astype({"value": float})


def thread(conn: Connection, unit: str, limit: int = 20, besides: int = 0, actor: Actor | None = None) -> pd.DataFrame:
    """Cells that came back to a unit, of all its submissions but the one `besides`, the newest first: THREAD. With an
    actor, without the rows of registers that they may not read.

    `mended` is the value that was handed in instead and counts or counted since (NaN: none, or not accepted yet);
    `settled_by` is missing while the cell has not been handed in again.
    """
    again = submission.alias("again")
    same = and_(*(figure.c[key] == sent_back.c[key] for key in ("measure", "unit", "month", "subject")))
    columns = [sent_back.c[name] for name in THREAD if name != "mended"]
    query = (
        select(*columns, figure.c.value.label("mended"))
        .join(submission, submission.c.number == sent_back.c.submission)
        .outerjoin(again, again.c.number == sent_back.c.settled_by)
        .outerjoin(figure, same & (figure.c.batch == again.c.batch))
        .where(submission.c.unit == unit, sent_back.c.submission != besides)
        .order_by(sent_back.c.number.desc())
        .limit(limit)
    )
    frame = bulk.read(conn, query).astype({"mended": float})
    if actor is not None:
        frame = returned.readable(conn, frame, actor)
    return frame.assign(**{name: months.in_zhejiang(frame[name]) for name in ("due", "at", "settled_at")})


def decided(conn: Connection, login: str, limit: int = 20) -> pd.DataFrame:
    """What a person decided last, the newest first: DECIDED. `at` is when they did; `returned` cells went back then."""
    gone_back = select(func.count()).where(
        sent_back.c.submission == submission.c.number, sent_back.c.person == decision.c.person
    )
    of_submission = [submission.c[name] for name in DECIDED[1:8] if name != "step"]
    query = (
        select(
            submission.c.number.label("submission"),
            *of_submission,
            decision.c.step,
            submission.c.at.label("handed_in"),
            submission.c.name.label("handed_in_by"),
            *(decision.c[name] for name in ("at", "kind", "note")),
            gone_back.scalar_subquery().label("returned"),
        )
        .join(submission, submission.c.number == decision.c.submission)
        .where(decision.c.person == login, decision.c.kind.in_(("accepted", "returned")))
        .order_by(decision.c.number.desc())
        .limit(limit)
    )
    frame = bulk.read(conn, query)[DECIDED]
    return frame.assign(**{name: months.in_zhejiang(frame[name]) for name in ("handed_in", "at")})
