"""Letting go what has served its time."""

import argparse

from data import months, retention, store
from data.text import LANGUAGES, Text

TEXTS = {
    "due": Text("按保留规则应清理：", "To go by the rules of retention:"),
    "gone": Text("已按保留规则清理：", "Gone by the rules of retention:"),
    "nothing": Text("没有到期的内容。", "Nothing is due."),
    "stays": Text(
        "数据、清单、上报与审批、交办、封存和审计日志永久保留。",
        "Figures, lists, what was handed in and decided, instructions, seals and the audit log stay for ever.",
    ),
}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    made = verbs.add_parser("retain", help=retain.__doc__)
    made.add_argument("--dry-run", action="store_true", help="only say what would go")
    made.set_defaults(verb=retain)


def retain(asked: argparse.Namespace) -> None:
    """Let go what has served its time by the rules of retention (the server does it once a day)."""
    now = months.now()
    if asked.dry_run:
        with store.reading(asked.engine) as conn:
            counts = retention.due(conn, now)
    else:
        counts = retention.retain(asked.engine, now)
    head = TEXTS[("due" if asked.dry_run else "gone") if counts else "nothing"]
    for language in LANGUAGES:
        print(head.in_(language))
        for name, count in counts.items():
            print(f"  {count:>8,}  {retention.KINDS[name].in_(language)}")
        print(TEXTS["stays"].in_(language))
