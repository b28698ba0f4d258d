"""Submissions as they stand in the store: their rows, what became of them, and how they are changed in a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, Select, func, insert, select, update

from data import audit, bulk, files, months
from data.access import Actor
from data.reporting import returned, telling
from data.schema import decision, sent_back, submission
from data.text import Text
from data.uploads import commit
from data.uploads.commit import Committed, Source
from data.uploads.compare import Compared
from data.uploads.findings import ByFindings

State = Literal["waiting", "accepted", "returned", "recalled"]
STATES: dict[State, Text] = {
    "waiting": Text("待审核", "Waiting"),
    "accepted": Text("已通过", "Accepted"),
    "returned": Text("已退回", "Sent back"),
    "recalled": Text("已收回", "Recalled"),
}
COLUMNS = [
    "number", "draft", "unit", "month", "source", "correction", "at", "person", "name", "file_name", "sha256", "base",
    "cells", "warnings", "step", "steps", "state", "batch",
]  # fmt: skip
REFUSALS = {
    "closed": Text(
        "这份草稿已于 {at} 提交或作废，不会再提交一次。",
        "This draft was handed in or thrown away on {at}; it is not handed in again.",
    ),
    "newer": Text(
        "{by}在 {at} 又保存了一版（第 {version} 版）。请看过那一版再提交。",
        "{by} saved version {version} on {at}. Look at that version before you hand it in.",
    ),
    "errors": Text(
        "还有 {count} 处须改正，改好后才能提交。草稿仍在。",
        "{count} errors must be mended before this is handed in. The draft is kept.",
    ),
    "warnings": Text(
        "有 {count} 处疑点需要您逐一核对并确认后才能提交。",
        "Look at the {count} warnings and confirm them before this is handed in.",
    ),
    "nothing": Text("这份草稿里还没有填数，没有可提交的。", "Nothing is filled in yet; there is nothing to hand in."),
    "busy": Text(
        "您提交时数据正在频繁更新，没有提交成功，草稿仍在。请再提交一次。",
        "The store was moving while you handed this in; it was not handed in and the draft is kept. Please try again.",
    ),
    "no_submission": Text("没有第 {number} 号提交。", "There is no submission {number}."),
    "decided": Text(
        "{by}已于 {at} 处理了这份提交（{what}），您这次的操作没有执行。请看它现在的情况。",
        "{by} acted on this submission on {at} ({what}); what you pressed was not done. See how it stands now.",
    ),
}


class Refused(ByFindings):
    """What cannot be handed in or recalled. `findings` are those that stand against it."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Submission:
    """A row of `submission`; `step` of `steps` approvals are done."""

    number: int
    draft: int
    unit: str
    month: date
    source: str
    correction: str
    at: datetime
    person: str
    name: str
    file_name: str
    sha256: str
    base: int
    cells: int
    warnings: int
    step: int
    steps: int
    state: State
    batch: int | None


def count_in(conn: Connection, made: Submission, compared: Compared, approved_by: str) -> Committed:
    """Commit a submission in the transaction of its last step; nothing of it has to be looked at any more."""
    source = Source(
        made.source, made.file_name, files.kept(conn, made.sha256), submission=made.number, handed_in=made.at,
        approved_by=approved_by, correction=made.correction, month=made.month,
    )  # fmt: skip
    done = commit.write(conn, compared, source, by=Actor(made.name, made.unit, login=made.person))
    change(conn, made.number, state="accepted", step=made.steps, batch=done.batch)
    return done


def end(conn: Connection, was: Submission, state: State, note: str, by: Actor) -> None:
    """A submission that is recalled or returned: what it handed in again is open again."""
    change(conn, was.number, state=state)
    decide(conn, was, was.step, state, note, by)
    returned.unsettle(conn, was.number)
    audit.add(
        conn,
        by,
        state,
        f"submission {was.number}",
        {"state": was.state, "step": was.step},
        {"state": state, "note": note},
    )


def change(conn: Connection, number: int, **values: object) -> None:
    """Write where a submission stands, for who holds the write lock."""
    conn.execute(update(submission).where(submission.c.number == number).values(**values))


def decide(conn: Connection, was: Submission, step: int, kind: str, note: str, by: Actor) -> None:
    """Write a decision about a submission, for who holds the write lock."""
    row = {"number": bulk.next_number(conn, decision), "submission": was.number, "step": step, "kind": kind}
    conn.execute(insert(decision).values(**row, at=months.now(), person=by.login, name=by.name, note=note))


def require_waiting(conn: Connection, was: Submission) -> None:
    """Raise `Refused` where somebody has decided already: who, when, what."""
    if was.state != "waiting":
        last = decisions(conn, was.number)
        by, at = (last.iloc[-1]["name"], last.iloc[-1]["at"]) if len(last) else (was.name, was.at)
        raise Refused("decided", by=by, at=telling.when(at), what=STATES[was.state])


def of(conn: Connection, number: int) -> Submission:
    """A submission by its number. Raises `Refused` where there is none."""
    row = conn.execute(select(submission).where(submission.c.number == number)).first()
    if row is None:
        raise Refused("no_submission", number=number)
    return Submission(**row._mapping)


def listing(
    conn: Connection, units: Iterable[str] | None = None, states: Iterable[State] | None = None, limit: int = 200
) -> pd.DataFrame:
    """Submissions, newest first: COLUMNS and returned (cells sent back), open_cells (those not handed in again),
    decided_at, decided_by, note (of the last decision)."""
    rows = _with_decisions().order_by(submission.c.number.desc()).limit(limit)
    if units is not None:
        rows = rows.where(submission.c.unit.in_(list(units)))
    if states is not None:
        rows = rows.where(submission.c.state.in_(list(states)))
    frame = bulk.read(conn, rows)
    moments = {name: months.in_zhejiang(frame[name]) for name in ("at", "decided_at")}
    said = {name: frame[name].fillna("") for name in ("decided_by", "note")}
    return frame.assign(**moments, **said, batch=frame["batch"].astype("Int64"))


def _with_decisions() -> Select:
    cells = select(func.count(sent_back.c.number)).where(sent_back.c.submission == submission.c.number)
    still = cells.where(sent_back.c.settled_by.is_(None))
    last = select(func.max(decision.c.number)).where(decision.c.submission == submission.c.number)
    newest = decision.c.number == last.correlate(submission).scalar_subquery()
    return select(
        submission,
        cells.correlate(submission).scalar_subquery().label("returned"),
        still.correlate(submission).scalar_subquery().label("open_cells"),
        decision.c.at.label("decided_at"),
        decision.c.name.label("decided_by"),
        decision.c.note,
    ).select_from(submission.outerjoin(decision, newest))


def decisions(conn: Connection, number: int) -> pd.DataFrame:
    """What was decided about a submission, oldest first: number submission step at person name kind note."""
    frame = bulk.read(conn, select(decision).where(decision.c.submission == number).order_by(decision.c.number))
    return frame.assign(at=months.in_zhejiang(frame["at"]))
