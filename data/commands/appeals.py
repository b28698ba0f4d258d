"""Appeals against points without a browser: listed, raised, answered, closed or taken back."""

import argparse
from datetime import date

from data import months
from data.commands.acting import actor, asks_by
from data.questions import appeals, questions, threads
from data.questions.threads import State, Thread
from data.text import LANGUAGES, Text

RAISED = Text("已提出第 {number} 号申诉", "raised as appeal {number}")
DONE = Text("第 {number} 号申诉：{state}", "appeal {number}: {state}")
STATES: dict[State, Text] = {
    "waiting": Text("待答复", "waiting for an answer"),
    "answered": Text("已答复", "answered"),
    "closed": Text("已办结", "closed"),
    "withdrawn": Text("已撤回", "taken back"),
}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    made = verbs.add_parser("appeals", help="List, raise, answer or close appeals against points.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("raise", raised), ("answer", answered), ("close", closed)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        asks_by(kind)
        kind.set_defaults(verb=verb)
    for name in ("answer", "close"):
        kinds.choices[name].add_argument("number", type=int, metavar="N")
    kinds.choices["answer"].add_argument("text", metavar="TEXT")
    asked = kinds.choices["raise"]
    asked.add_argument("item", metavar="ITEM", help="the row of the index system")
    asked.add_argument("of", metavar="OF", help="whose points: a unit's code, a department, an application's key")
    asked.add_argument("text", metavar="TEXT", help="the reason")
    asked.add_argument("--month", type=months.parse, metavar="YYYY-MM", help="default: the last full one")
    asked.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")


def listed(asked: argparse.Namespace) -> None:
    """List the appeals that one may read, the newest first."""
    with asked.engine.connect() as conn:
        for each in threads.appeals(conn, actor(asked)):
            print(f"{each.number:>5}  {_line(each)}")


def raised(asked: argparse.Namespace) -> None:
    """Object to points."""
    month = asked.month or months.last_full(months.today())
    number = appeals.appeal(asked.engine, asked.item, asked.of, month, asked.text, by=actor(asked), due=asked.due)
    print(*(RAISED.in_(language, number=number) for language in LANGUAGES), sep=" / ")


def answered(asked: argparse.Namespace) -> None:
    """Answer an appeal, or add to one's own."""
    questions.answer(asked.engine, asked.number, asked.text, by=actor(asked))
    _say(asked)


def closed(asked: argparse.Namespace) -> None:
    """Close an appeal; one's own without an answer is taken back."""
    questions.close(asked.engine, asked.number, by=actor(asked))
    _say(asked)


def _say(asked: argparse.Namespace) -> None:
    with asked.engine.connect() as conn:
        found = threads.thread(conn, asked.number, actor(asked))
    if found:
        told = (DONE.in_(lang, number=found.number, state=STATES[found.state].in_(lang)) for lang in LANGUAGES)
        print(*told, sep=" / ")


def _line(each: Thread) -> str:
    day = each.due or ""
    return f"{months.label(each.month)}  {each.subject}  {each.of}  {STATES[each.state].zh}  {day}  {each.messages[0].text}"
