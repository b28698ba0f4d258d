"""Periods: a month, a quarter, the year to date, the rolling year – up to a month, as far as it has come."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data import months
from data.text import Text

PeriodKey = Literal["month", "quarter", "ytd", "rolling"]


@dataclass(frozen=True)
class Period:
    """Months added up to one. `before` is how many months back its 环比 looks, None where it has none; `mom` and `yoy` are
    what its changes are called."""

    key: PeriodKey
    text: Text
    before: int | None
    mom: Text = Text("环比", "MoM")
    yoy: Text = Text("同比", "YoY")

    def length(self, month: date) -> int:
        """How many months it has, up to this one."""
        return len(months.between(self.first(month), month))

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
QUARTER = Period("quarter", Text("当季", "Quarter"), 3, Text("季环比", "QoQ"))
YEAR_TO_DATE = Period("ytd", Text("累计", "Year to date"), None, yoy=Text("累计同比", "YTD YoY"))
ROLLING_YEAR = Period("rolling", Text("近12个月", "Rolling 12 months"), None)

PERIODS = {period.key: period for period in (MONTH, QUARTER, YEAR_TO_DATE, ROLLING_YEAR)}
