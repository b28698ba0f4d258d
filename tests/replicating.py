"""Two PostgreSQL, the second following the first by streaming replication."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from tests import postgres
from tests.test_deploy import free
from tests.test_several import until

AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
ON_DISK = "-c fsync=off -c unix_socket_directories=/tmp -h 127.0.0.1 -c hot_standby=on -c wal_level=replica -c max_wal_senders=4"


@dataclass
class Node:
    """One PostgreSQL of the pair."""

    folder: Path
    port: int

    def run(self, program: str, *arguments: object) -> None:
        subprocess.run([*AS_POSTGRES, postgres.BIN / program, *map(str, arguments)], check=True, capture_output=True)

    def start(self, *more: str) -> None:
        said = " ".join([f"-p {self.port}", ON_DISK, *more])
        self.run("pg_ctl", "-D", self.folder, "-w", "-l", f"{self.folder}.log", "-o", said, "start")

    def kill(self) -> None:
        """All of it at once, as a machine that loses power."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGKILL)

    def asks(self, statement: str) -> str:
        command = [
            postgres.BIN / "psql",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "cockpit",
            "-d",
            "postgres",
            "-Atc",
        ]
        return subprocess.run([*command, statement], check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def pair() -> Iterator[tuple[Node, Node]]:
    """The first, which takes writes and waits until the second has each; and the second."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-pair-"))
    if AS_POSTGRES:
        shutil.chown(folder, "postgres")
    first, second = Node(folder / "first", free()), Node(folder / "second", free())
    first.run("initdb", "-D", first.folder, "-U", "cockpit", "-A", "trust", "-E", "UTF8", "--no-sync")
    first.start("-c synchronous_commit=on", "-c synchronous_standby_names=second")
    try:
        address = f"host=127.0.0.1 port={first.port} user=cockpit application_name=second"
        second.run("pg_basebackup", "-D", second.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", address)
        second.start()
        until(lambda: first.asks("SELECT sync_state FROM pg_stat_replication") == "sync")
        yield first, second
    finally:
        for node in (first, second):
            subprocess.run(
                [*AS_POSTGRES, postgres.BIN / "pg_ctl", "-D", node.folder, "-m", "immediate", "stop"],
                capture_output=True,
            )
        shutil.rmtree(folder, ignore_errors=True)


def address(*nodes: Node) -> URL:
    """Of a store on either of them, whichever takes writes."""
    hosts = [f"127.0.0.1:{node.port}" for node in nodes]
    query = {"host": hosts, "target_session_attrs": "read-write"}
    return URL.create("postgresql+psycopg", username="cockpit", database="postgres", query=query)
