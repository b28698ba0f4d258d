"""The store holds what the design says: migrated, locked, append-only."""

import stat

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, func, insert, select, text

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


READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


def test_a_database_that_cannot_write_is_a_sentence(engine):
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(READ_ONLY[conn.dialect.name]))
    with pytest.raises(store.Refused, match=r"没有写入（.*read-?only.*disk"), store.writing(engine) as conn:
        conn.execute(insert(unit).values(code="330000"))


def test_a_store_of_a_newer_program_is_left_alone(engine):
    with store.writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(store.Refused, match="newer version"):
        store.migrate(engine)
    with engine.connect() as conn:
        assert conn.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_the_file_of_a_store_is_for_its_owner_alone(tmp_path):
    made = store.connect(f"sqlite:///{tmp_path}/var/cockpit.db")
    store.migrate(made)
    made.dispose()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "var").iterdir()} == {0o600}


def test_the_log_of_errors_holds_no_parameter(engine):
    with pytest.raises(Exception, match="hidden") as failed, engine.connect() as conn:
        conn.execute(text("SELECT :word FROM nowhere"), {"word": "geheim"})
    assert "geheim" not in str(failed.value)
