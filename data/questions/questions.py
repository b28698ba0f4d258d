"""Questions at a figure: asked, answered, closed. A thread stays with measure, unit, month and subject, whatever batch
brings a newer version of the figure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from data import access, audit, bulk, months, personal, store, units, working_days
from data.access import Actor
from data.figures import as_of
from data.notices import notices
from data.offices import office
from data.people import accounts, grants, whom
from data.questions import evidence
from data.questions.evidence import Checked, File
from data.questions.rights import is_restricted, may_answer, may_ask, may_close, may_read, name_of, owner_of
from data.questions.spots import address_of, department_at
from data.questions.threads import (
    Message,
    Thread,
    counts,
    of_figure,
    of_number,
    open_of,
    open_spots,
    thread,
)
from data.refusal import ByReason
from data.registers import TABLES
from data.schema import message, question
from data.settings import settings
from data.text import Text
from data.units import Tree

__all__ = ["File", "Message", "Refused", "Thread", "answer", "ask", "close", "counts", "of_figure", "of_number", "open_of",
           "open_spots", "thread"]  # fmt: skip

LONGEST = 2000
GIST = 60  # characters of a text that a notice tells
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

REFUSALS = {
    "empty": Text("请写明内容。", "Write what you want to say."),
    "long": Text("内容有 {length} 字，最多 {limit} 字。", "This has {length} characters; at most {limit}."),
    "no_figure": Text(
        "没有这样的填报项、单位或应用，无法提问。", "There is no such measure, unit or application to ask about."
    ),
    "gone": Text("没有第 {number} 号提问，或您无权查看。", "There is no question {number}, or you may not read it."),
    "closed": Text("第 {number} 号提问已办结；如仍有疑问，请重新提问。", "Question {number} is closed; ask a new one."),
    "unanswered": Text(
        "第 {number} 号提问还没有答复，不能办结；提问人可以撤回。",
        "Question {number} has no answer yet and cannot be closed; who asked it may take it back.",
    ),
    "past": Text("答复期限 {day} 已经过去，请另选一天。", "The day {day} has passed; choose another."),
    "no_points": Text(
        "没有这样的评分项，或它不评这个单位，无法申诉。",
        "There are no such points, or the unit is not scored by them: nothing to appeal against.",
    ),
    "appealed": Text(
        "这一项得分已有第 {number} 号申诉在办，请在其中补充。",
        "Appeal {number} against these points is open; add to it.",
    ),
    "no_account": Text("提问和答复须用个人账号。", "Questions and answers need a person's own account."),
}


class Refused(ByReason):
    """What is not asked, answered or closed."""

    sentences = REFUSALS


def ask(
    engine: Engine,
    measure: str,
    unit: str,
    month: date,
    subject: str,
    text: str,
    *,
    by: Actor,
    due: date | None = None,
    evidence: Iterable[File] = (),
) -> int:
    """Ask at a unit's figure, at a register of the unit or at one row of it (`subject` is its key); the question's number.
    The unit's stewards are told, and those of the department that answers; `due`: the day by which, else after
    `questions.days` working days.

    Refused: no right to ask there, nothing or too much said, personal data in it, a day that has passed, a file that is not
    taken.
    """
    said, files, due = said_of(text, by), checked(evidence, by), day_due(due)
    with store.writing(engine) as conn:
        tree = units.load(conn).in_month(month)
        by = grants.still_held(conn, by)
        department = department_at(conn, measure, unit, month, subject, tree)
        if department is None:
            raise Refused("no_figure")
        if not may_ask(by, measure, unit, tree):
            raise access.Refused(by, "ask", tree[unit].name_zh, owner_of(measure))
        spot = {"measure": measure, "unit": unit, "month": month, "subject": subject}
        return put(conn, spot, {"due": due, "department": department}, said, files, by)


def day_due(asked: date | None) -> date:
    """The day by which it is to be answered: the one asked for, else after `questions.days` working days. Refused where it has
    passed."""
    today = months.today()
    due = asked or working_days.after(today, settings().questions.days)
    if due < today:
        raise Refused("past", day=due)
    return due


def put(
    conn: Connection, spot: dict[str, Any], whom: dict[str, Any], said: str, files: tuple[Checked, ...], by: Actor
) -> int:
    """A question as it is kept, noted and told, for who has asked whether it may be. `spot`: measure unit month subject;
    `whom`: due department, and of an appeal answering scored."""
    number = bulk.next_number(conn, question)
    conn.execute(insert(question).values(number=number, **spot, **whom, asked_by=by.login, asked_at=months.now()))
    _say(conn, number, said, files, by)
    kind, answering = ("appeal_asked", whom["answering"]) if "answering" in whom else ("question_asked", spot["unit"])
    about = {
        **spot,
        **({"scored": whom["scored"]} if whom.get("scored") else {}),
        **_noted(spot["measure"], said, files),
    }
    audit.add(conn, by, kind, f"question {number}", after=about)
    tree = units.load(conn).in_month(spot["month"])
    _tell(conn, kind, number, stewards(conn, spot["measure"], answering, tree, whom["department"]), by, said)
    return number


def answer(engine: Engine, number: int, text: str, *, by: Actor, evidence: Iterable[File] = ()) -> None:
    """Answer for the unit, or add to a question one asked. The asker and who took part are told (or the stewards, where
    the asker adds). Refused as by `ask`, and where the question is closed."""
    said, files = said_of(text, by), checked(evidence, by)
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        asked, tree = _open(conn, number, by)
        own = asked.asked_by == by.login
        if not own and not may_answer(by, asked.measure, asked.answering, tree, asked.department):
            raise access.Refused(by, "answer", tree[asked.answering].name_zh, owner_of(asked.measure))
        _say(conn, number, said, files, by)
        kind = _kind(asked, "added" if own else "answered")
        audit.add(conn, by, kind, f"question {number}", after=_noted(asked.measure, said, files))
        more = stewards(conn, asked.measure, asked.answering, tree, asked.department) if own else []
        _tell(conn, kind, number, [*_took_part(asked), *more], by, said)


def close(engine: Engine, number: int, *, by: Actor) -> None:
    """Close a question: for who asked it, or approves the unit once somebody has answered. An asker who closes one without
    an answer takes it back. It stays to be read."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        asked, tree = _open(conn, number, by)
        if not may_close(by, asked.measure, asked.unit, tree, asked.asked_by, asked.answering):
            raise access.Refused(by, "approve", tree[asked.answering].name_zh, owner_of(asked.measure))
        if by.login != asked.asked_by and not asked.answered:
            raise Refused("unanswered", number=number)
        conn.execute(update(question).where(question.c.number == number).values(closed_at=months.now()))
        kind = _kind(asked, "closed")
        audit.add(conn, by, kind, f"question {number}")
        _tell(conn, kind, number, _took_part(asked), by, "")


