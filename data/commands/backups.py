"""The whole store in one file, and back."""

import argparse
import getpass
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from data import months
from data.access import Actor
from data.backing_up import backup, making
from data.commands.acting import ORIGIN
from data.settings import settings
from data.text import LANGUAGES, Text, filled
from data.training.carried import carry_over

TEXTS = {
    "made": Text(
        "已备份并经恢复检验：{file}（{rows:,} 行）。",
        "Backed up, and verified by being restored: {file} ({rows:,} rows).",
    ),
    "gone": Text("按保留规则删去：{files}。", "Gone by the rules of keeping: {files}."),
    "whole": Text(
        "备份完好，已试恢复：{file}（{rows:,} 行）。",
        "The backup is whole, and was restored to try: {file} ({rows:,} rows).",
    ),
    "from": Text("备份 {file}：{held}。", "The backup {file}: {held}."),
    "into": Text(
        "恢复到 {url}：现为空库，没有内容会被覆盖。", "To be put into {url}, which is empty: nothing is replaced."
    ),
    "restored": Text("已恢复。", "Restored."),
    "dry": Text("未恢复（--dry-run）。", "Nothing was restored (--dry-run)."),
}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    made = verbs.add_parser("backup", help=make_backup.__doc__)
    made.add_argument(
        "file", metavar="FILE", nargs="?", help="without it: into backups.folder, by the rules of keeping"
    )
    made.add_argument(
        "--verify",
        action="store_true",
        help="make none, but restore FILE into a scratch store to see whether it is whole",
    )
    made.set_defaults(verb=make_backup)
    put_back = verbs.add_parser("restore", help=restore.__doc__)
    put_back.add_argument("file", metavar="FILE")
    put_back.add_argument("--dry-run", action="store_true", help="only say what would be put where")
    put_back.set_defaults(verb=restore)


def make_backup(asked: argparse.Namespace) -> None:
    """Copy the whole store into one file, while it is in use, and restore it into a scratch store to see that it is whole."""
    file = Path(asked.file) if asked.file else None
    if asked.verify and file is not None:
        _say("whole", file=file, rows=making.verify(file))
        return
    by = Actor(getpass.getuser(), settings().unit, origin=ORIGIN)
    if file is not None:
        done = making.make(asked.engine, file, by=by, progress=_bar)
    else:
        done = making.make_by_calendar(asked.engine, months.now(), by=by, progress=_bar)
    _say("made", file=done.file, rows=done.rows)
    if done.gone:
        _say("gone", files=", ".join(each.name for each in done.gone))


def restore(asked: argparse.Namespace) -> None:
    """Put a backup in the place of an empty store, and say before what goes where."""

    def tell(held: backup.Held) -> bool:
        _say("from", file=asked.file, held=held.told)
        _say("into", url=asked.engine.url.render_as_string())
        return not asked.dry_run

    backup.restore(asked.engine, Path(asked.file), _bar, tell)
    if not asked.dry_run:
        carry_over(asked.engine)
    _say("dry" if asked.dry_run else "restored")


def _say(what: str, **blanks: object) -> None:
    told = filled(TEXTS[what], blanks)
    print(*(told.in_(language) for language in LANGUAGES), sep="\n")


def _bar(steps: Iterable) -> Iterable:
    return tqdm(list(steps), unit="step")
