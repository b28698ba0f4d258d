"""Which program may serve which tables, while servers are replaced one by one."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from data import ready, store, versions
from data.training import making


def of_later(conn, oldest: str) -> None:
    """As a later release leaves the store."""
    conn.execute(text("UPDATE alembic_version SET version_num = '9999', oldest = :oldest"), {"oldest": oldest})


@pytest.mark.parametrize(
    ("oldest", "standing"), [("ours", "served"), ("0001", "served"), ("9998", "newer"), (None, "newer")]
)
def test_newer_tables_are_served_where_their_release_says_so(conn, oldest, standing):
    assert versions.standing(conn) == "same"
    of_later(conn, versions.ours() if oldest == "ours" else oldest)
    assert versions.standing(conn) == standing


def test_tables_of_a_release_that_noted_nothing_are_not_served(conn):
    of_later(conn, versions.ours())
    conn.execute(text("ALTER TABLE alembic_version DROP COLUMN oldest"))
    assert versions.standing(conn) == "newer"


@pytest.mark.parametrize(
    ("steps", "oldest"),
    [("0003 add, 0002 add, 0001", "0001"), ("0003, 0002 add, 0001", "0003"), ("0003 add, 0002, 0001 add", "0002")],
)
def test_the_oldest_is_that_of_the_last_step_that_said_nothing(monkeypatch, steps, oldest):
    said = [each.split() for each in steps.split(", ")]
    walked = [
        SimpleNamespace(revision=number, module=SimpleNamespace(works_with_older=bool(add))) for number, *add in said
    ]
    made = SimpleNamespace(walk_revisions=lambda: walked)
    monkeypatch.setattr(versions, "ScriptDirectory", SimpleNamespace(from_config=lambda _config: made))
    assert versions._oldest.__wrapped__() == oldest


def test_a_store_that_is_brought_up_to_date_notes_it(conn):
    assert conn.scalar(text("SELECT oldest FROM alembic_version")) == versions._oldest()


def test_an_older_program_leaves_the_tables_of_a_later_release_as_they_are(engine):
    with engine.begin() as conn:
        of_later(conn, versions.ours())
        tables = conn.execute(text("SELECT count(*) FROM person")).scalar()
    assert ready.make(engine) == ready.Ready(0, None)
    with engine.connect() as conn:
        assert versions.standing(conn) == "served"
        assert conn.scalar(text("SELECT count(*) FROM person")) == tables
    with pytest.raises(store.Refused, match="newer version"):  # a restore would lose what it does not know
        store.migrate(engine)


def test_so_it_does_with_the_training_room(engine, monkeypatch):
    with engine.begin() as conn:
        of_later(conn, versions.ours())
    monkeypatch.setattr(making.rooms, "is_there", lambda _room: True)
    monkeypatch.setattr(making.rooms, "engine", lambda _room: engine)
    monkeypatch.setattr(making, "_refuse_real", lambda: None)
    making.bring_up_to_date()
