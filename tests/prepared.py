"""Stores made once a run and copied for each test: a copy takes milliseconds, migrating and filling one seconds.

SQLite: the processes of a run share one file a kind of store, made by whoever asks first. PostgreSQL: a template
database on the server of the process. A kind that builds on another (`over`) begins as a copy of that one.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data import demo, starting, store
from data.settings import settings
from tests import postgres

Fill = Callable[[Engine], None]
BUILT: dict[str, tuple[Fill, Fill]] = {}  # kind → what it builds on, and what it adds


def kind_of(fill: Fill) -> str:
    """The name of a kind of store."""
    return f"{fill.__module__}.{fill.__qualname__}"


def over(base: Fill) -> Callable[[Fill], Fill]:
    """What the function adds to a store of another kind: called by itself it fills an empty store with both."""

    def declare(own: Fill) -> Fill:
        @wraps(own)
        def fill(engine: Engine) -> None:
            base(engine)
            own(engine)

        BUILT[kind_of(fill)] = (base, own)
        return fill

    return declare


def migrated(engine: Engine) -> None:
    """Tables without a figure."""
    store.migrate(engine)


@over(migrated)
def with_starting_data(engine: Engine) -> None:
    """What a new installation holds: units, structures, the ledger, published figures."""
    starting.load(engine)


@over(with_starting_data)
def with_demonstration(engine: Engine) -> None:
    """The demonstration over the starting data, as of today, with what waits in it where approval is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COCKPIT_APPROVAL_LEVELS", "1")
        settings.cache_clear()
        demo.load(engine)
    settings.cache_clear()


class Prepared:
    """The prepared stores of this run. A kind of store is named by the function that fills it."""

    def __init__(self, folder: Path, postgres_url: Callable[[], str]):
        self.folder = folder
        self.postgres_url = postgres_url
        self.templates: dict[str, str] = {}  # databases to copy from, by the name of their kind

    def file(self, fill: Fill) -> Path:
        """The SQLite file of that kind: to be copied, not to be written to."""
        path = self.folder / f"{kind_of(fill)}.db"
        with (self.folder / f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                unfinished = path.with_suffix(".unfinished")
                base, own = BUILT.get(kind_of(fill), (None, fill))
                if base:
                    shutil.copy(self.file(base), unfinished)
                _fill(f"sqlite:///{unfinished}", own)
                unfinished.rename(path)
        return path

    @contextmanager
    def sqlite(self, fill: Fill, folder: Path) -> Iterator[Engine]:
        """A copy in that folder, to be written to."""
        path = folder / "cockpit.db"
        shutil.copyfile(self.file(fill), path)
        with _opened(f"sqlite:///{path}") as engine:
            yield engine

    @contextmanager
    def postgresql(self, fill: Fill) -> Iterator[Engine]:
        """A copy on the server of this process, dropped at the end."""
        with postgres.database(self.postgres_url(), self._template(fill)) as url, _opened(url) as engine:
            yield engine

    @contextmanager
    def of(self, kind: str, fill: Fill, folder: Path) -> Iterator[Engine]:
        """A copy of either kind: `sqlite` or `postgresql`."""
        with self.sqlite(fill, folder) if kind == "sqlite" else self.postgresql(fill) as engine:
            yield engine

    def _template(self, fill: Fill) -> str:
        name = kind_of(fill)
        if name not in self.templates:
            base, own = BUILT.get(name, (None, fill))
            url = postgres.create(self.postgres_url(), *([self._template(base)] if base else []))
            _fill(url, own)
            self.templates[name] = url.rsplit("/", 1)[1]
        return self.templates[name]


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = store.connect(url)
    yield engine
    engine.dispose()


def _fill(url: str, fill: Fill) -> None:
    with _opened(url) as engine:
        fill(engine)


def of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the processes of one run share (each has a folder of its own below it)."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "prepared"
    folder.mkdir(exist_ok=True)
    return folder
