"""Scores in words: one sentence for whoever looks, and of each point where it comes from."""

from collections.abc import Sequence
from math import isnan, nan

from data.registers.index_systems import LEVELS, MISSING, RULES
from data.text import Language, Text
from metrics.conclusions.conclusion import say, written
from metrics.evaluation.evaluating import Evaluation
from metrics.evaluation.facts import Fact
from metrics.evaluation.objects import GROUPS
from metrics.evaluation.rules import LACKS
from metrics.evaluation.scoring import Points, Score
from metrics.evaluation.system import Item, System
from metrics.evaluation.trying import Moved
from metrics.formats import show, show_change, show_share

KEPT = 0.9  # in so many draws a place is called steady
NAMED = 3
NOTHING = Text("", "")
RULE_NAMES, MISSING_NAMES, LEVEL_NAMES = dict(RULES), dict(MISSING), dict(LEVELS)
SENTENCE = Text(
    "{group}（{count} 个）：{first}{vetoed}{lacking}{steady}", "{group} ({count}): {first}{vetoed}{lacking}{steady}"
)
FIRST = Text("{units}第一，{total} 分；", "{units} first with {total} points; ")
NOBODY = Text("没有一个有数可评；", "nobody has a figure to be scored by; ")
VETOED = Text("{unit}原得 {raw} 分，因{items}被一票否决；", "{unit} had {raw} points and is vetoed by {items}; ")
VETOED_MANY = Text("{count} 个被一票否决：{units}；", "{count} are vetoed: {units}; ")
LACKING = Text("{count} 个{what}缺数（{missing}）；", "{what} that lack figures: {count} ({missing}); ")
WHAT = {
    "departments": Text("部门", "departments"),
    "applications": Text("应用", "applications"),
}
UNITS = Text("单位", "units")
HEADS = {
    "place": Text("名次", "Place"),
    "unit": Text("评价对象", "Scored"),
    "off": Text("扣分", "Off"),
    "total": Text("得分", "Points"),
}
TITLE = Text("评价 · {system}", "Evaluation · {system}")
STEADY = Text(
    "权重各变动两成以内，{kept} 个名次基本不变。",
    "with each weight up to a fifth off, {kept} places hardly ever change.",
)
TRIED = Text("如果这样改：{moves}。", "If it were so: {moves}.")
NO_MOVE = Text("名次都不变", "no place changes")
UP = Text("{unit}升 {by} 位（{was}→{now}）", "{unit} up {by} ({was} → {now})")
DOWN = Text("{unit}降 {by} 位（{was}→{now}）", "{unit} down {by} ({was} → {now})")
TAKEN = {
    "none": Text("{lack}：不得分", "{lack}: no points"),
    "median": Text("{lack}：按同组中位数得分", "{lack}: the group's median"),
    "unjudged": Text("{lack}：不评", "{lack}: not judged"),
}
STOOD = Text("{there}/{all} 个单位有数", "{there} of {all} units reported")
STOOD_OWN = Text("本级数", "its own figure")
CARRIED = Text("沿用上期", "carried")
MONTHS = Text("本年缺 {count} 个月", "{count} months of the year missing")
TARGET = Text("目标 {value}", "target {value}")
MARK = Text("序时 {value}", "due {value}")
CHANGE = Text("同比 {value}", "{value} in a year")
TOLERATED = Text("界限 {value}", "bound {value}")
STRUCK = Text("否决", "Vetoed")
NOT_STRUCK = Text("未触发", "Not struck")
JOINED = Text("，", ", ")


def heads(told: Evaluation) -> tuple[Text, ...]:
    """What the columns of a list of scores are called: place, who, the points of each dimension, what is taken off, in all."""
    return HEADS["place"], HEADS["unit"], *told.system.dimensions, HEADS["off"], HEADS["total"]


