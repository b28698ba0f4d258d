"""Commit and withdraw at once, where figures need no approval: who may, in which months, and who is told."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, Engine, select

from data import audit, handed_lists, months, personal, revisions, store
from data.access import Actor
from data.held_rows import held_rows
from data.refusal import ByReason
from data.register_rights import require_named
from data.reporting import calendar, rights, telling
from data.schema import figure
from data.settings import settings
from data.text import Text
from data.uploads.commit import Committed, Source, refuse_gone, take_back, write
from data.uploads.compare import Compared

REFUSALS = {
    "moved": Text(
        zh="您预览之后，数据已有 {count} 次更新（最近一次：{actor}，{at}，{file}）。请再看一遍变化，然后提交。",
        en="The store has moved {count} times since your preview (last by {actor}, {at}, {file}). "
        "Please look at the changes again, then commit.",
    ),
    "needs_approval": Text(
        zh="数据须经审核才能生效：请在“填报”页提交，由审核员通过。",
        en="Figures count once they are approved: hand them in on the page for reporting, and an approver lets them count.",
    ),
    "withdrawal_needs_approval": Text(
        zh="撤回须经另一人审核才能生效：请在“批次”页申请撤回。",
        en="A withdrawal counts once somebody else approved it: ask for it on the page Batches.",
    ),
}


class Refused(ByReason):
    """Nothing was written: somebody else has to approve, or the store moved meanwhile."""

    sentences = REFUSALS


class StoreMoved(Refused):
    """Somebody else's batch or withdrawal came between preview and commit; `since` lists them, newest first."""

    def __init__(self, since: pd.DataFrame):
        self.since = since
        last = since.iloc[0]
        super().__init__(
            "moved", count=len(since), actor=last["actor"], at=f"{last['at']:%Y-%m-%d %H:%M}", file=last["file_name"]
        )


def commit(engine: Engine, compared: Compared, source: Source, *, by: Actor) -> Committed:
    """Add everything that was previewed as one batch, or refuse and change nothing. Where approval is asked for, figures
    go by way of `reporting.submissions`.

    Raises StoreMoved when the store is no longer at the revision of the preview, Refused when there
    is nothing to add or approval is asked for, and the refusals of `access` and the calendar.
    """
    if settings().approval.levels:
        raise Refused("needs_approval")
    personal.refuse(f"{source.note}\n{source.correction}")
    with store.writing(engine) as conn:
        pairs = _pairs(compared)
        able = rights.require_all(conn, by, "report", pairs)
        rows = {(key, unit) for key, records in compared.records.items() for unit in records["unit"]}
        require_named(able, "report", sorted(rows), rights.tree_of(conn, months.today()))
        calendar.require_all_open(conn, able, ((unit, month) for unit, month in pairs if month))
        since = revisions.listing(conn, after=compared.base)
        if not since.empty:
            raise StoreMoved(since)
        done = write(conn, compared, source, by=able)
        told = {"file_name": source.file_name, "source": source.kind, **compared.counts()}
        audit.add(conn, able, "commit", f"batch {done.batch}", after=told)
        return done


def _pairs(compared: Compared) -> list[tuple[str, date | None]]:
    """The units an upload is about: with the months of their figures, without one for rows of registers."""
    figures = compared.figures[["unit", "month"]].drop_duplicates().itertuples(index=False)
    rows = {unit for records in compared.records.values() for unit in records["unit"]}
    return [*((unit, month.date()) for unit, month in figures), *((unit, None) for unit in sorted(rows))]


def withdraw(engine: Engine, number: int, *, by: Actor, reason: str) -> int:
    """Take one batch back; what it replaced counts again, and later batches stay. Returns the new revision.

    Who withdraws may do so for every unit of the batch, in months that are open to them. Raises `Refused` (no such
    batch, gone already, approval is asked: `reporting.change_requests`) and the refusals of `access` and the calendar.
    """
    if settings().approval.levels:
        raise Refused("withdrawal_needs_approval")
    personal.refuse(reason)
    with store.writing(engine) as conn:
        able = may_withdraw(conn, number, by=by)
        return withdraw_now(conn, number, by=able, reason=reason)


def may_withdraw(conn: Connection, number: int, *, by: Actor) -> Actor:
    """The actor as they may act now; raises where the batch is gone or they may not take it back."""
    refuse_gone(conn, number)
    pairs = pairs_of(conn, number)
    able = rights.require_all(conn, by, "withdraw", pairs)
    require_named(able, "withdraw", rows_of(conn, number), rights.tree_of(conn, months.today()))
    calendar.require_all_open(conn, able, ((unit, month) for unit, month in pairs if month))
    return able


def withdraw_now(conn: Connection, number: int, *, by: Actor, reason: str, approved_by: str = "") -> int:
    """Take it back in an open transaction, for who has asked for the right; the new revision. It is logged and told."""
    made = take_back(conn, [number], by=by, reason=reason)
    told = {"reason": reason, "revision": made} | ({"approved_by": approved_by} if approved_by else {})
    audit.add(conn, by, "withdraw", f"batch {number}", after=told)
    telling.withdrawn(conn, number, by, reason)
    return made


def pairs_of(conn: Connection, number: int) -> list[tuple[str, date | None]]:
    """As `_pairs`, of a batch in the store."""
    figures = select(figure.c.unit, figure.c.month).where(figure.c.batch == number).distinct()
    rows, lists = _with_rows(conn, number), handed_lists.pairs_of(conn, number)
    # A list that was confirmed is of its month, as a figure is; a row tells of many.
    confirmed = ((unit, month) for register, unit, month in lists if (register, unit) not in rows)
    told: list[tuple[str, date | None]] = [(unit, month) for unit, month in conn.execute(figures)]
    return [*told, *sorted(confirmed), *((unit, None) for unit in sorted({unit for _, unit in rows}))]


def rows_of(conn: Connection, number: int) -> list[tuple[str, str]]:
    """Register and unit of the rows and lists in a batch, each pair once."""
    lists = {(register, unit) for register, unit, _ in handed_lists.pairs_of(conn, number)}
    return sorted(_with_rows(conn, number) | lists)


def _with_rows(conn: Connection, number: int) -> set[tuple[str, str]]:
    return {(held.register, held.unit) for held in held_rows(conn, [number])}
