"""The only two writers: `commit` adds a batch, `withdraw` takes one back. Each raises the revision by one or does nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, func, insert, select

from data import audit, bulk, dated, handed_lists, months, personal, revisions, rollups, store
from data.access import Actor
from data.files import keep
from data.finding import titles
from data.held_rows import held_rows
from data.refusal import Refusal
from data.registers import TABLES
from data.registers.reading import require_named
from data.reporting import calendar, rights, telling
from data.schema import batch, figure, revision, withdrawal
from data.settings import settings
from data.text import Text
from data.training.mark import is_training
from data.uploads.compare import Compared

FIGURE_COLUMNS = ["measure", "unit", "month", "subject", "value", "qualifier", "grade", "said", "sheet", "cell"]
DATED = ("demo", "published")  # sources whose batches carry the date they tell of

REFUSALS = {
    "moved": Text(
        zh="您预览之后，数据已有 {count} 次更新（最近一次：{actor}，{at}，{file}）。请再看一遍变化，然后提交。",
        en="The store has moved {count} times since your preview (last by {actor}, {at}, {file}). "
        "Please look at the changes again, then commit.",
    ),
    "demo": Text(
        zh="演示数据只进演练库，不进正式库。",
        en="A demonstration goes into a training store and not into a real one.",
    ),
    "needs_approval": Text(
        zh="数据须经审核才能生效：请在“填报”页提交，由审核员通过。",
        en="Figures count once they are approved: hand them in on the page for reporting, and an approver lets them count.",
    ),
    "withdrawal_needs_approval": Text(
        zh="撤回须经另一人审核才能生效：请在“批次”页申请撤回。",
        en="A withdrawal counts once somebody else approved it: ask for it on the page Batches.",
    ),
    "nothing": Text(zh="这份文件里没有可提交的数据。", en="There is nothing to commit in this file."),
    "no_batch": Text(zh="没有第 {number} 批。", en="There is no batch {number}."),
    "withdrawn": Text(
        zh="第 {number} 批已于 {at} 由 {actor} 撤回。", en="Batch {number} was withdrawn on {at} by {actor}."
    ),
}


class Refused(Refusal):
    """A write that did not happen: it would mix what must not be mixed, or there is nothing to do."""

    def __init__(self, reason: str, **blanks: object):
        self.reason = reason
        super().__init__(REFUSALS[reason], **blanks)


class StoreMoved(Refused):
    """Somebody else's batch or withdrawal came between preview and commit; `since` lists them, newest first."""

    def __init__(self, since: pd.DataFrame):
        self.since = since
        last = since.iloc[0]
        super().__init__(
            "moved", count=len(since), actor=last["actor"], at=f"{last['at']:%Y-%m-%d %H:%M}", file=last["file_name"]
        )


@dataclass(frozen=True)
class Source:
    """Where a batch comes from: workbook, screen, api, published or demo; with the file as it was received.

    Of a batch that went through approval: its `submission`, when it was `handed_in` (which decides whether it was on
    time), who let it count, and why earlier figures were corrected.

    `month`: of which month it tells (else that of its figures, or the last full one); `lists`: the lists (register, unit)
    that came with it beside those its rows belong to, whole or unchanged.
    """

    kind: str
    file_name: str
    content: bytes
    note: str = ""
    submission: int = 0
    handed_in: datetime | None = None
    approved_by: str = ""
    correction: str = ""
    month: date | None = None
    lists: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Committed:
    """The batch that came in and the revision it made."""

    batch: int
    revision: int


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


def write(conn: Connection, compared: Compared, source: Source, *, by: Actor, at: datetime | None = None) -> Committed:
    """Write the batch into an open transaction (`commit`, or a rehearsal that will be taken back).

    `at` dates a batch of the demonstration or of a publication; everything else is dated now.
    """
    done = add(conn, compared, source, by=by, at=at)
    rollups.refresh(conn, done.batch)
    for key, records in compared.records.items():
        titles.add(conn, key, records)
    return done


