"""A month of townships that comes in parts of 50,000 figures as Parquet: the time of it and the most memory of the server's
process, by size, each in a process of its own. What the worker takes that reads a part is not in it."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
from sqlalchemy import Engine, func, select

from data import months, schema, starting, store, units
from data.measures import MEASURES
from data.measures.units import RATE
from data.reporting import deliveries, finishing
from tests import many_units, postgres
from tests.people import steward

SIZES = (10_000, 100_000, 1_000_000)
A_PART = 50_000
TOP = "330000"
COUNTED = [
    each.key
    for each in MEASURES.values()
    if each.kind != "index" and each.unit != RATE and each.reported_as == "month" and not each.part_of
]
MONTH = months.last_full(months.today())
MB = 1 << 10  # of what the system tells in kB


def measure() -> dict[str, float]:
    """By size and database."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, postgres.server() as server:
        for rows in SIZES:
            for name, address in (("SQLite", f"sqlite:///{folder}/{rows}.db"), ("PostgreSQL", postgres.create(server))):
                told = _apart(rows, address)
                found |= {f"a month in parts, {rows:,} figures, {name}: {what}": each for what, each in told.items()}
    return found


def _apart(rows: int, address: str) -> dict[str, float]:
    """`run` in a process of its own, where no approval is asked."""
    command = [sys.executable, "-m", "tests.bench.parts", str(rows), address]
    at_once = os.environ | {"COCKPIT_APPROVAL_LEVELS": "0"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=at_once)
    return json.loads(told.stdout.splitlines()[-1])


def run(rows: int, address: str) -> dict[str, float]:
    """One size in an empty database, from the first part to the batch: microseconds a figure, and MB above what the process had
    before the first part."""
    engine, by = _store(address, rows), steward("bench", TOP)
    number = deliveries.begin(engine, TOP, MONTH, by=by).number
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # so that the peak is of what follows
    start = time.perf_counter()
    count = 0
    for count, content in enumerate(_parts(engine, rows), start=1):
        done = deliveries.put(engine, number, count, f"{count}.parquet", content, by=by)
        assert not done.part.errors, done.part.findings[:3]
    put, peak = time.perf_counter() - start, _memory("VmHWM")
    start = time.perf_counter()
    made = finishing.finish(engine, number, by=by, parts=count)
    finished = time.perf_counter() - start
    with engine.connect() as conn:
        held = conn.scalar(select(func.count()).select_from(schema.figure).where(schema.figure.c.batch == made.batch))
    assert held == rows, held
    engine.dispose()
    return {
        "put, µs a figure": put / rows * 1e6,
        "finish, µs a figure": finished / rows * 1e6,
        "most memory while putting, MB more": (peak - before) / MB,
        "most memory in all, MB more": (_memory("VmHWM") - before) / MB,
    }


def _store(address: str, rows: int) -> Engine:
    engine = store.connect(address)
    store.migrate(engine)
    starting.load(engine)
    many_units.add(engine, rows // len(COUNTED) + 1)
    return engine


def _parts(engine: Engine, rows: int) -> Iterator[bytes]:
    """The month's figures, all of a township together."""
    with engine.connect() as conn:
        tree = units.load(conn).in_month(MONTH)
    towns = [code for code in tree.below(TOP) if tree[code].level == "township"]
    told = ((code, measure, 100.0 + len(measure)) for code in towns for measure in COUNTED)
    left = islice(told, rows)
    while part := list(islice(left, A_PART)):
        columns = dict(zip(("unit", "measure", "value"), zip(*part, strict=True), strict=True))
        table = pa.table(
            {"month": [months.label(MONTH)] * len(part), **{key: list(each) for key, each in columns.items()}}
        )
        out = io.BytesIO()
        parquet.write_table(table, out)
        yield out.getvalue()


def _memory(what: str) -> int:
    """Of this process, in kB."""
    return int(Path("/proc/self/status").read_text().split(f"{what}:")[1].split()[0])


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), sys.argv[2])))
