"""Months and days as people write them in cells and titles."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from data.finding.names import marked, visible
from data.uploads.reading.traits import Serial1904

EPOCH = date(1899, 12, 30)  # day 0 of the serial numbers in workbooks
AFTER_1904 = 1462  # days from the one beginning to the other
SERIALS = range(36526, 73051)  # 2000-01-01 … 2100-01-01: a number outside is no date

DAY = re.compile(
    r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?:\s*日)?(?:[\sT]+0{1,2}:00(?::00(?:\.0+)?)?)?"
)
COMPACT_DAY = re.compile(r"(20\d{2})(\d{2})(\d{2})")
MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(?:1\s*[-—–~至到]+\s*)?(\d{1,2})\s*(?:月份?)?")
SERIAL = re.compile(r"[0-9]{5}")
COMPACT_MONTH = re.compile(r"(20\d{2})(\d{2})")
ENGLISH = re.compile(r"([A-Za-z]{3})[a-z]{0,6}\.?,?(?:\s+|\s?-\s?)(\d{4})")
SHORT = re.compile(r"([A-Za-z]{3})[a-z]{0,6}\.?\s?[-'’]\s?(\d{2})")  # Apr-24: as spreadsheets write a month
YEAR_FIRST = re.compile(r"(\d{4})(?:\s+|\s?-\s?)([A-Za-z]{3})[a-z]{0,6}\.?")
MONTH_FIRST = re.compile(r"(\d{1,2})\s?[/-]\s?(20\d{2})")  # 06/2024
YEARS = re.compile(r"(?:FY\s?|财年)?20\d{2}(?:\s?[-–—/~至到]\s?(?:20)?\d{2})?\s?(?:年度?|财年)?", re.IGNORECASE)
ENGLISH_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

NOT_THE_MONTH = re.compile(r"制表|填表|填报[日时]|打印|日期|上月|去年|上年|同期|印发|printed|dated", re.IGNORECASE)


def month_of(cell: object) -> date | None:
    """The month in a cell (a date, a serial number, 202610, 2026年10月, 2026-10, 2026/10, Oct 2026), else None."""
    if isinstance(cell, str):
        return None if marked(cell) else _month_of_text(unicodedata.normalize("NFKC", visible(cell)).strip())
    if isinstance(cell, float | int) and not isinstance(cell, bool) and _is_compact(cell):
        return _first(int(cell) // 100, int(cell) % 100)
    day = day_of(cell)
    return day.replace(day=1) if day else None


def is_a_year(cell: object) -> bool:
    """Whether a cell that is no month says a year or two: 2024, FY2024, 2023-2024, 2023/24."""
    text = f"{cell:g}" if isinstance(cell, float | int) and not isinstance(cell, bool) else cell
    return isinstance(text, str) and bool(YEARS.fullmatch(unicodedata.normalize("NFKC", visible(text)).strip()))


def day_of(cell: object) -> date | None:
    """The day in a cell (a date, a serial number, 20261031, 2026年10月31日, 2026-10-31, 2026/10/31), else None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _day_of_number(cell)
    if not isinstance(cell, str) or marked(cell):
        return None
    return _day_of_text(unicodedata.normalize("NFKC", visible(cell)).strip())


def _month_of_text(text: str) -> date | None:
    for pattern in (MONTH, COMPACT_MONTH):
        if match := pattern.fullmatch(text):
            return _first(int(match[1]), int(match[2]))
    if match := MONTH_FIRST.fullmatch(text):
        return _first(int(match[2]), int(match[1]))
    for pattern, name, year in ((ENGLISH, 1, 2), (SHORT, 1, 2), (YEAR_FIRST, 2, 1)):
        if (match := pattern.fullmatch(text)) and match[name].lower() in ENGLISH_MONTHS:
            return _first(2000 + int(match[year]) % 100, ENGLISH_MONTHS.index(match[name].lower()) + 1)
    day = _day_of_text(text)
    return day.replace(day=1) if day else None


def _day_of_text(text: str) -> date | None:
    for pattern in (DAY, COMPACT_DAY):
        if match := pattern.fullmatch(text):
            return _day(int(match[1]), int(match[2]), int(match[3]))
    return _day_of_number(int(text)) if SERIAL.fullmatch(text) else None


def _day_of_number(number: float) -> date | None:
    if number != number or abs(number) > 1e9:
        return None
    if int(number) in SERIALS:
        return EPOCH + timedelta(days=int(number) + (AFTER_1904 if isinstance(number, Serial1904) else 0))
    match = COMPACT_DAY.fullmatch(str(int(number)))
    return _day(int(match[1]), int(match[2]), int(match[3])) if match and number == int(number) else None


def _is_compact(number: float) -> bool:
    return number == number and 200001 <= number <= 209912 and number == int(number)


def _first(year: int, month: int) -> date | None:
    return _day(year, month, 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
