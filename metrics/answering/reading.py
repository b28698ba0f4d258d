"""What a question was read as: the one thing that is then asked of the store."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.text import Text
from metrics.periods import PeriodKey

Change = Literal["", "mom", "yoy"]
Level = Literal["", "city", "county", "township", "village", "grid"]  # "": the units right below
Order = Literal["", "most", "least", "best", "worst"]
Filter = Literal["", "missing", "met", "unmet", "above", "below", "fell", "rose", "improved", "worsened"]


@dataclass(frozen=True)
class Reading:
    """One question. Of one unit a number (`change`: how it changed); of several units their numbers side by side; with
    `listed` those of the units below the unit: of a level, in an order, the first `most` of them, narrowed by a filter.

    `threshold` is what `above` and `below` compare with. `period` is what is added up to the month.
    """

    metric: str
    units: tuple[str, ...]
    month: date
    period: PeriodKey = "month"
    change: Change = ""
    listed: bool = False
    level: Level = ""
    order: Order = ""
    most: int = 0
    filter: Filter = ""
    threshold: float | None = None


@dataclass(frozen=True)
class Unread:
    """Why a question is not answered, and the nearest questions that would be. `is_question`: that it looks like one at all, so
    that it is worth saying so to who may only be looking for a name."""

    said: Text
    suggested: tuple[Text, ...] = ()
    is_question: bool = True
