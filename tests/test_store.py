"""The store holds what the design says: migrated, locked, append-only."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, select

from data import store
from data.schema import METADATA, unit


def test_migrations_make_exactly_the_declared_tables(engine):
    with engine.connect() as conn:
        difference = compare_metadata(MigrationContext.configure(conn), METADATA)
    assert [step for step in difference if step[1].name != "alembic_version"] == []


def test_migrating_twice_changes_nothing(engine):
    store.migrate(engine)


def test_a_rehearsal_leaves_nothing(engine):
    with store.rehearsal(engine) as conn:
        conn.execute(insert(unit).values(code="330000"))
        assert conn.scalar(select(func.count()).select_from(unit)) == 1
    with engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(unit)) == 0


def test_what_is_read_stands_still_while_others_write(engine):
    count = select(func.count()).select_from(unit)
    with store.reading(engine) as conn:
        before = conn.scalar(count)
        with store.writing(engine) as writer:
            writer.execute(insert(unit).values(code="330000"))
        assert conn.scalar(count) == before
