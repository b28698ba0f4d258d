"""One metric: what it means, how it is asked, its values, and where they come from."""

import argparse
import json

from sqlalchemy import Connection, Select

from data import figures, handed_lists, revisions, rooms, units
from metrics import METRICS, Metric, delivery, query
from metrics.commands.acting import month_of
from metrics.commands.shared import ask_where, metric_of, records, verb
from metrics.counting import Asked, counting, days
from metrics.formats import show
from metrics.judgement import JOINED, applications_behind, judged
from metrics.language import Count, Median
from metrics.passport import passport
from metrics.periods import MONTH, PERIODS
from metrics.scope import scope_of
from metrics.telling import tell, tell_period
from metrics.wording import formula_text


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    verb(verbs, "list", list_metrics)
    verb(verbs, "show", show_metric).add_argument("key", metavar="KEY")
    its = verb(verbs, "sql", show_sql)
    its.add_argument("key", metavar="KEY")
    ask_where(its)
    its = verb(verbs, "values", show_values)
    its.add_argument("keys", metavar="KEY", nargs="+")
    ask_where(its)
    its.add_argument("--period", choices=PERIODS, default="month")
    its.add_argument("--json", action="store_true")
    its = verb(verbs, "passport", show_passport)
    its.add_argument("key", metavar="KEY")
    its.add_argument("unit", metavar="UNIT", help="six-digit code")
    its.add_argument("month", metavar="MONTH", help="like 2026-10")
    its.add_argument("--revision", type=int, help="as known at this revision")
    its.add_argument("--period", choices=PERIODS, default="month")


def list_metrics(asked: argparse.Namespace) -> None:
    """python -m metrics list – every metric with its formula in words."""
    for metric in METRICS.values():
        print(f"{metric.key:28} {metric.zh} / {metric.en}: {formula_text(metric).zh}")


def show_metric(asked: argparse.Namespace) -> None:
    """python -m metrics show KEY – what the metric means."""
    metric = metric_of(asked.key)
    formula = formula_text(metric)
    print(f"{metric.zh} / {metric.en}\n{metric.why.zh} / {metric.why.en}")
    print(f"公式 / formula: {formula.zh} / {formula.en}")
    print(
        f"性质 / kind: {metric.kind}    越 / better: {metric.better}    归口 / owner: {metric.owner.zh} / {metric.owner.en}"
    )
    for measure in metric.measures:
        carried = f", carry {measure.carry}" if measure.carry else ""
        print(
            f"  {measure.key:26} {measure.zh} / {measure.en}: {measure.kind}, reported as {measure.reported_as}{carried}"
        )


def show_sql(asked: argparse.Namespace) -> None:
    """python -m metrics sql KEY – the question the store is asked, in its own dialect."""
    with rooms.engine(asked.room).connect() as conn:
        for statement in _statements(conn, metric_of(asked.key), asked):
            print(statement.compile(conn, compile_kwargs={"literal_binds": True}), end=";\n\n")


def _statements(conn: Connection, metric: Metric, asked: argparse.Namespace) -> list[Select]:
    month = month_of(asked.month)
    below = units.load(conn).in_month(month).below(asked.unit)
    if metric.parts:
        keys = [measure.key for measure in metric.measures]
        return [figures.own_query(keys, below, month, month, revision=asked.revision)]
    if metric.cells:
        return delivery.queries(conn, scope_of(conn, [asked.unit], month, month, asked.revision))
    counts = [word for word in metric.rows if isinstance(word, Count)]
    medians = [word for word in metric.rows if isinstance(word, Median)]
    register = metric.rows[0].register
    of = Asked(below, asked.revision, handed_lists.asked_for(conn, register))
    questions = [
        *([counting(register, of, counts, [month])] if counts else []),
        *(days(word, of, [month]) for word in medians),
    ]
    return [question.statement.params(question.given) for question in questions]


def show_values(asked: argparse.Namespace) -> None:
    """python -m metrics values KEY… – the values of a unit and the units below it."""
    chosen = [metric_of(key) for key in asked.keys]
    with rooms.engine(asked.room).connect() as conn:
        frame = query.snapshot(
            conn, chosen, asked.unit, month_of(asked.month), period=PERIODS[asked.period], revision=asked.revision
        )
        at = asked.revision or revisions.current(conn)
        names = {code: unit.name_zh for code, unit in units.load(conn).in_month(month_of(asked.month)).by_code.items()}
    if asked.json:
        print(json.dumps({"revision": at, "values": records(frame)}, ensure_ascii=False, indent=1))
        return
    for row in records(frame):
        metric, unit = METRICS[str(row["metric"])], str(row["unit"])
        stand = f"{int(row['reported']) + int(row['carried'])}/{row['expected']}"
        said = (judged(row, metric, month_of(asked.month)).told("zh"), applications_behind(row).zh)
        told = JOINED.zh.join(each for each in said if each)
        value = row["grade"] or show(row["value"], metric, row["qualifier"])
        print(f"{metric.key:28} {unit} {names[unit]:8} {value:>12} {stand:>8}  {told}".rstrip())


def show_passport(asked: argparse.Namespace) -> None:
    """python -m metrics passport KEY UNIT MONTH – one number opened, down to its cells; --period tells what it comes to."""
    month, metric, period = month_of(asked.month), metric_of(asked.key), PERIODS[asked.period]
    with rooms.engine(asked.room).connect() as conn:
        found = passport(conn, metric, asked.unit, month, revision=asked.revision)
        tree = units.load(conn).in_month(month)
        frame = query.snapshot(conn, [metric], asked.unit, month, period=period, revision=asked.revision)
    if period is not MONTH:
        print(tell_period(metric, frame.iloc[0], period, month))
    print(*tell(found, tree[asked.unit].name_zh if asked.unit in tree else ""), sep="\n")
