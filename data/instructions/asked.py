"""A question that becomes an instruction: each leads to the other, and what was answered stays at the number."""

from dataclasses import replace

from sqlalchemy import Connection, Engine

from data import store
from data.access import Actor
from data.clocks import reading
from data.clocks.reading import Instruction
from data.instructions import rights, saying
from data.instructions.refusals import Refused
from data.instructions.steps import issue_now
from data.instructions.writing import Order
from data.questions.threads import thread
from data.reporting import rights as held

SOURCE = "question"


def charge(engine: Engine, number: int, order: Order, *, by: Actor) -> int:
    """Issue what an open question asks for; the instruction's number. Refused as `steps.issue` refuses, and where the
    question is closed, is not theirs to read, or stands at a number of another unit than the order is about."""
    said = saying.said(order.text, by), saying.said(order.acceptance, by, may_be_empty=True)
    with store.writing(engine) as conn:
        able = held.now(conn, by)
        asked = thread(conn, number, able)
        tree = rights.tree_for(conn, order.about.unit)
        if asked is None or asked.closed_at or order.about.unit not in tree:
            raise Refused("no_question", number=number)
        if asked.unit not in tree.below(order.about.unit):
            raise Refused("no_question", number=number)
        return issue_now(conn, replace(order, source=SOURCE, source_number=number), *said, able)


def charged(conn: Connection, number: int, actor: Actor) -> list[Instruction]:
    """The instructions that came of a question, of those that the actor may read, the newest first."""
    found = reading.listing(conn, source=(SOURCE, number))
    return [each for each in found if rights.may_read(actor, each, rights.tree_for(conn, each.about.unit))]
