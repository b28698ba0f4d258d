"""python -m metrics list | show KEY | sql KEY | values KEY… | passport KEY UNIT MONTH | conclusions | find WORDS | rows REGISTER | rank KEY | score | forecast KEY | changes --from --to | minutes NUMBER FILE | proofread FILE | deck FILE | update-deck OLD NEW | brief FILE | pdf FILE | picture FILE | watches | instruct METRIC UNIT TEXT – no number is a black box."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError

from data import figures, handed_lists, months, revisions, rooms, units
from data.meetings import reading, steps
from data.refusal import Refusal
from data.registers import REGISTERS
from data.settings import settings
from data.text import LANGUAGES, Text
from metrics import METRICS, Metric, changes, delivery, league, query, standings
from metrics.answering import Answer, Unread, answer
from metrics.commands import briefs, decks, goals, papers, radar, score, watches
from metrics.commands.acting import OPERATOR
from metrics.conclusions import GRADES, NOTHING, conclusions
from metrics.counting import counting, days, rows_of
from metrics.finding import KINDS, Found, Seeker, find
from metrics.formats import show
from metrics.judgement import JOINED, applications_behind, judged
from metrics.language import Count, Median
from metrics.league import telling as telling_league
from metrics.meetings import minutes
from metrics.outlook import telling as telling_outlook
from metrics.outlook.backtest import forecast
from metrics.outlook.goals import goal
from metrics.outlook.making import told
from metrics.outlook.series import fits
from metrics.passport import passport
from metrics.periods import MONTH, PERIODS
from metrics.proofreading import proofread
from metrics.proofreading import telling as telling_text
from metrics.scope import scope_of
from metrics.targets import targets_of
from metrics.telling import tell, tell_period
from metrics.wording import formula_text

DONE, REFUSED, WRONG_USE = 0, 1, 2
NOT_FOUND = Text("没有找到“{words}”。", "Nothing is called “{words}”.")
AWAY = Text(
    "数据库无法读取：{cause}。请检查 config.toml 的 store.url，或先运行 python -m data migrate。",
    "The store cannot be read: {cause}. Check store.url in config.toml, or run python -m data migrate first.",
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb; 0 done, 1 refused, 2 wrong use."""
    asked = _parser().parse_args(words)
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


def list_metrics(asked: argparse.Namespace) -> None:
    """python -m metrics list – every metric with its formula in words."""
    for metric in METRICS.values():
        print(f"{metric.key:28} {metric.zh} / {metric.en}: {formula_text(metric).zh}")


def show_metric(asked: argparse.Namespace) -> None:
    """python -m metrics show KEY – what the metric means."""
    metric = _metric(asked.key)
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
        for statement in _statements(conn, _metric(asked.key), asked):
            print(statement.compile(conn, compile_kwargs={"literal_binds": True}), end=";\n\n")


def _statements(conn: Connection, metric: Metric, asked: argparse.Namespace) -> list[Select]:
    month = _month(asked.month)
    below = units.load(conn).in_month(month).below(asked.unit)
    if metric.parts:
        keys = [measure.key for measure in metric.measures]
        return [figures.own_query(keys, below, month, month, revision=asked.revision)]
    if metric.cells:
        return delivery.queries(conn, scope_of(conn, [asked.unit], month, month, asked.revision))
    counts = [word for word in metric.rows if isinstance(word, Count)]
    medians = [word for word in metric.rows if isinstance(word, Median)]
    register = metric.rows[0].register
    rows = rows_of(register, below, asked.revision, by_list=handed_lists.asked_for(conn, register))
    return [
        *([counting(register, rows, counts, [month])] if counts else []),
        *(days(word, rows, [month]) for word in medians),
    ]


