"""Documents of words: the minutes that are written, the texts that are checked."""

import argparse
from pathlib import Path

from data import rooms
from data.meetings import reading, steps
from data.text import LANGUAGES
from metrics.commands.acting import OPERATOR, month_of
from metrics.commands.shared import ask_where, verb
from metrics.finding import Seeker
from metrics.meetings import minutes
from metrics.proofreading import proofread
from metrics.proofreading import telling as telling_text


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    its = verb(verbs, "minutes", write_minutes)
    its.add_argument("number", metavar="NUMBER", type=int, help="of the meeting")
    its.add_argument("file", metavar="FILE", help="the .docx that is written")
    its.add_argument("--lang", choices=LANGUAGES, default="zh")
    its = verb(verbs, "proofread", proofread_file)
    ask_where(its)
    its.add_argument("file", metavar="FILE", help="a plain text, in UTF-8 or GB 18030")


def write_minutes(asked: argparse.Namespace) -> None:
    """python -m metrics minutes NUMBER FILE – the minutes of a meeting as a Word document."""
    with rooms.engine(asked.room).connect() as conn:
        found = reading.one(conn, asked.number)
        if found is None:
            raise ValueError(steps.Refused("gone", number=asked.number))
        Path(asked.file).write_bytes(minutes(conn, found, asked.lang))


def proofread_file(asked: argparse.Namespace) -> None:
    """python -m metrics proofread FILE – whether the figures of a text agree with the store, the worst first; nothing is kept."""
    text = telling_text.read(Path(asked.file))
    with rooms.engine(asked.room).connect() as conn:
        found = proofread(conn, text, Seeker(OPERATOR, asked.unit, month_of(asked.month), asked.revision))
    print(*telling_text.lines(text, found), sep="\n")
