"""Batches: what came in, from whom, with the file itself, and what was taken back."""

from collections import Counter
from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, exists, func, or_, select, true, tuple_

from data import bulk, handed_lists, months
from data.access import Actor, readable
from data.figures import as_of
from data.held_rows import held_rows
from data.reach import eras, rows_of_registers, rows_readable
from data.refusal import ByReason
from data.registers import TABLES
from data.reporting import calendar
from data.schema import batch, batch_file, figure, handed_list, sent_back, submission, withdrawal
from data.text import Text
from data.units import load

REFUSALS = {
    "no_batch": Text("没有第 {number} 批。", "There is no batch {number}."),
    "file": Text(
        "第 {number} 批的原文件里有您无权查看的内容，不能下载。您能看的部分在下面逐条列出。",
        "The file of batch {number} holds what you may not read and cannot be downloaded. What you may read is listed one "
        "by one.",
    ),
}


class Refused(ByReason):
    """A batch that is not there, or a file that holds more than this person may read."""

    sentences = REFUSALS


def listing(
    conn: Connection,
    *,
    limit: int = 200,
    before: int | None = None,
    actor: Actor | None = None,
    source: str = "",
    words: str = "",
) -> pd.DataFrame:
    """Batches, newest first: all columns of `batch` and withdrawn_revision, withdrawn_at, withdrawn_by, reason.

    With an `actor` only those that hold something they may read; added, changed and same are NA where a batch holds more
    than that, for they would tell how much there is of what the reader is not to know of. `readable` is what they may read.
    `source`: only those that came that way; `words` are looked for in the file's name, who brought it and why.
    """
    rows = (
        select(
            batch,
            withdrawal.c.revision.label("withdrawn_revision"),
            withdrawal.c.at.label("withdrawn_at"),
            withdrawal.c.actor.label("withdrawn_by"),
            withdrawal.c.reason,
        )
        .outerjoin(withdrawal, withdrawal.c.batch == batch.c.number)
        .order_by(batch.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(batch.c.number < before)
    if actor is not None:
        rows = rows.where(_with_something_for(conn, actor))
    if source:
        rows = rows.where(batch.c.source == source)
    if words:
        searched = (batch.c.file_name, batch.c.actor, batch.c.note, batch.c.correction)
        rows = rows.where(or_(*(column.icontains(words, autoescape=True) for column in searched)))
    frame = bulk.read(conn, rows)
    moments = ("at", "withdrawn_at", "handed_in")
    told = frame.assign(**{name: months.in_zhejiang(frame[name]) for name in moments})
    return told if actor is None else _counted_for(conn, told, actor)


def _counted_for(conn: Connection, frame: pd.DataFrame, actor: Actor) -> pd.DataFrame:
    """The batches with `readable`, and their counts where that is all there is."""
    numbers = frame["number"].tolist()
    held, theirs = _held(conn, numbers), _held(conn, numbers, actor)
    whole = pd.Series([held.get(each, 0) == theirs.get(each, 0) for each in numbers], index=frame.index, dtype=bool)
    counts = {name: frame[name].astype("Int64").where(whole) for name in ("added", "changed", "same")}
    return frame.assign(readable=[theirs.get(each, 0) for each in numbers], **counts)


def _held(conn: Connection, numbers: list[int], actor: Actor | None = None) -> Counter[int]:
    """How many figures and rows each of the batches holds; with an `actor`, how many of these they may read."""
    found: Counter[int] = Counter()
    of_figures = select(figure.c.batch, func.count()).where(figure.c.batch.in_(numbers)).group_by(figure.c.batch)
    if actor is not None:
        of_figures = of_figures.where(_figures_readable(conn, actor, figure))
    found.update({row[0]: row[1] for row in conn.execute(of_figures)})
    theirs = None if actor is None else rows_of_registers(load(conn), actor)
    for held in held_rows(conn, numbers):
        if theirs is None or held.unit in theirs[held.register]:
            found[held.batch] += held.rows
    return found


def _with_something_for(conn: Connection, actor: Actor) -> ColumnElement[bool]:
    """Whether a batch holds a figure or a row that the actor may read."""
    theirs = rows_of_registers(load(conn), actor)
    figures = exists().where(figure.c.batch == batch.c.number, _figures_readable(conn, actor, figure))
    rows = (
        exists().where(table.c.batch == batch.c.number, table.c.unit.in_(theirs[register]))
        for register, table in TABLES.items()
        if theirs[register]
    )
    lists = (
        exists().where(
            handed_list.c.batch == batch.c.number,
            handed_list.c.register == register,
            handed_list.c.unit.in_(units),
        )
        for register, units in theirs.items()
        if units
    )
    return or_(figures, *rows, *lists)


def _readable(conn: Connection, actor: Actor, name: str) -> ColumnElement[bool]:
    """Whether the actor may read a figure, or a row of the register of that name."""
    if name == "figures":
        return _figures_readable(conn, actor, figure)
    return rows_readable(conn, actor, name, TABLES[name])


def file_of(conn: Connection, number: int, actor: Actor) -> tuple[str, bytes]:
    """The file of a batch as it was received: its name and content.

    Raises `Refused` where there is no such batch, or its file holds anything that the actor may not read.
    """
    row = conn.execute(
        select(batch.c.file_name, batch_file.c.content)
        .join(batch_file, batch_file.c.sha256 == batch.c.sha256)
        .where(batch.c.number == number)
    ).first()
    if row is None:
        raise Refused("no_batch", number=number)
    if not file_is_readable(conn, number, actor):
        raise Refused("file", number=number)
    return row.file_name, row.content


def file_is_readable(conn: Connection, number: int, actor: Actor) -> bool:
    """Whether the actor may read everything that a batch's file holds, rows that were sent back from it among that."""
    told_of = _left_out(conn, number) | {(register, unit) for register, unit, _ in handed_lists.pairs_of(conn, number)}
    theirs = rows_of_registers(load(conn), actor)
    return _sizes(conn, number) == sizes(conn, number, actor) and all(
        unit in theirs[register] for register, unit in told_of
    )


def _left_out(conn: Connection, number: int) -> set[tuple[str, str]]:
    """Register and unit of the rows that stood in the file of a batch and were sent back."""
    rows = (
        select(sent_back.c.register, sent_back.c.unit)
        .join(submission, submission.c.number == sent_back.c.submission)
        .where(submission.c.batch == number, sent_back.c.register != "")
    )
    return {(register, unit) for register, unit in conn.execute(rows)}


def figures_of(conn: Connection, number: int, actor: Actor, *, limit: int = 500, offset: int = 0) -> pd.DataFrame:
    """Figures of a batch with what counted before it: the columns of `figure`, and `before` (NaN = nothing).

    Those the actor may read, in the order of the sheet, a part at a time; `sizes` says how many there are.
    """
    keys = ("measure", "unit", "month", "subject")
    held = select(figure).where(figure.c.batch == number, _readable(conn, actor, "figures"))
    part = held.order_by(figure.c.sheet, *(figure.c[key] for key in keys))
    here = part.limit(limit).offset(offset).subquery()
    came = select(batch.c.revision).where(batch.c.number == number).scalar_subquery()
    touched = select(*(here.c[key] for key in keys))
    earlier = as_of(figure, came - 1, tuple_(*(figure.c[key] for key in keys)).in_(touched))
    same_key = and_(*(earlier.c[key] == here.c[key] for key in keys))
    rows = select(here, earlier.c.value.label("before")).outerjoin(earlier, same_key)
    return bulk.read(conn, rows.order_by(here.c.sheet, *(here.c[key] for key in keys)))


def records_of(
    conn: Connection, number: int, register: str, actor: Actor, *, limit: int = 500, offset: int = 0
) -> pd.DataFrame:
    """Rows of a register in a batch that the actor may read, by key: the register's columns, and `change`: added, changed
    or removed."""
    table = TABLES[register]
    held = select(table).where(table.c.batch == number, _readable(conn, actor, register))
    here = held.order_by(table.c.key).limit(limit).offset(offset).subquery()
    came = select(batch.c.revision).where(batch.c.number == number).scalar_subquery()
    earlier = as_of(table, came - 1, table.c.key.in_(select(here.c.key)))
    change = case((here.c.removed, "removed"), (earlier.c.key.is_(None), "added"), else_="changed")
    rows = select(here, change.label("change")).outerjoin(earlier, earlier.c.key == here.c.key)
    return bulk.read(conn, rows.order_by(here.c.key))


def sizes(conn: Connection, number: int, actor: Actor) -> dict[str, int]:
    """How many figures of a batch the actor may read (`figures`), and how many rows of each register."""
    return _sizes(conn, number, actor)


def _sizes(conn: Connection, number: int, actor: Actor | None = None) -> dict[str, int]:
    of_figures = select(func.count()).where(figure.c.batch == number)
    if actor is not None:
        of_figures = of_figures.where(_figures_readable(conn, actor, figure))
    found: Counter[str] = Counter({"figures": conn.scalar(of_figures) or 0})
    theirs = None if actor is None else rows_of_registers(load(conn), actor)
    for held in held_rows(conn, [number]):
        if theirs is None or held.unit in theirs[held.register]:
            found[held.register] += held.rows
    return {name: found[name] for name in ("figures", *TABLES) if found[name]}


def units_of(conn: Connection, number: int) -> frozenset[str]:
    """The units whose figures or rows a batch brought."""
    queries = (select(table.c.unit).where(table.c.batch == number).distinct() for table in (figure, handed_list))
    there = {unit for query in queries for unit in conn.scalars(query)}
    return frozenset(there | {held.unit for held in held_rows(conn, [number])})


def about(conn: Connection, number: int) -> tuple[str, date] | None:
    """The unit that a batch reports for (the lowest above all units in it) and its last month; None for rows alone."""
    month = conn.scalar(select(func.max(figure.c.month)).where(figure.c.batch == number))
    if month is None:
        return None
    tree = load(conn).in_month(month)
    paths = [tree.path(unit) for unit in units_of(conn, number) if unit in tree]
    shared = [step[0] for step in zip(*paths, strict=False) if len(set(step)) == 1]
    return (shared[-1], month) if shared else None


def _figures_readable(conn: Connection, actor: Actor, figures: FromClause) -> ColumnElement[bool]:
    """The figures of the subtrees of the actor's roles as they were in each month, and those of published months."""
    parts: list[ColumnElement[bool]] = [figures.c.month.in_(calendar.published(conn))]
    for era in eras(load(conn)):
        until = figures.c.month < era.end if era.end else true()
        parts.append(and_(figures.c.month >= era.first, until, figures.c.unit.in_(readable(actor, era.tree))))
    return or_(*parts)
