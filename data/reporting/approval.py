"""Approval, step by step up the tree: all of a submission, or all but single cells that go back with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, select

from data import access, audit, months, personal, revisions, store, units
from data.access import Actor
from data.measures import MEASURES
from data.register_rights import named
from data.registers import REGISTERS
from data.reporting import calendar, conflicts, examining, handed_in, returned, rights, steps, submissions, telling
from data.reporting.examining import Examined
from data.reporting.submissions import Review, Submission
from data.schema import draft_version
from data.text import Text
from data.units import Units
from data.uploads.commit import Committed
from data.uploads.findings import ByFindings, Finding

__all__ = ["Accepted", "Back", "Refused", "accept", "approvers", "open_cells", "send_back", "waiting"]

TRIES = 3  # to look again where the store moved while a workbook was read

REFUSALS = {
    "own": Text(
        "这份提交是您自己填报或提交的，须由另一位审核员审核。",
        "You filled in or handed in this submission yourself; another approver must decide.",
    ),
    "step": Text(
        "第 {step} 级已由{by}于 {at} 审核，您这次的操作没有执行。请看它现在的情况。",
        "Step {step} was decided by {by} on {at}; what you pressed was not done. See how it stands now.",
    ),
    "errors": Text(
        "提交之后情况有变，其中 {count} 处已不能计入（见核对结果）。请把这些单元格退回，或全部退回。",
        "Things changed since this was handed in: {count} cells can no longer count (see the findings). Send those cells "
        "back, or all of it.",
    ),
    "conflicts": Text(
        "提交之后，其中 {count} 个数已被{by}于 {at} 改动。请看过这些改动再决定。",
        "Since this was handed in, {count} of its figures were changed (last by {by}, {at}). Look at these before you decide.",
    ),
    "no_cell": Text(
        "这份提交里没有{place}这一项，或已退回。", "There is no figure in {place}, or it went back already."
    ),
    "no_reason": Text("请写明退回的原因。", "Say why it goes back."),
    "past": Text("重报期限应在现在之后。", "The time until which it is due must be in the future."),
    "busy": Text(
        "数据正在频繁更新，没有审核成功。请再试一次。", "The store was moving; nothing was decided. Please try again."
    ),
}


class Refused(ByFindings):
    """What cannot be decided. `findings` (errors) or `conflicts` are those that stand against it."""

    sentences = REFUSALS

    def __init__(
        self, reason: str, findings: Sequence[Finding] = (), conflicts: pd.DataFrame | None = None, **blanks: object
    ):
        self.conflicts = conflicts
        super().__init__(reason, findings, **blanks)


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
    state: submissions.State
    committed: Committed | None


@dataclass(frozen=True)
class _Looked:
    """A submission that may be accepted, without the cells that go back now."""

    review: Review
    rest: Examined
    back: tuple[tuple[returned.Place, Back], ...]


open_cells = returned.open_cells


def waiting(conn: Connection, actor: Actor) -> pd.DataFrame:
    """What waits for this approver, oldest first: the columns of `submissions.listing`. Not what they handed in."""
    able, known = rights.now(conn, actor), units.load(conn)
    frame = submissions.listing(conn, states=["waiting"], limit=10_000).sort_values("number", ignore_index=True)
    theirs = [_may_decide(known, able, row) for row in frame.itertuples(index=False)]
    frame = frame[np.array(theirs, dtype=bool)]
    return frame[~_made(conn, able, frame)].reset_index(drop=True)


def _may_decide(known: Units, actor: Actor, made: Any) -> bool:
    """Whether the actor may decide on the next step."""
    tree = rights.with_unit(known, made.unit, months.end_of(made.month))
    return made.unit in tree and access.may(actor, "approve", steps.unit_of(made.unit, made.step + 1, tree), tree)


def approvers(conn: Connection, number: int) -> list[str]:
    """The logins of those who may decide on the next step of a submission."""
    made = submissions.of(conn, number)
    return telling.approvers(conn, made, made.step + 1)


def _made(conn: Connection, actor: Actor, frame: pd.DataFrame) -> np.ndarray:
    """Which of the submissions the actor handed in, or saved any version of the draft of."""
    by, mine = ("person", actor.login) if actor.login else ("name", actor.name)
    wrote = select(draft_version.c.draft).where(
        draft_version.c[by] == mine, draft_version.c.draft.in_(frame["draft"].tolist())
    )
    return (frame[by].eq(mine) | frame["draft"].isin(list(conn.scalars(wrote)))).to_numpy(dtype=bool)


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
    for _ in range(TRIES):
        with store.reading(engine) as conn:
            looked = _look(conn, number, by, step, sending_back, despite)
        with store.writing(engine) as conn:
            made, able = _may_act(conn, number, by, step, looked.rest)
            if revisions.current(conn) == looked.review.revision:
                return _accepted(conn, made, able, looked, note)
    raise Refused("busy")


def _may_act(
    conn: Connection, number: int, by: Actor, step: int, seen: Examined | None = None
) -> tuple[Submission, Actor]:
    """The submission, where it still waits at that step and the actor may decide on it (all the departments in it)."""
    made = submissions.of(conn, number)
    able = rights.now(conn, by)
    tree = rights.tree_with(conn, made.unit, months.end_of(made.month))
    above = steps.unit_of(made.unit, step + 1, tree) if made.unit in tree else made.unit
    access.require(able, "approve", [above], tree)
    if _made(conn, able, pd.DataFrame([made])).any():
        raise Refused("own")
    submissions.require_waiting(conn, made)
    if made.step != step:
        last = submissions.decisions(conn, number).iloc[-1]
        raise Refused("step", step=made.step, by=last["name"], at=telling.when(last["at"]))
    if seen is not None:
        _require_departments(able, above, tree, seen)
    return made, able


def _require_departments(able: Actor, above: str, tree, seen: Examined) -> None:
    for owner in {MEASURES[key].owner for key in seen.compared.figures["measure"].unique()}:
        access.require(able, "approve", [above], tree, owner)
    for key in seen.compared.records:
        access.require(named(able, [key]), "approve", [above], tree, REGISTERS[key].owner)


def _look(conn: Connection, number: int, by: Actor, step: int, sending_back: Sequence[Back], despite: int) -> _Looked:
    _may_act(conn, number, by, step)
    review = submissions.review(conn, number)
    back = tuple((_place(review, each), each) for each in sending_back)
    gone = {(each.sheet, each.cell) for each in sending_back}
    seen = Examined(review.book, review.checked, review.compared)
    rest = examining.left_of(conn, seen, gone) if gone else seen
    if rest.checked.errors:
        raise Refused("errors", rest.checked.errors, count=len(rest.checked.errors))
    against = conflicts.since(conn, rest.compared, max(review.submission.base, despite))
    if len(against):
        last = against.loc[against["at"].idxmax()]
        raise Refused("conflicts", (), against, count=len(against), by=last["actor"], at=telling.when(last["at"]))
    return _Looked(review, rest, back)


def _place(review: Review, back: Back) -> returned.Place:
    """Where a cell that goes back stands: a figure, a row, or a cell that can no longer be read as either."""
    _sensible(back.reason, back.due)
    for each in returned.places(review.compared.figures, review.compared.records):
        if (each.sheet, each.cell) == (back.sheet, back.cell):
            return each
    wrong = {(finding.sheet, finding.cell) for finding in review.checked.errors}
    if (back.sheet, back.cell) not in wrong:
        raise Refused("no_cell", place=f"“{back.sheet}”{back.cell}")
    made = review.submission
    return returned.Place(("", "", made.unit, made.month, ""), back.sheet, back.cell, "")


def _sensible(reason: str, due: datetime) -> None:
    personal.refuse(reason)
    if not reason.strip():
        raise Refused("no_reason")
    if due <= months.now():
        raise Refused("past")


def _accepted(conn: Connection, made: Submission, able: Actor, looked: _Looked, note: str) -> Accepted:
    """Write the decision: what goes back, and the rest a step further or into the figures."""
    personal.refuse(note)
    for place, back in looked.back:
        returned.add(conn, made.number, made.month, place, back.reason.strip(), back.due, able)
    if looked.rest.compared.empty:
        return _all_back(conn, made, able, looked, note)
    step = made.step + 1
    handed_in.decide(conn, made, step, "accepted", note, able)
    told = {"step": step, "of": made.steps, "sent_back": len(looked.back), "note": note}
    audit.add(conn, able, "accept", f"submission {made.number}", {"step": made.step}, told)
    _tell_back(conn, made, able, looked)
    if step < made.steps:
        handed_in.change(conn, made.number, step=step)
        telling.of_waiting(conn, submissions.of(conn, made.number), able)
        telling.of_decision(conn, made, able, "passed_on", step=step, steps=made.steps)
        return Accepted(step, made.steps, "waiting", None)
    _may_count(conn, made, able, looked)
    done = handed_in.count_in(conn, made, looked.rest.compared, approved_by=_names(conn, made.number))
    telling.of_decision(conn, made, able, "accepted")
    return Accepted(step, made.steps, "accepted", done)


def _may_count(conn: Connection, made: Submission, able: Actor, looked: _Looked) -> None:
    """Raise where a month is locked, both for who approves and for who handed it in."""
    figures = looked.rest.compared.figures[["unit", "month"]].drop_duplicates().itertuples(index=False)
    pairs = [(made.unit, made.month), *((unit, month.date()) for unit, month in figures)]
    try:
        calendar.require_all_open(conn, able, pairs)
    except calendar.Refused:
        calendar.require_all_open(conn, Actor(made.name, made.unit, login=made.person), pairs)


def _names(conn: Connection, number: int) -> str:
    """Everybody who accepted it, in the order of the steps."""
    decided = submissions.decisions(conn, number)
    return "、".join(dict.fromkeys(decided.loc[decided["kind"] == "accepted", "name"]))


def _all_back(conn: Connection, made: Submission, able: Actor, looked: _Looked, note: str) -> Accepted:
    handed_in.end(conn, made, "returned", note, able)
    _tell_back(conn, made, able, looked)
    return Accepted(made.step, made.steps, "returned", None)


def _tell_back(conn: Connection, made: Submission, able: Actor, looked: _Looked) -> None:
    if looked.back:
        place, first = min(looked.back, key=lambda pair: pair[1].due)
        register = REGISTERS.get(place.key[0])
        # Who filled in something else of the same draft is told as well, and mail is open: not of what is restricted.
        reason = "…" if register and register.restricted else first.reason.strip()
        blanks = {"count": len(looked.back), "due": telling.when(first.due), "reason": reason}
        telling.of_decision(conn, made, able, "partly_sent_back", **blanks)


def send_back(engine: Engine, number: int, reason: str, due: datetime, *, by: Actor, step: int) -> None:
    """Send all of it back: one row of `sent_back` with an empty `cell`, settled by the next submission of the month."""
    with store.writing(engine) as conn:
        made, able = _may_act(conn, number, by, step)
        _sensible(reason, due)
        place = returned.Place(("", "", made.unit, made.month, ""), "", "", "")
        handed_in.end(conn, made, "returned", reason.strip(), able)
        returned.add(conn, number, made.month, place, reason.strip(), due, able)
        telling.of_decision(conn, made, able, "returned", due=telling.when(due), reason=reason.strip())
