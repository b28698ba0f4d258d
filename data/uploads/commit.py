"""The only writers: `write` (of what lies in the store already, `write_aside`) adds a batch, `take_back` takes one back, in an
open transaction. Each raises the revision by
one or does nothing. Who may, and in which months, is asked by `reporting.direct` and by approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, func, insert, literal, select

from data import bulk, dated, handed_lists, months, revisions, rollups
from data.access import Actor
from data.files import keep
from data.finding import titles
from data.refusal import ByReason
from data.registers import TABLES
from data.schema import batch, figure, figure_month, revision, withdrawal
from data.text import Text
from data.training_mark import is_training
from data.uploads.compare import Compared

FIGURE_COLUMNS = ["measure", "unit", "month", "subject", "value", "qualifier", "grade", "said", "sheet", "cell"]
DATED = ("demo", "published")  # sources whose batches carry the date they tell of

REFUSALS = {
    "demo": Text(
        zh="演示数据只进演练库，不进正式库。",
        en="A demonstration goes into a training store and not into a real one.",
    ),
    "nothing": Text(zh="这份文件里没有可提交的数据。", en="There is nothing to commit in this file."),
    "no_batch": Text(zh="没有第 {number} 批。", en="There is no batch {number}."),
    "withdrawn": Text(
        zh="第 {number} 批已于 {at} 由 {actor} 撤回。", en="Batch {number} was withdrawn on {at} by {actor}."
    ),
}


class Refused(ByReason):
    """A write that did not happen: it would mix what must not be mixed, or there is nothing to do."""

    sentences = REFUSALS


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
    done, moment = _begun(conn, compared.counts(), source, by, at)
    number = done.batch
    figures = compared.figures[FIGURE_COLUMNS].assign(batch=number)
    bulk.add(conn, figure, figures)
    bulk.add(conn, figure_month, figures[["unit", "month", "batch"]].drop_duplicates())
    _add_rows(conn, number, compared, source, source.handed_in or moment)
    return done


def write_aside(conn: Connection, rows: Select, counts: dict[str, int], source: Source, *, by: Actor) -> Committed:
    """As `write`, of figures that lie in the store already (`uploads.staged`): `rows` gives FIGURE_COLUMNS, `counts` says how
    many are added, changed and the same. None of them passes through this process."""
    if not sum(counts.values()):
        raise Refused("nothing")
    done, _ = _begun(conn, counts, source, by, None)
    found, number = rows.subquery(), literal(done.batch)
    into = [*FIGURE_COLUMNS, "batch"]
    conn.execute(insert(figure).from_select(into, select(*(found.c[name] for name in FIGURE_COLUMNS), number)))
    noted = select(found.c.unit, found.c.month, number).distinct()
    conn.execute(insert(figure_month).from_select(["unit", "month", "batch"], noted))
    for table in (figure, figure_month):
        bulk.study(conn, table, sum(counts.values()))
    rollups.refresh(conn, done.batch)
    return done


def _begun(
    conn: Connection, counts: dict[str, int], source: Source, by: Actor, at: datetime | None
) -> tuple[Committed, datetime]:
    """The row of a new batch and its revision, and the moment of it."""
    number = bulk.next_number(conn, batch)
    moment = _in_order(conn, at if source.kind in DATED else None)
    made = revisions.add(conn, "commit", number, by.name, moment)
    _add_batch(conn, number, made, moment, counts, source, by)
    return Committed(number, made), moment


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
    conn: Connection, number: int, made: int, at: datetime, counts: dict[str, int], source: Source, by: Actor
) -> None:
    sha256 = keep(conn, source.content)
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
