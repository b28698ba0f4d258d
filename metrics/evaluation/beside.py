"""A third party's assessment beside the own report, with the gap, and beside the score."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import isnan

import pandas as pd
from sqlalchemy import Connection

from data import months
from data.text import Text
from data.units import Tree
from metrics import standings
from metrics.conclusions.conclusion import say
from metrics.evaluation.facts import number
from metrics.league.telling import names

THIRD = "third"
RECENT = 12  # months: an older assessment says nothing of this year
MOST = 200
SENTENCE = Text("{count} 个单位有第三方评估；{widest}", "Units with a third party's assessment: {count}; {widest}")
WIDEST = Text("自评高出最多的是{unit}，高 {gap} 分。", "{unit} rates itself highest above it, by {gap} points.")
NONE_ABOVE = Text("没有一个自评高于第三方。", "nobody rates itself above it.")


@dataclass(frozen=True)
class Assessed:
    """A unit as a third party assessed it: the `key` of the rating, who and when, its score and the unit's own (NaN where it
    gave none)."""

    unit: str
    key: str
    name: str
    assessor: str
    published: date
    score: float
    own: float

    @property
    def gap(self) -> float:
        """By how much the own report lies above the third party's; NaN without one."""
        return self.own - self.score


def beside(conn: Connection, units: Collection[str], month: date, revision: int | None = None) -> tuple[Assessed, ...]:
    """The newest assessment with a score of each unit, published within twelve months, the widest gap first. Which units one
    may ask for: `registers.reading.units_readable`."""
    asked = standings.Asked(equal={"kind": THIRD})
    rows = standings.rows(conn, "ratings", units, month, asked, revision=revision, limit=MOST).rows
    since = months.shift(month, -RECENT)
    found: dict[str, Assessed] = {}
    for row in sorted(rows.to_dict("records"), key=lambda row: (pd.Timestamp(row["published"]), row["key"])):
        day, score = pd.Timestamp(row["published"]).date(), number(row["score"])
        if not isnan(score) and day > months.end_of(since):
            found[row["unit"]] = Assessed(
                row["unit"], row["key"], row["name"], row["assessor"], day, score, number(row["own_score"])
            )
    return tuple(
        sorted(found.values(), key=lambda each: (isnan(each.gap), -each.gap if not isnan(each.gap) else 0.0, each.unit))
    )


def sentence(found: Collection[Assessed], tree: Tree) -> Text:
    """How many there are, and whose own report lies highest above."""
    above = [each for each in found if each.gap > 0]
    widest = max(above, key=lambda each: each.gap, default=None)
    told = say(WIDEST, unit=names([widest.unit], tree), gap=f"{widest.gap:.4g}") if widest else NONE_ABOVE
    return say(SENTENCE, count=len(found), widest=told)
