"""Stores of a million and more figures, made in a minute: the same units, months and measures, more applications."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, insert

from data import bulk, months, revisions, rollups, schema, starting, store, units
from data.measures import MEASURES

MONTHS = 36
LAST = months.parse("2026-10")
FIRST = months.shift(LAST, 1 - MONTHS)
OWED = [key for key, measure in MEASURES.items() if measure.owed]


def make(folder: Path, figures: int) -> Engine:
    """A SQLite store with about so many figures in one batch a month, and its rollup."""
    engine = store.connect(f"sqlite:///{folder}/figures-{figures}.db")
    store.migrate(engine)
    starting.load(engine)
    with store.writing(engine) as conn:
        codes = units.load(conn).on(LAST).leaves("330000")  # as most report: counties, added up
        batches = _batches(conn)
        per_key = max(1, round(figures / (len(codes) * MONTHS * len(OWED))))
        subjects = ["", *(f"ZJ{number:03d}" for number in range(1, per_key))]
        for frame in _frames(codes, subjects, batches):
            bulk.add(conn, schema.figure, frame)
        rollups.rebuild(conn)
    with engine.connect() as conn:
        conn.exec_driver_sql("ANALYZE")
    return engine


def _batches(conn: Connection) -> list[int]:
    """One empty batch for each month, the figures follow."""
    before = revisions.current(conn)
    for offset, month in enumerate(months.between(FIRST, LAST), start=1):
        number, at = before + offset, months.now()
        revisions.add(conn, "commit", number, "bench", at)
        blank = {"source": "workbook", "demo": False, "note": "", "added": 0, "changed": 0, "same": 0}
        if offset == 1:
            conn.execute(insert(schema.batch_file).values(sha256="bench", content=b""))
        row = {"number": number, "revision": number, "at": at, "actor": "bench", "file_name": f"{month:%Y-%m}.csv"}
        conn.execute(insert(schema.batch).values(sha256="bench", **row, **blank))
    return list(range(before + 1, before + 1 + MONTHS))


def _frames(codes: tuple[str, ...], subjects: list[str], batches: list[int]) -> Iterator[pd.DataFrame]:
    """The figures in the order of the table's key, one measure at a time."""
    chance = np.random.default_rng(1612)
    moments = pd.date_range(FIRST, periods=MONTHS, freq="MS").astype("datetime64[s]")
    key = pd.MultiIndex.from_product([codes, moments, sorted(subjects)], names=["unit", "month", "subject"])
    index = key.to_frame(index=False)
    batch_of = index["month"].map(dict(zip(moments, batches, strict=True)))
    for measure in sorted(OWED):
        # Parts stay below their wholes, as in any store that passed the checks.
        low, high = (1, 100) if MEASURES[measure].part_of else (100, 200)
        yield index.assign(
            measure=measure, batch=batch_of, value=chance.integers(low, high, len(index)).astype(float),
            qualifier="exact", grade="", said="", sheet="CSV", cell="E2",
        )  # fmt: skip
