"""Submissions: a draft handed in. It waits for approval, or counts at once where none is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, Engine, Row, Select, func, insert, select, update

from data import audit, bulk, files, months, revisions, store
from data.access import Actor
from data.batches import demo_is_live
from data.refusal import Refusal
from data.reporting import calendar, drafts, examining, returned, rights, steps, telling
from data.reporting.examining import Examined
from data.schema import decision, sent_back, submission
from data.text import Text
from data.uploads import commit
from data.uploads.check import Checked
from data.uploads.commit import Committed, Source
from data.uploads.compare import Compared
from data.uploads.findings import Finding
from data.uploads.findings import Refused as Unread
from data.uploads.parse import Book

__all__ = [
    "Examined",
    "Review",
    "Submission",
    "Submitted",
    "decisions",
    "examine",
    "listing",
    "of",
    "recall",
    "review",
    "submit",
]

TRIES = 3  # to look again where the store moved while a workbook was read

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
        "这份提交已由{by}于 {at} {what}，您的操作没有执行。请刷新后再看。",
        "{by} has acted on this submission on {at} ({what}); nothing was done. Look at it again.",
    ),
}


class Refused(Refusal):
    """What cannot be handed in or recalled. `findings` are those that stand against it."""

    def __init__(self, reason: str, findings: Sequence[Finding] = (), **blanks: object):
        self.reason = reason
        self.findings = tuple(findings)
        super().__init__(REFUSALS[reason], **blanks)


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


@dataclass(frozen=True)
class Submitted:
    """The submission, the batch where it counts at once, and the waiting ones it stands for from now on."""

    number: int
    committed: Committed | None
    superseded: tuple[int, ...] = ()


@dataclass(frozen=True)
class Review:
    """A submission as an approver sees it, at the `revision` that counts now.

    `compared`: its figures and records that are not sent back, against what counts now. `conflicts`: what somebody else
    changed since it was handed in (the columns of `conflicts.since`). `returned`: its cells sent back, the columns of
    `approval.open_cells` and settled_by, settled_at.
    """

    submission: Submission
    book: Book | Unread
    checked: Checked
    compared: Compared
    conflicts: pd.DataFrame
    returned: pd.DataFrame
    revision: int


@dataclass(frozen=True)
class _Ready:
    """A draft that may be handed in, with the waiting submissions that hold any of its figures."""

    draft: drafts.Draft
    able: Actor
    seen: Examined
    keys: set[returned.Key]
    waiting: tuple[int, ...]
    superseded: tuple[int, ...]


examine = examining.draft


def submit(
    engine: Engine, draft: int, version: int, *, by: Actor, looked_at: int = 0, source: str = "workbook"
) -> Submitted:
    """Hand in a version of a draft: read and checked again here, whoever looked at it before.

    `looked_at` is the number of warnings the steward has confirmed. The moment of it decides whether it is on time.
    One of the same unit, month and kind that waits and holds any of these figures is recalled in its favour. Raises
    `Refused` (closed, newer version, errors and warnings with their findings, nothing to commit), `access.Refused`,
    `calendar.Refused`; the draft stays as it was.
    """
    moment = months.now()
    for _ in range(TRIES):
        with store.reading(engine) as conn:
            ready = _ready(conn, draft, version, by, looked_at)
        with store.writing(engine) as conn:
            done = _hand_in(conn, ready, by, source, looked_at, moment)
        if done:
            return done
    raise Refused("busy")


def _ready(conn: Connection, number: int, version: int, by: Actor, looked_at: int) -> _Ready:
    here, able = _still(conn, number, version, by)
    seen = examining.draft(conn, number, version, actor=by)
    errors, warnings = seen.checked.errors, seen.checked.warnings
    if errors:
        raise Refused("errors", errors, count=len(errors))
    if seen.compared.empty:
        raise Refused("nothing")
    if len(warnings) != looked_at:
        raise Refused("warnings", warnings, count=len(warnings))
    _require_open(conn, able, here, seen)
    if demo_is_live(conn):
        raise commit.Refused("demo")
    keys = returned.keys(seen.compared.figures, seen.compared.records)
    waiting = _waiting(conn, here)
    overlap = tuple(row.number for row in waiting if keys & _keys_of(conn, row))
    return _Ready(here, able, seen, keys, tuple(row.number for row in waiting), overlap)


def _still(conn: Connection, number: int, version: int, by: Actor) -> tuple[drafts.Draft, Actor]:
    """The draft and the actor's rights as they are now."""
    here = drafts.of(conn, number)
    able = rights.require(conn, by, "report", here.unit, here.month)
    if here.closed_at is not None:
        raise Refused("closed", at=telling.when(here.closed_at))
    if here.version != version:
        raise Refused("newer", by=here.name, at=telling.when(here.at), version=here.version)
    return here, able


