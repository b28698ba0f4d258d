"""Strategic goals in words: how many stand how, which is farthest from where it should be, and what would have to happen."""

from collections.abc import Sequence
from math import isnan

from data import months
from data.text import Text
from metrics.conclusions.conclusion import say, written
from metrics.formats import show_change
from metrics.language import Metric
from metrics.outlook.telling import amount
from metrics.strategic_goals import Distance, Goal, Standing

STANDINGS: dict[Standing, Text] = {
    "reached": Text("已达到", "Reached"),
    "on_course": Text("按节点", "On course"),
    "behind": Text("慢于节点", "Behind"),
    "missed": Text("到期未达到", "Missed"),
    "unknown": Text("没有数或没有写目标值", "No number, or no goal for it"),
}
SENTENCE = Text(
    "{count} 个目标，挂钩指标 {metrics} 项：{standings}。{farthest}",
    "Goals: {count}, metrics they hang on: {metrics}: {standings}. {farthest}",
)
COUNTED = Text("{word} {count}", "{word} {count}")
JOINED = Text("，", ", ")
FARTHEST = Text(
    "离节点最远：{goal}，{metric}还差 {gap}，剩 {left} 个月{pace}。",
    "Farthest behind: {goal}, {metric} {gap} short with {left} months left{pace}.",
)
PACE = Text("，每月要 {needed}（近一年每月 {lately}）", ": {needed} a month needed ({lately} lately)")
ON_COURSE = Text("没有一项慢于节点。", "None is behind.")


def sentence(found: Sequence[Goal]) -> Text:
    """How many there are, how their metrics stand, and the one farthest behind where it should be by now."""
    told = [(goal, each) for goal in found for each in goal.distances]
    counted = [(word, sum(each.standing == key for _, each in told)) for key, word in STANDINGS.items()]
    said = [say(COUNTED, word=word, count=count) for word, count in counted if count]
    standings = Text(*(JOINED.in_(lang).join(each.in_(lang) for each in said) or "—" for lang in ("zh", "en")))
    return say(SENTENCE, count=len(found), metrics=len(told), standings=standings, farthest=_farthest(told))


def _farthest(told: Sequence[tuple[Goal, Distance]]) -> Text:
    behind = [pair for pair in told if pair[1].standing == "behind"]
    if not behind:
        return ON_COURSE
    goal, each = max(behind, key=lambda pair: pair[1].due - pair[1].gone)
    pace = (
        Text("", "")
        if isnan(each.needed)
        else say(PACE, needed=step(each, each.needed), lately=step(each, each.lately))
    )
    gap = _size(each.metric, each.gap)
    return say(FARTHEST, goal=goal.name, metric=_name(each), gap=gap, left=each.left, pace=pace)


def step(each: Distance, by: float) -> Text:
    """What a month brings, with its sign; a dash without any."""
    if isnan(by):
        return Text("—", "—")
    shown = _size(each.metric, abs(by))
    sign = "+" if by > 0 else "−" if by < 0 else ""
    return Text(f"{sign}{shown.zh}", f"{sign}{shown.en}")


def _size(metric: Metric, by: float) -> Text:
    """By how much, without a sign: of rates in points."""
    if metric.format != "percent":
        return amount(metric, by)
    return written(lambda lang: show_change(by, metric, lang).removeprefix("+"))


def _name(each: Distance) -> Text:
    return Text(each.metric.zh, each.metric.en)


def lines(found: Sequence[Goal]) -> list[str]:
    """The goals for the command line."""
    rows = []
    for goal in found:
        rows.append(f"{'  ' * goal.depth}{goal.name.zh} · {months.label(goal.due)}")
        rows += [f"{'  ' * goal.depth}  {_line(each)}" for each in goal.distances]
    said = sentence(found)
    return [said.zh, said.en, *rows]


def _line(each: Distance) -> str:
    shown = " → ".join(amount(each.metric, value).zh for value in (each.start, each.value, each.wanted))
    pace = f"{step(each, each.needed).zh}（{step(each, each.lately).zh}）"
    return f"{each.metric.zh} {shown} {STANDINGS[each.standing].zh} {pace}"