def _kind(asked: Thread, step: str) -> str:
    """The kind of the notice, and of the line of the audit log."""
    return f"appeal_{step}" if asked.is_appeal else f"question_{step}"


def said_of(text: str, by: Actor) -> str:
    """The text as it is kept; Refused where it cannot be."""
    said = UNSEEN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n")).strip()
    if not by.login:
        raise Refused("no_account")
    if not said:
        raise Refused("empty")
    if len(said) > LONGEST:
        raise Refused("long", length=len(said), limit=LONGEST)
    personal.refuse(said)
    return said


def checked(files: Iterable[File], by: Actor) -> tuple[Checked, ...]:
    """The files as they may be kept; Refused where one may not."""
    return evidence.checked(tuple(files), by.login)


def _open(conn: Connection, number: int, by: Actor) -> tuple[Thread, Tree]:
    """An open question that the actor may read, and the units of its month."""
    asked = thread(conn, number, by)
    if asked is None:
        raise Refused("gone", number=number)
    if asked.closed_at:
        raise Refused("closed", number=number)
    return asked, units.load(conn).in_month(asked.month)


def _say(conn: Connection, number: int, said: str, files: tuple[Checked, ...], by: Actor) -> None:
    last = conn.scalar(select(func.max(message.c.position)).where(message.c.question == number)) or 0
    who = {"at": months.now(), "person": by.login, "name": by.name}
    conn.execute(insert(message).values(question=number, position=last + 1, **who, body=said))
    evidence.keep(conn, files, number, last + 1, by)


