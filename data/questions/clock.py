"""What the clock does by itself: of a question that is not answered by its day, who is to answer and who asked are told, once."""

from datetime import datetime

from sqlalchemy import Connection, Engine, Row, select

from data import months, store, units
from data.notices import notices
from data.people import accounts
from data.questions import questions, threads
from data.questions.rights import is_restricted, may_read
from data.questions.spots import address_of
from data.schema import question
from data.units import Tree


def remind(engine: Engine, now: datetime) -> int:
    """Tell of the questions whose day has passed without an answer; how many notices were written. Safe to be called again."""
    day = now.astimezone(months.SHANGHAI).date()
    late = question.c.closed_at.is_(None) & (question.c.due < day)
    with store.reading(engine) as conn:
        rows = list(conn.execute(select(question).where(late)))
        waiting = (
            set(threads.open_of(conn, {threads.answers(row) for row in rows}).query("not answered")["number"])
            if rows
            else set()
        )
    late_now = [row for row in rows if row.number in waiting]
    if not late_now:
        return 0
    with store.writing(engine) as conn:
        known = units.load(conn)
        return sum(_tell(conn, row, known.in_month(row.month)) for row in late_now)


def _tell(conn: Connection, row: Row, tree: Tree) -> int:
    asked = questions.stewards(conn, row.measure, threads.answers(row), tree, row.department)
    people = [login for login in dict.fromkeys([*asked, row.asked_by]) if _reads(conn, login, row, tree)]
    said = threads.words_of(conn, row.number)
    blanks = {
        "name": said.name,
        "unit": questions.whose(conn, row),
        "month": months.label(row.month),
        "what": questions.what_is_asked(conn, row),
        "due": row.due,
        "text": "…" if is_restricted(row.measure) else questions.gist(said.text),
    }
    appeal = bool(row.answering)
    link = address_of(row.measure, row.unit, row.month, row.subject, row.number, appeal=appeal)
    return notices.tell(
        conn,
        "appeal_overdue" if appeal else "question_overdue",
        people,
        blanks,
        link,
        f"question {row.number} {row.due}",
    )


def _reads(conn: Connection, login: str, row: Row, tree: Tree) -> bool:
    try:
        return may_read(accounts.actor_of(conn, login), row.measure, row.unit, tree)
    except accounts.Refused:
        return False
