"""python -m metrics list | show KEY | sql KEY | values KEY… | passport KEY UNIT MONTH | conclusions | find WORDS | rows REGISTER | moves REGISTER FIELD --from --to | rank KEY | score | accept | forecast KEY | changes --from --to | minutes NUMBER FILE | proofread FILE | deck FILE | update-deck OLD NEW | brief FILE | briefs | pdf FILE | picture FILE | watches | warnings | instruct METRIC UNIT TEXT – no number is a black box."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from data import rooms
from data.refusal import Refusal
from data.text import Text
from metrics.commands import (
    acceptance,
    briefs,
    decks,
    goals,
    judging,
    looking,
    metric,
    papers,
    radar,
    schedules,
    score,
    warnings,
    watches,
    words,
)

DONE, REFUSED, WRONG_USE = 0, 1, 2
SUBJECTS = (
    metric,
    looking,
    judging,
    words,
    score,
    decks,
    briefs,
    schedules,
    papers,
    watches,
    warnings,
    radar,
    goals,
    acceptance,
)
AWAY = Text(
    "数据库无法读取：{cause}。请检查 config.toml 的 store.url，或先运行 python -m data migrate。",
    "The store cannot be read: {cause}. Check store.url in config.toml, or run python -m data migrate first.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 done, 1 refused, 2 wrong use."""
    asked = _parser().parse_args(arguments)
    try:
        asked.verb(asked)
    except Refusal as error:
        print(error, file=sys.stderr)
        return REFUSED
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except DBAPIError as error:
        print(AWAY.zh.format(cause=error.orig), AWAY.en.format(cause=error.orig), sep="\n", file=sys.stderr)
        return WRONG_USE
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metrics", description=__doc__)
    parser.add_argument(
        "--room", choices=rooms.NAMES, default="real", help="whose store: the real one, or for training"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for subject in SUBJECTS:
        subject.declare(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
