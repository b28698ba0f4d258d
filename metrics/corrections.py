"""What is known to have been wrong: corrections of the figures, or of the register's rows, that a number reads."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, select

from data import bulk, revisions
from data.figures import as_of, live_batches
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure
from data.schema import revision as revisions_

KEYS = ("measure", "unit", "month", "subject")
FIGURES = [*KEYS, "before", "before_qualifier", "before_grade", "value", "qualifier", "grade", "sheet", "cell"]
ROWS = ["unit", "key", "title", "change", "sheet", "cell"]
BATCH = ["batch", "revision", "at", "actor", "approved_by", "reason"]
MOST_BATCHES = 12
MOST_FIGURES = 20_000


def of_figures(
    conn: Connection,
    measures: Collection[str],
    units: Collection[str],
    months_: Collection[date],
    revision: int | None,
    limit: int,
) -> pd.DataFrame:
    """The corrected figures of these measures, units and months: FIGURES and BATCH, the newest correction first.

    `before` is what counted until the correction came (NaN: nothing); no value and no grade means taken back. Corrections
    that were themselves withdrawn are not known corrections any more.
    """
    only = figure.c.measure.in_(measures) & figure.c.unit.in_(units) & figure.c.month.in_(months_)
    frames = [_figures(conn, each, only) for each in _corrections(conn, revision, only, figure)]
    return _listed(frames, FIGURES, limit)


def of_rows(conn: Connection, register: str, units: Collection[str], revision: int | None, limit: int) -> pd.DataFrame:
    """The corrected rows of a register in these units: ROWS and BATCH; `change` is added, changed or removed."""
    table = TABLES[register]
    only = table.c.unit.in_(units)
    frames = [_rows(conn, register, each, only) for each in _corrections(conn, revision, only, table)]
    return _listed(frames, ROWS, limit)


def changed_lately(
    conn: Connection, units: Collection[str], first: date, revision: int | None, days: int
) -> pd.DataFrame:
    """The figures of the months from `first` on that batches of the last `days` changed, whether they called themselves
    corrections or not: FIGURES and BATCH, the newest batch first. The days are counted back from the revision."""
    known = revisions.current(conn) if revision is None else revision
    at = conn.scalar(select(revisions_.c.at).where(revisions_.c.number == known))
    if at is None:
        return pd.DataFrame(columns=[*FIGURES, *BATCH])
    lately = batch.c.changed > 0, batch.c.at >= at - timedelta(days=days), batch.c.number.in_(live_batches(revision))
    only = figure.c.unit.in_(units) & (figure.c.month >= first)
    touching = select(figure.c.batch).where(figure.c.batch.in_(select(batch.c.number).where(*lately)), only)
    found = select(batch).where(batch.c.number.in_(touching)).order_by(batch.c.number.desc()).limit(MOST_BATCHES)
    frames = [_figures(conn, each, only) for each in conn.execute(found).all()]
    rows = _listed([frame for frame in frames if len(frame)], FIGURES, MOST_FIGURES)
    return rows[rows["before"].notna()].reset_index(drop=True)


def _corrections(conn: Connection, revision: int | None, only: ColumnElement[bool], table: FromClause) -> Sequence:
    """The newest batches that corrected an earlier month, still count, and touched what is asked for."""
    correcting = select(batch.c.number).where(batch.c.correction != "", batch.c.number.in_(live_batches(revision)))
    numbers = list(conn.scalars(correcting))
    if not numbers:
        return ()
    touching = select(table.c.batch).where(table.c.batch.in_(numbers), only)
    found = select(batch).where(batch.c.number.in_(touching)).order_by(batch.c.number.desc()).limit(MOST_BATCHES)
    return conn.execute(found).all()


def _figures(conn: Connection, came, only: ColumnElement[bool]) -> pd.DataFrame:
    earlier = as_of(figure, came.revision - 1, only)
    before = [earlier.c[name].label(f"before_{name}") for name in ("qualifier", "grade")]
    place = [figure.c[name] for name in ("value", "qualifier", "grade", "sheet", "cell")]
    query = (
        select(*(figure.c[key] for key in KEYS), earlier.c.value.label("before"), *before, *place)
        .outerjoin(earlier, and_(*(earlier.c[key] == figure.c[key] for key in KEYS)))
        .where(figure.c.batch == came.number, only)
        .order_by(*(figure.c[key] for key in KEYS))
    )
    frame = bulk.read(conn, query).astype({"before": float, "value": float})
    words = ["before_grade", "before_qualifier"]
    frame[words] = frame[words].astype(object).where(frame[words].notna(), "")
    return _with_batch(frame[_differs(frame)], came)


def _differs(frame: pd.DataFrame) -> pd.Series:
    """Whether a correction changed a figure, or only repeated it."""
    value = (frame["before"] != frame["value"]) & ~(frame["before"].isna() & frame["value"].isna())
    promise = (frame["before_qualifier"] != frame["qualifier"]) & frame["value"].notna()
    return value | promise | (frame["before_grade"] != frame["grade"])


def _rows(conn: Connection, register: str, came, only: ColumnElement[bool]) -> pd.DataFrame:
    table = TABLES[register]
    title = REGISTERS[register].title_field
    earlier = as_of(table, came.revision - 1)
    change = case((table.c.removed, "removed"), (earlier.c.key.is_(None), "added"), else_="changed")
    columns = [table.c.unit, table.c.key, table.c[title].label("title"), change.label("change")]
    query = (
        select(*columns, table.c.sheet, table.c.cell)
        .outerjoin(earlier, earlier.c.key == table.c.key)
        .where(table.c.batch == came.number, only)
        .order_by(table.c.unit, table.c.key)
    )
    return _with_batch(bulk.read(conn, query), came)


def _with_batch(frame: pd.DataFrame, came) -> pd.DataFrame:
    return frame.assign(
        batch=came.number,
        revision=came.revision,
        at=came.at,
        actor=came.actor,
        approved_by=came.approved_by,
        reason=came.correction,
    )


def _listed(frames: Sequence[pd.DataFrame], columns: list[str], limit: int) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame(columns=[*columns, *BATCH])
    return pd.concat(frames, ignore_index=True)[[*columns, *BATCH]].head(limit)
