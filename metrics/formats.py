"""How a number is written: 万 and 亿, K, M and B; rates, points and ranks; and its promise in front of it or behind.

Qualifiers (the words of the reports, and their marks):

| qualifier | 中文 | mark |
|---|---|---|
| about | 约 | ≈30 |
| more_than | 多、余、超过 | 250+ |
| at_least | 以上 | ≥80.0% |
| reaches | 达、达到 | 达30万, in English 300K reached |
| under | 近、不足 | <100 |

A word must never contradict the number beside it (90.0%, target 90.0%, near the target): what is compared is written with
as many more digits as tell the two apart (`apart`).
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from data.text import Language, Text
from metrics.language import Metric

NONE = "—"
HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # as many digits as the greatest float has
SMALLEST = 10  # decimals; what is smaller is what is left of floats after a subtraction
POINT = Text("百分点", "pp")
RISEN = Text("上升{places}位", "up {places}")
FALLEN = Text("下降{places}位", "down {places}")
UNMOVED = Text("持平", "unchanged")
FROM_TO = Text("{then}→{now}", "{then} → {now}")
TENFOLD = 9  # a change beyond it (+900%) says more about how small the base was: it is told as from → to
FINEST = 3  # decimals of a difference between two ratios
UNREADABLE = 0.001  # of a column's scale: what is smaller is written in its own
LEGIBLE = 0.01  # of a column's scale: below it the whole column takes the next smaller one,
LONGEST = 1e5  # unless the greatest number would become this long
COLUMN_DIGITS = 2  # so many more at most in a column: closer values look alike, and are
MORE_DIGITS = 6  # so many more are tried to tell two numbers apart
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
    "zh": (Scale(1e12, "万亿"), Scale(1e8, "亿"), Scale(1e4, "万"), Scale(1, "")),
    "en": (Scale(1e9, "B"), Scale(1e6, "M"), Scale(1e3, "K"), Scale(1, "")),
}


def scale_for(values: Iterable[float], language: Language = "zh", *, more: int = 0) -> Scale:
    """The one scale of a chart or a column: that of its greatest number, or the next smaller one if only that lets the
    smallest be read. `more` digits than usual are going to be written."""
    sizes = [abs(value) for value in values if not _none(value)]
    greatest, least = _as_read(max(sizes, default=0), more), min((size for size in sizes if size), default=0)
    scales = SCALES[language]
    place = next(i for i, scale in enumerate(scales) if greatest >= scale.divisor or scale.divisor == 1)
    smaller = scales[min(place + 1, len(scales) - 1)]
    if least < LEGIBLE * scales[place].divisor and greatest < LONGEST * smaller.divisor:
        return smaller
    return scales[place]


def show(
    value: float | None,
    metric: Metric,
    qualifier: str = "exact",
    language: Language = "zh",
    *,
    scale: Scale | None = None,
    more: int = 0,
) -> str:
    """The value as it stands on screen, with its promise; — for none. `scale` is a column's, else the value's own; `more`
    digits than usual are written where two numbers must be told apart (`apart`)."""
    if value is None or _none(value):
        return NONE
    return MARKS[qualifier].in_(language).format(_plain(value, metric, language, scale, more))


def apart(value: float, bound: float, written: Callable[[float, int], str]) -> int:
    """How many more digits tell a value from what it is measured against; 0 for what is equal to twelve digits.

    `written(number, more)` is how either is written.
    """
    if math.isclose(value, bound, rel_tol=1e-12):
        return 0
    return next((more for more in range(MORE_DIGITS) if written(value, more) != written(bound, more)), MORE_DIGITS)


def told_apart(values: Iterable[float], metric: Metric, language: Language, scale: Scale) -> int:
    """How many more digits a column in order of its values needs, so that no two that differ are written alike; at most
    COLUMN_DIGITS."""
    known = {float(f"{value:.12g}") for value in values if not _none(value)}
    for more in range(COLUMN_DIGITS):
        if len({_plain(value, metric, language, scale, more) for value in known}) == len(known):
            return more
    return COLUMN_DIGITS


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


def in_scale(value: float, scale: Scale) -> str:
    """A number alone in the scale of its column, whose word stands at the head: 19.03, 0.19."""
    return _significant(value / scale.divisor)


def show_change(
    change: float | None, metric: Metric, language: Language = "zh", *, sides: tuple[float, float] | None = None
) -> str:
    """A change with its sign: per cent for flows and stocks, points for rates, the plain difference with its unit for other
    ratios, up or down in words for ranks. Growth beyond TENFOLD is told as from → to, if `sides` (then, now) are known.
    """
    if change is None or _none(change):
        return NONE
    if metric.kind in ("flow", "stock"):
        if sides and change > TENFOLD:
            then, now = (_plain(side, metric, language, None) for side in sides)
            return FROM_TO.in_(language, then=then, now=now)
        return _signed(change, f"{_rounded(abs(change) * 100, 1)}%")
    if metric.format == "rank":
        return _moved(change, language)
    return _signed(change, show_difference(abs(change), metric, language))


def show_difference(size: float, metric: Metric, language: Language = "zh", *, more: int = 0) -> str:
    """How far two values of a metric lie apart, without a sign: points for rates, places for ranks, else as the value is
    written, with its unit."""
    match metric.format:
        case "percent":
            return f"{_rounded(size * 100, 1 + more)} {POINT.in_(language)}"
        case "points":
            return f"{_rounded(size, 1 + more)} {POINT.in_(language)}"
        case "rank":
            return _rounded(size, 0)
        case "days":
            return _plain(size, metric, language, None, more)
    if metric.kind in ("ratio", "index"):
        written = _trimmed(_rounded(size, min(_decimals(size), FINEST) + more))
        unit = metric.unit.in_(language)
        return f"{written} {unit}".rstrip() if language == "en" else f"{written}{unit}"
    return _plain(size, metric, language, None, more)


def _moved(change: float, language: Language) -> str:
    """A rank that became smaller has risen."""
    places = _rounded(abs(change), 0)
    if places == "0":
        return UNMOVED.in_(language)
    return (RISEN if change < 0 else FALLEN).in_(language, places=places)


def show_share(share: float | None, *, more: int = 0) -> str:
    """A share of a whole (attainment, coverage) with one decimal: 83.3%."""
    return NONE if share is None or _none(share) else f"{_rounded(share * 100, 1 + more)}%"


def _plain(value: float, metric: Metric, language: Language, scale: Scale | None, more: int = 0) -> str:
    match metric.format:
        case "percent":
            return f"{_rounded(value * 100, 1 + more)}%"
        case "points":
            return f"{_rounded(value, 1 + more)} {POINT.in_(language)}"
        case "rank":
            return f"第{_rounded(value, 0)}位" if language == "zh" else f"#{_rounded(value, 0)}"
        case "days":
            days = _significant(value, more)
            return f"{days} {metric.unit.in_(language)}" if language == "en" else f"{days}天"
    if scale is None or abs(value) < UNREADABLE * scale.divisor:
        scale = scale_for([value], language, more=more)
    return f"{_significant(value / scale.divisor, more)}{scale.suffix}"


def _significant(value: float, more: int = 0) -> str:
    """At most four significant digits (and `more`), and never an exponent: 197, 146.7, 2.46."""
    return _trimmed(_rounded(value, min(_decimals(value) + more, SMALLEST)))


def _as_read(value: float, more: int) -> float:
    """Rounded as it will be read, so that 9,999.9 is written as 1万 and not as 10,000."""
    return float(_rounded(value, _decimals(value) + more))


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
