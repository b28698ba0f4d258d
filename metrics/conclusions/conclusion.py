"""One conclusion: what, how much of the whole, since when, whose, and where one acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.text import LANGUAGES, Language, Text

Grade = Literal["fire", "behind", "doubt", "notice"]

# The worst first; within a grade the one furthest beyond its threshold.
GRADES: dict[Grade, Text] = {
    "fire": Text("突出问题", "Acute"),
    "behind": Text("滞后", "Behind"),
    "doubt": Text("数据存疑", "Figures in doubt"),
    "notice": Text("值得一看", "Worth a look"),
}
NOTHING = Text("没有需要特别说明的情况。", "Nothing stands out.")
NOT_YET = Text("本月还没有数据，暂不下结论。", "No figures for this month yet: nothing can be concluded.")


def none_found(standing: pd.DataFrame) -> Text:
    """The sentence where nothing stands out: silence about a month of which nothing is known is no good news. `standing` is a
    snapshot of the unit (`query.snapshot`)."""
    return NOTHING if standing["value"].notna().any() else NOT_YET


@dataclass(frozen=True)
class Conclusion:
    """`what` is the sentence, `told` how much of the whole and how it moved, `since` since when or how long. `metric` is
    the number it is about, which a map shows; `unit` is where it is, `owner` the department that answers. `page` and `query` are the way to where one
    acts. `beyond` is how many times its threshold it is."""

    rule: str
    grade: Grade
    beyond: float
    unit: str
    metric: str
    what: Text
    told: Text
    owner: Text
    page: str
    query: tuple[tuple[str, str], ...] = ()
    since: Text = Text("", "")


def say(text: Text, **blanks: object) -> Text:
    """The text with its blanks filled in in both languages; a blank may be a Text itself, or be written by language."""
    return Text(
        *(text.in_(language, **{key: _in(value, language) for key, value in blanks.items()}) for language in LANGUAGES)
    )


def written(write: Callable[[Language], str]) -> Text:
    """What is written the same way in both languages."""
    return Text(*(write(language) for language in LANGUAGES))


def _in(value: object, language: Language) -> object:
    return value.in_(language) if isinstance(value, Text) else value
