"""A backup made, restored into a scratch store to see whether it is one, and the older ones that have had their time."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from data import audit, store
from data.access import Actor
from data.backing_up import backup, calendar, encryption
from data.first_steps import BACKED_UP
from data.refusal import ByReason
from data.schema import METADATA
from data.text import Text

REFUSALS = {
    "no_folder": Text(
        "没有写明备份放在哪里：请写文件名，或在 config.toml 里设 backups.folder。",
        "Where the backup goes is not said: name a file, or set backups.folder in config.toml.",
    ),
    "not_whole": Text(
        "备份没有通过恢复检验（{what}），文件已删去，原有备份都在。请检查磁盘后再试；如再次出现，请运行 python -m data doctor。",
        "The backup did not stand being restored ({what}) and was removed; the earlier ones are all there. Check the disk and try "
        "again; if it happens again, run python -m data doctor.",
    ),
}


class Refused(ByReason):
    """A backup that was not made, or was none."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Made:
    """A backup that was verified: its file, how many rows it holds, and which older ones went for it."""

    file: Path
    rows: int
    gone: tuple[Path, ...] = ()


def make(engine: Engine, file: Path, *, by: Actor, progress: backup.Progress = iter) -> Made:
    """Copy the store into a new file (encrypted where a key is set), verify it, and note it in the audit log. Refused where
    the file is there already, or did not stand being restored."""
    made = _make(engine, file, progress)
    _note(engine, made, by)
    return made


def make_by_calendar(engine: Engine, now: datetime, *, by: Actor, progress: backup.Progress = iter) -> Made:
    """The same into `backups.folder`; what the rules of keeping no longer hold goes, once the new one is verified."""
    place = calendar.folder()
    if place is None:
        raise Refused("no_folder")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = _make(engine, place / calendar.name(now, encrypted=encryption.key() is not None), progress)
    gone = calendar.to_go(calendar.there(place))
    for file in gone:
        file.unlink(missing_ok=True)
    made = Made(made.file, made.rows, tuple(gone))
    _note(engine, made, by)
    return made


def verify(file: Path, expected: Mapping[str, int] | None = None) -> int:
    """Restore a backup into a scratch store, and look whether all of it is there: `expected` rows of each table, and every line
    of the audit log as it was sealed. How many rows it holds. Refused where something is not."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".verifying-") as scratch:
        restored = store.connect(f"sqlite:///{Path(scratch).absolute()}/restored.db")
        try:
            backup.restore(restored, file)
            with restored.connect() as conn:
                return _looked_at(conn, expected)
        finally:
            restored.dispose()


def counts(conn: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    asked = ((table, select(func.count()).select_from(table)) for table in METADATA.sorted_tables)
    return {table.name: conn.scalar(query) or 0 for table, query in asked}


def _make(engine: Engine, file: Path, progress: backup.Progress) -> Made:
    key = encryption.key()
    if file.exists():
        raise backup.Refused("exists", file=file)
    plain = file if key is None else file.with_name(f".{file.name}.{os.getpid()}.plain")
    try:
        expected = backup.backup(engine, plain, progress)
        if key is not None:
            encryption.encrypt(plain, file, key)
        rows = verify(file, expected)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    finally:
        if key is not None:
            plain.unlink(missing_ok=True)
    return Made(file, rows)


def _looked_at(conn: Connection, expected: Mapping[str, int] | None) -> int:
    found = counts(conn)
    differing = sorted(name for name in found if expected is not None and found[name] != expected.get(name))
    if differing:
        raise Refused("not_whole", what=", ".join(differing))
    # What was noted outside after this was copied is not in it.
    broken = [each for each in audit.verify(conn).broken if each.kind != "cut_off"]
    if broken:
        raise Refused("not_whole", what="audit")
    return sum(found.values())


def _note(engine: Engine, made: Made, by: Actor) -> None:
    told = {"file": str(made.file.absolute()), "rows": made.rows, "verified": True}
    if made.gone:
        told["gone"] = [file.name for file in made.gone]
    with store.writing(engine) as conn:
        audit.add(conn, by, BACKED_UP, "store", after=told)
