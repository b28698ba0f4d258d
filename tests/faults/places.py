"""Databases for faults: as durable as an installation's, on a disk or a small one, here or behind a network of its own."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from data import starting, store
from tests import postgres
from tests.replicating import AS_POSTGRES, Node
from tests.test_deploy import free

SPACE, HERE, THERE, ADDRESS = "cockpit-fault", "cockpit-f0", "cockpit-f1", "10.216.12.2"


class Durable(Node):
    """A PostgreSQL that keeps what it says, as one of an installation does."""

    inside: tuple[str, ...] = ()
    host = "127.0.0.1"

    def run(self, program: str, *arguments: object) -> None:
        command = [*self.inside, *AS_POSTGRES, postgres.BIN / program, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)

    def start(self, *more: str) -> None:
        said = " ".join([f"-p {self.port} -c unix_socket_directories=/tmp -h {self.host}", *more])
        self.run("pg_ctl", "-D", self.folder, "-w", "-t", "120", "-l", f"{self.folder}.log", "-o", said, "start")

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql+psycopg://cockpit@{self.host}:{self.port}/postgres"


def filled(url: str) -> Engine:
    """A store with the starting data."""
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    with engine.begin() as conn:
        conn.execute(text("ANALYZE"))  # as PostgreSQL does by itself after a minute
    return engine


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a disk, that a PostgreSQL may have."""
    made = Path(tempfile.mkdtemp(prefix="cockpit-faults-", dir="/var/tmp"))
    _give(made)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of its own, in memory."""
    with folder() as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], check=True)
        _give(place)
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def postgresql(place: Path, *, apart: bool = False) -> Iterator[Durable]:
    """A server in a folder; `apart`: in a namespace, at the other end of a cable of its own."""
    node = Durable(place / "db", free())
    if apart:
        node.inside, node.host = ("ip", "netns", "exec", SPACE), ADDRESS
    with _network() if apart else _nothing():
        node.run("initdb", "-D", node.folder, "-U", "cockpit", "-A", "trust", "-E", "UTF8", "--wal-segsize=1")
        with (node.folder / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.216.12.0/24 trust\n")
        node.start("-c min_wal_size=2MB -c max_wal_size=8MB")
        try:
            yield node
        finally:
            stop = [*AS_POSTGRES, postgres.BIN / "pg_ctl", "-D", node.folder, "-m", "immediate", "stop"]
            subprocess.run(stop, capture_output=True)


@contextmanager
def _network() -> Iterator[None]:
    """Two ends of a cable: one here, one in a namespace where nothing else is."""
    steps = (
        f"ip netns add {SPACE}",
        f"ip link add {HERE} type veth peer name {THERE}",
        f"ip link set {THERE} netns {SPACE}",
        f"ip addr add 10.216.12.1/24 dev {HERE}",
        f"ip link set {HERE} up",
        f"ip netns exec {SPACE} ip addr add {ADDRESS}/24 dev {THERE}",
        f"ip netns exec {SPACE} ip link set {THERE} up",
        f"ip netns exec {SPACE} ip link set lo up",
    )
    try:
        for step in steps:
            subprocess.run(step.split(), check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["ip", "netns", "del", SPACE], capture_output=True)


def cable(state: str) -> None:
    """Pull it at the other end (`down`) or put it back (`up`): here nothing is heard of it but silence."""
    subprocess.run(["ip", "netns", "exec", SPACE, "ip", "link", "set", THERE, state], check=True)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _give(place: Path) -> None:
    if AS_POSTGRES:
        shutil.chown(place, "postgres")
        place.chmod(0o700)
