"""Whether all is well, and the sums made anew where they are not."""

import argparse
import json

from data import audit, rollups, rooms, store
from data.commands.acting import actor
from data.health.finding import SIGNS, STATES, Finding
from data.health.looking import CHECKS, Health, look
from data.text import LANGUAGES, Language, Text

TEXTS = {
    "well": Text("一切正常。", "All is well."),
    "sum": Text(
        "异常 {bad} 项，留意 {watch} 项，未知 {unknown} 项，正常 {good} 项。",
        "{bad} bad, {watch} to watch, {unknown} unknown, {good} good.",
    ),
    "todo": Text("怎么办：{todo}", "What to do: {todo}"),
    "rebuilt": Text("已按明细重新汇总。", "The sums were made anew from the figures."),
}
REBUILT = "rollup_rebuilt"  # what the audit log calls it


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    asked = verbs.add_parser("doctor", help=doctor.__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--lang", choices=LANGUAGES, help="one language alone (default: both)")
    asked.set_defaults(verb=doctor)
    verbs.add_parser("rebuild", help=rebuild.__doc__).set_defaults(verb=rebuild)


def doctor(asked: argparse.Namespace) -> int:
    """Say whether all is well, and for what is not what to do; 1 if anything is bad. Changes nothing."""
    absent = rooms.has_no_file(asked.room)
    found = look(None if absent else rooms.engine(asked.room), rooms.shown(asked.room))
    if asked.json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    else:
        _tell(found, (asked.lang,) if asked.lang else LANGUAGES)
    return 1 if found.state == "bad" else 0


def rebuild(asked: argparse.Namespace) -> None:
    """Make the sums that pages read anew from the figures, where `doctor` found that they differ."""
    with store.writing(asked.engine) as conn:
        rollups.rebuild(conn)
        audit.add(conn, actor(argparse.Namespace(by=None, unit=None)), REBUILT, "store")
    print(*(TEXTS["rebuilt"].in_(language) for language in LANGUAGES), sep="\n")


def _tell(found: Health, languages: tuple[Language, ...]) -> None:
    counts = {state: found.count(state) for state in STATES}
    for language in languages:
        well = TEXTS["well"].in_(language) + " " if found.state == "good" else ""
        print(f"{found.at:%Y-%m-%d %H:%M}  {well}{TEXTS['sum'].in_(language, **counts)}")
    for each in found.findings:
        for position, language in enumerate(languages):
            sign = SIGNS[each.state] if not position else " "
            print(f"{sign} {CHECKS[each.check].in_(language)}｜{each.said.in_(language)}")
            if each.todo:
                print(f"    {TEXTS['todo'].in_(language, todo=each.todo.in_(language))}")


def _as_json(found: Health) -> dict[str, object]:
    checks = [_finding_as_json(each) for each in found.findings]
    return {"state": found.state, "at": found.at.isoformat(timespec="seconds"), "checks": checks}


def _finding_as_json(each: Finding) -> dict[str, object]:
    said = {language: each.said.in_(language) for language in LANGUAGES}
    todo = {language: each.todo.in_(language) for language in LANGUAGES} if each.todo else None
    return {"check": each.check, "state": each.state, "said": said, "todo": todo}
