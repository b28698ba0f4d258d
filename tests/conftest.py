"""What every test may use: an empty, migrated store of each kind; and the order of the files."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine

from data import months, store
from data.people import passwords
from data.sandbox import pool
from data.settings import settings
from tests import in_process, postgres, prepared, statements
from tests.prepared import Prepared

REAL_HASHER = passwords._hasher  # what the program itself hashes passwords with

# Files that take longest (processor time), longest first: begun last, one would keep one of the two processes at work alone.
LONGEST = [
    "pages/test_looks.py",
    "test_demo.py",
    "pages/test_overview.py",
    "test_bad_days.py",
    "test_disk_full.py",
    "pages/test_walk.py",
    "pages/test_rights.py",
    "test_api.py",
    "test_api_reading.py",
    "test_rights.py",
    "test_rights_cli.py",
    "pages/test_oidc.py",
    "pages/test_wall.py",
    "pages/test_sign_in.py",
    "test_several.py",
    "test_demo_registers.py",
    "test_api_schema.py",
    "pages/test_approval.py",
    "test_conclusions_planted.py",
    "test_submissions.py",
    "test_registers.py",
    "test_approval.py",
    "test_hostile.py",
    "test_libreoffice.py",
    "pages/test_upload.py",
    "test_api_instructions.py",
    "test_killed.py",
    "pages/test_sealing.py",
    "test_row_standings.py",
    "test_docs.py",
    "test_drafts.py",
    "pages/test_presenting.py",
    "pages/test_typing.py",
    "test_training.py",
    "pages/test_problems.py",
    "pages/test_unit.py",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, then the rest as they are found (`make test` gives a process a file at a time)."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    here = Path(__file__).parent
    items.sort(key=lambda item: ranks.get(item.path.relative_to(here).as_posix(), len(ranks)))


@pytest.fixture(autouse=True)
def _spark_is_asked_for(request) -> None:
    """What needs Spark is run where it is asked for alone: it takes minutes, and most have none."""
    if request.node.get_closest_marker("spark") and request.config.option.markexpr != "spark":
        pytest.skip("Spark's tests are run by make test-spark")


RARELY = (100_000, 50, 100)  # new things before the collector looks, and how often at the older ones
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # what the stores of both processes never need, with a browser beside them


def _write_to_memory() -> None:
    """Where there is room, what a run writes lies in memory: a PostgreSQL database is copied five times as fast as on a disk."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def _keep_what_is_compiled() -> None:
    """Containers forbid Python to: then each worker, server and command of a run compiles all files anew, for seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_configure() -> None:
    """A secret of the run's own, and what is noted beside it, out of the way of the installation's."""
    _keep_what_is_compiled()
    _write_to_memory()
    if "COCKPIT_ACCOUNTS_SECRET_FILE" not in os.environ:
        os.environ["COCKPIT_ACCOUNTS_SECRET_FILE"] = f"{tempfile.mkdtemp(prefix='cockpit-secret-')}/secret"
    beside = Path(os.environ["COCKPIT_ACCOUNTS_SECRET_FILE"]).with_name("seal-key.pem")
    os.environ.setdefault("COCKPIT_SEALS_KEY_FILE", str(beside))
    os.environ.setdefault("COCKPIT_CALENDAR_OWED_FROM", "2021-01")  # the tests play in months long past
    os.environ.setdefault("COCKPIT_STORE_ANSWER_SECONDS", "60")  # a busy machine is no fault of what is tested
    os.environ.setdefault("COCKPIT_APPROVAL_LEVELS", "0")  # figures count at once, but where a test asks for approval
    # Hashes of next to no cost: a good one takes a twentieth of a second and 64 MB. `test_passwords` looks at the real ones.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    store.connect = statements.shared(store.connect)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage, which looks through all there is again and again, leaves it out. It
    looks more rarely, too: a run that tests statements and frames makes much that is gone by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


@pytest.fixture(autouse=True)
def _files_are_read_here(request, monkeypatch) -> None:
    """Files are read in this process, but by tests that are marked `sandboxed`."""
    if request.node.get_closest_marker("sandboxed") is None:
        monkeypatch.setattr(pool, "run", in_process.run)


@pytest.fixture
def approval_levels(monkeypatch) -> Iterator[Callable[[int], None]]:
    """Say how many approvals figures ask for, here and in what this test starts."""

    def ask(levels: int) -> None:
        monkeypatch.setenv("COCKPIT_APPROVAL_LEVELS", str(levels))
        settings.cache_clear()

    yield ask
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def clock(request, monkeypatch) -> Callable[..., None]:
    """`clock(minutes=3)` moves on the store's clock, which else stands at the module's `NOW`."""
    passed = timedelta()

    def move(**by: float) -> None:
        nonlocal passed
        passed += timedelta(**by)

    monkeypatch.setattr(months, "now", lambda: request.module.NOW + passed)
    return move


@pytest.fixture
def engines(monkeypatch) -> Iterator[None]:
    """The engines that the program makes for itself (`store.engine`) begin anew, and are disposed of at the end. One that is
    only forgotten leaves its connections to the garbage collector, and their warning to whichever test runs then."""
    made = []

    @cache
    def engine(url: str | None = None) -> Engine:
        made.append(store.connect(url or settings().store.url))
        return made[-1]

    monkeypatch.setattr(store, "engine", engine)
    yield
    for each in made:
        each.dispose()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL of this run's own."""
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/cockpit.db"
    else:
        with postgres.database(request.getfixturevalue("postgres_url")) as url:
            yield url


@pytest.fixture(scope="session")
def stores(request, tmp_path_factory) -> Prepared:
    """Stores to copy from (`tests/prepared.py`); PostgreSQL starts with the first test that asks for it."""
    return Prepared(prepared.of_run(tmp_path_factory), lambda: request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, stores, tmp_path) -> Iterator[Engine]:
    """A store of the test's own: migrated, without any figures, or as the module's `PREPARED` fills it."""
    with stores.of(request.param, getattr(request.module, "PREPARED", prepared.migrated), tmp_path) as made:
        yield made


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def lasting_engine(request, stores, tmp_path_factory) -> Iterator[Engine]:
    """A migrated store of each kind that all tests of a run share; only `conn` writes to it, and takes it back."""
    with stores.of(request.param, prepared.migrated, tmp_path_factory.mktemp("lasting")) as made:
        yield made


@pytest.fixture
def conn(lasting_engine: Engine) -> Iterator[Connection]:
    """An open transaction on an empty store of each kind; what a test writes is gone after it."""
    with store.rehearsal(lasting_engine) as opened:
        yield opened


@pytest.fixture(scope="session")
def units(tmp_path_factory) -> Iterator[Connection]:
    """A store with a few units, for checks that write nothing; of the quick kind."""
    from tests import workbooks

    made = store.connect(f"sqlite:///{tmp_path_factory.mktemp('units')}/cockpit.db")
    store.migrate(made)
    with store.rehearsal(made) as opened:
        workbooks.plant(opened)
        yield opened
    made.dispose()
