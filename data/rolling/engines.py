"""Who makes the rows of the rollup: the store itself, or Spark. One interface: the rows as of a revision, of some months or
of all, a part at a time. What becomes of them is not theirs."""

import importlib.util
import shutil
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

import pandas as pd
from pyarrow.parquet import ParquetFile
from sqlalchemy import Connection, literal_column, select, true

from data.figures import as_of, by_system, whole
from data.rolling import parquet, rules
from data.schema import figure

Name = Literal["embedded", "spark"]
AT_ONCE = 100_000  # rows in memory
SCHEMA = "measure STRING, unit STRING, subject STRING, batch BIGINT, value DOUBLE, qualifier STRING, grade STRING, month STRING, load STRING"  # fmt: skip


class Engine(Protocol):
    """Frames with the columns of the rollup (`rules.COLUMNS`), months written as 2026-10-01."""

    def __call__(self, conn: Connection, revision: int, months: Collection[date] | None) -> Iterator[pd.DataFrame]:
        """`conn` stands still at that revision."""


def embedded(conn: Connection, revision: int, months: Collection[date] | None) -> Iterator[pd.DataFrame]:
    """By the database of the store."""
    among = true() if months is None else figure.c.month.in_(months)
    sums = (
        whole(as_of(figure, revision, among)),
        by_system(as_of(figure, revision, among & (figure.c.subject != "")), revision),
    )
    for asked in sums:
        each = asked.subquery()
        ordered = select(*(each.c[name] for name in rules.COLUMNS), literal_column("1"))
        with conn.execute(ordered.execution_options(yield_per=AT_ONCE, stream_results=True)) as rows:
            for part in rows.partitions(AT_ONCE):
                frame = pd.DataFrame([row[:-1] for row in part], columns=list(rules.COLUMNS))
                yield frame.assign(month=[day.isoformat() for day in frame["month"]])


def spark_is_there() -> bool:
    """Whether Spark can be asked: its package, and a Java to run it."""
    return importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


class Spark:
    """By Spark SQL, over the figures as Parquet in `folder`, which all its workers have to see."""

    def __init__(self, master: str, folder: Path, memory: str = "2g"):
        self.master, self.folder, self.memory = master, folder.absolute(), memory

    def __call__(self, conn: Connection, revision: int, months: Collection[date] | None) -> Iterator[pd.DataFrame]:
        """The rows lie in a file of Spark's before the first is given, so a worker that dies leaves nothing half."""
        source = parquet.export(conn, self.folder, revision, months)
        if not source.figures:
            return
        out = self.folder / "runs" / str(revision) / "rollup"
        self._make(source, out)
        for name in sorted(out.glob("*.parquet")):
            with ParquetFile(name) as written:
                for part in written.iter_batches(AT_ONCE):
                    yield part.to_pandas()
        shutil.rmtree(out.parent)

    def _make(self, source: parquet.Source, out: Path) -> None:
        spark = self._session()
        figures = spark.read.schema(SCHEMA).option("basePath", f"{source.folder}/figures")
        figures.parquet(*map(str, source.figures)).createOrReplaceTempView("figures")
        spark.read.parquet(str(source.live)).createOrReplaceTempView("live")
        spark.read.parquet(str(source.applications)).createOrReplaceTempView("applications")
        spark.sql(rules.sql(_joined)).write.mode("overwrite").parquet(str(out))

    def _session(self):
        from pyspark.sql import SparkSession

        asked = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": self.memory,
            "spark.sql.session.timeZone": "Asia/Shanghai",
            # A month in the name of a folder stays text.
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        }
        if self.master.startswith("local"):
            asked |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
            asked["spark.sql.shuffle.partitions"] = "8"
        builder = SparkSession.builder.master(self.master).appName("cockpit rollup")
        for key, value in asked.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session


def _joined(expression: str) -> str:
    return f"array_join(array_sort(collect_list({expression})), char(31))"
