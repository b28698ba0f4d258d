"""The store holds what the design says: migrated, locked, append-only."""

import stat

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, func, insert, select, text

from data import store, versions
from data.figures import BETWEEN
from data.schema import METADATA, rollup, unit


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


def test_sums_of_a_store_from_before_say_of_which_applications_they_are(tmp_path):
    made = store.connect(f"sqlite:///{tmp_path}/old.db")
    config = versions.config()
    with store.writing(made) as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0009")
        for statement in OLDER.strip().split("\n"):
            conn.execute(text(statement))
    store.migrate(made)
    with made.connect() as conn:
        rows = {(row.measure, row.value, row.subjects) for row in conn.execute(select(rollup))}
    made.dispose()
    assert rows == {("visits", 3.0, f"A1{BETWEEN}A2")}


OLDER = """
INSERT INTO unit (code) VALUES ('330203')
INSERT INTO revision (number, at, actor, kind, batch) VALUES (1, '2026-01-01', 'a', 'commit', 1), (2, '2026-01-02', 'a', 'commit', 2)
INSERT INTO batch_file (sha256, content) VALUES ('0', '')
INSERT INTO batch (number, revision, at, actor, source, demo, file_name, sha256, note, added, changed, same) VALUES (1, 1, '2026-01-01', 'a', 'workbook', 0, '', '0', '', 2, 0, 0), (2, 2, '2026-01-02', 'a', 'published', 0, '', '0', '', 1, 0, 0)
INSERT INTO figure (measure, unit, month, subject, batch, value, qualifier, grade, said, sheet, cell) VALUES ('visits', '330203', '2026-01-01', 'A1', 1, 1, 'exact', '', '', '', ''), ('visits', '330203', '2026-01-01', 'A2', 1, 2, 'exact', '', '', '', ''), ('app_users', '330203', '2026-01-01', 'A1', 2, 9, 'exact', '', '', '', '')
INSERT INTO rollup (system, measure, unit, month, value, qualifier, grade) VALUES ('', 'visits', '330203', '2026-01-01', 3, 'exact', ''), ('', 'app_users', '330203', '2026-01-01', 9, 'exact', '')
"""