def cells(each: Score, told: Evaluation) -> tuple[Text, ...]:
    """The same of one who is scored, in words."""
    there = each.place is not None
    points = [each.of_dimension(name) if there else nan for name in told.system.dimensions]
    said = [points_text(value) for value in (*points, each.deducted if there else nan, each.total)]
    return (
        written(lambda _: str(each.place or "—")),
        told.objects[each.unit],
        *(Text(value, value) for value in said),
    )


def sentence(told: Evaluation) -> Text:
    """Who is first, who is vetoed, what is missing, and how steady it is."""
    placed = told.placed
    lacking = sum(1 for each in told.scores if each.lacking)
    kept = sum(1 for each in told.steady.values() if each.keeps >= KEPT)
    missing = MISSING_NAMES[told.system.missing]
    return say(
        SENTENCE,
        group=GROUPS[told.group],
        count=len(told.scores),
        first=_first(placed, told),
        vetoed=_vetoed([each for each in placed if each.vetoes], told),
        lacking=say(LACKING, what=WHAT.get(told.group, UNITS), count=lacking, missing=missing) if lacking else NOTHING,
        steady=say(STEADY, kept=kept) if placed else NOTHING,
    )


def _names(objects: Sequence[str], told: Evaluation) -> Text:
    joined = Text("、", ", ")
    return written(lambda lang: joined.in_(lang).join(told.objects[each].in_(lang) for each in objects))


def _first(placed: Sequence[Score], told: Evaluation) -> Text:
    best = [each for each in placed if each.place == 1]
    if not best:
        return NOBODY
    return say(FIRST, units=_names([each.unit for each in best], told), total=points_text(best[0].total))


def _vetoed(vetoed: Sequence[Score], told: Evaluation) -> Text:
    if not vetoed:
        return NOTHING
    if len(vetoed) > 1:
        return say(VETOED_MANY, count=len(vetoed), units=_names([each.unit for each in vetoed], told))
    (one,) = vetoed
    items = Text("、".join(item.name.zh for item in one.vetoes), ", ".join(item.name.en for item in one.vetoes))
    return say(VETOED, unit=told.objects[one.unit], raw=points_text(one.raw), items=items)


def tried_text(told: Evaluation) -> Text:
    """Who would move, those that move farthest first."""
    movers = [each for each in told.moves if each.by]
    if not movers:
        return say(TRIED, moves=NO_MOVE)
    parts = [_move(each, told) for each in movers[:NAMED]]
    return say(TRIED, moves=written(lambda lang: JOINED.in_(lang).join(each.in_(lang) for each in parts)))


def _move(each: Moved, told: Evaluation) -> Text:
    by = each.by or 0
    was, now = each.was.place or 0, each.now.place or 0
    return say(UP if by > 0 else DOWN, unit=told.objects[each.unit], by=abs(by), was=was, now=now)


def points_text(points: float) -> str:
    """Points as they are shown: to two digits after the point, without those that are nothing; a dash without any."""
    # Of nothing taken off there is a −0.0, which is 0.
    return "—" if isnan(points) else f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def value_text(each: Points) -> Text:
    """The number that was scored."""
    metric = each.item.of
    return written(lambda lang: show(each.fact.value, metric, language=lang))


def got_text(each: Points) -> Text:
    """The points, or what there is in place of them."""
    if each.item.rule == "veto":
        return NOT_STRUCK if each.counted == 1 else STRUCK if each.counted == 0 else Text("—", "—")
    return Text(points_text(each.points), points_text(each.points))


def why_text(each: Points) -> Text:
    """What the value is measured by, or what is lacking and what is done about it."""
    if each.lack and each.taken:
        return say(TAKEN[each.taken], lack=LACKS[each.lack])
    return written(
        lambda lang: JOINED.in_(lang).join(text for text in _measured_by(each.item, each.fact, lang) if text)
    )


