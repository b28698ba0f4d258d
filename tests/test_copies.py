"""Backups copied into a bucket that speaks S3: signed as it asks, whole or not at all, kept by the rules, and fetched again."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import first_steps, jobs, months
from data.__main__ import main
from data.backing_up import backup, bucket, copies, signing
from data.health import backups as health
from data.settings import settings
from tests import buckets
from web import background

# The examples of Amazon's own description of version 4 (“Signature Calculations: Examples”).
EXAMPLE = signing.Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
THEN = datetime(2013, 5, 24, tzinfo=UTC)
NAMES = [f"cockpit-2026-11-{day}T0200.db" for day in (28, 29, 30)]


@pytest.mark.parametrize(
    ("query", "signature"),
    [
        ({"lifecycle": ""}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ({"max-keys": "2", "prefix": "J"}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_requests_are_signed_as_amazon_shows_it(query, signature):
    made = signing.headers("GET", "examplebucket.s3.amazonaws.com", "/", query, signing.NOTHING, EXAMPLE, THEN)
    assert made["authorization"].endswith(f"Signature={signature}")


@pytest.fixture
def fake(monkeypatch, tmp_path):
    """A bucket, and settings that name it; http is allowed, for backups are encrypted."""
    (tmp_path / "key").write_bytes(b"k" * 32)
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(bucket, "PAUSE", 0)
    with buckets.bucket() as made:
        known = {
            "folder": tmp_path / "folder", "key_file": tmp_path / "key", "bucket": made.address,
            "bucket_key": buckets.KEY, "bucket_secret": buckets.SECRET, "bucket_region": buckets.REGION,
        }  # fmt: skip
        for name, value in known.items():
            monkeypatch.setenv(f"COCKPIT_BACKUPS_{name.upper()}", str(value))
        settings.cache_clear()
        yield made
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path) -> Path:
    for number, name in enumerate(NAMES):
        (tmp_path / "folder" / name).write_bytes(f"backup {number}".encode())
    (tmp_path / "folder" / "notes.txt").write_text("not ours")
    return tmp_path / "folder"


def there(fake) -> list[str]:
    return sorted(name.removeprefix("zj/") for name in fake.files)


def test_what_lies_in_the_folder_is_sent_once_and_nothing_else(fake, folder):
    assert copies.bring(folder, bucket.configured()) == (NAMES, [])
    assert fake.files == {f"zj/{name}": (folder / name).read_bytes() for name in NAMES}
    fake.asked.clear()
    assert copies.bring(folder, bucket.configured()) == ([], [])
    assert {line.split()[0] for line in fake.asked} == {"GET"}


def test_the_rules_of_keeping_hold_there_too(fake, folder, monkeypatch):
    fake.files |= {"zj/cockpit-2025-01-01T0200.db": b"old", "zj/theirs.db": b"not ours", "other/x": b"not ours"}
    for name, count in (("daily", 2), ("weekly", 0), ("monthly", 0)):
        monkeypatch.setenv(f"COCKPIT_BACKUPS_{name.upper()}", str(count))
    settings.cache_clear()
    assert copies.bring(folder, bucket.configured()) == (NAMES[1:], ["cockpit-2025-01-01T0200.db"])
    assert there(fake) == [*NAMES[1:], "other/x", "theirs.db"]


def test_a_folder_that_was_lost_takes_nothing_from_the_bucket(fake, folder):
    copies.bring(folder, bucket.configured())
    for name in NAMES:
        (folder / name).unlink()
    assert copies.bring(folder, bucket.configured()) == ([], [])
    assert there(fake) == NAMES


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2500])
def test_a_large_file_goes_and_comes_in_parts(fake, tmp_path, monkeypatch, size):
    monkeypatch.setattr(bucket, "PART", 1000)
    file = tmp_path / NAMES[0]
    file.write_bytes(os.urandom(size))
    bucket.configured().put(file)
    assert (fake.files[f"zj/{NAMES[0]}"], fake.uploads) == (file.read_bytes(), {})
    copies.fetch(NAMES[0], bucket.configured(), tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == file.read_bytes()
    assert (tmp_path / "back").stat().st_mode & 0o777 == 0o600


def test_a_large_file_that_fails_leaves_no_part_there(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(bucket, "PART", 1000)
    monkeypatch.setattr(bucket.Bucket, "_complete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    file = tmp_path / NAMES[0]
    file.write_bytes(b"x" * 2500)
    with pytest.raises(KeyboardInterrupt):
        bucket.configured().put(file)
    assert (fake.files, fake.uploads) == ({}, {})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"COCKPIT_BACKUPS_BUCKET_SECRET": "another"}, "403 SignatureDoesNotMatch"),
        ({"COCKPIT_BACKUPS_BUCKET_KEY": "another"}, "403 InvalidAccessKeyId"),
        ({"COCKPIT_BACKUPS_BUCKET_REGION": "us-east-1"}, "403 AuthorizationHeaderMalformed"),
        ({"COCKPIT_BACKUPS_BUCKET": "http://127.0.0.1:1/backups"}, "does not answer"),
    ],
)
def test_a_bucket_that_refuses_or_is_silent_is_a_sentence(fake, folder, monkeypatch, wrong, said):
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(bucket.Refused, match=said):
        copies.bring(folder, bucket.configured())
    assert not fake.files


def test_what_fails_for_a_moment_is_tried_again(fake, folder):
    fake.failing = bucket.TRIES - 1
    assert copies.bring(folder, bucket.configured()).sent == NAMES
    fake.failing = bucket.TRIES
    with pytest.raises(bucket.Refused, match="503 SlowDown"):
        copies.bring(folder, bucket.configured())


def test_what_came_short_is_told_and_sent_again(fake, folder):
    fake.losing = True
    with pytest.raises(copies.Refused, match="another size"):
        copies.bring(folder, bucket.configured())
    fake.losing = False
    assert copies.bring(folder, bucket.configured()).sent == NAMES


def test_what_breaks_off_on_the_way_back_leaves_no_file(fake, folder, tmp_path):
    copies.bring(folder, bucket.configured())
    fake.cutting = True
    with pytest.raises(copies.Refused, match="broke off"):
        copies.fetch(NAMES[0], bucket.configured(), tmp_path / "back")
    assert not list(tmp_path.glob("*back*"))
    fake.cutting = False
    with pytest.raises(copies.Refused, match=f"There is no nothing.db.*{NAMES[0]}"):
        copies.fetch("nothing.db", bucket.configured(), tmp_path / "back")


def test_by_command_a_backup_goes_there_and_a_store_comes_back(fake, tmp_path, monkeypatch, capsys):
    store = f"sqlite:///{tmp_path}/cockpit.db"
    monkeypatch.setenv("COCKPIT_STORE_URL", store)
    settings.cache_clear()
    assert [main([verb]) for verb in ("migrate", "backup", "copies")] == [0, 0, 0]
    (name,) = there(fake)
    assert fake.files[f"zj/{name}"].startswith(b"cockpit backup")  # encrypted
    (tmp_path / "folder" / name).unlink()
    (tmp_path / "cockpit.db").unlink()  # all is gone but the bucket and the key
    assert main(["copies", "--list"]) == 0
    assert name in capsys.readouterr().out
    assert main(["fetch", name, str(tmp_path / "back.db.enc")]) == 0
    assert "verified" in capsys.readouterr().out
    assert main(["fetch", name, str(tmp_path / "back.db.enc")]) == 1  # nothing is put over a file


def test_without_a_bucket_nothing_is_sent_and_that_is_no_failure(monkeypatch, capsys):
    assert bucket.configured() is None
    monkeypatch.setattr(background, "_apart", lambda _verb: pytest.fail("sent"))
    background._copy_backups(months.now())
    assert main(["copies"]) == 1
    assert "backups.bucket" in capsys.readouterr().err


def test_a_name_in_the_host_is_no_part_of_the_path(fake, monkeypatch):
    monkeypatch.setenv("COCKPIT_BACKUPS_BUCKET_IN_HOST", "true")
    settings.cache_clear()
    made = bucket.configured()
    assert (made.root, made.prefix) == ("", "backups/zj/")


@pytest.mark.parametrize(
    ("backed_up", "days", "state"),
    [(False, None, "good"), (True, None, "watch"), (True, 0, "good"), (True, 3, "watch"), (True, 8, "bad")],
)
def test_the_doctor_says_when_they_were_last_copied(fake, engine, monkeypatch, backed_up, days, state):
    now = months.now()
    monkeypatch.setattr(first_steps, "last_backup", lambda _conn: now if backed_up else None)
    if days is not None:
        jobs.note(engine, copies.WORK, now - timedelta(days=days, minutes=1))
    with engine.connect() as conn:
        assert health.backups_copied(conn, now).state == state


def test_a_store_that_is_restored_is_refused_a_file_that_is_there(fake, folder, tmp_path):
    copies.bring(folder, bucket.configured())
    with pytest.raises(backup.Refused, match="exists already"):
        copies.fetch(NAMES[0], bucket.configured(), folder / NAMES[0])
