"""Copies of backups in a bucket: sent, listed, fetched."""

import argparse
from pathlib import Path

from data.backing_up import bucket, calendar, copies, making
from data.text import LANGUAGES, Text, filled

TEXTS = {
    "sent": Text("已传到存储桶：{file}。", "Sent to the bucket: {file}."),
    "nothing": Text("存储桶里已是最新，没有要传的。", "The bucket has them all: nothing to be sent."),
    "gone": Text("按保留规则从存储桶删去：{files}。", "Gone from the bucket by the rules of keeping: {files}."),
    "there": Text("{file}，{megabytes:,.1f} MB", "{file}, {megabytes:,.1f} MB"),
    "fetched": Text(
        "已取回并经恢复检验：{file}（{rows:,} 行）。",
        "Fetched, and verified by being restored: {file} ({rows:,} rows).",
    ),
}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    sent = verbs.add_parser("copies", help=send.__doc__)
    sent.add_argument("--list", action="store_true", help="only say what lies there")
    sent.set_defaults(verb=send)
    got = verbs.add_parser("fetch", help=fetch.__doc__)
    got.add_argument("name", metavar="NAME", help="as --list says it")
    got.add_argument("file", metavar="FILE", nargs="?", help="without it: under its name, here")
    got.set_defaults(verb=fetch)


def send(asked: argparse.Namespace) -> None:
    """Copy the backups of backups.folder into the bucket, as the server does by itself each hour."""
    into = _bucket()
    if asked.list:
        for name, size in sorted(into.sizes().items()):
            _say("there", file=name, megabytes=size / 1e6)
        return
    place = calendar.folder()
    if place is None:
        raise making.Refused("no_folder")
    brought = copies.bring(place, into, lambda name: _say("sent", file=name))
    if not brought.sent:
        _say("nothing")
    if brought.gone:
        _say("gone", files=", ".join(brought.gone))


def fetch(asked: argparse.Namespace) -> None:
    """Fetch a backup from the bucket into a new file, and restore it into a scratch store to see that it is whole."""
    file = Path(asked.file or asked.name)
    copies.fetch(asked.name, _bucket(), file)
    _say("fetched", file=file, rows=making.verify(file))


def _bucket() -> bucket.Bucket:
    found = bucket.configured()
    if found is None:
        raise copies.Refused("no_bucket")
    return found


def _say(what: str, **blanks: object) -> None:
    told = filled(TEXTS[what], blanks)
    print(*(told.in_(language) for language in LANGUAGES), sep="\n")
