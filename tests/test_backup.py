"""A backup holds everything and can be restored into either kind of database."""

import os
import subprocess

import pytest
from sqlalchemy import func, select

from data import store
from data.backing_up import backup
from data.schema import METADATA
from tests import postgres, prepared

PREPARED = prepared.with_starting_data


def contents(engine):
    with engine.connect() as conn:
        return {t.name: conn.scalar(select(func.count()).select_from(t)) for t in METADATA.sorted_tables}


def test_a_backup_restored_elsewhere_holds_the_same(engine, tmp_path, postgres_url):
    backup.backup(engine, tmp_path / "copy.db")
    with postgres.database(postgres_url) as other_url:
        for url in (other_url, f"sqlite:///{tmp_path}/other.db"):
            other = store.connect(url)
            backup.restore(other, tmp_path / "copy.db")
            assert contents(other) == contents(engine)
            other.dispose()


def test_a_backup_never_overwrites_and_a_restore_never_mixes(engine, tmp_path):
    file = tmp_path / "copy.db"
    backup.backup(engine, file)
    assert file.stat().st_mode & 0o077 == 0  # it holds everything, so it is its owner's alone
    with pytest.raises(backup.Refused, match="exists already"):
        backup.backup(engine, file)
    with pytest.raises(backup.Refused, match="holds data"):
        backup.restore(engine, file)


def test_what_a_killed_backup_left_is_cleared_by_the_next_and_one_at_work_is_left_alone(engine, tmp_path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    for left in ("", "-wal", "-shm"):
        (tmp_path / f".copy.db.{gone.pid}.unfinished{left}").touch()
    (tmp_path / f".copy.db.{os.getppid()}.unfinished").touch()
    backup.backup(engine, tmp_path / "copy.db")
    assert sorted(each.name for each in tmp_path.glob("*copy.db*")) == [
        f".copy.db.{os.getppid()}.unfinished",
        "copy.db",
    ]


def test_a_backup_that_fails_leaves_nothing(engine, tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(OSError, match="no space"):
        backup.backup(engine, tmp_path / "night.db")
    assert not list(tmp_path.glob(".night*")) + list(tmp_path.glob("night*"))


def test_what_is_no_backup_is_refused_with_a_sentence(engine, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(backup.Refused, match="not a backup"):
        backup.restore(engine, tmp_path / "picture.png")
    with pytest.raises(backup.Refused, match="no backup file"):
        backup.restore(engine, tmp_path / "nothing.db")
