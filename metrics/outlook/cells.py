"""The list of all numbers of an outlook in words: a row a number, for the page and for paper."""

from data.text import Text
from metrics import formats
from metrics.conclusions.conclusion import say, written
from metrics.outlook import telling
from metrics.outlook.goals import Goal
from metrics.outlook.looking import Ahead
from metrics.outlook.series import Series

HEADS = {
    "metric": Text("指标", "Metric"),
    "three": Text("三个月后当月", "The month in three"),
    "year": Text("年底", "Year’s end"),
    "range": Text("八成把握", "Four in five"),
    "target": Text("目标", "Target"),
    "missed": Text("达不到的可能性", "Missed with"),
    "needed": Text("剩下每月需要", "Needed a month"),
    "error": Text("提前三月平均差", "Error, three months ahead"),
}
FEW = Text("历史不足（{count} 个月）", "Not enough history (months: {count})")
NONE = Text(formats.NONE, formats.NONE)


def cells(each: Ahead) -> dict[str, Text]:
    """The cells of one number by the keys of HEADS, a dash where there is nothing to say."""
    row = {**dict.fromkeys(HEADS, NONE), "metric": Text(each.metric.zh, each.metric.en)}
    if each.made is None:
        return row | {"three": say(FEW, count=each.months)}
    told, made = each.made
    values = (made.year_low, made.year_middle, made.year_high, *((each.goal.target,) if each.goal else ()))
    more = telling.apart(each.metric, *(value for value in values if value == value))
    low, middle, high = (telling.amount(each.metric, value, more) for value in values[:3])
    row |= {
        "three": telling.amount(each.metric, float(made.middle[2])),
        "year": middle,
        "range": written(lambda lang: f"{low.in_(lang)} – {high.in_(lang)}") if told.left else NONE,
        "error": Text(*(formats.show_share(made.error),) * 2),
    }
    if each.goal:
        row |= {
            "target": telling.amount(each.metric, each.goal.target, more),
            "missed": telling.chance(each.goal.missed),
            "needed": _needed(each, told, each.goal),
        }
    return row


def _needed(each: Ahead, told: Series, wanted: Goal) -> Text:
    if wanted.needed != wanted.needed:
        return NONE
    sign = "+" if told.year == "level" and wanted.needed > 0 else ""
    shown = telling.amount(each.metric, wanted.needed)
    return written(lambda lang: sign + shown.in_(lang))
