"""Starting data that a later release reads better reach the stores that were made with the earlier reading.

What differs comes as one batch of the program, with the batches before it in place: every earlier revision stays as it was.
What people have reported, changed or withdrawn since is theirs and stays.
"""

import hashlib
from collections.abc import Callable

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, exists, select

from data import audit, dated, months, published, starting, store
from data.access import Actor
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure, withdrawal
from data.settings import settings
from data.training_mark import is_training
from data.uploads.commit import Source, write
from data.uploads.compare import FIGURE_KEY, compare

PROGRAM = "升级 / upgrade"
NOTE = "新版本对初始数据的更正 / starting data corrected by a newer release"
Differences = tuple[pd.DataFrame, dict[str, pd.DataFrame]]  # figures, and records by register
SAID = ["value", "qualifier", "grade", "said"]


def correct(engine: Engine) -> int:
    """Bring a real store's starting data to this release's reading, a batch for each file of it; how many figures and rows
    that moved."""
    with store.writing(engine) as conn:
        held = set(conn.scalars(select(batch.c.sha256).where(_is_published())))
        if is_training(conn) or not held or published.sources().empty:
            return 0
        return sum(_correct(conn, file, differ) for file, differ in FILES.items() if sha256(file) not in held)


def _correct(conn: Connection, file: str, differ: Callable[[Connection], Differences]) -> int:
    figures, records = differ(conn)
    count = len(figures) + sum(map(len, records.values()))
    if count:
        by = Actor(PROGRAM, settings().unit, origin="python -m data migrate")
        known = starting.latest()
        month = months.last_full(known.date())
        source = Source("published", file, starting.content(file), NOTE, handed_in=known, month=month)
        done = write(conn, compare(conn, figures, records), source, by=by, at=months.now())
        audit.add(conn, by, "commit", f"batch {done.batch}", after={"source": "published", "changed": count})
    return count


def sha256(file: str) -> str:
    """By which a batch says which reading of a file it is of."""
    return hashlib.sha256(starting.content(file)).hexdigest()


def _is_published() -> ColumnElement[bool]:
    return batch.c.source == "published"


def _figures(conn: Connection) -> Differences:
    """Figures that the documents say otherwise, that they do not say (without a value), and new ones nobody ever said."""
    documents = [starting.figures(key) for key in published.sources()["key"]]
    now = pd.concat(documents, ignore_index=True).drop_duplicates(FIGURE_KEY, keep="last")
    there = _newest(conn, figure, FIGURE_KEY, SAID)
    there = there.assign(month=pd.to_datetime(there["month"]).astype("datetime64[s]"))
    met = now.merge(there, on=FIGURE_KEY, how="outer", suffixes=("", "_before"), indicator="side")
    ours = met["ours"].eq(True)
    other = np.array([_is_other(row) for row in met.to_dict("records")], dtype=bool)
    stands = met["value_before"].notna() | met["grade_before"].fillna("").ne("")
    gone = ours & met["side"].eq("right_only") & stands
    wanted = met[met["side"].eq("left_only") | (met["side"].eq("both") & ours & other) | gone]
    nothing = {"qualifier": "exact"} | dict.fromkeys(["grade", "said", "sheet", "cell"], "")
    told = wanted.assign(**{name: wanted[name].fillna(empty) for name, empty in nothing.items()})
    return told[[*FIGURE_KEY, "value", *nothing]].reset_index(drop=True), {}


def _is_other(row: dict) -> bool:
    return any(dated.plain(row[name]) != dated.plain(row[f"{name}_before"]) for name in SAID)


def _ledger(conn: Connection) -> Differences:
    return starting.no_figures(), _records(conn, starting.applications())


def _rows(conn: Connection) -> Differences:
    return starting.no_figures(), _records(conn, starting.rows())


def _records(conn: Connection, now: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Rows of registers that the documents say otherwise, and new ones; none of a register that others alone keep."""
    found = {}
    for key, rows in now.items():
        fields = [field.key for field in REGISTERS[key].fields if field.key in rows]
        there = _newest(conn, TABLES[key], ["key"], [*fields, "removed"]).set_index("key")
        if len(there) and not there["ours"].any():
            continue
        wanted = [
            row["key"] not in there.index
            or (bool(there.at[row["key"], "ours"]) and _differs(there.loc[row["key"]], row, fields))
            for row in rows.to_dict("records")
        ]
        if any(wanted):
            found[key] = rows[wanted].reset_index(drop=True)
    return found


def _differs(before: pd.Series, row: dict, fields: list[str]) -> bool:
    return bool(before["removed"]) or any(dated.plain(before[name]) != dated.plain(row[name]) for name in fields)


def _newest(conn: Connection, table: Table, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """The newest version ever of every key, and whether it is the program's own (`ours`): published, and not withdrawn."""
    newer = table.alias("newer")
    later = exists().where(and_(*(newer.c[key] == table.c[key] for key in keys)), newer.c.batch > table.c.batch)
    came = table.join(batch, batch.c.number == table.c.batch)
    came = came.outerjoin(withdrawal, withdrawal.c.batch == table.c.batch)
    asked = [table.c[name] for name in (*keys, *columns)]
    ours = _is_published() & withdrawal.c.batch.is_(None)
    rows = conn.execute(select(*asked, ours.label("ours")).select_from(came).where(~later))
    return pd.DataFrame(rows.all(), columns=[*keys, *columns, "ours"])


FILES: dict[str, Callable[[Connection], Differences]] = {
    starting.LEDGER: _ledger,
    published.FILE: _figures,
    starting.ROWS: _rows,
}