def add(conn: Connection, compared: Compared, source: Source, *, by: Actor, at: datetime | None = None) -> Committed:
    """As `write`, but rollup and index of titles are left to the caller: who adds many batches at once makes them after the
    last."""
    if source.kind == "demo" and not is_training(conn):
        raise Refused("demo")
    if compared.empty and not source.lists:
        raise Refused("nothing")
    number = bulk.next_number(conn, batch)
    moment = _in_order(conn, at if source.kind in DATED else None)
    made = revisions.add(conn, "commit", number, by.name, moment)
    _add_batch(conn, number, made, moment, compared, source, by)
    bulk.add(conn, figure, compared.figures[FIGURE_COLUMNS].assign(batch=number))
    _add_rows(conn, number, compared, source, source.handed_in or moment)
    return Committed(number, made)


def _add_rows(conn: Connection, number: int, compared: Compared, source: Source, at: datetime) -> None:
    """The rows of registers, each with the day from which it holds, and the lists that came with them."""
    month = source.month or handed_lists.month_of(compared.figures, at)
    for key, records in compared.records.items():
        usual = handed_lists.usual_days(conn, key, records["unit"].unique(), month, at)
        whole = records.assign(batch=number, holds_from=dated.days_of(records, usual))
        columns = [column.name for column in TABLES[key].c if column.name in whole]
        bulk.add(conn, TABLES[key], whole[columns])
    brought = {(key, unit) for key, records in compared.records.items() for unit in records["unit"]}
    handed_lists.add(conn, number, month, brought | set(source.lists))


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


def take_back(conn: Connection, numbers: Sequence[int], *, by: Actor, reason: str, at: datetime | None = None) -> int:
    """Withdraw inside an open transaction, each batch its own revision; returns the newest. `at`: see `write`.

    What is shown is brought up to date once, after the last.
    """
    moment = _in_order(conn, at)
    for number in numbers:
        refuse_gone(conn, number)
        made = revisions.add(conn, "withdraw", number, by.name, moment)
        conn.execute(insert(withdrawal).values(batch=number, revision=made, at=moment, actor=by.name, reason=reason))
    for number in numbers:
        rollups.refresh(conn, number)
    return revisions.current(conn)


def refuse_gone(conn: Connection, number: int) -> None:
    """Raise where there is no such batch, or it was withdrawn already."""
    if conn.scalar(select(batch.c.number).where(batch.c.number == number)) is None:
        raise Refused("no_batch", number=number)
    gone = conn.execute(select(withdrawal).where(withdrawal.c.batch == number)).mappings().first()
    if gone:
        raise Refused("withdrawn", number=number, at=f"{gone['at']:%Y-%m-%d %H:%M}", actor=gone["actor"])


def _in_order(conn: Connection, at: datetime | None) -> datetime:
    """The moment of the next revision: never in the future, never before the last revision's."""
    now = months.now()
    last = conn.scalar(select(func.max(revision.c.at)))
    moment = min(at or now, now)
    return max(moment, last) if last else moment


def _add_batch(
    conn: Connection, number: int, made: int, at: datetime, compared: Compared, source: Source, by: Actor
) -> None:
    sha256 = keep(conn, source.content)
    counts = compared.counts()
    conn.execute(
        insert(batch).values(
            number=number,
            revision=made,
            at=at,
            actor=by.name,
            source=source.kind,
            # What is done in a training store is invented, whoever did it; what was published is real wherever it stands.
            demo=source.kind != "published" and is_training(conn),
            file_name=source.file_name,
            sha256=sha256,
            note=source.note,
            submission=source.submission,
            handed_in=source.handed_in,
            approved_by=source.approved_by,
            correction=source.correction,
            **{name: counts.get(name, 0) for name in ("added", "changed", "same")},
        )
    )
