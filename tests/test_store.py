"""The store holds what the design says: migrated, locked, append-only."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data import store
from data.schema import METADATA


def test_migrations_make_exactly_the_declared_tables(engine):
    with engine.connect() as conn:
        difference = compare_metadata(MigrationContext.configure(conn), METADATA)
    assert [step for step in difference if step[1].name != "alembic_version"] == []


def test_migrating_twice_changes_nothing(engine):
    store.migrate(engine)
