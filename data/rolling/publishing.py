"""The rollup made by an engine and published: rows are put aside as they come, and take the place of the old ones in one
transaction, so every page reads either the old or the new. What was interrupted is dropped and begun anew.

Commits go on meanwhile, each keeping the rollup as its own transaction leaves it. What they touched after the revision of the
engine is added up once more when its rows are published, so the rollup is that of the present, as always.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, exists, func, insert, or_, select, update

from data import audit, bulk, jobs, months, postgresql, registers, revisions, rollups, store
from data.access import Actor
from data.refusal import ByReason
from data.rolling import engines, rules
from data.schema import batch, figure, revision, rollup, rollup_load, rollup_staged, withdrawal
from data.settings import settings
from data.text import Text

WORK = "rollup"
REFUSALS = {
    "busy": Text("另一个汇总正在进行，请等它结束。", "The sums are being made already. Wait until that has ended."),
    "no_spark": Text(
        "没有安装 Spark：请执行 .venv/bin/pip install -r requirements-spark.txt，并安装 Java 17；或用 --engine embedded。",
        "Spark is not installed: .venv/bin/pip install -r requirements-spark.txt, and Java 17; or use --engine embedded.",
    ),
}


class Refused(ByReason):
    """Sums that were not made."""

    sentences = REFUSALS


class Done(NamedTuple):
    """What was published: of which revision, how many rows, of how many months (None: of all)."""

    revision: int
    rows: int
    months: int | None


def roll(engine: Engine, make: engines.Engine, name: engines.Name, *, by: Actor, anew: bool = False) -> Done:
    """Make what figures have changed since the last time (or all, `anew`) and publish it. Raises `Refused`."""
    with jobs.only_one(engine, WORK) as mine:
        if not mine:
            raise Refused("busy")
        _drop(engine)
        with store.reading(engine) as conn:
            if conn.dialect.name == "postgresql":
                postgresql.be_patient(conn, settings().store.busy_seconds)
            now = revisions.current(conn)
            touched = None if anew else _touched(conn, _since(conn, name))
            number = _begin(engine, name, now)
            rows = 0
            for frame in make(conn, now, touched):
                rows += len(frame)
                with store.writing(engine) as aside:
                    bulk.add(aside, rollup_staged, frame.assign(load=number))
        with store.writing(engine) as conn:
            publish(conn, number, now, touched)
            said = {"engine": name, "revision": now, "rows": rows}
            audit.add(conn, by, "rollup_rebuilt", "store", after=said)
        _drop(engine)
    return Done(now, rows, None if touched is None else len(touched))


def publish(conn: Connection, number: int, made_of: int, touched: Sequence[date] | None) -> None:
    """Put the rows of a load in the place of the old ones, in the transaction of who holds the write lock; then add up what
    batches after its revision touched."""
    columns = [column.name for column in rollup.c]
    among = () if touched is None else (rollup.c.month.in_(touched),)
    conn.execute(delete(rollup).where(*among))
    staged = select(*(rollup_staged.c[name] for name in columns)).where(rollup_staged.c.load == number)
    conn.execute(insert(rollup).from_select(columns, staged))
    later = select(revision.c.batch).where(
        revision.c.number > made_of, exists().where(batch.c.number == revision.c.batch)
    )
    for moved in conn.scalars(later.distinct()).all():
        rollups.refresh(conn, moved)
    conn.execute(update(rollup_load).where(rollup_load.c.number == number).values(published_at=months.now()))


def last(conn: Connection) -> tuple[str, int] | None:
    """Which engine's load was published last, and of which revision."""
    asked = select(rollup_load.c.engine, rollup_load.c.revision).where(rollup_load.c.published_at.is_not(None))
    row = conn.execute(asked.order_by(rollup_load.c.number.desc()).limit(1)).first()
    return (row.engine, row.revision) if row else None


def _since(conn: Connection, name: str) -> int | None:
    """The revision of the last load of that engine by these rules; None where there is none."""
    theirs = (rollup_load.c.engine == name, rollup_load.c.rules == rules.fingerprint())
    published = rollup_load.c.published_at.is_not(None)
    return conn.scalar(select(func.max(rollup_load.c.revision)).where(*theirs, published))


def _touched(conn: Connection, since: int | None) -> list[date] | None:
    """The months of figures that came or went since a revision; None for all, also where applications changed, for then
    the sums by system of any month may."""
    if since is None:
        return None
    went = select(withdrawal.c.batch).where(withdrawal.c.revision > since)
    moved = select(batch.c.number).where(or_(batch.c.revision > since, batch.c.number.in_(went)))
    applications = registers.TABLES["applications"]
    if conn.scalar(select(exists().where(applications.c.batch.in_(moved)))):
        return None
    return list(
        conn.scalars(select(figure.c.month).where(figure.c.batch.in_(moved)).distinct().order_by(figure.c.month))
    )


def _begin(engine: Engine, name: str, made_of: int) -> int:
    with store.writing(engine) as conn:
        number = bulk.next_number(conn, rollup_load)
        row = {"number": number, "engine": name, "revision": made_of, "rules": rules.fingerprint()}
        conn.execute(insert(rollup_load).values(**row, begun_at=months.now()))
    return number


def _drop(engine: Engine) -> None:
    """What was put aside and is published, or never will be."""
    with store.writing(engine) as conn:
        conn.execute(delete(rollup_staged))
        conn.execute(delete(rollup_load).where(rollup_load.c.published_at.is_(None)))
