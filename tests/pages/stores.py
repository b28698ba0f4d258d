"""Stores for the pages: one with the starting data, and one with a unit's figures and problems beside them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, event

from data import starting
from data.reporting.direct import commit
from data.uploads.commit import Committed, Source
from data.uploads.compare import compare
from tests import prepared
from tests.frames import drawn, figures
from tests.people import steward

NINGBO = steward("王芳", "330200")

OCTOBER = """
measure   | unit   | month   | value | sheet | cell
rated     | 330203 | 2024-10 |  1000 | 月报  | P6
satisfied | 330203 | 2024-10 |   900 | 月报  | Q6
rated     | 330205 | 2024-10 |  3000 | 月报  | P7
satisfied | 330205 | 2024-10 |  2900 | 月报  | Q7
"""

PROBLEMS = """
key  | list   | unit   | department | title            | severity | found      | assigned   | due        | closed     | accepted
W-01 | audit  | 330203 | 财政局     | 账实不符         | grave    | 2024-01-05 | 2024-01-08 | 2024-04-30 |            |
W-02 | audit  | 330203 | 财政局     | =HYPERLINK("x")  | general  | 2024-09-01 | 2024-09-03 | 2024-12-31 |            |
W-03 | safety | 330205 | 应急管理局 | <b>消防通道</b>  | serious  | 2024-02-01 | 2024-02-03 | 2024-06-30 | 2024-05-20 | 2024-06-01
W-04 | safety | 330205 | 应急管理局 | 隐患未复查       | serious  | 2024-02-01 | 2024-02-03 | 2024-06-30 | 2024-07-20 |
"""
DATES = ("found", "assigned", "due", "closed", "accepted")


def records(table: str) -> pd.DataFrame:
    """Rows of the problem lists drawn as a table; an empty date is none."""
    frame = drawn(table).assign(sheet="七张问题清单", removed=False, reopened=0, status=None)
    frame["cell"] = [f"A{row}" for row in range(2, len(frame) + 2)]
    for field in DATES:
        frame[field] = [pd.Timestamp(day).date() if day else None for day in frame[field]]
    return frame


def upload(
    engine, table: str = "", problems: str = "", *, name: str = "宁波月报.xlsx", kind: str = "workbook"
) -> Committed:
    """Commit figures and problems as 王芳 of Ningbo would."""
    frame = figures(table) if table else starting.no_figures()
    with engine.connect() as conn:
        compared = compare(conn, frame, {"problems": records(problems)} if problems else {})
    content = (table + problems).encode()
    return commit(engine, compared, Source(kind, name, content), by=NINGBO)


@prepared.over(prepared.with_starting_data)
def with_ningbo(engine) -> None:
    """A new store with the starting data and what Ningbo reported."""
    report_ningbo(engine)


def report_ningbo(engine) -> None:
    """October of two districts of Ningbo, and four problems."""
    upload(engine, OCTOBER, PROBLEMS)


@pytest.fixture
def started(stores, tmp_path) -> Iterator[Engine]:
    """A store of the test's own with the starting data."""
    with stores.sqlite(prepared.with_starting_data, tmp_path) as engine:
        yield engine


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Inside, a SQLite store can be read and not written."""

    def hold(conn: Connection) -> None:
        conn.exec_driver_sql("PRAGMA query_only = ON")

    event.listen(engine, "begin", hold)
    yield
    event.remove(engine, "begin", hold)
    engine.dispose()
