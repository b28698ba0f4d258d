"""What every test may use: an empty, migrated store of each kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data import store
from tests import postgres


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


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """A migrated store without any figures."""
    made = store.connect(store_url)
    store.migrate(made)
    yield made
    made.dispose()
