"""Fell behind: by more than so many points of what is due of the target by now, and did not the month before."""

from math import isnan

from data.text import Text
from data.watching.reading import Found
from metrics import METRICS
from metrics.conclusions.conclusion import say, written
from metrics.conclusions.goals import lacking
from metrics.judgement import judged
from metrics.watching.asked import Asked

LAST_KNOWN = 12
TEXTS = {
    "behind": Text("{name}落后 {points} 个百分点：{told}", "{name} is {points} points behind: {told}"),
    "not": Text("{name}没有落后这么多：{told}", "{name} is not as far behind: {told}"),
    "unjudged": Text("{name}暂不评价", "{name} is not judged"),
}


def behind(asked: Asked) -> list[Found]:
    """Each month in which a number came to lie behind by more than the threshold."""
    found = []
    for key, rows in asked.rows(LAST_KNOWN).groupby("metric", sort=False):
        metric, was_behind = METRICS[str(key)], False
        for row in rows.to_dict("records"):
            gap = lacking(metric, row) * 100
            is_behind = gap > asked.threshold + 1e-9
            if row["month"] in asked.run:
                told = "unjudged" if isnan(gap) else "behind" if is_behind else "not"
                blanks = {"points": f"{gap:.1f}", "told": written(judged(row, metric, row["month"]).told)}
                said = say(TEXTS[told], name=written(metric.name), **blanks)
                state = "behind" if is_behind and not was_behind else ""
                found.append(Found(row["month"], asked.item(metric.key), state, said))
            was_behind = was_behind if isnan(gap) else is_behind
    return found
