"""A store made ready to serve, however the server was started, and the way in for who comes first."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data import starting, starting_corrected, store, versions
from data.people import accounts, passwords
from data.settings import ROOT, settings
from data.training.carried import carry_over

NAME = "first-password"


@dataclass(frozen=True)
class Ready:
    """What came of it: how many batches of a demonstration were taken out, login and one-time password of the first
    administrator where there was nobody, and how many starting figures and rows this release reads otherwise."""

    carried: int
    first: tuple[str, str] | None
    corrected: int = 0


def make(engine: Engine) -> Ready:
    """Bring the tables to this version, load the starting data where there is none, and make the first administrator where
    there is nobody. Their password is kept in a file that its owner alone can read, until they have chosen their own. Tables
    of a newer release that this program may serve are left as they are."""
    with engine.connect() as conn:
        if versions.standing(conn) == "served":
            return Ready(0, None)
    store.migrate(engine)
    carried = carry_over(engine)
    starting.load(engine)
    corrected = starting_corrected.correct(engine)
    first = accounts.first(engine)
    if first:
        _keep(*first)
    return Ready(carried, first, corrected)


def file() -> Path:
    """Where the first one-time password is kept: beside the secret of the installation."""
    return (ROOT / settings().accounts.secret_file).with_name(NAME)


def is_waiting(engine: Engine) -> bool:
    """Whether the first administrator has not come in yet, and their password lies in the file. Once they have chosen their
    own the file goes."""
    if not file().exists():
        return False
    with engine.connect() as conn:
        if passwords.must_change(conn, accounts.FIRST):
            return True
    file().unlink(missing_ok=True)
    return False


def _keep(login: str, once: str) -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    file().unlink(missing_ok=True)
    with os.fdopen(os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as made:
        made.write(f"{login}\n{once}\n")
