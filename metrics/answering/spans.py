"""Months, runs of months and numbers as people write them in a question, relative to a day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from data import months
from metrics.periods import MONTH, QUARTER, ROLLING_YEAR, YEAR_TO_DATE, PeriodKey

DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九十", start=0)} | {"两": 2, "十一": 11, "十二": 12}
ENGLISH_DIGITS = {
    word: at
    for at, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
MONTHS_OF = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SCALES = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12, "k": 1e3, "m": 1e6, "b": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}  # fmt: skip


@dataclass(frozen=True)
class When:
    """A month, and what is added up to it; None is that of the view, or, where a `year` is named that still runs, the last of
    it."""

    month: date | None = None
    period: PeriodKey | None = None
    year: int | None = None


@dataclass(frozen=True)
class Number:
    """A number as written: `value`, whether it is a share, and whether it may be how many are asked for."""

    value: float
    share: bool = False
    count: bool = False


Made = Callable[[re.Match[str], date], When | Number | None]
_YEAR = r"(?:(?:(?P<year>\d{4}|\d{2})年|(?P<said>今年|去年|前年)) ?)?"
_NTH = r"(?P<month>十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_NAME = r"(?P<name>" + "|".join(f"{name}|{name[:3]}" for name in MONTHS_OF) + r"|sept)"


def spans(text: str, today: date) -> Iterator[tuple[int, int, When | Number]]:
    """Everything of the kind in a tidied question, with where it begins and ends; the longer before the shorter."""
    for pattern, make in PATTERNS:
        for found in pattern.finditer(text):
            made = make(found, today)
            if made is not None:
                yield found.start(), found.end(), made


def _count(written: str) -> int:
    return int(written) if written.isdecimal() else DIGITS[written]


def _year(found: re.Match[str], today: date) -> int | None:
    groups = found.groupdict()
    if groups.get("year"):
        return int(groups["year"]) + (2000 if len(groups["year"]) == 2 else 0)
    said = groups.get("said")
    return today.year - ("今年", "去年", "前年").index(said) if said else None


def _last_such(month: int, today: date) -> date:
    """The last month of that number that has begun."""
    return date(today.year - (month > today.month), month, 1)


def _month(found: re.Match[str], today: date) -> When:
    month, year = _count(found["month"]), _year(found, today)
    return When(date(year, month, 1) if year else _last_such(month, today), MONTH.key)


def _dated(found: re.Match[str], today: date) -> When | None:
    year, month = int(found["year"]), int(found["month"])
    return When(date(year, month, 1), MONTH.key) if 1 <= month <= 12 else None


def _named(found: re.Match[str], today: date) -> When:
    month = next(at for at, name in enumerate(MONTHS_OF, 1) if name.startswith(found["name"][:3]))
    year = found["year"]
    return When(date(int(year), month, 1) if year else _last_such(month, today), MONTH.key)


def _quarter(found: re.Match[str], today: date) -> When:
    month, year = 3 * _count(found["quarter"]), _year(found, today)
    if year:
        return When(date(year, month, 1), QUARTER.key)
    return When(date(today.year - (month - 2 > today.month), month, 1), QUARTER.key)


def _to_date(found: re.Match[str], today: date) -> When:
    month, year = _count(found["month"]), _year(found, today)
    return When(date(year, month, 1) if year else _last_such(month, today), YEAR_TO_DATE.key)


def _whole_year(found: re.Match[str], today: date) -> When:
    """A year that is over, or still to come, ends with its last month; the one that runs has none yet."""
    year = _year(found, today) or today.year
    return When(date(year, 12, 1) if year != today.year else None, YEAR_TO_DATE.key, year)


def _this(found: re.Match[str], today: date) -> When:
    return When(today.replace(day=1), MONTH.key)


def _before(found: re.Match[str], today: date) -> When:
    return When(months.shift(today.replace(day=1), -1), MONTH.key)


def _number(found: re.Match[str], today: date) -> Number:
    share = bool(found["share"])
    scale = SCALES[found["scale"] or ""]
    value = float(found["value"].replace(",", ""))
    plain = not share and not found["scale"] and value.is_integer()
    return Number(value / 100 if share else value * scale, share, plain and 1 <= value <= 100)


def _written(found: re.Match[str], today: date) -> Number:
    word = found[0]
    value = ENGLISH_DIGITS[word] if word in ENGLISH_DIGITS else DIGITS[word]
    return Number(float(value), count=True)


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_EDGE, _END = r"(?<![a-z0-9])", r"(?![a-z0-9])"
PATTERNS: tuple[tuple[re.Pattern[str], Made], ...] = (
    (_of(_YEAR + r"1 ?[-—–至到~] ?" + _NTH + r"月(?:份)?(?:累计)?"), _to_date),
    (_of(_YEAR + _NTH + r"月(?:份)?"), _month),
    (_of(_YEAR + r"第?(?P<quarter>[一二三四1-4])季度"), _quarter),
    (_of(_EDGE + r"(?P<year>20\d\d)[-/.](?P<month>\d{1,2})" + _END), _dated),
    (_of(_EDGE + _NAME + r"(?:,? (?:of )?(?P<year>20\d\d))?" + _END), _named),
    (_of(_EDGE + r"q(?P<quarter>[1-4])(?: (?P<year>20\d\d))?" + _END), _quarter),
    (_of(r"(?P<year>20\d\d)年(?:全年|累计)?(?!\d)"), _whole_year),
    (_of(r"(?P<said>今年|去年|前年)(?:全年|以来|累计)?(?!\d)(?!同期)"), _whole_year),
    (_of(r"本年累计|本年|" + _EDGE + r"(?:this year|so far this year)" + _END), _whole_year),
    (_of(r"累计|年初以来|" + _EDGE + r"(?:year to date|ytd)" + _END), lambda *_: When(None, YEAR_TO_DATE.key)),
    (_of(_EDGE + r"(?P<year>20\d\d)" + _END), _whole_year),
    (_of(r"近12个月|最近12个月|过去12个月|近一年|滚动年|" + _EDGE + r"(?:rolling year|last twelve months|last 12 months|past twelve months|past 12 months)" + _END), lambda *_: When(None, ROLLING_YEAR.key)),
    (_of(r"本月|这个月|当月|" + _EDGE + r"this month" + _END), _this),
    (_of(r"上月|上个月|" + _EDGE + r"last month" + _END), _before),
    (_of(_EDGE + r"(?P<value>\d[\d,]{0,15}(?:\.\d{1,6})?)(?: ?(?P<share>%|percent))?(?: ?(?P<scale>万亿|万|亿|k|m|b|thousand|million|billion))?" + r"(?![a-z0-9.])"), _number),
    (_of(r"[一二两三四五六七八九十]|" + _EDGE + r"(?:" + "|".join(ENGLISH_DIGITS) + r")" + _END), _written),
)  # fmt: skip
