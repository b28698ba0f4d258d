"""The administrator's command line: python -m data VERB.

Exit codes: 0 done, 1 findings or a refusal (the sentence says what to do), 2 wrong use.
"""

import argparse
import importlib
import json
import sys

from data import rooms, store
from data.commands import (
    appeals,
    audit,
    backups,
    copies,
    health,
    instructions,
    people,
    retaining,
    rolling,
    seals,
    serving,
    uploads,
)
from data.refusal import Refusal
from data.settings import SettingsError
from data.text import LANGUAGES, Text

FILE = Text(
    "文件无法读写：{cause}。请检查路径、权限和磁盘空间，然后再试。",
    "The file cannot be read or written: {cause}. Check the path, the permissions and the disk, then try again.",
)
SUBJECTS = (serving, uploads, instructions, appeals, people, audit, seals, backups, copies, retaining, health, rolling)
MAKING_TABLES = (serving.start, serving.migrate, backups.restore)  # every other verb asks for a store that is there
# or for none: a seal is checked wherever it lies, the doctor comes to whatever is there, and a copy is fetched where all is gone
WITHOUT_STORE = (seals.verified, seals.fingerprint, seals.compared, health.doctor, copies.send, copies.fetch)


def main(arguments: list[str]) -> int:
    """Run one verb; the result is the exit code."""
    if arguments[:1] == ["passport"]:
        return _metrics(arguments)
    if "meetings" in arguments[:3]:  # a room may stand before it
        return _metrics([word for word in arguments if word != "meetings"])
    asked = _parser().parse_args(arguments)
    importlib.import_module("metrics")  # says what a target may be set for, by whichever door one comes in
    try:
        if asked.verb not in WITHOUT_STORE:
            asked.engine = rooms.engine(asked.room)
            if asked.verb not in MAKING_TABLES and not _is_made(asked.engine):
                raise store.Refused("no_tables", url=asked.engine.url.render_as_string())
        return asked.verb(asked) or 0
    except Refusal as refused:
        if getattr(asked, "json", False):
            told = {language: refused.sentence.in_(language) for language in LANGUAGES}
            print(json.dumps({"batch": None, "refused": told}, ensure_ascii=False, indent=1))
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(FILE.zh.format(cause=error), FILE.en.format(cause=error), sep="\n", file=sys.stderr)
        return 1
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except store.Unreachable as error:
        print(
            *(store.AWAY.in_(language, cause=store.cause(error)) for language in LANGUAGES), sep="\n", file=sys.stderr
        )
        return 1


def _is_made(engine: rooms.Engine) -> bool:
    with engine.connect() as conn:
        return store.has_tables(conn)


def _metrics(arguments: list[str]) -> int:
    """A passport and minutes tell what numbers mean, which only `metrics` knows; the verbs stand here for who looks for them
    here."""
    return importlib.import_module("metrics.__main__").main(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--room", choices=rooms.NAMES, default="real", help="whose store: the real one, or for training"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for subject in SUBJECTS:
        subject.declare(verbs)
    verbs.add_parser("passport", help="Open a number: METRIC UNIT MONTH (the same as python -m metrics passport).")
    verbs.add_parser("meetings", help="minutes NUMBER FILE: a meeting's minutes as a Word document.")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
