"""A PostgreSQL of the tests' own: made in a temporary folder, gone with the run."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

BIN = Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "unix_socket_directories": "/tmp",
    "jit": "off",  # compiling a question takes longer than answering it over so few rows
    # Tests take back what they wrote: vacuumed between two of them, a table is known to be empty, and the next test's
    # rows are joined by loops that take minutes.
    "autovacuum": "off",
}


@contextmanager
def server() -> Iterator[str]:
    """Start a server on a free port and give its address; PostgreSQL refuses root, so root starts it as `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
    _run(*as_user, BIN / "initdb", "-D", folder / "db", "-U", "cockpit", "-A", "trust", "-E", "UTF8", "--no-sync")
    _run(
        *as_user, BIN / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log",
        "-o", f"-p {port} -h 127.0.0.1 {options}", "start",
    )  # fmt: skip
    try:
        yield f"postgresql+psycopg://cockpit@127.0.0.1:{port}/postgres"
    finally:
        _run(*as_user, BIN / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server_url: str, template: str = "template1") -> Iterator[str]:
    """A database on the server, dropped at the end: empty, or a copy of another that nobody is connected to."""
    url = create(server_url, template)
    try:
        yield url
    finally:
        _as_admin(server_url, f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")


def create(server_url: str, template: str = "template1") -> str:
    """The address of a new database that lasts as long as the server."""
    name = f"cockpit_test_{secrets.token_hex(4)}"
    _as_admin(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return server_url.rsplit("/", 1)[0] + f"/{name}"


def _as_admin(server_url: str, statement: str) -> None:
    # psycopg itself: an engine asks a dozen things of a server before it says anything, twice a test.
    with psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute(statement)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")
