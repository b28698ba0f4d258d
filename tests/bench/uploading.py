"""A 100,000-row workbook from file to committed, against reading it with calamine and a bulk insert alone."""

import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median

import numpy as np
from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, insert

from data import months, schema, starting, store, units
from data.measures import MEASURES
from data.reporting.direct import commit
from data.settings import settings
from data.uploads import check
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests.people import steward

ROWS, RUNS = 100_000, 3
TODAY = date(2026, 11, 21)
ACTOR = steward("bench", "330000")


def measure() -> dict[str, float]:
    """The ratio of medians, ours over the other."""
    mine, theirs = [], []
    content = workbook()
    with tempfile.TemporaryDirectory() as folder:
        for run in range(RUNS):
            theirs.append(_timed(_insert_only, _store(folder, f"plain-{run}"), content))
            mine.append(_timed(_upload, _store(folder, f"ours-{run}"), content))
    return {"100,000 rows, file to committed / calamine and bulk insert": median(mine) / median(theirs)}


def workbook() -> bytes:
    """Unit, month, measure and value, a figure a row, for counties and as many months as it takes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("长表")
    sheet.append(["单位", "月份", "填报项", "数值"])
    chance = np.random.default_rng(1612).integers(0, 100, ROWS)
    for (unit, month, measure), more in zip(_rows(), chance.tolist(), strict=False):
        # Parts stay below their wholes: this is the way of a clean file.
        sheet.append([unit, month, measure.zh, 1 + more if measure.part_of else 100 + more])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows():
    measures = [each for each in MEASURES.values() if each.owed and each.reported_as == "month"]
    with tempfile.TemporaryDirectory() as folder:
        engine = _store(folder, "names")
        with engine.connect() as conn:
            tree = units.load(conn).on(TODAY)
        engine.dispose()
    names = [tree[code].name_zh for code in tree.leaves("330000")]
    last = months.last_full(TODAY)
    run = months.between(settings().months.first, last)
    return ((name, months.label(month), measure) for month in reversed(run) for measure in measures for name in names)


def _store(folder: str, name: str) -> Engine:
    engine = store.connect(f"sqlite:///{Path(folder)}/{name}.db")
    store.migrate(engine)
    starting.load(engine)
    return engine


def _timed(work, engine: Engine, content: bytes) -> float:
    start = time.perf_counter()
    work(engine, content)
    taken = time.perf_counter() - start
    engine.dispose()
    return taken


def _upload(engine: Engine, content: bytes) -> None:
    with engine.connect() as conn:
        _, checked = check.read(conn, content, "长表.xlsx", ACTOR, TODAY)
        compared = compare(conn, checked.figures, checked.records)
    assert not checked.errors, checked.errors[:3]
    done = commit(engine, compared, Source("workbook", "长表.xlsx", content), by=ACTOR)
    with engine.connect() as conn:
        (held,) = conn.exec_driver_sql(f"SELECT count(*) FROM figure WHERE batch = {done.batch}").one()
    assert held == ROWS, held


def _insert_only(engine: Engine, content: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    blank = {"batch": 1, "subject": "", "qualifier": "exact", "grade": "", "said": "", "sheet": "长表"}
    with store.writing(engine) as conn:
        known = {row.name_zh: row.code for row in conn.exec_driver_sql("SELECT code, name_zh FROM unit_term")}
        figures = [
            {"unit": known[unit], "month": months.parse(month), "measure": measure, "value": value, "cell": f"D{at}"}
            | blank
            for at, (unit, month, measure, value) in enumerate(rows, start=2)
        ]
        conn.execute(insert(schema.figure), figures)
