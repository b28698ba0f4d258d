"""The rooms of one server: the real store, and beside it the training store (演练), where everything may be tried.

A room is named wherever something is asked or done, and its engine is handed on from there: nothing below knows of another
store than the one it is given. Accounts, sessions and walls are those of the real store, whichever room they lead into.
"""

from typing import Literal, get_args

from sqlalchemy import Engine

from data import store
from data.settings import settings

Name = Literal["real", "training"]
NAMES: tuple[Name, ...] = get_args(Name)


def url(room: Name) -> str:
    """Where the store of a room lies."""
    return settings().store.url


def engine(room: Name) -> Engine:
    """The store of a room: one engine a process."""
    return store.engine(url(room))


def real() -> Engine:
    """The real store, which also knows who may come in."""
    return engine("real")
