"""How a number is written: 万 and 亿, K, M and B; rates, points and ranks; and its promise in front of it or behind.

Qualifiers (the words of the reports, and their marks):

| qualifier | 中文 | mark |
|---|---|---|
| about | 约 | ≈30 |
| more_than | 多、余、超过 | 250+ |
| at_least | 以上 | ≥80.0% |
| reaches | 达、达到 | 达30万, in English 300K reached |
| under | 近、不足 | <100 |
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from data.text import Language, Text
from metrics.language import Metric

NONE = "—"
HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # as many digits as the greatest float has
SMALLEST = 10  # decimals; what is smaller is what is left of floats after a subtraction
POINT = Text("百分点", "pp")
PLACES = Text("位", " places")
MARKS = {
    "exact": Text("{}", "{}"),
    "about": Text("≈{}", "≈{}"),
    "more_than": Text("{}+", "{}+"),
    "at_least": Text("≥{}", "≥{}"),
    "reaches": Text("达{}", "{} reached"),
    "under": Text("<{}", "<{}"),
}


@dataclass(frozen=True)
class Scale:
    """What numbers are divided by, and the word for it; one scale within one chart or column."""

    divisor: float
    suffix: str


SCALES: dict[Language, tuple[Scale, ...]] = {
    "zh": (Scale(1e8, "亿"), Scale(1e4, "万"), Scale(1, "")),
    "en": (Scale(1e9, "B"), Scale(1e6, "M"), Scale(1e3, "K"), Scale(1, "")),
}


def scale_for(values: Iterable[float], language: Language = "zh") -> Scale:
    """The one scale of a chart or a column: that of its greatest number."""
    sizes = [abs(value) for value in values if not _none(value)]
    greatest = _four_digits(max(sizes, default=0))
    return next(scale for scale in SCALES[language] if greatest >= scale.divisor or scale.divisor == 1)


def show(
    value: float | None,
    metric: Metric,
    qualifier: str = "exact",
    language: Language = "zh",
    *,
    scale: Scale | None = None,
) -> str:
    """The value as it stands on screen, with its promise; — for none. `scale` is a column's, else the value's own."""
    if value is None or _none(value):
        return NONE
    return MARKS[qualifier].in_(language).format(_plain(value, metric, language, scale))


def exact(value: float | None, metric: Metric, qualifier: str = "exact", language: Language = "zh") -> str:
    """The value in full, for hovering: every digit, thousands apart, with its unit."""
    if value is None or _none(value):
        return NONE
    if metric.format == "percent":
        return MARKS[qualifier].in_(language).format(f"{_trimmed(_rounded(value * 100, 6))}%")
    written = MARKS[qualifier].in_(language).format(_trimmed(_rounded(value, 4, grouped=True)))
    unit = metric.unit.in_(language)
    return f"{written} {unit}".rstrip() if language == "en" else f"{written}{unit}"


def in_full(value: float | None) -> str:
    """A number alone, of no metric: every digit, thousands apart."""
    return NONE if value is None or _none(value) else _trimmed(_rounded(value, 4, grouped=True))


def show_change(change: float | None, metric: Metric, language: Language = "zh") -> str:
    """A change with its sign: per cent for flows and stocks, points for rates, the plain difference for other ratios."""
    if change is None or _none(change):
        return NONE
    if metric.kind in ("flow", "stock"):
        return _signed(change, f"{_rounded(abs(change) * 100, 1)}%")
    if metric.format == "percent":
        return _signed(change, f"{_rounded(abs(change) * 100, 1)} {POINT.in_(language)}")
    if metric.format == "rank":
        return _signed(change, f"{_rounded(abs(change), 0)}{PLACES.in_(language)}")
    return _signed(change, _plain(abs(change), metric, language, None))


def show_share(share: float | None) -> str:
    """A share of a whole (attainment, coverage) with one decimal: 83.3%."""
    return NONE if share is None or _none(share) else f"{_rounded(share * 100, 1)}%"


def _plain(value: float, metric: Metric, language: Language, scale: Scale | None) -> str:
    match metric.format:
        case "percent":
            return f"{_rounded(value * 100, 1)}%"
        case "points":
            return f"{_rounded(value, 1)} {POINT.in_(language)}"
        case "rank":
            return f"第{_rounded(value, 0)}位" if language == "zh" else f"#{_rounded(value, 0)}"
        case "days":
            return (
                f"{_significant(value)} {metric.unit.in_(language)}" if language == "en" else f"{_significant(value)}天"
            )
    scale = scale or scale_for([value], language)
    return f"{_significant(value / scale.divisor)}{scale.suffix}"


def _significant(value: float) -> str:
    """At most four significant digits, and never an exponent: 197, 146.7, 2.46."""
    return _trimmed(_rounded(value, min(_decimals(value), SMALLEST)))


def _four_digits(value: float) -> float:
    """Rounded as it will be read, so that 9,999.9 is written as 1万 and not as 10,000."""
    return float(_rounded(value, _decimals(value)))


def _decimals(value: float) -> int:
    """The decimals that leave four significant digits; negative for numbers of more digits before the point."""
    return 3 - math.floor(math.log10(abs(value))) if value else 0


def _rounded(value: float, decimals: int, *, grouped: bool = False) -> str:
    """Rounded as spreadsheets and people do: half up (away from zero), on the fifteen digits a float is good for.

    Zero has no sign: −0.0001 as a rate is 0.0%.
    """
    number = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), context=HALF_UP)
    return f"{number or abs(number):{',' if grouped else ''}.{max(decimals, 0)}f}"


def _trimmed(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written


def _signed(change: float, written: str) -> str:
    """The size of a change with its sign; what is written as zero has none."""
    if not any(digit in "123456789" for digit in written):
        return written
    return f"{'+' if change > 0 else '−'}{written}"


def _none(value: float) -> bool:
    return value is None or math.isnan(value)