def _measured_by(item: Item, fact: Fact, lang: Language) -> list[str]:
    metric, full = item.of, item.full
    if item.rule in ("target", "schedule"):
        target = fact.target if full is None or item.rule == "schedule" else full
        due = target * fact.due if item.rule == "schedule" and not isnan(fact.due) else float("nan")
        return [
            TARGET.in_(lang, value=show(target, metric, language=lang)),
            "" if isnan(due) else MARK.in_(lang, value=show(due, metric, language=lang)),
        ]
    if item.rule == "improvement":
        return [CHANGE.in_(lang, value=show_change(fact.change, metric, lang))]
    if item.rule in ("deduction", "veto"):
        return [TOLERATED.in_(lang, value=show(full or 0.0, metric, language=lang))]
    return []


def stood_text(fact: Fact) -> Text:
    """Who stands behind the number, and what of the year is missing."""
    stood = STOOD_OWN if fact.expected == 1 else say(STOOD, there=fact.reported, all=fact.expected)
    parts = [
        stood if fact.expected else NOTHING,
        CARRIED if fact.carried else NOTHING,
        say(MONTHS, count=fact.lacking) if fact.lacking and not isnan(fact.value) else NOTHING,
    ]
    return written(lambda lang: JOINED.in_(lang).join(text.in_(lang) for text in parts if text.zh))


def rule_text(item: Item) -> Text:
    """The rule of an item with what it is set to."""
    return written(lambda lang: JOINED.in_(lang).join([RULE_NAMES[item.rule].in_(lang), *_set_to(item, lang)]))


SET_TO = {
    "full": Text("满分值 {value}", "full points at {value}"),
    "zero": Text("零分值 {value}", "no points at {value}"),
    "each": Text("每单位扣 {value} 分", "{value} points off for each"),
    "tolerated": Text("超过 {value} 即触发", "beyond {value}"),
}


def _set_to(item: Item, lang: Language) -> list[str]:
    metric = item.of

    def shown(value: float) -> str:
        if item.rule == "improvement" and metric.kind in ("flow", "stock"):
            return show_share(value)
        return show_change(value, metric, lang) if item.rule == "improvement" else show(value, metric, language=lang)

    told = []
    if item.rule in ("deduction", "veto"):
        told.append(SET_TO["tolerated"].in_(lang, value=shown(item.full or 0.0)))
    elif item.full is not None:
        told.append(SET_TO["full"].in_(lang, value=shown(item.full)))
    if item.zero is not None:
        told.append(SET_TO["zero"].in_(lang, value=shown(item.zero)))
    if item.each is not None:
        told.append(SET_TO["each"].in_(lang, value=f"{item.each:g}"))
    told += [f"{show(bound, metric, language=lang)} → {show_share(part)}" for bound, part in item.steps]
    return told


def version_text(system: System) -> Text:
    """Since when a version holds, and until when."""
    since = f"{system.since:%Y-%m-%d}"
    return Text(since, since) if system.until is None else Text(*[f"{since} – {system.until:%Y-%m-%d}"] * 2)


def lines(told: Evaluation) -> list[str]:
    """The evaluation for the command line."""
    said = sentence(told)
    rows = []
    for each in told.scores:
        steady = told.steady.get(each.unit)
        place = "—" if each.place is None else str(each.place)
        kept = f"{show_share(steady.keeps):>6}  {steady.low}–{steady.high}" if steady else ""
        veto = f"  {STRUCK.zh}（{points_text(each.raw)}）" if each.vetoes else ""
        parts = "  ".join(f"{name.zh} {points_text(each.of_dimension(name))}" for name in told.system.dimensions)
        rows.append(
            f"{place:>3}  {each.unit} {told.objects[each.unit].zh:8} {points_text(each.total):>7}  {kept}  {parts}{veto}"
        )
        rows += [f"       {lack.item.name.zh}: {why_text(lack).zh}" for lack in each.lacking]
    tail = [tried_text(told).zh, tried_text(told).en] if told.moves else []
    return [told.system.title.zh, said.zh, said.en, *rows, *tail]
