"""A disk that is full at any moment of a steward's month: a sentence, and all or nothing."""

import os
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from data import store as stores
from data.reporting import approval, drafts, submissions
from data.reporting.approval import Back
from data.reporting.drafts import Edit
from data.schema import METADATA, draft, submission
from tests import month, workbooks
from tests.month import (
    CELLS,
    HAISHU,
    JIANGBEI,
    NINGBO,
    OCTOBER,
    counting,
    fill,
    hand_in,
    started,
    submit,
    tomorrow,
    who,
)

PREPARED = started
RECORDS = "归集公共数据量"


@pytest.fixture
def store(engine, approval_levels):
    approval_levels(1)
    return engine


def opened(store, login="wangfang", **more):
    return drafts.open_(store, NINGBO, OCTOBER, by=who(store, login), **more)


@contextmanager
def full(engine):
    """No page more in SQLite, whose file may not grow; a PostgreSQL whose disk is full is read-only for its writers."""

    def hold(conn):
        if conn.dialect.name == "sqlite":
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
            conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        else:
            conn.exec_driver_sql("SET TRANSACTION READ ONLY")

    event.listen(engine, "begin", hold)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "begin", hold)
        engine.dispose()


BIG = {(HAISHU, measure): 10**9 for measure in (RECORDS, "数据共享申请数")}


def test_a_full_disk_is_a_sentence_and_everything_stays_as_it_was(store):
    by = who(store, "wangfang")
    done = hand_in(store)
    here = fill(store, opened(store, correction="更正"), BIG, by)
    pictures = workbooks.xlsx(
        数据=[["单位", "月份", "填报项", "数值"], *([str(os.urandom(40)), "", "", ""] for _ in range(3000))]
    )
    with full(store):
        for act in (
            lambda: drafts.put(store, here.number, "大.xlsx", pictures, by=by, base=here.version),
            lambda: fill_up(store),
        ):
            with pytest.raises(stores.Refused, match="没有写入"):
                act()
    with store.connect() as conn:
        assert drafts.of(conn, here.number) == here
        assert submissions.of(conn, done.number).state == "waiting"
    assert submit(store, here, by).number
    approval.accept(store, done.number, by=who(store, "zhao"), step=0)
    assert counting(store) == {HAISHU: 1000, JIANGBEI: 2000}


def fill_up(store):
    """Open drafts until there is no room; the last one finds the disk full."""
    for number in range(1, 10):
        drafts.open_(store, NINGBO, date(2024, number, 1), by=who(store, "wangfang"))


@contextmanager
def failing_at(engine, place):
    """The database fails at the so manieth write of a transaction, as on a full disk."""
    left = [place]

    def count(_conn, _cursor, statement, *_):
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE", "COPY")):
            left[0] -= 1
            if left[0] == 0:
                raise OperationalError(statement, None, Exception("database or disk is full"))

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


def contents(engine):
    """How many rows each table has, and where drafts and submissions stand."""
    with engine.connect() as conn:
        counts = {table.name: conn.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables}
        return counts, conn.execute(select(submission)).all(), conn.execute(select(draft)).all()


@pytest.mark.parametrize("act", ["edit", "submit", "accept", "send back", "recall", "correct"])
def test_a_disk_that_is_full_at_any_write_leaves_all_or_nothing(store, act):
    by, zhao = who(store, "wangfang"), who(store, "zhao")
    if act in ("edit", "submit"):
        here = fill(store, opened(store), CELLS, by)
    else:
        done = hand_in(store)
    acts = {
        "edit": lambda: drafts.edit(store, here.number, [Edit("月报", "C9", 7)], by=by, base=here.version),
        "submit": lambda: submit(store, here, by),
        "accept": lambda: approval.accept(store, done.number, by=zhao, step=0, sending_back=back),
        "send back": lambda: approval.send_back(store, done.number, "试", due, by=zhao, step=0),
        "recall": lambda: submissions.recall(store, done.number, by=by),
        "correct": lambda: drafts.open_(store, NINGBO, OCTOBER, by=by, correction="口径"),
    }
    due = tomorrow()
    with store.connect() as conn:
        number = drafts.versions(conn, 1).iloc[0]["version"]
        place = month.address(store, drafts.of(conn, 1), HAISHU, RECORDS)
    assert number == 2
    back = [Back("月报", place, "核对", due)]
    before = contents(store)
    for write in range(1, 40):
        with failing_at(store, write):
            try:
                acts[act]()
            except stores.Refused:
                assert contents(store) == before
            else:
                break
    assert write > 3
    assert contents(store) != before
