"""Backup and restore: the whole store in one SQLite file, whatever database it lives in; encrypted files are read too.

A backup taken from one kind of database can be restored into the other, and any SQLite tool can read it.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select

from data import revisions, schema, store
from data.backing_up import encryption
from data.refusal import Refusal
from data.schema import METADATA
from data.text import Text, filled

CHUNK = 10_000
UNFINISHED = ".unfinished"  # ends the name of a backup at work; SQLite's own files beside it begin with the same name
HELD = Text(
    "版本 {revision}（{at}），数据 {figures:,} 个，账号 {people:,} 个，审计日志 {lines:,} 条",
    "revision {revision} ({at}), {figures:,} figures, {people:,} accounts, {lines:,} lines of the audit log",
)
NOTHING = Text("空库", "nothing")
Progress = Callable[[Iterable], Iterable]

REFUSALS = {
    "exists": Text("文件已存在：{file}。请换一个名字。", "The file exists already: {file}. Choose another name."),
    "missing": Text("找不到备份文件：{file}。", "There is no backup file {file}."),
    "not_a_backup": Text("{file} 不是驾驶舱的备份文件。", "{file} is not a backup of a cockpit."),
    "not_empty": Text(
        "要恢复到的库 {url} 里已有数据：{held}。恢复不会覆盖它。请先指定一个空库（COCKPIT_STORE_URL）。",
        "The store to restore into, {url}, holds data: {held}. Nothing is put over it: point COCKPIT_STORE_URL at an empty one first.",
    ),
}


class Refused(Refusal):
    """A backup or restore that did not happen."""

    def __init__(self, reason: str, **blanks: object):
        super().__init__(filled(REFUSALS[reason], blanks))


@dataclass(frozen=True)
class Held:
    """What a store holds, to be told before it is replaced or put elsewhere."""

    revision: int
    at: datetime | None
    figures: int
    people: int
    lines: int

    @property
    def told(self) -> Text:
        """As a sentence."""
        return filled(
            HELD if self.revision else NOTHING, vars(self) | {"at": f"{self.at:%Y-%m-%d %H:%M}" if self.at else ""}
        )


def held(conn: Connection) -> Held:
    """What a store holds: revision and when it came about, figures, people, lines of the audit log."""
    counts = (
        conn.scalar(select(func.count()).select_from(table)) or 0
        for table in (schema.figure, schema.person, schema.audit)
    )
    return Held(revisions.current(conn), conn.scalar(select(func.max(schema.revision.c.at))), *counts)


def backup(engine: Engine, file: Path, progress: Progress = iter) -> dict[str, int]:
    """Copy the store, as it is at this moment, into a new file; nobody has to stop working. How many rows of each table."""
    if file.exists():
        raise Refused("exists", file=file)
    _clear_unfinished(file)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}{UNFINISHED}")
    made = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds everything: for its owner alone
    os.close(made)
    target = _open(unfinished)
    try:
        store.migrate(target)
        with store.reading(engine) as source, store.writing(target) as copy:
            copied = _copy(source, copy, progress)
    except BaseException:  # a disk that is full would stay so
        target.dispose()
        _clear_unfinished(file)
        raise
    target.dispose()
    os.replace(unfinished, file)
    return copied


def restore(
    engine: Engine, file: Path, progress: Progress = iter, tell: Callable[[Held], bool] = lambda _: True
) -> None:
    """Fill an empty store from a backup, in one transaction; a backup of an older version is brought up to date first.

    `tell` is given what the backup holds before anything is put anywhere; where it says no, nothing is.
    """
    if not file.exists():
        raise Refused("missing", file=file)
    encrypted = encryption.is_encrypted(file)
    if not encrypted and not _is_sqlite(file):
        raise Refused("not_a_backup", file=file)
    store.migrate(engine)
    with tempfile.TemporaryDirectory() as folder:
        migrated = Path(folder) / "backup.db"
        if encrypted:
            encryption.decrypt(file, migrated, encryption.key())
        else:
            shutil.copy(file, migrated)
        source_engine = _open(migrated)
        store.migrate(source_engine)
        with source_engine.connect() as source, store.writing(engine) as target:
            there = held(target)
            if there.revision:
                raise Refused("not_empty", url=engine.url.render_as_string(), held=there.told)
            if tell(held(source)):
                _copy(source, target, progress)
        source_engine.dispose()


def _clear_unfinished(file: Path) -> None:
    """Take away what backups of that name left that were killed: nobody else ever would. One that is at work stays."""
    for left in file.parent.glob(f".{file.name}.*{UNFINISHED}*"):
        process = left.name.removeprefix(f".{file.name}.").split(".")[0]
        if not process.isdigit() or not Path(f"/proc/{process}").exists() or int(process) == os.getpid():
            left.unlink(missing_ok=True)


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as beginning:
        return beginning.read(15) == b"SQLite format 3"


def _open(file: Path) -> Engine:
    return store.connect(f"sqlite:///{file.absolute()}")


def _copy(source: Connection, target: Connection, progress: Progress) -> dict[str, int]:
    copied: dict[str, int] = {}
    for table in progress(METADATA.sorted_tables):
        copied[table.name] = 0
        rows = source.execute(select(table).execution_options(yield_per=CHUNK)).mappings()
        for part in rows.partitions(CHUNK):
            target.execute(insert(table), [dict(row) for row in part])
            copied[table.name] += len(part)
    return copied
