"""The table of faults: what a run writes, what it leaves, and that a loss is seen by who looks for it."""

import pytest
from sqlalchemy import delete

from data import store
from data.reporting import direct
from data.schema import figure, rollup
from data.settings import Approval, Settings
from tests import prepared
from tests.faults import told, working
from tests.faults.told import BEGIN, END, HEAD, PAGE, Row
from tests.faults.working import Writer

PREPARED = prepared.with_starting_data
KILLED = Row("a writer killed", "SQLite", "2026-11-30", 30, 30, 0, "31 revisions, none missing")
FULL = Row("the disk full", "PostgreSQL", "2026-11-30", 5, 4, 1, "refused")


def test_a_run_writes_its_rows_and_leaves_the_others(tmp_path):
    page = tmp_path / "operations.md"
    page.write_text(f"before\n\n{BEGIN}\n\n{END}\n\nafter\n", encoding="utf-8")
    told.write([KILLED, FULL], page)
    told.write([FULL._replace(tried=9)], page)
    text = page.read_text(encoding="utf-8")
    assert (text.startswith("before\n"), text.endswith("\nafter\n"), HEAD in text) == (True, True, True)
    assert told.read(text) == [KILLED, FULL._replace(tried=9)]


def test_the_page_has_a_table_of_what_was_run():
    rows = told.read(PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0])
    assert {row.over for row in rows} == {"SQLite", "PostgreSQL"}
    assert all(row.survived <= row.tried for row in rows)


@pytest.fixture
def committed(engine, monkeypatch):
    """A store with three batches, one of them withdrawn, and who was told so."""
    monkeypatch.setattr(direct, "settings", lambda: Settings(approval=Approval(levels=0)))
    writer = Writer(engine)
    assert [writer.once() for _ in range(3)] == [True, True, True]
    return writer


def test_a_store_that_lost_nothing_is_whole(engine, committed):
    assert (working.lost(engine, committed.told), working.is_whole(engine)) == (0, True)
    assert working.lost(engine, [*committed.told, 999]) == 1


@pytest.mark.parametrize("table", [figure, rollup], ids=lambda table: table.name)
def test_one_that_lost_something_is_not(engine, committed, table):
    with store.writing(engine) as conn:
        key = conn.execute(table.select().where(table.c.measure == "visits").limit(1)).one()
        here = [column == getattr(key, column.name) for column in table.primary_key]
        conn.execute(delete(table).where(*here))
    assert not working.is_whole(engine)


def test_what_is_refused_is_noted_and_not_told(engine, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise store.Refused("not_written", cause="disk full")

    monkeypatch.setattr(working, "commit", refuse)
    writer = Writer(engine)
    assert not writer.once()
    assert ([kind for kind, _ in writer.refused], writer.told) == (["Refused"], [])
