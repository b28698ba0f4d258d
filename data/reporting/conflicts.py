"""Figures that somebody else changed while a submission waited."""

import pandas as pd
from sqlalchemy import Connection, select

from data import months
from data.figures import as_of
from data.registers import TABLES
from data.schema import batch, figure, withdrawal
from data.uploads.compare import FIGURE_KEY, Compared

COLUMNS = [
    "register", "measure", "unit", "month", "subject", "sheet", "cell", "mine", "before", "now", "batch", "actor", "at",
]  # fmt: skip
VERSION = ["batch", "value", "grade"]


def since(conn: Connection, compared: Compared, revision: int) -> pd.DataFrame:
    """What counts otherwise than it did at a revision, and otherwise than the submission says: COLUMNS.

    `register` is "" for a figure; a register's row has its key in `subject`. `mine`, `before`, `now`: numbers, grades, or
    None (for a row nothing is shown). `batch`, `actor`, `at`: the batch that came, or whose withdrawal changed it.
    """
    if compared.base == revision:
        return pd.DataFrame(columns=COLUMNS)
    parts = [_figures(conn, compared.figures, revision)]
    parts += [_records(conn, key, frame, revision) for key, frame in compared.records.items()]
    found = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    return _told(conn, found)[COLUMNS]


def _figures(conn: Connection, figures: pd.DataFrame, revision: int) -> pd.DataFrame:
    mine = figures[figures["change"] != "same"]
    if mine.empty:
        return pd.DataFrame()
    met = mine[[*FIGURE_KEY, "sheet", "cell", "value", "grade"]]
    for name, at in (("then", revision), ("now", None)):
        met = met.merge(_versions(conn, mine, at, name), on=FIGURE_KEY, how="left")
    moved = met[_differ(met["batch_then"], met["batch_now"])]
    shown = {name: _shown(moved, end) for name, end in (("mine", ""), ("before", "_then"), ("now", "_now"))}
    return moved[[*FIGURE_KEY, "sheet", "cell", "batch_then", "batch_now"]].assign(register="", **shown)


def _versions(conn: Connection, figures: pd.DataFrame, revision: int | None, name: str) -> pd.DataFrame:
    only = (
        figure.c.measure.in_(figures["measure"].unique().tolist())
        & figure.c.unit.in_(figures["unit"].unique().tolist())
        & figure.c.month.between(figures["month"].min().date(), figures["month"].max().date())
    )
    stood = as_of(figure, revision, only)
    rows = conn.execute(select(*(stood.c[key] for key in [*FIGURE_KEY, *VERSION]))).all()
    frame = pd.DataFrame(rows, columns=[*FIGURE_KEY, *(f"{each}_{name}" for each in VERSION)])
    return frame.astype({"month": figures["month"].dtype, f"batch_{name}": "Int64"})


def _differ(one: pd.Series, other: pd.Series) -> pd.Series:
    return one.fillna(0) != other.fillna(0)


def _shown(frame: pd.DataFrame, end: str) -> list[object]:
    pairs = zip(frame[f"value{end}"], frame[f"grade{end}"], strict=True)
    return [value if pd.notna(value) else grade or None if isinstance(grade, str) else None for value, grade in pairs]


def _records(conn: Connection, register: str, records: pd.DataFrame, revision: int) -> pd.DataFrame:
    mine = records[records["change"] != "same"]
    if mine.empty:
        return pd.DataFrame()
    table = TABLES[register]
    stood = {}
    for name, at in (("then", revision), ("now", None)):
        version = as_of(table, at, table.c.unit.in_(mine["unit"].unique().tolist()))
        stood[name] = {row.key: row.batch for row in conn.execute(select(version.c.key, version.c.batch))}
    batches = {f"batch_{name}": mine["key"].map(kept).astype("Int64") for name, kept in stood.items()}
    told = mine[["unit", "sheet", "cell"]].assign(register=register, measure="", subject=mine["key"], month=pd.NaT)
    told = told.assign(mine=None, before=None, now=None, **batches)
    return told[_differ(told["batch_then"], told["batch_now"])]


def _told(conn: Connection, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with who changed them: the batch that counts now, or who withdrew the one that did."""
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    came = {row.number: (row.actor, row.at) for row in conn.execute(select(batch.c.number, batch.c.actor, batch.c.at))}
    gone = {row.batch: (row.actor, row.at) for row in conn.execute(select(withdrawal))}
    whose = []
    for then, now in zip(found["batch_then"], found["batch_now"], strict=True):
        taken = pd.notna(then) and int(then) in gone
        number = int(then) if taken else int(now) if pd.notna(now) else int(then)
        whose.append((number, *(gone[number] if taken else came[number])))
    told = pd.DataFrame(whose, columns=["batch", "actor", "at"], index=found.index)
    return found.assign(batch=told["batch"], actor=told["actor"], at=months.in_zhejiang(told["at"]))
