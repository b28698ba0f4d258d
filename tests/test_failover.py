"""Two PostgreSQL, the second following the first by streaming replication: the first dies in the middle of commits, the second
is promoted, and the program goes on by the same address with every figure that it had told somebody was committed."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from data import revisions, store
from data.figures import as_of
from data.schema import figure
from tests import postgres
from tests.cases import ZHEJIANG, plant, report, reports
from tests.test_deploy import free
from tests.test_several import until

AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
ON_DISK = "-c fsync=off -c unix_socket_directories=/tmp -h 127.0.0.1 -c hot_standby=on -c wal_level=replica -c max_wal_senders=4"
MONTH = "2026-10"


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


@pytest.fixture
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


def test_a_failover_costs_no_figure_that_was_committed(pair):
    first, second = pair
    hosts = f"host=127.0.0.1:{first.port}&host=127.0.0.1:{second.port}"
    engine = store.connect(f"postgresql+psycopg://cockpit@/postgres?{hosts}&target_session_attrs=read-write")
    store.migrate(engine)
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)
    told: dict[int, float] = {}
    over, refused = threading.Event(), []

    def commits() -> None:
        """One after the other, each noted once it was told to be done; what fails is tried again."""
        value = 0.0
        while not over.is_set():
            value += 1
            try:
                with store.writing(engine) as conn:
                    number = report(conn, reports(f"unit | month | visits\n330203 | {MONTH} | {value}"))
            except (store.Refused, *store.Unreachable) as error:
                refused.append(error)
                time.sleep(0.05)
            else:
                told[number] = value

    writer = threading.Thread(target=commits)
    writer.start()
    try:
        until(lambda: len(told) >= 10)
        first.kill()
        before = len(told)
        until(lambda: bool(refused))
        second.run("pg_ctl", "-D", second.folder, "-w", "promote")
        until(lambda: len(told) >= before + 10)
    finally:
        over.set()
        writer.join()
    with engine.connect() as conn:
        for number, value in told.items():
            held = as_of(figure, number)
            assert conn.scalar(select(held.c.value).where(held.c.unit == "330203", held.c.measure == "visits")) == value
        assert revisions.current(conn) >= max(told)
        assert conn.execute(select(figure)).first() is not None
    engine.dispose()
    assert len(set(told)) == len(told)
