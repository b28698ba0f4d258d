"""The other volumes full, one after the other: the one backups go to, and the one beside the secret, where the audit log is noted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data import anchors, months
from data.access import Actor
from data.backing_up import making
from data.settings import settings
from tests.faults import places, working
from tests.faults.told import Row
from tests.faults.working import Writer

BY = Actor("faults", "330000")
ROOM = 1 << 16  # bytes that are left
NAME = "ballast"
PAGE = os.sysconf("SC_PAGE_SIZE")


def full_backup_disks(times: int) -> Iterator[Row]:
    """The disk for backups is full: the backup is refused, nothing of it stays, the earlier one stands, and there is one once there is room."""
    kept, named, halves = 0, set(), 0
    with places.folder() as place, places.small_disk(48) as disk:
        engine = places.filled(f"sqlite:///{place}/store.db")
        first = making.make(engine, disk / "first.backup", by=BY).file
        for nth in range(times):
            with _full(disk):
                try:
                    making.make(engine, disk / f"{nth}.backup", by=BY)
                    named.add("not refused")
                except Exception as error:  # whatever it is called: that is what is to be seen
                    named.add(type(error).__name__)
                left = {each.name for each in disk.iterdir()} - {first.name, NAME}
                halves += bool(left)
                for each in left:
                    (disk / each).unlink(missing_ok=True)
            again = making.make(engine, disk / "again.backup", by=BY).file
            kept += making.verify(first) > 0 and "not refused" not in named and working.is_whole(engine)
            again.unlink()
        engine.dispose()
    seen = f"refused ({', '.join(sorted(named))}), half a file left {halves} times, the earlier backup stands, the next one is made"
    yield Row("the disk of the backups full", "SQLite", _today(), times, kept, 0, seen)


def full_secret_disks(times: int) -> Iterator[Row]:
    """The disk beside the secret is full: commits go on, what could not be noted of the audit log is said in the log."""
    kept = gone = unnoted = 0
    with places.folder() as place, places.small_disk(2) as disk, _secret_in(disk):
        engine = places.filled(f"sqlite:///{place}/store.db")
        for _ in range(times):
            writer = Writer(engine)
            writer.once()
            _fill_up_page()
            with _full(disk, leaving=0):
                before = _size()
                writer.once()
                unnoted += _size() == before
            before = _size()
            went_on = writer.once() and _size() > before
            lost = working.lost(engine, writer.told)
            gone += lost
            kept += went_on and len(writer.told) == 3 and not lost and working.is_whole(engine)
        engine.dispose()
    seen = f"commits go on; {unnoted} times nothing could be noted beside the secret, noted again once there is room"
    yield Row("the disk beside the secret full", "SQLite", _today(), times, kept, gone, seen)


@contextmanager
def _full(disk: Path, leaving: int = ROOM) -> Iterator[None]:
    with (disk / NAME).open("wb", buffering=0) as made:
        free = os.statvfs(disk)
        os.posix_fallocate(made.fileno(), 0, max(free.f_bavail * free.f_frsize - leaving, 1))
    try:
        yield
    finally:
        (disk / NAME).unlink()


@contextmanager
def _secret_in(disk: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["COCKPIT_ACCOUNTS_SECRET_FILE"] = str(disk / "secret")
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def _fill_up_page() -> None:
    """A page of the disk that the file has begun is its own: no line more has room in it."""
    with anchors.file().open("ab") as noted:
        noted.write(b"\n" * (-_size() % PAGE))


def _size() -> int:
    return anchors.file().stat().st_size if anchors.file().exists() else 0


def _today() -> str:
    return f"{months.today():%Y-%m-%d}"
