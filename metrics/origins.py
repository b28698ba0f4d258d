"""Where a number's parts came from: the figures' cells, or the register's rows, with their batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
)

from data.dated import as_at
from data.figures import as_of, of_this_world
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure, revision, withdrawal
from metrics.counting import counts
from metrics.language import Metric
from metrics.scope import Scope, measures

CELLS = ["measure", "unit", "month", "subject", "value", "qualifier", "grade", "said"]
ROWS = ["unit", "key", "title"]
OF_BATCH = ["file_name", "actor", "at", "source", "note", "demo", "approved_by", "correction"]
BATCH = ["batch", "sheet", "cell", *OF_BATCH]
TOUCHED = ["revision", "at", "actor", "kind", "batch", "approved_by", "reason"]


class Origin(NamedTuple):
    """One figure that is read: a measure of a unit, in the month it was reported for."""

    measure: str
    unit: str
    month: date


@dataclass(frozen=True)
class Origins:
    """The first cells or rows behind a number, and how many there are in all."""

    frame: pd.DataFrame
    total: int


def cells(conn: Connection, origins: Iterable[Origin], revision_: int | None, limit: int) -> Origins:
    """The cells behind figures: CELLS and BATCH. Where the whole unit's figure stands, its subjects' are not in it."""
    held = as_of(figure, revision_, _among(origins))
    whole = func.max(case((held.c.subject == "", 1), else_=0)).over(
        partition_by=(held.c.measure, held.c.unit, held.c.month)
    )
    marked = select(held, whole.label("whole")).subquery()
    counting = (marked.c.subject == "") | (marked.c.whole == 0)
    found = _with_batch(marked, [marked.c[name] for name in CELLS]).where(counting)
    order = (marked.c.unit, marked.c.measure, marked.c.month, marked.c.subject)
    return _first(conn, found.order_by(*order), CELLS, limit)


def rows_of(
    conn: Connection, metric: Metric, units: Sequence[str], month: date, revision_: int | None, limit: int
) -> Origins:
    """The register's rows that meet a condition of the formula at the end of the month: ROWS and BATCH."""
    register = REGISTERS[metric.rows[0].register]
    held = as_at(conn, register.key, month, revision_, TABLES[register.key].c.unit.in_(units))
    counted = or_(false(), *(counts(word, held, held.c.judged) for word in metric.rows))
    title = register.title_field
    columns = [held.c.key, held.c[title].label("title"), held.c.unit]
    found = _with_batch(held, columns).where(counted)
    return _first(conn, found.order_by(held.c.unit, held.c.key), ROWS, limit)


def touched(conn: Connection, metric: Metric, scope: Scope, limit: int) -> pd.DataFrame:
    """The newest revisions whose batch or withdrawal could have changed the number: TOUCHED.

    `reason` is why the batch was withdrawn, or why it corrected an earlier month; "" for a report.
    Any report of the metric's measures by the unit or one below it, in the months that are read, or any row of its
    register; only what the store shows, which is not a demonstration that it once held.
    """
    if metric.rows:
        table = TABLES[metric.rows[0].register]
        batches = select(table.c.batch).where(table.c.unit.in_(scope.grid.units))
    else:
        run = scope.grid.months
        batches = select(figure.c.batch).where(
            literal(True) if metric.cells else figure.c.measure.in_([each.key for each in measures([metric])]),
            figure.c.unit.in_(scope.grid.units),
            figure.c.month.between(run[0], run[-1]),
        )
    upto = revision.c.number <= scope.revision if scope.revision is not None else literal(True)
    moved = (
        select(
            revision.c.number.label("revision"),
            *(revision.c[name] for name in ("at", "actor", "kind", "batch")),
            batch.c.approved_by,
            case((revision.c.kind == "withdraw", withdrawal.c.reason), else_=batch.c.correction).label("reason"),
        )
        .join(batch, batch.c.number == revision.c.batch)
        .outerjoin(withdrawal, withdrawal.c.revision == revision.c.number)
        .where(revision.c.batch.in_(batches), upto, of_this_world())
        .order_by(revision.c.number.desc())
        .limit(limit)
    )
    return _frame(conn, moved)


def _among(origins: Iterable[Origin]) -> ColumnElement[bool]:
    """The figures of these origins, grouped so that the question stays short."""
    groups: dict[tuple[str, date], list[str]] = defaultdict(list)
    for origin in origins:
        groups[origin.measure, origin.month].append(origin.unit)
    return or_(
        false(),
        *(
            and_(figure.c.measure == measure, figure.c.month == month, figure.c.unit.in_(units))
            for (measure, month), units in groups.items()
        ),
    )


def _with_batch(held: FromClause, columns: Sequence[ColumnElement]) -> Select:
    of_batch = [batch.c[name] for name in OF_BATCH]
    place = [held.c[name] for name in ("batch", "sheet", "cell")]
    return select(*columns, *place, *of_batch, func.count().over().label("total")).join_from(
        held, batch, batch.c.number == held.c.batch
    )


def _first(conn: Connection, found: Select, columns: list[str], limit: int) -> Origins:
    frame = _frame(conn, found.limit(limit))
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    return Origins(frame[[*columns, *BATCH]], total)


def _frame(conn: Connection, statement: Select) -> pd.DataFrame:
    answer = conn.execute(statement)
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))
