"""Looks: how often a number was opened a day, and by nobody."""

from datetime import date, datetime
from threading import Thread

import pytest
from sqlalchemy import select

from data import looks, months, store
from data.refusal import Refusal
from data.schema import look

DAY = date(2026, 11, 5)


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch):
    looks._noted.clear()
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI))
    yield
    looks._noted.clear()


def kept(engine):
    with engine.connect() as conn:
        return {(row.metric, row.day): row.times for row in conn.execute(select(look))}


def test_looks_of_a_day_add_up(engine):
    for metric in ("visits", "visits", "app_users"):
        looks.note(metric)
    assert looks.flush(engine) == 3
    looks.note("visits")
    assert looks.flush(engine) == 1
    assert looks.flush(engine) == 0
    assert kept(engine) == {("visits", DAY): 3, ("app_users", DAY): 1}


def test_a_look_belongs_to_the_day_on_which_it_was(engine, monkeypatch):
    looks.note("visits")
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 11, 6, 0, 1, tzinfo=months.SHANGHAI))
    looks.note("visits")
    looks.flush(engine)
    assert kept(engine) == {("visits", DAY): 1, ("visits", date(2026, 11, 6)): 1}


def test_looks_wait_where_the_store_does_not_write(engine, monkeypatch):
    looks.note("visits")
    with monkeypatch.context() as away:
        away.setattr(store, "writing", lambda engine: (_ for _ in ()).throw(store.Refused("no_tables", url="")))
        with pytest.raises(Refusal):
            looks.flush(engine)
    looks.note("visits")
    assert looks.flush(engine) == 2
    assert kept(engine) == {("visits", DAY): 2}


def test_no_look_is_lost_between_sessions(engine):
    sessions = [Thread(target=lambda: [looks.note("visits") for _ in range(500)]) for _ in range(4)]
    [each.start() for each in sessions]
    flushed = looks.flush(engine)
    [each.join() for each in sessions]
    assert flushed + looks.flush(engine) == 2000
    assert kept(engine) == {("visits", DAY): 2000}


def test_nobodys_name_is_kept():
    assert set(look.c.keys()) == {"metric", "day", "times"}
