"""Submissions: a draft handed in. It waits for approval, or counts at once where none is asked."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine, Row, insert, select

from data import audit, bulk, months, revisions, store
from data.access import Actor
from data.reporting import calendar, drafts, examining, returned, rights, steps, telling
from data.reporting.examining import Examined
from data.reporting.handed_in import (
    STATES,
    Refused,
    State,
    Submission,
    count_in,
    decisions,
    end,
    listing,
    of,
    require_waiting,
)
from data.schema import submission
from data.uploads.check import Checked
from data.uploads.commit import Committed
from data.uploads.compare import Compared
from data.uploads.findings import Refused as Unread
from data.uploads.parse import Book

__all__ = [
    "STATES",
    "Examined",
    "Refused",
    "Review",
    "State",
    "Submission",
    "Submitted",
    "decisions",
    "examine",
    "hand_in",
    "listing",
    "of",
    "recall",
    "require_waiting",
    "review",
    "submit",
]

TRIES = 3  # to look again where the store moved while a workbook was read


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


def hand_in(conn: Connection, draft: int, version: int, *, by: Actor, looked_at: int, source: str = "workbook") -> int:
    """The same as `submit` for who holds the write lock, so that nothing moves meanwhile; the submission's number."""
    done = _hand_in(conn, _ready(conn, draft, version, by, looked_at), by, source, looked_at, months.now())
    assert done  # nobody else writes
    return done.number


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
        "file_name": here.file_name, "sha256": here.sha256, "base": ready.seen.compared.base, "cells": returned.open_count(ready.keys),
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


def recall(engine: Engine, number: int, *, by: Actor) -> None:
    """Take a submission back while it waits; the next draft begins with its workbook."""
    with store.writing(engine) as conn:
        was = of(conn, number)
        able = rights.require(conn, by, "report", was.unit, was.month)
        require_waiting(conn, was)
        end(conn, was, "recalled", "", able)
        telling.of_waiting(conn, was, able, "recalled")


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
