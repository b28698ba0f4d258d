"""Approval, step by step up the tree: all of a submission, or all but single cells that go back with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.access import Actor
from data.uploads.commit import Committed


@dataclass(frozen=True)
class Back:
    """One cell to send back: its address (of a register's row, the cell of its key), why, and until when it is due."""

    sheet: str
    cell: str
    reason: str
    due: datetime


@dataclass(frozen=True)
class Accepted:
    """`step` of `steps` approvals are done; `committed` after the last one, None where nothing was left to commit.
    `state`: waiting, accepted, or returned where every cell went back."""

    step: int
    steps: int
    state: str
    committed: Committed | None


def waiting(conn: Connection, actor: Actor) -> pd.DataFrame:
    """What waits for this approver, oldest first: the columns of `submissions.listing`. Not what they handed in."""
    raise NotImplementedError


def accept(
    engine: Engine,
    number: int,
    *,
    by: Actor,
    step: int,
    sending_back: Sequence[Back] = (),
    note: str = "",
    despite: int = 0,
) -> Accepted:
    """Accept the step after the `step` that are done; cells in `sending_back` go back and the rest proceeds.

    Looked at again at the store as it is now. `despite` is the revision of the review whose conflicts the approver saw.
    Raises `Refused`: step done or state changed by somebody else (who, when), own submission, errors, conflicts not seen.
    """
    raise NotImplementedError


def send_back(engine: Engine, number: int, reason: str, due: datetime, *, by: Actor, step: int) -> None:
    """Send all of it back: one row of `sent_back` with an empty `cell`, settled by the next submission of the month."""
    raise NotImplementedError


def open_cells(conn: Connection, units: Iterable[str]) -> pd.DataFrame:
    """Cells sent back and not handed in again, the earliest due first: number submission register measure unit month
    subject sheet cell said reason due at person name. `cell` is "" where all of a submission was sent back."""
    raise NotImplementedError
