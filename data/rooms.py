"""The rooms of one server: the real store, and beside it the training store (演练), where everything may be tried.

A room is named wherever something is asked or done, and its engine is handed on from there: nothing below knows of another
store than the one it is given. Accounts, sessions and walls are those of the real store, whichever room they lead into.
"""

from pathlib import Path
from typing import Literal, get_args

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from data import store
from data.settings import ROOT, settings

Name = Literal["real", "training"]
NAMES: tuple[Name, ...] = get_args(Name)
SCHEMA = "training"  # of PostgreSQL, in the database of the real store or one of its own


def url(room: Name) -> str:
    """Where the store of a room lies. The training store: a file beside the real one, or a schema of PostgreSQL."""
    ours = settings().store
    if room == "real":
        return ours.url
    address = make_url(ours.training_url or ours.url)
    if address.get_backend_name() != "sqlite":
        return within(ours.training_url or ours.url, SCHEMA)
    if ours.training_url or not address.database:
        return ours.training_url or ours.url
    beside = Path(address.database)
    beside = beside.with_name(f"{beside.stem}-training{beside.suffix}")
    return address.set(database=str(beside)).render_as_string(hide_password=False)


def shown(room: Name) -> str:
    """The address of a room's store without its password, to be told."""
    return make_url(url(room)).render_as_string()


def within(address: str, schema: str) -> str:
    """The address of a schema of a PostgreSQL database."""
    asked = make_url(address).update_query_dict({"options": f"-csearch_path={schema}"})
    return asked.render_as_string(hide_password=False)


def engine(room: Name) -> Engine:
    """The store of a room: one engine a process."""
    return store.engine(url(room))


def real() -> Engine:
    """The real store, which also knows who may come in."""
    return engine("real")


def is_there(room: Name) -> bool:
    """Whether there is anything at a room's address; asking makes nothing."""
    if make_url(url(room)).get_backend_name() == "sqlite":
        return not has_no_file(room)
    with engine(room).connect() as conn:
        return conn.scalar(text("SELECT current_schema()")) is not None


def has_no_file(room: Name) -> bool:
    """Whether a room's store would be a file that is not there: its engine would make one."""
    address = make_url(url(room))
    if address.get_backend_name() != "sqlite":
        return False
    return not (address.database and (ROOT / str(address.database)).exists())
