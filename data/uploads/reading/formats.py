"""Number formats that say more than digits: 0.0"万" shows 12.5 as 12.5万, 0% shows 0.5 as 50%, "约"0 shows 30 as 约30.

A format that divides what it shows (0!.0,"万" shows 12345 as 1.2万) leaves the number true, and says nothing more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MEANS = re.compile(r"[十百千万亿%％‰约近超逾余多达不≥≤<>~≈]|以上|以下|左右|上下|^\s*[kmb]", re.IGNORECASE)
DIGITS = "0#?"
DAYS = "ymdhs"
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|\[([^\[\]]*)\]|[_*].|(general|g/通用格式)|(.)', re.IGNORECASE | re.DOTALL)
LONGEST = 255  # characters of a format


@dataclass(frozen=True)
class Section:
    """One part of a format: what stands before and after the digits, and for which numbers it is."""

    before: str = ""
    after: str = ""
    percents: int = 0
    divides: bool = False
    digits: bool = False
    days: bool = False
    condition: str = ""

    @property
    def tells(self) -> bool:
        """Whether what it shows means another number than the one that is kept."""
        plain = not self.digits or self.days or self.divides
        return not plain and bool(self.percents or MEANS.search(self.before) or MEANS.search(self.after))


def tells(code: str) -> bool:
    """Whether the format shows numbers as something else."""
    return any(section.tells for section in _sections(code))


def shown(code: str, value: float) -> str | None:
    """What the format shows of the number, all its digits kept; None where that is the number itself."""
    section = _section_for(_sections(code), value)
    if not section.tells or value != value:
        return None
    number = f"{Decimal(repr(float(value))) * 100**section.percents:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{section.before}{number}{'%' * section.percents}{section.after}".strip()


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[Section, ...]:
    if len(code) > LONGEST:
        return (Section(),)
    return tuple(_section(tokens) for tokens in _split(code))


def _split(code: str) -> Iterator[list[re.Match]]:
    tokens: list[re.Match] = []
    for token in TOKEN.finditer(code):
        if token[5] == ";":
            yield tokens
            tokens = []
        else:
            tokens.append(token)
    yield tokens


def _section(tokens: list[re.Match]) -> Section:
    before, after, percents, pending, condition = "", "", 0, "", ""
    digits = days = divides = False
    for token in tokens:
        quoted, escaped, bracketed, general, one = token.groups()
        literal = quoted or escaped or ""
        if bracketed is not None:
            condition = bracketed if CONDITION.fullmatch(bracketed.strip()) else condition
            literal = bracketed[1:].split("-")[0] if bracketed.startswith("$") else ""
        if general or (one and one in DIGITS):
            divides |= digits and bool(after.strip())  # 0!.0: digits after a literal
            digits, pending, after = True, "", after if digits else ""
        elif one == "%":
            percents += 1
        elif one == "," and digits:
            pending = ","  # between digits it parts thousands, behind them it divides by a thousand
        elif one and one.lower() in DAYS:
            days = True
        elif one == ".":
            divides |= bool(pending)
        elif one and one not in ",/eE+- ":
            literal = one
        if literal and digits:
            after += literal
        elif literal:
            before += literal
        divides |= bool(pending and literal.strip())
    return Section(before, after, percents, divides or bool(pending), digits, days, condition)


def _section_for(sections: tuple[Section, ...], value: float) -> Section:
    for section in sections:
        if section.condition and _holds(section.condition, value):
            return section
    plain = [section for section in sections if not section.condition] or [Section()]
    if len(plain) < len(sections):
        return plain[0]
    by_sign = 1 if value < 0 else 2 if value == 0 else 0
    return plain[by_sign] if by_sign < len(plain) else plain[0]


def _holds(condition: str, value: float) -> bool:
    match = CONDITION.fullmatch(condition.strip())
    assert match
    limit = float(match[2])
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[match[1]]
