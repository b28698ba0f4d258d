"""Submissions: a draft handed in. It waits for approval, or counts at once where none is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, Engine

from data.access import Actor
from data.refusal import Refusal
from data.text import Text
from data.uploads.check import Checked
from data.uploads.commit import Committed
from data.uploads.compare import Compared
from data.uploads.findings import Finding
from data.uploads.findings import Refused as Unread
from data.uploads.parse import Book

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
REFUSALS: dict[str, Text] = {}


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
class Examined:
    """A draft as `submit` would look at it: `checked` with everything that would refuse it among its errors."""

    book: Book | Unread
    checked: Checked
    compared: Compared


@dataclass(frozen=True)
class Review:
    """A submission as an approver sees it, at the `revision` that counts now.

    `compared`: its figures and records that are not sent back, against what counts now. `conflicts`: what somebody else
    changed since it was handed in: register ("" for a figure) measure unit month subject sheet cell mine (this
    submission's value) before (when it was handed in) now (what counts) actor at batch. `returned`: its cells sent back,
    the columns of `approval.open_cells` and settled_by, settled_at.
    """

    submission: Submission
    book: Book | Unread
    checked: Checked
    compared: Compared
    conflicts: pd.DataFrame
    returned: pd.DataFrame
    revision: int


def examine(conn: Connection, draft: int, version: int | None = None, *, actor: Actor) -> Examined:
    """Read, check and compare a version of a draft (default: the newest) with the actor's rights, as `submit` will."""
    raise NotImplementedError


def submit(
    engine: Engine, draft: int, version: int, *, by: Actor, looked_at: int = 0, source: str = "workbook"
) -> Submitted:
    """Hand in a version of a draft: read and checked again here, whoever looked at it before.

    `looked_at` is the number of warnings the steward has confirmed. The moment of it decides whether it is on time.
    One of the same unit, month and kind that waits and holds any of these figures is recalled in its favour. Raises
    `Refused` (closed, newer version, errors and warnings with their findings, nothing to commit), `access.Refused`,
    `calendar.Refused`; the draft stays as it was.
    """
    raise NotImplementedError


def recall(engine: Engine, number: int, *, by: Actor) -> None:
    """Take a submission back while it waits; the next draft begins with its workbook."""
    raise NotImplementedError


def of(conn: Connection, number: int) -> Submission:
    """A submission by its number. Raises `Refused` where there is none."""
    raise NotImplementedError


def listing(
    conn: Connection, units: Iterable[str] | None = None, states: Iterable[State] | None = None, limit: int = 200
) -> pd.DataFrame:
    """Submissions, newest first: COLUMNS and returned (cells sent back), open_cells (those not handed in again),
    decided_at, decided_by, note (of the last decision)."""
    raise NotImplementedError


def decisions(conn: Connection, number: int) -> pd.DataFrame:
    """What was decided about a submission, oldest first: number submission step at person name kind note."""
    raise NotImplementedError


def review(conn: Connection, number: int) -> Review:
    """A submission against the store as it is now."""
    raise NotImplementedError
