"""The whole store in one file, and back."""

import argparse
import getpass
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from data import audit, backup, store
from data.access import Actor
from data.commands.acting import ORIGIN
from data.first_steps import BACKED_UP
from data.settings import settings
from data.training.carried import carry_over


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    for name, verb in (("backup", make_backup), ("restore", restore)):
        made = verbs.add_parser(name, help=verb.__doc__)
        made.add_argument("file", metavar="FILE")
        made.set_defaults(verb=verb)


def make_backup(asked: argparse.Namespace) -> None:
    """Copy the whole store into one file, while it is in use."""
    backup.backup(asked.engine, Path(asked.file), _bar)
    with store.writing(asked.engine) as conn:
        by = Actor(getpass.getuser(), settings().unit, origin=ORIGIN)
        audit.add(conn, by, BACKED_UP, "store", after={"file": str(Path(asked.file).absolute())})
    print(asked.file)


def restore(asked: argparse.Namespace) -> None:
    """Put a backup in the place of an empty store."""
    backup.restore(asked.engine, Path(asked.file), _bar)
    carry_over(asked.engine)
    print(f"已恢复 / restored: {asked.file}")


def _bar(steps: Iterable) -> Iterable:
    return tqdm(list(steps), unit="step")
