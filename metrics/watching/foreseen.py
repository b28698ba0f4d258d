"""Will miss its target: the forecast made with the months up to this one misses the year's target more likely than so, and did not
the month before."""

from data.text import Text
from data.watching.reading import Found
from metrics.conclusions.conclusion import say
from metrics.outlook import telling
from metrics.outlook.looking import Ahead
from metrics.watching.asked import Asked

SAID = Text("{name}：{told}", "{name}: {told}")


def foreseen(asked: Asked) -> list[Found]:
    """Each month in which a target came to be missed more likely than the threshold; months of which no forecast is kept are
    left out."""
    found, was = [], {metric.key: False for metric in asked.metrics}
    for month in asked.before(1):
        told = asked.readings.ahead(asked.watched.unit, month)
        for metric in asked.metrics:
            one = told.get(metric.key)
            if one is None or one.made is None or one.made[0].origin != month:
                continue
            missed = one.goal is not None and one.goal.missed * 100 > asked.threshold
            if month in asked.run:
                state = "missed" if missed and not was[metric.key] else ""
                found.append(Found(month, asked.item(metric.key), state, _said(one)))
            was[metric.key] = missed
    return found


def _said(one: Ahead) -> Text:
    assert one.made
    told = telling.sentence(one.metric, *one.made, one.goal)
    name = Text(one.metric.zh, one.metric.en)
    return say(SAID, name=name, told=Text(told.zh.rstrip("。"), told.en.rstrip(".")))
