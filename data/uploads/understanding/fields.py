"""Cells of a register as what its fields hold: texts, dates, counts, choices, units."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from data import personal
from data.finding.names import Names
from data.measures import Measure
from data.measures.units import RATE, YUAN
from data.registers import Field
from data.text import Text
from data.uploads.escape import from_cell
from data.uploads.reading.traits import Flaw, Shown
from data.uploads.understanding import values
from data.uploads.understanding.context import Context
from data.uploads.understanding.dates import day_of, month_of
from data.uploads.understanding.unit_names import as_code

SPACED_DASH = re.compile(r"\s{0,9}[‐-―−﹣－-]\s{0,9}")
WHOLE_NUMBER, NUMBER = Text("非负整数", "a whole number"), Text("数字", "a number")
SHARE = Text("百分比（如 95% 或 0.95）", "a share (95% or 0.95)")
A_NUMBER = Measure("number", "数字", "Number", "index", RATE)  # may be a share: 95%
MONEY = Measure("money", "金额", "Money", "flow", YUAN)
YUAN_OF = {"万元": 10**4, "亿元": 10**8, "元": 1}
LINK = re.compile(r"(?:https?://|/)[^\s<>\"]{1,1000}")


@dataclass(frozen=True)
class Told:
    """What a cell gives to a field: a value (None for nothing), or the rule of a finding with its blanks."""

    value: object = None
    rule: str = ""
    blanks: tuple[tuple[str, object], ...] = ()


def reader(field: Field, around: Context) -> Callable[[object], Told]:
    """How to read the cells of a field; it never raises."""
    read = READERS[field.type]

    def told(cell: object) -> Told:
        if isinstance(cell, Flaw):
            return Told(rule=cell.kind, blanks=(("value", cell.text),))
        if isinstance(cell, str) and values.NOTHING.fullmatch(cell.strip()):
            return Told()
        return read(cell, field, around)

    return told


def _text(cell: object, field: Field, _around: Context) -> Told:
    text = from_cell(str(as_code(cell)).strip())
    if told := personal.found(text):
        return Told(rule="personal", blanks=(("found", told[0]), ("kind", told[1])))
    return Told(as_key(text) if field.key == "key" else text)


OF_YEAR = re.compile(r"年度?$")


def as_key(text: str) -> str:
    """A key without what people vary and nobody sees: full width, spaces at dashes, characters of no width."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return SPACED_DASH.sub("-", unicodedata.normalize("NFKC", seen)).strip()


def form_of(key: str) -> str:
    """What two keys have in common that differ only in the way they are written."""
    return re.sub(r"\s", "", as_key(key)).casefold()


def _date(cell: object, _field: Field, _around: Context) -> Told:
    day = day_of(cell)
    return Told(day) if day else Told(rule="not_a_date")


def _month(cell: object, _field: Field, _around: Context) -> Told:
    month = month_of(cell)
    return Told(month) if month else Told(rule="not_a_month")


def _number(cell: object, field: Field, _around: Context) -> Told:
    value = _plain_number(cell)
    if value is None or (field.share and not 0 <= value <= 1):
        return Told(rule="not_a_count", blanks=(("kind", SHARE if field.share else NUMBER),))
    return Told(value)


def _count(cell: object, field: Field, _around: Context) -> Told:
    if field.key == "year" and isinstance(cell, str):
        cell = OF_YEAR.sub("", cell.strip())
    value = _plain_number(cell)
    if value is None or value < 0 or value != int(value) or value > 2**31:
        return Told(rule="not_a_count", blanks=(("kind", WHOLE_NUMBER),))
    return Told(int(value))


def _money(cell: object, field: Field, _around: Context) -> Told:
    """A plain number is counted as the field is; one that says 元, 万元 or 亿元 itself is taken by its word."""
    assert field.unit
    wrong = Told(
        rule="not_a_count", blanks=(("kind", Text(f"以{field.unit.zh}计的数", f"a number of {field.unit.en}")),)
    )
    if isinstance(cell, Shown):
        cell = cell.text
    if not isinstance(cell, str):
        value = _plain_number(cell)
        return wrong if value is None else Told(value)
    own = "元" in cell or "yuan" in cell.casefold()
    reading = values.read(cell, MONEY)
    if reading.value is None or reading.qualifier != "exact" or (not own and not values.PLAIN.fullmatch(cell)):
        plain = _plain_number(cell.replace(",", "")) if values.PLAIN.fullmatch(cell.replace(",", "")) else None
        return wrong if plain is None else Told(plain)
    return Told(reading.value / YUAN_OF[field.unit.zh] if own else reading.value)


def _link(cell: object, field: Field, around: Context) -> Told:
    """An address, or the name of a document; nothing is ever fetched."""
    told = _text(cell, field, around)
    text = str(told.value or "")
    return Told(rule="not_a_link") if "://" in text and not LINK.fullmatch(text) else told


def _plain_number(cell: object) -> float | None:
    if isinstance(cell, Shown):
        cell = cell.text
    if isinstance(cell, str):
        reading = values.read(cell, A_NUMBER)
        return reading.value if reading.qualifier == "exact" else None  # a field keeps no promise
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < 1e18:
        return float(cell)
    return None


def _choice(cell: object, field: Field, _around: Context) -> Told:
    found = choice_names(field).find(as_code(cell))
    if len(found) == 1:
        return Told(found[0])
    listed = [words for _, words in field.choices]
    choices = Text("、".join(words.zh for words in listed), ", ".join(words.en for words in listed))
    return Told(rule="unknown_choice", blanks=(("choices", choices),))


@lru_cache(maxsize=128)
def choice_names(field: Field) -> Names:
    """What may stand in the field, by all its names."""
    return Names((key, (words.zh, words.en)) for key, words in field.choices)


def _unit(cell: object, _field: Field, around: Context) -> Told:
    found = around.unit_names.find(as_code(cell))
    if len(found) == 1:
        return Told(found[0])
    if found:
        return Told(rule="ambiguous_name", blanks=(("candidates", around.unit_names.listed(found)),))
    return Told(rule="unknown_unit")


READERS = {
    "text": _text,
    "long": _text,
    "person": _text,
    "link": _link,
    "reference": _text,  # set against the rows that there are once the book is read (`checking.references`)
    "money": _money,
    "date": _date,
    "month": _month,
    "number": _number,
    "count": _count,
    "choice": _choice,
    "unit": _unit,
}
