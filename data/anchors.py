"""Number and seal of every line of the audit log, noted in a file outside the database: who cuts lines off at the end of
the log leaves no break in its chain, but they are missing beside this file.

Written after the commit, each line in one append, so that several processes may share the file. A note that could not be
written does not undo what was done: the log itself stands.
"""

import hashlib
import logging
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine

from data import store
from data.settings import ROOT, settings
from data.training_mark import is_training

NAME = "audit-anchors"


def file() -> Path:
    """Where they are noted: beside the secret of the installation."""
    return (ROOT / settings().accounts.secret_file).with_name(NAME)


def note(conn: Connection, number: int, seal: str) -> None:
    """Note a line once the transaction that wrote it stands; if it is taken back, nothing is noted. A training store is made
    anew, and its log with it: of that nothing is noted."""
    if is_training(conn):
        return
    line = f"{_store(conn.engine)} {number} {seal}\n".encode()
    store.afterwards(conn, lambda: _append(line))


def noted(conn: Connection) -> Mapping[int, frozenset[str]]:
    """The seals noted for each number of this store's log: one each, unless the log began anew from an earlier line."""
    seals: dict[int, set[str]] = defaultdict(set)
    ours = _store(conn.engine)
    try:
        lines = file().read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        lines = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) == 3 and parts[0] == ours and parts[1].isdecimal():
            seals[int(parts[1])].add(parts[2])
    return {number: frozenset(each) for number, each in seals.items()}


def _append(line: bytes) -> None:
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(opened, line)
        finally:
            os.close(opened)
    except OSError as error:
        logging.getLogger(__name__).warning("the audit log could not be noted in %s: %s", file(), error)


def _store(engine: Engine) -> str:
    """Which store the line is of: several may share one secret."""
    url = engine.url
    where = f"{url.get_backend_name()} {url.host} {url.port} {url.database}"
    if "options" in url.query:  # a schema of its own: the training store's lines are not the real store's
        where += f" {url.query['options']}"
    return hashlib.sha256(where.encode()).hexdigest()[:16]
