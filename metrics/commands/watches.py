"""python -m metrics watches list | add | end – what an account watches, as on its page; instruct – an instruction about a number,
closed by the metric itself where that is asked for."""

import argparse
from dataclasses import replace
from datetime import date

from data import months, revisions, units
from data.instructions import conditions, steps
from data.instructions.conditions import Condition
from data.instructions.steps import Order
from data.registers import REGISTERS
from data.text import LANGUAGES, Text
from data.watching import reading
from data.watching import steps as watching
from data.watching.kinds import KINDS
from data.watching.reading import Watched
from metrics import METRICS, charging, closing
from metrics.commands.acting import acting
from metrics.watching import keeping
from metrics.watching.naming import name_of

KEPT = Text("已关注，第 {number} 条", "kept as No. {number}")
ENDED = Text("已取消第 {number} 条", "No. {number} is ended")
ISSUED = Text("已交办第 {number} 号", "issued as No. {number}")
NO_METRIC = Text("没有指标“{key}”；见 python -m metrics list", "There is no metric “{key}”; see python -m metrics list")
NO_REGISTER = Text("没有清单“{key}”", "There is no register “{key}”")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs."""
    made = verbs.add_parser("watches", help="List what an account watches, begin or end a rule.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("add", add), ("end", end)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        kind.set_defaults(verb=verb)
        _by(kind)
    asked = kinds.choices["add"]
    asked.add_argument("kind", choices=list(KINDS))
    asked.add_argument("unit", metavar="UNIT")
    asked.add_argument("--metric", default="", metavar="KEY", help="a number of the unit")
    asked.add_argument("--register", default="", metavar="KEY", help="the unit's list; with --key a row of it")
    asked.add_argument("--key", default="", metavar="KEY")
    asked.add_argument("--threshold", type=float, metavar="N", help="the usual one if not given")
    asked.add_argument("--draft", metavar="WORDS", help="draft an instruction that says so; '' for the usual words")
    kinds.choices["end"].add_argument("number", type=int, metavar="N")
    issue = verbs.add_parser("instruct", help=instruct.__doc__)
    issue.set_defaults(verb=instruct)
    _by(issue)
    issue.add_argument("key", metavar="METRIC")
    issue.add_argument("unit", metavar="UNIT")
    issue.add_argument("text", metavar="TEXT", help="what is to be done")
    issue.add_argument("--month", metavar="2026-10", help="the last full month if not given")
    issue.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")
    issue.add_argument("--acceptance", default="", metavar="HOW")
    bound = issue.add_mutually_exclusive_group()
    bound.add_argument(
        "--at-least", type=float, metavar="VALUE", help="the metric shows that it is done; a rate as 0.95"
    )
    bound.add_argument("--at-most", type=float, metavar="VALUE")
    issue.add_argument("--months", type=int, default=2, metavar="N", help="for so many months on end")


def _by(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--by", required=True, metavar="LOGIN", help="the account that does it, with its rights")


def listed(asked: argparse.Namespace) -> None:
    """python -m metrics watches list --by LOGIN – its rules, each with what it told last."""
    engine, who = acting(asked)
    with engine.connect() as conn:
        tree, told = units.load(conn).on(months.today()), reading.told_of(conn, who.login)
        for each in reading.live(conn, who.login):
            last = next((found for found in told.get(each.number, ()) if found.told), None)
            said = f"  {months.label(last.found.month)} {last.found.said.zh}" if last else ""
            name, rule = name_of(conn, each.watched, tree).zh, KINDS[each.kind].written(each.threshold).zh
            print(f"{each.number:>5}  {name}  {rule}{said}")


def add(asked: argparse.Namespace) -> None:
    """python -m metrics watches add KIND UNIT – begin to watch a unit, a number of it, its list or a row."""
    engine, who = acting(asked)
    bound = KINDS[asked.kind].threshold
    threshold = asked.threshold if asked.threshold is not None else bound.usual if bound else None
    number = keeping.begin(engine, _watched(asked), asked.kind, threshold, asked.draft, by=who)
    print(*(KEPT.in_(language, number=number) for language in LANGUAGES), sep=" / ")


def end(asked: argparse.Namespace) -> None:
    """python -m metrics watches end N – watch it no longer."""
    engine, who = acting(asked)
    watching.end(engine, asked.number, by=who)
    print(*(ENDED.in_(language, number=asked.number) for language in LANGUAGES), sep=" / ")


def instruct(asked: argparse.Namespace) -> None:
    """python -m metrics instruct METRIC UNIT TEXT – charge a unit at a number; --at-least 0.95 --months 2: the metric shows that it
    is done."""
    engine, who = acting(asked)
    month = months.parse(asked.month) if asked.month else months.last_full(months.today())
    _require(METRICS, asked.key, NO_METRIC)
    with engine.connect() as conn:
        about = charging.of_metric(conn, asked.key, asked.unit, month, revisions.current(conn))
    order = Order(asked.text, asked.unit, about, METRICS[asked.key].owner.zh, asked.due, asked.acceptance)
    condition = _condition(asked)
    if condition:
        conditions.require(condition, about)
        closing.require_sense(condition, about.value)
    number = steps.issue(engine, replace(order, condition=condition), by=who)
    print(*(ISSUED.in_(language, number=number) for language in LANGUAGES), sep=" / ")


def _condition(asked: argparse.Namespace) -> Condition | None:
    if asked.at_least is not None:
        return Condition(asked.key, asked.unit, "at_least", asked.at_least, asked.months)
    if asked.at_most is not None:
        return Condition(asked.key, asked.unit, "at_most", asked.at_most, asked.months)
    return None


def _watched(asked: argparse.Namespace) -> Watched:
    if asked.metric:
        _require(METRICS, asked.metric, NO_METRIC)
        return keeping.of_metric(asked.metric, asked.unit)
    if asked.register:
        _require(REGISTERS, asked.register, NO_REGISTER)
        return Watched("row" if asked.key else "list", asked.unit, "", asked.register, asked.key)
    return Watched("unit", asked.unit)


def _require(known: dict, key: str, otherwise: Text) -> None:
    if key not in known:
        raise ValueError(" / ".join(otherwise.in_(language, key=key) for language in LANGUAGES))
