"""Search and go: the box over a hundred thousand rows of a register against a hundred, the first answer included."""

import tempfile
import time
from statistics import median

import pandas as pd
from sqlalchemy import Engine

from data import starting, store
from data.access import Actor, Grant
from data.finding.spelling import sound
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from metrics.finding import Seeker, find
from tests.bench.stores import LAST

WORDS = ("宁波", "满意率", "消防通道", "xftd", "xiaofang", "消防通到", "P000042", "没有这样的")
WHAT = (
    "消防通道堵塞",
    "账目不清",
    "河道保洁不到位",
    "电梯超期未检",
    "围挡占道",
    "扬尘超标",
    "数据未共享",
    "材料重复提交",
)
UNIT, RUNS = "330000", 5
LEADER = Actor("bench", UNIT, (Grant("leader", UNIT),))


def measure(sizes: tuple[int, int] = (100, 100_000)) -> dict[str, float]:
    """Ratios of seconds, the larger store over the smaller, by name."""
    sound("预热")  # the dictionaries load with the server, whatever there is to find
    firsts, later = [], []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            engine = made(f"sqlite:///{folder}/rows-{size}.db", size)
            firsts.append(_seconds(engine, WORDS[2]))
            later.append(sum(median(_seconds(engine, words) for _ in range(RUNS)) for words in WORDS))
            engine.dispose()
    return {
        f"search, {sizes[1]:,} / {sizes[0]:,} rows": later[1] / later[0],
        f"search, first answer, {sizes[1]:,} / {sizes[0]:,} rows": firsts[1] / firsts[0],
    }


def _seconds(engine: Engine, words: str) -> float:
    start = time.perf_counter()
    with engine.connect() as conn:
        find(conn, words, Seeker(LEADER, UNIT, LAST))
    return time.perf_counter() - start


def made(url: str, size: int) -> Engine:
    """A store with so many problems at that address, by way of a commit, and opened anew."""
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    with store.writing(engine) as conn:
        compared = compare(conn, starting.no_figures(), {"problems": problems(size)})
        write(conn, compared, Source("workbook", "清单.xlsx", b""), by=LEADER)
    engine.dispose()
    return store.connect(url)


def problems(size: int) -> pd.DataFrame:
    """So many problems of six counties."""
    units = ("330203", "330205", "330212", "330102", "330602", "330702")
    rows = pd.DataFrame({"key": [f"P{number:06d}" for number in range(size)]})
    return rows.assign(
        unit=[units[number % len(units)] for number in range(size)],
        title=[f"第{number}号：{WHAT[number % len(WHAT)]}" for number in range(size)],
        list="safety",
        department="应急局",
        found=pd.Timestamp(2026, 9, 1),
        sheet="清单",
        cell="A2",
        removed=False,
    )
