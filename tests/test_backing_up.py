"""Backups by calendar: which are kept, what a key does, and that none stays which could not be restored."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from data import audit, first_steps, months, schema, store
from data.__main__ import main
from data.backing_up import backup, calendar, encryption, making
from data.backing_up.encryption import BEGINS, CHUNK, SALT, TAG
from data.settings import Backups, Settings, settings
from tests.frames import drawn
from tests.people import somebody
from web import background

NOW = datetime(2026, 11, 30, 3, tzinfo=months.SHANGHAI)
BY = somebody("administrator", login="admin")
KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def with_settings(monkeypatch):
    def change(**backups) -> None:
        made = Settings(backups=Backups(**backups))
        for module in (calendar, encryption):
            monkeypatch.setattr(module, "settings", lambda: made)

    return change


# Which are kept

KEPT = drawn(
    """
    made             | stays
    2026-11-30T0200  | newest, day
    2026-11-29T1800  | day
    2026-11-29T0200  |
    2026-11-28T0200  | day
    2026-11-25T0200  |
    2026-11-22T0200  | week
    2026-11-20T0200  |
    2026-10-31T0200  | month
    2026-10-30T0200  |
    2026-09-01T0200  | month
    2026-08-31T0200  |
    """
)


def test_the_newest_of_each_day_week_and_month_stays(tmp_path, with_settings):
    with_settings(folder=str(tmp_path), daily=3, weekly=3, monthly=3)
    for made in KEPT["made"]:
        (tmp_path / f"cockpit-{made}.db").touch()
    for other in ("cockpit-2020-01-01.db", "cockpit-2020-13-01T0200.db", "notes.db", "cockpit-2020-01-01T0200.db.bak"):
        (tmp_path / other).touch()  # whatever is not ours
    gone = {file.name for file in calendar.to_go(calendar.there(tmp_path))}
    assert gone == {f"cockpit-{row.made}.db" for row in KEPT.itertuples() if not row.stays}


def test_the_newest_stays_whatever_the_rules_say(tmp_path, with_settings):
    with_settings(folder=str(tmp_path), daily=1, weekly=0, monthly=0)
    for made in KEPT["made"]:
        (tmp_path / f"cockpit-{made}.db.enc").touch()
    files = calendar.there(tmp_path)
    assert [file for file in files if file not in calendar.to_go(files)] == [
        tmp_path / "cockpit-2026-11-30T0200.db.enc"
    ]


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        ("", "2026-11-30T0200", True),
        ("", "2026-11-30T0159", False),
        ("2026-11-29T0300", "2026-11-30T0200", True),
        ("2026-11-30T0000", "2026-11-30T0230", False),
    ],
)
def test_one_is_due_each_night_from_its_hour_on(tmp_path, with_settings, last, now, due):
    with_settings(folder=str(tmp_path), hour=2)
    if last:
        (tmp_path / f"cockpit-{last}.db").touch()
    assert calendar.is_due(tmp_path, calendar.made_at(Path(f"cockpit-{now}.db"))) is due


def test_the_server_makes_tonights_in_a_process_of_its_own(tmp_path, with_settings, monkeypatch):
    run = []
    monkeypatch.setattr(background.subprocess, "run", lambda command, **_: run.append(command))
    with_settings()
    background._back_up(NOW)
    with_settings(folder=str(tmp_path))
    background._back_up(NOW - timedelta(hours=2))
    assert not run
    background._back_up(NOW)
    assert run[0][-3:] == ["-m", "data", "backup"]
    assert "backup" in [job.name for job in background.jobs() if not job.each]


# What a key does


def test_a_file_of_any_size_comes_back_and_says_nothing_without_its_key(tmp_path):
    for size in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK):
        plain, there, back = (tmp_path / f"{name}{size}" for name in ("plain", "there", "back"))
        plain.write_bytes(b"figures!" * (size // 8) + b"x" * (size % 8))
        encryption.encrypt(plain, there, KEY)
        assert b"figures!" not in there.read_bytes()
        assert there.stat().st_mode & 0o077 == 0
        encryption.decrypt(there, back, KEY)
        assert back.read_bytes() == plain.read_bytes()
    for key, reason in ((None, "no_key"), (OTHER, "other_key")):
        with pytest.raises(encryption.Refused) as refused:
            encryption.decrypt(there, tmp_path / reason, key)
        assert refused.value.reason == reason


@pytest.mark.parametrize("harm", ["a bit", "cut off", "swapped", "a part gone", "more"])
def test_whatever_is_done_to_an_encrypted_file_is_noticed(tmp_path, harm):
    plain, there = tmp_path / "plain", tmp_path / "there"
    plain.write_bytes(b"a" * CHUNK + b"b" * CHUNK + b"c")
    encryption.encrypt(plain, there, KEY)
    head, held, part = len(BEGINS) + SALT, there.read_bytes(), CHUNK + TAG
    first, second, rest = held[head : head + part], held[head + part : head + 2 * part], held[head + 2 * part :]
    changed = {
        "a bit": held[:-1] + bytes([held[-1] ^ 1]),
        "cut off": held[: head + part],
        "swapped": held[:head] + second + first + rest,
        "a part gone": held[:head] + second + rest,
        "more": held + b"x" * TAG,
    }
    there.write_bytes(changed[harm])
    with pytest.raises(encryption.Refused, match="damaged"):
        encryption.decrypt(there, tmp_path / "back", KEY)


@pytest.mark.parametrize("held", [None, "", "short"])
def test_a_key_that_is_not_there_stops_a_backup(tmp_path, with_settings, held):
    if held is not None:
        (tmp_path / "key").write_text(held)
    with_settings(key_file=str(tmp_path / "key"))
    with pytest.raises(encryption.Refused, match=r"backups\.key_file"):
        encryption.key()


# Made, verified, noted


@pytest.fixture
def small(engine):
    with store.writing(engine) as conn:
        audit.add(conn, BY, "role_given", "store")
        conn.execute(insert(schema.revision).values(number=1, at=NOW, actor="x", kind="commit", batch=0))
    return engine


def test_an_encrypted_backup_is_made_by_calendar_verified_noted_and_restored(small, tmp_path, with_settings):
    (tmp_path / "key").write_bytes(KEY)
    place = tmp_path / "backups"
    with_settings(folder=str(place), key_file=str(tmp_path / "key"), daily=1, weekly=0, monthly=0)
    place.mkdir()
    (place / "cockpit-2026-11-01T0200.db").touch()
    made = making.make_by_calendar(small, NOW, by=BY)
    assert [file.name for file in place.iterdir()] == [
        "cockpit-2026-11-30T0300.db.enc"
    ]  # and nothing in plain beside it
    assert made.gone == (place / "cockpit-2026-11-01T0200.db",)
    with small.connect() as conn:
        told = conn.scalar(select(schema.audit.c.after).where(schema.audit.c.action == first_steps.BACKED_UP))
        assert first_steps.last_backup_file(conn) == made.file
        was = making.counts(conn)
    assert json.loads(told).items() >= {"verified": True, "gone": ["cockpit-2026-11-01T0200.db"]}.items()
    other = store.connect(f"sqlite:///{tmp_path}/other.db")
    said = []
    backup.restore(other, made.file, tell=lambda held: said.append(held) or True)
    with other.connect() as conn:
        assert making.counts(conn) == was | {"audit": was["audit"] - 1}  # the line that tells of it came after
    assert (said[0].revision, said[0].lines) == (1, 1)
    other.dispose()


@pytest.mark.parametrize("harm", ["a row less", "a line of the log changed"])
def test_a_backup_that_cannot_be_restored_whole_is_no_backup(small, tmp_path, monkeypatch, harm):
    whole = backup.restore

    def harmed(engine, file, *more):
        whole(engine, file, *more)
        with engine.begin() as conn:
            if harm == "a row less":
                conn.exec_driver_sql("DELETE FROM revision")
            else:
                conn.exec_driver_sql("DROP TRIGGER IF EXISTS audit_no_update")
                for (name,) in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    conn.exec_driver_sql(f'DROP TRIGGER "{name}"')
                conn.exec_driver_sql("UPDATE audit SET login = 'x'")

    monkeypatch.setattr(backup, "restore", harmed)
    with pytest.raises(making.Refused, match="did not stand"):
        making.make(small, tmp_path / "x.db", by=BY)
    assert list(tmp_path.glob("*x.db*")) == []
    with small.connect() as conn:
        assert first_steps.last_backup(conn) is None


def test_the_command_says_what_would_be_put_where_and_verifies_what_is_there(tmp_path, monkeypatch, capsys):
    def at(name: str) -> None:
        monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/{name}.db")
        settings.cache_clear()
        monkeypatch.setattr(
            store, "engine", lambda url=None: engines.setdefault(name, store.connect(settings().store.url))
        )

    def run(*arguments: str) -> tuple[int, str]:
        code, told = main([str(each) for each in arguments]), capsys.readouterr()
        return code, told.out + told.err

    engines: dict[str, store.Engine] = {}
    at("old")
    store.migrate(store.engine())
    with store.writing(store.engine()) as conn:
        conn.execute(insert(schema.revision).values(number=1, at=NOW, actor="x", kind="commit", batch=0))
    file = tmp_path / "copy.db"
    assert run("backup", file)[0] == 0
    assert "1 row" not in run("backup", file)[1]
    code, said = run("backup", file, "--verify")
    assert (code, "完好" in said) == (0, True)
    code, said = run("restore", file)
    assert (code, "版本 1（2026-11-30 03:00），数据 0 个" in said, "revision 1" in said) == (1, True, True)
    at("new")
    code, said = run("restore", file, "--dry-run")
    assert (code, "revision 1" in said, f"{tmp_path}/new.db" in said, "--dry-run" in said) == (0, True, True, True)
    with store.engine().connect() as conn:
        assert backup.held(conn).revision == 0
    assert run("restore", file)[0] == 0
    with store.engine().connect() as conn:
        assert backup.held(conn).revision == 1
    assert run("backup")[0] == 1  # no folder is set
    for each in engines.values():
        each.dispose()
    with closing(sqlite3.connect(file)) as conn:  # closed, so that it is in the file and not in a log beside it
        conn.execute("DROP TABLE figure")
    assert run("backup", file, "--verify")[0] == 1
    monkeypatch.undo()
    settings.cache_clear()
