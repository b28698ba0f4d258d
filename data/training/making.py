"""Making the training room, and making it anew: the demonstration as it was first loaded, whatever was tried since.

The new one is made beside the old one, in which people go on until it takes the place. A copy of it as it was made is kept
as a backup file, so that the next time takes seconds; it is used for the rest of its month, for the demonstration reaches
up to the last full one.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from data import access, audit, demo, months, rooms, starting, store, training_mark, units, versions
from data.access import Actor
from data.backing_up import backup
from data.people import grants
from data.refusal import Refusal
from data.settings import ROOT, settings
from data.text import Text

log = logging.getLogger("cockpit.training")
NEXT = "training_next"  # the schema in which the new one is made
BUSY = Text(
    "演练室正在准备，请稍候。",
    "The training room is being made ready; please wait.",
)
REAL = Text(
    "{url} 是正式库，不能作演练库。请检查 config.toml 的 store.training_url。",
    "{url} is a real store and cannot be trained in. Check store.training_url in config.toml.",
)


class Refused(Refusal):
    """A training room that is not made now."""


def make(progress: demo.Progress | None = None) -> None:
    """Make the training room, or make it anew. Raises `Refused` while somebody else does, and where a real store lies at
    its address."""
    with _alone():
        _refuse_real()
        target = _begin()
        try:
            _fill(target, progress)
        finally:
            target.dispose()
        _take_place()


def ask(engine: Engine, *, by: Actor) -> None:
    """Have it made in the background, by who may show a demonstration; noted in the audit log of the real store, whose engine
    it is."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        access.require(by, "demonstrate", [settings().unit], units.load(conn).on(months.today()))
        if is_going_on():
            raise Refused(BUSY)
        audit.add(conn, by, "training_made", "training")
    begin()


def begin() -> None:
    """Have it made in the background."""
    Thread(target=_make, name="training", daemon=True).start()


def is_going_on() -> bool:
    """Whether somebody makes it at this moment, in this process or another on this machine."""
    try:
        with _alone():
            return False
    except Refused:
        return True


def bring_up_to_date() -> None:
    """Bring the tables of a training room that is there to this version; newer ones that this program may serve stay."""
    if rooms.is_there("training"):
        _refuse_real()
        with rooms.engine("training").connect() as conn:
            if versions.standing(conn) == "served":
                return
        store.migrate(rooms.engine("training"))


def _make() -> None:
    try:
        make()
    except Exception as error:  # its kind alone: a database's message may hold what was written
        log.error("the training room could not be made: %s", type(error).__name__)


def _refuse_real() -> None:
    """What lies at the address and is no training store is somebody's real one."""
    if rooms.url("training") == rooms.url("real"):
        raise Refused(REAL, url=make_url(rooms.url("training")).render_as_string())
    if not rooms.is_there("training"):
        return
    with rooms.engine("training").connect() as conn:
        if store.has_tables(conn) and not training_mark.is_training(conn):
            raise Refused(REAL, url=make_url(rooms.url("training")).render_as_string())


def _fill(target: Engine, progress: demo.Progress | None) -> None:
    copy = _copy()
    if copy.exists() and months.label(months.today()) == _month_of(copy):
        file = _file()
        if file:
            shutil.copy(copy, _new(file))
            store.migrate(target)
        else:
            backup.restore(target, copy)
        with store.writing(target) as conn:
            training_mark.put(conn)
        return
    store.migrate(target)
    starting.load(target)
    demo.load(target, progress=progress)
    copy.unlink(missing_ok=True)
    file = _file()
    if file:
        _copy_pages(_new(file), copy)
    else:
        backup.backup(target, copy)


def _month_of(file: Path) -> str:
    return months.label(datetime.fromtimestamp(file.stat().st_mtime, months.SHANGHAI).date())


def _file() -> Path | None:
    """The file of the training store; None where it is a schema of PostgreSQL."""
    address = make_url(rooms.url("training"))
    return ROOT / str(address.database) if address.get_backend_name() == "sqlite" else None


def _copy() -> Path:
    """The training store as it was made; of a schema it lies beside the secret, with what else this machine keeps."""
    file = _file()
    if file:
        return file.with_name(f"{file.name}.made")
    key = hashlib.sha256(rooms.url("training").encode()).hexdigest()[:16]
    return (ROOT / settings().accounts.secret_file).with_name(f"training-{key}.made")


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time, of all processes of this machine."""
    file = _copy().with_suffix(".lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Refused(BUSY) from error
    finally:
        os.close(opened)


def _copy_pages(source: Path, target: Path) -> None:
    """Copy a SQLite store page by page, in one transaction of the target, which is for its user alone."""
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target, timeout=60)) as written:
        reading.backup(written)


def _begin() -> Engine:
    """An empty store beside the one people are in."""
    file = _file()
    if file:
        new = _new(file)
        for part in ("", "-wal", "-shm"):
            new.with_name(new.name + part).unlink(missing_ok=True)
        return store.connect(f"sqlite:///{new}")
    with store.writing(rooms.engine("training")) as conn:
        conn.execute(text(f"DROP SCHEMA IF EXISTS {NEXT} CASCADE"))
        conn.execute(text(f"CREATE SCHEMA {NEXT}"))
    return store.connect(rooms.within(settings().store.training_url or settings().store.url, NEXT))


def _new(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")


def _take_place() -> None:
    """Put the new one where people are, in one transaction: who reads meanwhile sees the one or the other."""
    file = _file()
    if file is None:
        with store.writing(rooms.engine("training")) as conn:
            conn.execute(text(f"DROP SCHEMA IF EXISTS {rooms.SCHEMA} CASCADE"))
            conn.execute(text(f"ALTER SCHEMA {NEXT} RENAME TO {rooms.SCHEMA}"))
        rooms.engine("training").dispose()
        return
    _copy_pages(_new(file), file)
    for part in ("", "-wal", "-shm"):
        _new(file).with_name(_new(file).name + part).unlink(missing_ok=True)
