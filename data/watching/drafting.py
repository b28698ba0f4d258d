"""A rule that drafts an instruction when it tells of a change: a person looks at it and sends it, nothing else does."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine, select

from data import store
from data.access import Actor
from data.instructions import saying
from data.instructions.steps import issue_now
from data.instructions.writing import Order
from data.reporting import rights as held
from data.schema import instruction
from data.watching import reading
from data.watching.steps import Refused

SOURCE = "watch"
Sent = dict[tuple[int, date, str], int]  # rule, month, metric ("" for a row) → the number of the instruction


def send(engine: Engine, number: int, order: Order, *, by: Actor) -> int:
    """Issue what an own rule has drafted, as it stands in the form by then; its number. Refused as `steps.issue` refuses, and
    where the rule is no longer theirs or drafts nothing, watches another unit, or it was sent already."""
    said = saying.said(order.text, by), saying.said(order.acceptance, by, may_be_empty=True)
    with store.writing(engine) as conn:
        able, mine = held.now(conn, by), reading.one(conn, number)
        if mine is None or not by.login or mine.person != by.login or mine.draft is None:
            raise Refused("gone")
        watched, about = mine.watched, order.about
        if (watched.unit, watched.metric or about.metric, watched.key) != (about.unit, about.metric, about.key):
            raise Refused("gone")
        before = sent(conn, [number]).get((number, about.month, about.metric))
        if before is not None:
            raise Refused("sent", number=before)
        return issue_now(conn, replace(order, source=SOURCE, source_number=number), *said, able)


def sent(conn: Connection, numbers: Collection[int]) -> Sent:
    """What was sent of what these rules drafted."""
    asked = (instruction.c.source == SOURCE, instruction.c.source_number.in_(tuple(numbers)))
    columns = (instruction.c.source_number, instruction.c.month, instruction.c.metric, instruction.c.number)
    return {(row[0], row[1], row[2]): row[3] for row in conn.execute(select(*columns).where(*asked))}
