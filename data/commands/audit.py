"""The audit log: looked through, and looked over for tampering."""

import argparse
import json
import sys
from datetime import date, datetime, time

from data import access, audit, months, store
from data.commands.acting import actor, asks_by
from data.people import grants
from data.settings import settings
from data.text import LANGUAGES


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file: `audit …`."""
    group = verbs.add_parser("audit", help="Look at the audit log.").add_subparsers(required=True, metavar="VERB")
    for name, verb in (("verify", verify), ("list", list_lines)):
        made = group.add_parser(name, help=verb.__doc__)
        made.add_argument("--json", action="store_true")
        made.set_defaults(verb=verb)
    group.choices["verify"].add_argument("--expect", default="", metavar="HEAD", help="a head that was noted earlier")
    asks_by(group.choices["list"])
    group.choices["list"].add_argument("--since", type=_day, metavar="YYYY-MM-DD")
    group.choices["list"].add_argument("--of", default="", metavar="LOGIN", help="what this person did")
    group.choices["list"].add_argument("--limit", type=int, default=100)


def verify(asked: argparse.Namespace) -> int:
    """Look for lines that were changed, taken out, put in or cut off; 1 if there are any."""
    with store.reading(asked.engine) as conn:
        found = audit.verify(conn, asked.expect)
    told = [{language: each.told(language) for language in LANGUAGES} for each in found.broken]
    if asked.json:
        summary = {"count": found.count, "head": found.head, "noted": found.noted, "broken": told}
        print(json.dumps(summary, ensure_ascii=False, indent=1))
        return 1 if told else 0
    for each in told:
        print(*each.values(), sep="\n    ", file=sys.stderr)
    whole = "发现改动 / tampered with" if told else "完整 / whole"
    print(f"{found.count} 条，库外有记录 {found.noted} 条 / {found.count} lines, {found.noted} noted outside: {whole}")
    print(f"末条封印 / head: {found.head}")
    return 1 if told else 0


def list_lines(asked: argparse.Namespace) -> None:
    """List the newest lines: who, when, from where, what."""
    by = actor(asked)
    since = datetime.combine(asked.since, time(), months.SHANGHAI) if asked.since else None
    with asked.engine.connect() as conn:
        access.require(access.for_all(by), "audit", [settings().unit], grants.tree_of_today(conn))
        listed = audit.listing(conn, since=since, login=asked.of, limit=asked.limit)
    for row in listed.to_dict("records"):
        if asked.json:
            print(json.dumps(row | {"at": row["at"].isoformat()}, ensure_ascii=False))
        else:
            changed = " → ".join(each for each in (row["before"], row["after"]) if each)
            who = f"{row['name']} ({row['login'] or '—'}) {row['origin']}"
            print(
                f"{row['number']:>6}  {row['at']:%Y-%m-%d %H:%M:%S}  {who}  {row['action']}  {row['object']}  {changed}"
            )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"应为 2026-11-22 / write it like 2026-11-22: {written}") from None