def show_values(asked: argparse.Namespace) -> None:
    """python -m metrics values KEY… – the values of a unit and the units below it."""
    chosen = [_metric(key) for key in asked.keys]
    with rooms.engine(asked.room).connect() as conn:
        frame = query.snapshot(
            conn, chosen, asked.unit, _month(asked.month), period=PERIODS[asked.period], revision=asked.revision
        )
        at = asked.revision or revisions.current(conn)
        names = {code: unit.name_zh for code, unit in units.load(conn).in_month(_month(asked.month)).by_code.items()}
    if asked.json:
        print(json.dumps({"revision": at, "values": _records(frame)}, ensure_ascii=False, indent=1))
        return
    for row in _records(frame):
        metric, unit = METRICS[str(row["metric"])], str(row["unit"])
        stand = f"{int(row['reported']) + int(row['carried'])}/{row['expected']}"
        said = (judged(row, metric, _month(asked.month)).told("zh"), applications_behind(row).zh)
        told = JOINED.zh.join(each for each in said if each)
        value = row["grade"] or show(row["value"], metric, row["qualifier"])
        print(f"{metric.key:28} {unit} {names[unit]:8} {value:>12} {stand:>8}  {told}".rstrip())


def show_passport(asked: argparse.Namespace) -> None:
    """python -m metrics passport KEY UNIT MONTH – one number opened, down to its cells; --period tells what it comes to."""
    month, metric, period = _month(asked.month), _metric(asked.key), PERIODS[asked.period]
    with rooms.engine(asked.room).connect() as conn:
        found = passport(conn, metric, asked.unit, month, revision=asked.revision)
        tree = units.load(conn).in_month(month)
        frame = query.snapshot(conn, [metric], asked.unit, month, period=period, revision=asked.revision)
    if period is not MONTH:
        print(tell_period(metric, frame.iloc[0], period, month))
    print(*tell(found, tree[asked.unit].name_zh if asked.unit in tree else ""), sep="\n")


