"""How the numbers of a chart are written on a slide: the store's own values, shown in 万 and 亿 or K, M and B by their format.

A format can only divide by thousands, so 万 and 亿 put the point where those left it: 197.3亿 is 19,730 millions.
"""

from collections.abc import Sequence

from data.text import Language
from metrics import formats
from metrics.language import Metric

SHOWN: dict[str, str] = {
    "万亿": '0.00,,,,"万亿"', "亿": '0\\.00,,"亿"', "万": '0\\.0,"万"', "B": '0.0,,,"B"', "M": '0.0,,"M"', "K": '0.0,"K"',
}  # fmt: skip
WHOLE, BROKEN = "#,##0", "0.0"
RATE = "0.0%"
OURS = frozenset({*SHOWN.values(), WHOLE, BROKEN, RATE, "General"})  # what an update may replace


def number_format(values: Sequence[float | None], metric: Metric, lang: Language) -> str:
    """The format of a chart's numbers and of its axis."""
    if metric.format == "percent":
        return RATE
    there = [value for value in values if value is not None]
    scale = formats.scale_for(there, lang) if metric.format in ("count", "decimal", "money") else None
    if scale and scale.suffix:
        return SHOWN[scale.suffix]
    return WHOLE if all(value == int(value) for value in there) else BROKEN
