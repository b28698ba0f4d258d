"""What closes an instruction is shown by its metric: how a condition reads, whether it can be, whether it holds, and what the
server notes by itself when the figures move."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine

from data import months, revisions, store
from data.clocks import reading
from data.clocks.life import Showing
from data.clocks.reading import Instruction
from data.instructions import conditions, showing
from data.instructions.conditions import Condition
from data.instructions.refusals import Refused
from data.text import Text
from metrics import METRICS, duties, query
from metrics.conclusions.conclusion import say, written
from metrics.formats import show
from metrics.judgement import enough, is_early
from metrics.language import Metric

TEXTS = {
    "at_least": Text("{name}连续 {months} 个月不低于 {value}", "{name} at least {value} for {months} months on end"),
    "at_most": Text("{name}连续 {months} 个月不高于 {value}", "{name} at most {value} for {months} months on end"),
    "month": Text("{month} {value}", "{month} {value}"),
    "join": Text("，", ", "),
    "none": Text("交办之后还没有可用的月份", "no month since it was issued can be judged yet"),
    "share": Text("比率不会高于 100%，也不会低于 0。", "a rate is never above 100 % or below 0."),
    "way": Text("这个指标越低越好，请填“不高于”。", "lower is better here: say “at most”."),
    "way_up": Text("这个指标越高越好，请填“不低于”。", "higher is better here: say “at least”."),
    "holds": Text("交办时已经是 {value}，这个条件现在就成立。", "it is {value} already: the condition holds today."),
    "negative": Text("这个指标不会小于 0。", "this is never below 0."),
    "no_figure": Text("这个单位没有这个指标的数，永远不会成立。", "this unit has no figure of it, so it would never hold."),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """Whether a condition holds by the last months that can be judged, and those months with their values."""

    holds: bool
    run: tuple[tuple[date, float, str], ...]


def reads(condition: Condition) -> Text:
    """The condition in words."""
    metric = METRICS[condition.metric]
    blanks = {"months": condition.months, "value": _shown(metric, condition.value, "exact")}
    return say(TEXTS[condition.word], name=written(metric.name), **blanks)


def told(condition: Condition, found: Shown) -> Text:
    """The condition with the months behind it."""
    metric = METRICS[condition.metric]
    cells = [
        say(TEXTS["month"], month=months.label(at), value=_shown(metric, value, how)) for at, value, how in found.run
    ]
    listed = written(lambda lang: TEXTS["join"].in_(lang).join(each.in_(lang) for each in cells))
    read = reads(condition)
    behind = listed if cells else TEXTS["none"]
    return Text(f"{read.zh}（{behind.zh}）", f"{read.en} ({behind.en})")


def require_sense(condition: Condition, value: float | None) -> None:
    """Raise `Refused` with the reason for a condition that makes no sense: the wrong way round, out of what the metric can be,
    or one that holds already by the `value` it stands at."""
    if why := nonsense(condition, value):
        raise Refused("condition_nonsense", why=why)


def nonsense(condition: Condition, value: float | None) -> Text | None:
    """Why a condition makes no sense; None where it does."""
    metric, bound = METRICS[condition.metric], condition.value
    if condition.word != ("at_most" if metric.better == "lower" else "at_least"):
        return TEXTS["way" if metric.better == "lower" else "way_up"]
    if metric.format == "percent" and not 0 <= bound <= 1:
        return TEXTS["share"]
    if metric.kind in ("flow", "stock") and bound < 0:
        return TEXTS["negative"]
    if value is None:
        return TEXTS["no_figure"]
    if condition.months == 1 and _reached(condition, value):
        return say(TEXTS["holds"], value=_shown(metric, value, "exact"))
    return None


def shown(conn: Connection, condition: Condition, since: date, last: date) -> Shown:
    """How the condition stands by the months after `since` up to `last`: the last that can be judged and those before it, as many
    as it asks for. A month without enough figures breaks the run."""
    first = months.shift(since, 1)
    if first > last:
        return Shown(False, ())
    rows = query.snapshots(conn, [METRICS[condition.metric]], [condition.unit], list(months.between(first, last)))
    judged = [row for row in rows.to_dict("records") if not is_early(row)]
    while judged and not enough(judged[-1]):  # the newest may still come in
        judged.pop()
    run = judged[-condition.months :]
    met = [enough(row) and bool(row["reported"]) and _reached(condition, row["value"]) for row in run]
    cells = tuple((row["month"], float(row["value"]), str(row["qualifier"])) for row in run)
    return Shown(len(run) == condition.months and all(met), cells)


def _reached(condition: Condition, value: float) -> bool:
    room = 1e-12 * abs(condition.value)
    return value >= condition.value - room if condition.word == "at_least" else value <= condition.value + room


def _shown(metric: Metric, value: float, qualifier: str) -> Text:
    def said(lang) -> str:
        number = show(value, metric, qualifier, lang)
        return number if metric.format == "percent" else f"{number} {metric.unit.in_(lang)}".strip()

    return written(said)


def standing_of(conn: Connection, condition: Condition, one: Instruction) -> Shown:
    """How an instruction's condition stands today."""
    return shown(conn, condition, one.about.month, months.last_full(months.today()))


def moment(conn: Connection) -> tuple:
    """What the answers hang on: the revision, the instructions, the day and duties."""
    return revisions.current(conn), reading.version(conn), *duties.moment(conn)


def look(engine: Engine) -> int:
    """Note of every instruction with a condition what its metric shows now; how many notices were written."""
    with store.reading(engine) as conn:
        found = _news(conn)
    if not found:
        return 0
    with store.writing(engine) as conn:
        told_now = 0
        for one, step, said in found:
            now = reading.one(conn, one.number)
            if now is not None and now.seen == one.seen:  # else somebody took a step meanwhile: the next look sees it
                told_now += showing.note(conn, now, step, said)
        return told_now


def _news(conn: Connection) -> list[tuple[Instruction, Showing, Text]]:
    found: list[tuple[Instruction, Showing, Text]] = []
    for number, condition in conditions.all_of(conn).items():
        one = reading.one(conn, number)
        if one is None or condition.metric not in METRICS:
            continue
        now, was = standing_of(conn, condition, one), showing.is_shown(one)
        step: Showing | None = "shown" if now.holds and not was else "unshown" if was and not now.holds else None
        if step and one.may(step) and not (step == "shown" and _has_open_parts(conn, number)):
            found.append((one, step, told(condition, now)))
    return found


def _has_open_parts(conn: Connection, number: int) -> bool:
    return any(part.standing.state not in ("accepted", "closed") for part in reading.listing(conn, part_of=number))