def show_conclusions(asked: argparse.Namespace) -> None:
    """python -m metrics conclusions – what stands out in a unit and below it, the worst first."""
    month = _month(asked.month)
    with rooms.engine(asked.room).connect() as conn:
        found = conclusions(conn, asked.unit, month, revision=asked.revision, most=asked.most)
    if asked.json:
        print(json.dumps([asdict(each) | {"query": dict(each.query)} for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        grade = GRADES[each.grade]
        for lang in LANGUAGES:
            told = (each.what, each.told, each.since, each.owner)
            print(f"[{grade.in_(lang)}]", " · ".join(text.in_(lang) for text in told if text.in_(lang)))
    if not found:
        print(NOTHING.zh, NOTHING.en, sep="\n")


def show_rows(asked: argparse.Namespace) -> None:
    """python -m metrics rows REGISTER – how the rows of a register stand at the end of a month, the worst first."""
    if asked.register not in REGISTERS:
        raise ValueError(f"没有清单 {asked.register}；可用：{'、'.join(REGISTERS)} / no register {asked.register}")
    month, declared = _month(asked.month), REGISTERS[asked.register]
    with rooms.engine(asked.room).connect() as conn:
        below = units.load(conn).in_month(month).below(asked.unit)
        page = standings.rows(conn, declared.key, below, month, revision=asked.revision, limit=asked.most)
    if asked.json:
        print(json.dumps({"total": page.total, "rows": _records(page.rows)}, ensure_ascii=False, indent=1, default=str))
        return
    print(f"{declared.zh} / {declared.en}: {page.total}")
    for row in page.rows.to_dict("records"):
        standing = declared.state(row["standing"]).text.zh if row["standing"] else ""
        late = f" +{row['late']:.0f}" if row["late"] == row["late"] else ""
        print(f"[{standing}{late}] {row['key']:16} {row['unit']} {row[declared.title_field]}")


def show_changes(asked: argparse.Namespace) -> None:
    """python -m metrics changes --from … --to … – what changed of a unit between two revisions or days, the longest story first."""
    month = months.parse(asked.month) if asked.month else None
    with rooms.engine(asked.room).connect() as conn:
        then = changes.point(conn, asked.since, month)
        later = changes.point(conn, asked.until, month) if asked.until else changes.now(conn, month)
        found = changes.between(conn, asked.unit, then, later, actor=OPERATOR)
        known = units.load(conn).in_month(later.month)
    if asked.json:
        told = {"from": then.revision, "to": later.revision, "total": len(found)}
        rows = [asdict(each) for each in found[: asked.most]]
        rows = [
            {name: value if isinstance(value, dict) else _plain(value) for name, value in row.items()} for row in rows
        ]
        print(json.dumps(told | {"changes": rows}, ensure_ascii=False, indent=1))
        return
    print(changes.SPAN.in_("zh", **changes.blanks(then, later), total=len(found)))
    for each in found[: asked.most]:
        place = known[each.unit].name_zh if each.unit in known else each.unit
        by = f"  r{each.revision}" if each.revision else ""
        kind, what = changes.KINDS[each.kind].zh, changes.WHATS[each.what].zh
        print(f"[{kind}·{what}] {place} {each.title.zh}：{each.before.zh} → {each.after.zh}{by}")


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
        found = proofread(conn, text, Seeker(OPERATOR, asked.unit, _month(asked.month), asked.revision))
    print(*telling_text.lines(text, found), sep="\n")


def rank_units(asked: argparse.Namespace) -> None:
    """python -m metrics rank KEY – a group of units on one metric, as far as chance lets anyone tell them apart."""
    metric, month = _metric(asked.key), _month(asked.month)
    if not league.fits(metric):
        raise ValueError(f"指标 {metric.key} 不能赛马 / {metric.key} cannot be compared between units")
    view = asked.view or league.usual_view(metric)
    with rooms.engine(asked.room).connect() as conn:
        told = league.league(conn, metric, asked.group, month, view, revision=asked.revision)
        tree = units.load(conn).in_month(month)
    print(*telling_league.lines(told, tree), sep="\n")


def forecast_metric(asked: argparse.Namespace) -> None:
    """python -m metrics forecast KEY – where a number will stand in three months and at the year's end, made anew."""
    metric, month = _metric(asked.key), _month(asked.month)
    if not fits(metric):
        raise ValueError(f"指标 {metric.key} 不作预测 / {metric.key} is not forecast")
    with rooms.engine(asked.room).connect() as conn:
        tree = units.load(conn).in_month(month)
        found = next((each for _, _, each in told(conn, [metric], [asked.unit], month, asked.revision)), 0)
        made = None if isinstance(found, int) else forecast(found)
        targets = targets_of(conn, [metric], [asked.unit], month.year, asked.revision)
    target = targets.get((metric.key, asked.unit))
    wanted = goal(metric, found, made, target.value) if target and made and not isinstance(found, int) else None
    print(*telling_outlook.lines(metric, tree, asked.unit, found, made, wanted), sep="\n")


def find_words(asked: argparse.Namespace) -> None:
    """python -m metrics find WORDS – what is called so, the best first; and the answer, where it is a question about a number."""
    words = " ".join(asked.words)
    seeker = Seeker(OPERATOR, asked.unit, _month(asked.month), asked.revision)
    with rooms.engine(asked.room).connect() as conn:
        found, answered = find(conn, words, seeker), answer(conn, words, seeker)
    if asked.json:
        told = {"found": [_found(each) for each in found], "answer": asdict(answered)}
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    _tell(answered)
    for each in found:
        print(f"[{KINDS[each.kind].zh}] {each.key:28} {each.name.zh} / {each.name.en}  {each.note.zh}".rstrip())
    if not found and isinstance(answered, Unread) and not answered.is_question:
        print(NOT_FOUND.zh.format(words=words), NOT_FOUND.en.format(words=words), sep="\n")


def _tell(answered: Answer | Unread) -> None:
    if isinstance(answered, Unread):
        if answered.is_question:
            print(answered.said.zh, answered.said.en, *(ask.zh for ask in answered.suggested), sep="\n")
        return
    print(" · ".join(word.name.zh for word in answered.words))
    print(f"{answered.said.zh}  {answered.note.zh}".rstrip())
    for line in answered.lines:
        print(f"  {line.name.zh:8} {line.value.zh:>12}  {line.note.zh}")


def _found(each: Found) -> dict[str, Any]:
    return asdict(each) | {"place": {"page": each.place.page, "query": dict(each.place.query)}}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return months.label(value)
    return None if value is None or pd.isna(value) else value


def _metric(key: str) -> Metric:
    if key not in METRICS:
        raise ValueError(f"没有指标 {key}；可用：{'、'.join(METRICS)} / no metric {key}; see python -m metrics list")
    return METRICS[key]


def _month(written: str | None) -> date:
    return months.parse(written) if written else months.last_full(months.today())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metrics", description=__doc__)
    parser.add_argument(
        "--room", choices=rooms.NAMES, default="real", help="whose store: the real one, or for training"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, verb, keys in (
        ("list", list_metrics, None),
        ("show", show_metric, "key"),
        ("sql", show_sql, "key"),
        ("values", show_values, "keys"),
        ("passport", show_passport, "key"),
        ("conclusions", show_conclusions, None),
        ("find", find_words, "words"),
        ("rows", show_rows, "register"),
        ("rank", rank_units, "key"),
        ("forecast", forecast_metric, "key"),
        ("changes", show_changes, None),
        ("minutes", write_minutes, None),
        ("proofread", proofread_file, None),
    ):
        its = verbs.add_parser(name, help=verb.__doc__)
        its.set_defaults(verb=verb)
        if keys:
            its.add_argument(keys, metavar=keys.rstrip("s").upper(), nargs="+" if keys.endswith("s") else None)
        if name in ("sql", "values", "conclusions", "find", "rows", "rank", "forecast", "changes", "proofread"):
            its.add_argument("--month", metavar="2026-10", help="the last full month if not given")
        if name in ("sql", "values", "conclusions", "find", "rows", "forecast", "changes", "proofread"):
            its.add_argument("--unit", default=settings().unit, help="six-digit code")
        if name == "minutes":
            its.add_argument("number", metavar="NUMBER", type=int, help="of the meeting")
            its.add_argument("file", metavar="FILE", help="the .docx that is written")
            its.add_argument("--lang", choices=LANGUAGES, default="zh")
        if name == "proofread":
            its.add_argument("file", metavar="FILE", help="a plain text, in UTF-8 or GB 18030")
        if name == "passport":
            its.add_argument("unit", metavar="UNIT", help="six-digit code")
            its.add_argument("month", metavar="MONTH", help="like 2026-10")
        if name in ("sql", "values", "passport", "conclusions", "find", "rows", "rank", "forecast", "proofread"):
            its.add_argument("--revision", type=int, help="as known at this revision")
        if name in ("values", "passport"):
            its.add_argument("--period", choices=PERIODS, default="month")
        if name in ("values", "conclusions", "find", "rows", "changes"):
            its.add_argument("--json", action="store_true")
        if name == "rank":
            its.add_argument("--group", choices=league.GROUPS, default="cities", help="who is compared with whom")
            its.add_argument("--view", choices=league.VIEWS, help="what is fair for the metric if not given")
        if name == "changes":
            its.add_argument("--from", dest="since", required=True, help="a revision (120) or a day (2026-09-15)")
            its.add_argument("--to", dest="until", help="the same; the present if not given")
        if name in ("rows", "changes"):
            its.add_argument("--most", type=int, default=50, help="at most so many rows")
        if name == "conclusions":
            its.add_argument("--most", type=int, help="at most so many (conclusions.most in config.toml)")
    score.declare(verbs)
    decks.declare(verbs)
    briefs.declare(verbs)
    papers.declare(verbs)
    watches.declare(verbs)
    radar.declare(verbs)
    goals.declare(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
