"""The five ‘ones’ tried on the store as it stands."""

import argparse
from pathlib import Path

from data import months, rooms
from data.settings import settings
from data.text import LANGUAGES
from metrics.acceptance import recording, tried
from metrics.commands.acting import acting, month_of
from metrics.commands.shared import verb

UNTRIED = {"zh": "没有可检验的", "en": "nothing to try it on"}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    its = verb(verbs, "accept", accept)
    its.add_argument("--unit", default=settings().unit, help="six-digit code")
    its.add_argument("--month", metavar="2026-10", help="the last full month if not given")
    its.add_argument("--lang", choices=LANGUAGES, default="zh")
    its.add_argument("--file", type=Path, metavar="FILE", help="write the results as a workbook that can be uploaded")
    its.add_argument(
        "--record", metavar="LOGIN", help="keep the results as rows, as that account, where nothing asks for approval"
    )


def accept(asked: argparse.Namespace) -> None:
    """python -m metrics accept – the five ‘ones’ tried on the store: what each promises, of how many it is true."""
    month, day = month_of(asked.month), months.today()
    with rooms.engine(asked.room).connect() as conn:
        found = tried(conn, asked.unit, month, day)
    for each in found:
        result = recording.REGISTER.state(each.result).text.in_(asked.lang) if each.result else UNTRIED[asked.lang]
        promise = dict(recording.REGISTER.field("promise").choices)[each.promise].in_(asked.lang)
        print(f"{promise}\t{result}\t{each.name.in_(asked.lang)}\t{each.found.in_(asked.lang)}")
    if asked.file:
        asked.file.write_bytes(recording.workbook(found, asked.unit, day))
    if asked.record:
        engine, who = acting(argparse.Namespace(by=asked.record, room=asked.room))
        recording.record(engine, found, asked.unit, day, by=who)
