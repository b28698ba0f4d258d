"""Figures as Parquet beside the store, for an engine that does not live in it: by month and load, only ever added to.

A load is what came since the one before, up to a batch. Its files count once its manifest is there, which is written last
and moved into place, so what was interrupted is never read and is made anew. Which batches count is no business of the
figures: that goes along for each revision, so a withdrawal writes nothing.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ParquetWriter
from sqlalchemy import Connection, func, select

from data import registers
from data.figures import as_of, live_batches
from data.schema import batch, figure

AT_ONCE = 50_000  # rows in memory
FIGURES = pa.schema(
    [
        ("measure", pa.string()),
        ("unit", pa.string()),
        ("subject", pa.string()),
        ("batch", pa.int64()),
        ("value", pa.float64()),
        ("qualifier", pa.string()),
        ("grade", pa.string()),
    ]
)
LIVE = pa.schema([("number", pa.int64()), ("source", pa.string())])
APPLICATIONS = pa.schema([("key", pa.string()), ("system", pa.string())])


@dataclass(frozen=True)
class Source:
    """What an engine reads for a revision: files of figures, and the two small tables."""

    folder: Path
    figures: tuple[Path, ...]
    live: Path
    applications: Path


def export(conn: Connection, folder: Path, revision: int, months: Collection[date] | None = None) -> Source:
    """Bring the folder up to the revision, which has to be that of `conn` (it stands still), and say what to read of it:
    of these months alone, or of all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # who reads it reads every figure
    loads = _loads(folder)
    if loads and not _is_of_this_store(conn, loads[-1]):
        shutil.rmtree(folder / "figures", ignore_errors=True)  # of another store, or of one before it was restored
        shutil.rmtree(folder / "loads", ignore_errors=True)
        loads = []
    known = loads[-1]["upto"] if loads else 0
    newest = conn.scalar(select(func.max(batch.c.number))) or 0
    if newest > known:
        loads.append(_load(conn, folder, known, newest, sum(each["rows"] for each in loads)))
    asked = None if months is None else {f"month={each.isoformat()}" for each in months}
    files = (folder / name for load in loads for name in load["files"] if asked is None or name.split("/")[1] in asked)
    here = folder / "runs" / str(revision)
    here.mkdir(parents=True, exist_ok=True)
    applications = as_of(registers.TABLES["applications"], revision)
    counted = select(batch.c.number, batch.c.source).where(batch.c.number.in_(live_batches(revision)))
    _write(here / "live.parquet", LIVE, conn.execute(counted).all())
    _write(
        here / "applications.parquet",
        APPLICATIONS,
        conn.execute(select(applications.c.key, applications.c.system)).all(),
    )
    return Source(folder, tuple(files), here / "live.parquet", here / "applications.parquet")


def _loads(folder: Path) -> list[dict]:
    """The manifests, oldest first."""
    found = sorted((folder / "loads").glob("*.json"))
    return [json.loads(each.read_text(encoding="utf-8")) for each in found]


def _load(conn: Connection, folder: Path, after: int, upto: int, before: int) -> dict:
    """Write the figures of the batches after one, up to another; the manifest. `before`: rows of the loads before it."""
    for half in (folder / "figures").glob(f"month=*/load={upto}"):
        shutil.rmtree(half)
    columns = [figure.c[name] for name in FIGURES.names]
    asked = select(figure.c.month, *columns).where(figure.c.batch > after, figure.c.batch <= upto)
    ordered = asked.order_by(figure.c.month).execution_options(yield_per=AT_ONCE, stream_results=True)
    files, count = [], 0
    with conn.execute(ordered) as rows:
        for month, of_month in groupby(rows, key=lambda row: row.month):
            name = f"figures/month={month.isoformat()}/load={upto}/part-0.parquet"
            count += _write(folder / name, FIGURES, (row[1:] for row in of_month))
            files.append(name)
    said = {
        "after": after,
        "upto": upto,
        "rows": count,
        "total": before + count,
        "store": _mark(conn, upto),
        "files": files,
    }
    place = folder / "loads" / f"{upto:010d}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(".half")
    half.write_text(json.dumps(said), encoding="utf-8")
    half.replace(place)
    return said


def _mark(conn: Connection, upto: int) -> str:
    """What tells the batches of this store from those of another that has as many."""
    told = conn.execute(
        select(batch.c.number, batch.c.at, batch.c.sha256).where(batch.c.number <= upto).order_by(batch.c.number)
    )
    return hashlib.sha256(
        "\n".join(f"{row.number} {row.at.isoformat()} {row.sha256}" for row in told).encode()
    ).hexdigest()


def _is_of_this_store(conn: Connection, load: dict) -> bool:
    return load["store"] == _mark(conn, load["upto"])


def _write(place: Path, schema: pa.Schema, rows: Iterable[Sequence]) -> int:
    """A file of those rows, a part at a time; how many."""
    place.parent.mkdir(parents=True, exist_ok=True)
    count, part = 0, []
    with ParquetWriter(place, schema) as writer:
        for row in rows:
            part.append(row)
            if len(part) == AT_ONCE:
                count += _put(writer, schema, part)
        count += _put(writer, schema, part)
    return count


def _put(writer: ParquetWriter, schema: pa.Schema, part: list[Sequence]) -> int:
    columns = zip(*part, strict=True) if part else ([] for _ in schema.names)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    count = len(part)
    part.clear()
    return count
