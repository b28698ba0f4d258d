"""One store: SQLite beside the program, or PostgreSQL by its address."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from time import perf_counter

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from data import backfill, draining, postgresql, registers, rollups, row_standings, telemetry, versions
from data.clocks import present
from data.finding import titles
from data.refusal import Refusal
from data.settings import ROOT, settings
from data.text import Text

# What asking a store raises that is away, slow, locked or hanging; or whose connections are all in use.
Unreachable = (OperationalError, InterfaceError, NoConnection)
READ_LOCK_SECONDS = 3  # how long a read waits where the store is held by somebody: by then it is called away
LOCK = 1612  # the advisory lock of PostgreSQL that all writers of one store (a schema) take

AWAY = Text(
    "数据库无法使用：{cause}。请检查 config.toml 的 store.url、数据库服务和磁盘空间，然后再试。",
    "The database cannot be used: {cause}. Check store.url in config.toml, the server and the disk, then try again.",
)
REFUSALS = {
    "not_written": Text(
        "数据库没有写入（{cause}），数据没有改变。请管理员检查磁盘空间、文件权限和数据库服务，然后再试。",
        "The database did not write ({cause}); nothing has changed. Have the administrator check the disk, the permissions "
        "and the database, then try again.",
    ),
    "newer": Text(
        "这个库是更新版本的程序建的，本程序不能使用。请换用新版程序，或用升级前的备份恢复到一个空库。",
        "This store was made by a newer version of the program and cannot be used by this one. Run the newer version, or "
        "restore the backup from before the upgrade into an empty store.",
    ),
    "no_tables": Text(
        "{url} 里还没有表。请检查 config.toml 的 store.url；如是新库，请先运行 python -m data migrate。",
        "There are no tables in {url}. Check store.url in config.toml; if the store is new, run python -m data migrate.",
    ),
}


class Refused(Refusal):
    """The database cannot be used as asked."""

    def __init__(self, reason: str, **blanks: object):
        super().__init__(REFUSALS[reason], **blanks)


@cache
def engine(url: str | None = None) -> Engine:
    """The engine of a store (by default the configured one): one a process."""
    return connect(url or settings().store.url)


def connect(url: str) -> Engine:
    """A new engine. SQLite: write-ahead log, foreign keys on, a writer waits for another; paths are from the project."""
    address = make_url(url)
    limits = settings().store
    if address.get_backend_name() != "sqlite":
        return _counted(
            postgresql.engine(address, answer_seconds=limits.answer_seconds, lock_seconds=READ_LOCK_SECONDS)
        )
    if address.database and address.database != ":memory:":
        path = ROOT / address.database
        _keep_private(path)
        address = address.set(database=str(path))
    # hide_parameters: the message of an error goes into the log, and a parameter may be a password in the wrong field.
    made = create_engine(
        address, hide_parameters=True, connect_args={"timeout": READ_LOCK_SECONDS}, pool_timeout=limits.answer_seconds
    )
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return _counted(made)


def _counted(made: Engine) -> Engine:
    """How many statements are sent, and how long they are waited for."""

    def begin(conn: Connection, *_: object) -> None:
        conn.info["sent"] = perf_counter()

    def end(conn: Connection, *_: object) -> None:
        telemetry.QUERIES.add()
        telemetry.QUERY_SECONDS.add(by=perf_counter() - conn.info["sent"])

    event.listen(made, "before_cursor_execute", begin)
    event.listen(made, "after_cursor_execute", end)
    return made


def _keep_private(path: Path) -> None:
    """Make the file of a new store for its owner alone, and its folder: it holds hashes and restricted registers. What
    SQLite adds beside it takes the mode of the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):  # a folder that is read-only: SQLite says so itself
        if path.exists():
            return
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to protect a read before a write
    # A commit that was told to a person survives a power cut (FULL), which the write-ahead log alone does not promise.
    # recursive_triggers: otherwise INSERT OR REPLACE deletes a line of the audit log past the trigger that forbids it.
    kept = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON", "cache_size=-65536")
    for pragma in kept:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(conn: Connection) -> None:
    begin = conn.get_execution_options().get("begin", "BEGIN")
    # Readers never wait for a writer; a file that somebody holds for themselves alone is told of soon.
    seconds = READ_LOCK_SECONDS if begin == "BEGIN" else settings().store.busy_seconds
    conn.exec_driver_sql(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
    conn.exec_driver_sql(begin)


@contextmanager
def reading(store: Engine) -> Iterator[Connection]:
    """A connection to which the store stands still: whatever is asked over it is answered of one moment."""
    with store.connect() as conn:
        # In SQLite every transaction is like that.
        if conn.dialect.name == "postgresql":
            conn = conn.execution_options(isolation_level="REPEATABLE READ")
        yield conn


@contextmanager
def writing(store: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment, so what it reads stays true until it ends; a server that
    ends waits for it.

    Raises `Refused` where the database fails: a full disk, a file that is read-only, a server that went away.
    """
    with draining.at_work(), _locked(store) as conn:
        yield conn


@contextmanager
def _locked(store: Engine) -> Iterator[Connection]:
    later: list[Callable[[], None]] = []
    try:
        with (
            store.connect().execution_options(begin="BEGIN IMMEDIATE", later=later) as conn,
            conn.begin() as transaction,
        ):
            if conn.dialect.name == "postgresql":
                postgresql.be_patient(conn, settings().store.busy_seconds)
                conn.execute(text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"), {"lock": LOCK})
            yield conn
            stands = transaction.is_active  # not if it was a rehearsal
    except (*Unreachable, InternalError) as error:  # InternalError: a PostgreSQL that only reads
        raise Refused("not_written", cause=cause(error)) from error
    for what in later if stands else ():
        what()


def cause(error: Exception) -> str:
    """What the database said of itself, on one line."""
    return " ".join(str(getattr(error, "orig", error)).split())


def afterwards(conn: Connection, what: Callable[[], None]) -> None:
    """Have something done once what this transaction (of `writing`) wrote stands; if it is taken back, it is not done.

    SQLAlchemy's own event comes before the commit, which may still fail.
    """
    conn.get_execution_options().get("later", []).append(what)


@contextmanager
def rehearsal(store: Engine) -> Iterator[Connection]:
    """A write that is taken back at the end: what would be shown, computed by what will show it. Nothing of it is to be saved,
    so the end of a server does not wait for it.
    """
    with _locked(store) as conn:
        yield conn
        conn.rollback()


def migrate(store: Engine) -> None:
    """Bring the tables to this version: Alembic for the core, then the registers' tables from their declarations, and the
    index of their rows where there is none.

    Raises `Refused` where the tables are of a later version than this program, also where it may serve them.
    """
    config = versions.config()
    with writing(store) as conn:
        config.attributes["connection"] = conn
        older = _lacks(conn, "rollup", "subjects")
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # a revision that this program does not know
            raise Refused("newer") from error
        versions.note(conn)
        _make_registers(conn)
        titles.fill(conn)
        row_standings.fill(conn)
        present.fill(conn)
        if older:
            rollups.rebuild(conn)


def _lacks(conn: Connection, table: str, column: str) -> bool:
    """Whether the table is there, of an earlier version without the column."""
    there = inspect(conn)
    return there.has_table(table) and column not in {each["name"] for each in there.get_columns(table)}


def has_tables(conn: Connection) -> bool:
    """Whether a store was ever made there."""
    return inspect(conn).has_table("revision")


def _make_registers(conn: Connection) -> None:
    """Make the tables, and add the columns, of registers declared since the last start. Nothing is ever dropped."""
    there = inspect(conn)
    for table in registers.TABLES.values():
        if not there.has_table(table.name):
            table.create(conn)
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                kind = column.type.compile(conn.dialect)
                conn.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {kind}'))
        if "holds_from" not in known:
            backfill.fill(conn, table.name)
