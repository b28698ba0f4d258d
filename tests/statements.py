"""SQL is compiled once a run: each test has a store of its own, and each engine would compile every statement anew."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

MANY = 5_000  # statements of one kind of database: about 100 MB, more than one process of a run compiles
COMPILED: dict[str, dict[tuple[Any, ...], Any]] = {"sqlite": {}, "postgresql": {}}


class Shared(dict[tuple[Any, ...], Any]):
    """What an engine asks for compiled statements. All of one kind of database share them: their dialects are the same, and only
    by name are they others to SQLAlchemy (the first part of a key)."""

    def __init__(self, kind: str):
        super().__init__()
        self.kept = COMPILED[kind]

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return self.kept.get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        if len(self.kept) >= MANY:
            self.kept.clear()
        self.kept[key[1:]] = compiled


def shared(connect: Callable[[str], Engine]) -> Callable[[str], Engine]:
    """`store.connect`, whose engines share what they have compiled."""

    def connected(url: str) -> Engine:
        made = connect(url)
        made.update_execution_options(compiled_cache=Shared(made.dialect.name))
        return made

    return connected