def stewards(conn: Connection, measure: str, unit: str, tree: Tree, department: str) -> list[str]:
    """Who is asked: the unit's own stewards, and those whose role names the department that answers."""
    roles, owner = whom.load(conn), owner_of(measure)
    if is_restricted(measure):
        return roles.naming(owner).nearest("answer", unit, tree, owner)
    own = roles.nearest("answer", unit, tree, owner)
    named = roles.naming(department).nearest("answer", unit, tree, department) if department else []
    return sorted({*own, *named})


def _noted(measure: str, said: str, files: tuple[Checked, ...]) -> dict[str, object]:
    """What the audit log tells of a message; of a restricted register not its words, for administrators read the log."""
    if is_restricted(measure):
        return {"files": len(files)}
    return {"text": said, "files": [file.name for file in files]}


def _took_part(asked: Thread) -> list[str]:
    return [asked.asked_by, *(said.person for said in asked.messages)]


def _tell(conn: Connection, kind: str, number: int, people: Iterable[str], by: Actor, said: str) -> None:
    """Tell people, the one who acts left out, with a link to the place; not who took part and may read it no longer. The
    words about a restricted register are read at the place alone: notices leave by mail."""
    row = conn.execute(select(question).where(question.c.number == number)).one()
    blanks = {
        "name": by.name,
        "unit": whose(conn, row),
        "month": months.label(row.month),
        "what": what_is_asked(conn, row),
    }
    text = {"text": "…" if is_restricted(row.measure) else gist(said)} if said else {}
    link = address_of(row.measure, row.unit, row.month, row.subject, number, appeal=bool(row.answering))
    others = [login for login in people if login != by.login and _reads(conn, login, row)]
    notices.tell(conn, kind, others, blanks | text, link)


def what_is_asked(conn: Connection, row: Row) -> Text:
    """What a question (its row) is about: a measure or register, or of an appeal what is scored."""
    if not row.answering:
        return name_of(row.measure)
    rows = as_of(TABLES[row.measure])
    item = conn.execute(select(rows.c.name, rows.c.name_en).where(rows.c.key == row.subject)).first()
    return Text(item.name, item.name_en or item.name) if item else name_of(row.measure, appeal=True)


def whose(conn: Connection, row: Row) -> Text:
    """Of whom a question (its row) is: its unit, or the department or application whose points are objected to."""
    if row.scored:
        rows = as_of(TABLES["applications"])
        found = conn.execute(select(rows.c.name, rows.c.name_en).where(rows.c.key == row.scored)).first()
        return Text(found.name, found.name_en or found.name) if found else office(row.scored)
    unit = units.load(conn).in_month(row.month)[row.unit]
    return Text(unit.name_zh, unit.name_en)


def gist(said: str) -> str:
    """How a text begins, in one line: what a notice tells of it."""
    plain = " ".join(said.split())
    return plain[:GIST] + "…" * (len(plain) > GIST)


def _reads(conn: Connection, login: str, row: Row) -> bool:
    """Whether somebody may read a question (its row) at this moment."""
    try:
        who = accounts.actor_of(conn, login)
    except accounts.Refused:
        return False
    return may_read(who, row.measure, row.unit, units.load(conn).in_month(row.month))