def _require_open(conn: Connection, able: Actor, here: drafts.Draft, seen: Examined) -> None:
    pairs = seen.compared.figures[["unit", "month"]].drop_duplicates().itertuples(index=False)
    calendar.require_all_open(conn, able, [(here.unit, here.month), *((unit, month.date()) for unit, month in pairs)])


def _waiting(conn: Connection, here: drafts.Draft) -> list[Row]:
    """The submissions that wait for the same unit and month: reports for a report, corrections for a correction."""
    kind = submission.c.correction != "" if here.correction else submission.c.correction == ""
    same = (submission.c.unit == here.unit) & (submission.c.month == here.month) & kind
    return list(conn.execute(select(submission).where(same, submission.c.state == "waiting")))


def _keys_of(conn: Connection, row: Row) -> set[returned.Key]:
    seen = examining.submission(conn, row)
    return returned.keys(seen.compared.figures, seen.compared.records)


def _hand_in(
    conn: Connection, ready: _Ready, by: Actor, source: str, looked_at: int, moment: datetime
) -> Submitted | None:
    """Write it all; None where the store moved since it was looked at, so that it must be looked at again."""
    here, able = _still(conn, ready.draft.number, ready.draft.version, by)
    _require_open(conn, able, here, ready.seen)
    asked = steps.count(here.unit, rights.tree_with(conn, here.unit, months.end_of(here.month)))
    if tuple(row.number for row in _waiting(conn, here)) != ready.waiting:
        return None
    if not asked and revisions.current(conn) != ready.seen.compared.base:
        return None
    number = _add(conn, ready, able, source, looked_at, moment, asked)
    for other in ready.superseded:
        _supersede(conn, other, number, able)
    returned.settle(conn, number, here.unit, here.month, bool(here.correction), ready.keys)
    drafts.close(conn, here.number)
    made = of(conn, number)
    done = None if asked else count_in(conn, made, ready.seen.compared, approved_by="")
    if asked:
        telling.of_waiting(conn, made, able)
    return Submitted(number, done, ready.superseded)


def _add(
    conn: Connection, ready: _Ready, able: Actor, source: str, looked_at: int, moment: datetime, asked: int
) -> int:
    here, number = ready.draft, bulk.next_number(conn, submission)
    row = {
        "number": number, "draft": here.number, "unit": here.unit, "month": here.month, "source": source,
        "correction": here.correction, "at": moment, "person": able.login, "name": able.name,
        "file_name": here.file_name, "sha256": here.sha256, "base": ready.seen.compared.base, "cells": len(ready.keys),
        "warnings": looked_at, "step": 0, "steps": asked, "state": "waiting", "batch": None,
    }  # fmt: skip
    conn.execute(insert(submission).values(**row))
    told = {name: row[name] for name in ("unit", "draft", "file_name", "sha256", "cells", "warnings", "correction")}
    audit.add(conn, able, "submit", f"submission {number}", after=told | {"month": months.label(here.month)})
    return number


def _supersede(conn: Connection, number: int, newer: int, by: Actor) -> None:
    was = of(conn, number)
    end(conn, was, "recalled", f"→ {newer}", by)
    telling.of_waiting(conn, was, by, "superseded")
    telling.of_decision(conn, was, by, "superseded")


def count_in(conn: Connection, made: Submission, compared: Compared, approved_by: str) -> Committed:
    """Commit a submission in the transaction of its last step; nothing of it has to be looked at any more."""
    source = Source(
        made.source, made.file_name, files.kept(conn, made.sha256), submission=made.number, handed_in=made.at,
        approved_by=approved_by, correction=made.correction,
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


def recall(engine: Engine, number: int, *, by: Actor) -> None:
    """Take a submission back while it waits; the next draft begins with its workbook."""
    with store.writing(engine) as conn:
        was = of(conn, number)
        able = rights.require(conn, by, "report", was.unit, was.month)
        require_waiting(conn, was)
        end(conn, was, "recalled", "", able)
        telling.of_waiting(conn, was, able, "recalled")


def require_waiting(conn: Connection, was: Submission) -> None:
    """Raise `Refused` where somebody has decided already: who, when, what."""
    if was.state != "waiting":
        last = decisions(conn, was.number)
        by, at = (last.iloc[-1]["name"], last.iloc[-1]["at"]) if len(last) else (was.name, was.at)
        raise Refused("decided", by=by, at=telling.when(at), what=_both(STATES[was.state]))


def _both(words: Text) -> str:
    return f"{words.zh} {words.en}"


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


def review(conn: Connection, number: int) -> Review:
    """A submission against the store as it is now."""
    made = of(conn, number)
    seen = examining.submission(conn, made)
    return Review(
        made,
        seen.book,
        seen.checked,
        seen.compared,
        examining.disputed(conn, seen, made.base),
        returned.of_submission(conn, number),
        seen.compared.base,
    )
