"""Periods: a month, a quarter, the year to date, the rolling year – up to a month, as far as it has come."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data import months
from data.text import Text


@dataclass(frozen=True)
class Period:
    """Months added up to one. `before` is how many months back its 环比 looks, None where it has none."""

    key: Literal["month", "quarter", "ytd", "rolling"]
    text: Text
    before: int | None

    def first(self, month: date) -> date:
        """The first month of the period that ends with `month`."""
        match self.key:
            case "month":
                return month
            case "quarter":
                return months.shift(month, -((month.month - 1) % 3))
            case "ytd":
                return month.replace(month=1)
            case "rolling":
                return months.shift(month, -11)


MONTH = Period("month", Text("当月", "Month"), 1)
QUARTER = Period("quarter", Text("当季", "Quarter"), 3)
YEAR_TO_DATE = Period("ytd", Text("累计", "Year to date"), None)
ROLLING_YEAR = Period("rolling", Text("近12个月", "Rolling 12 months"), None)

PERIODS = {period.key: period for period in (MONTH, QUARTER, YEAR_TO_DATE, ROLLING_YEAR)}
