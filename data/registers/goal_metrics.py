"""The metrics that a strategic goal hangs on, as its row writes them: `使用率:25%→28%；满意率:96%`."""

import re
from typing import NamedTuple

PARTED = re.compile(r"[;；、\n]+")
VALUE = r"-?\d{1,18}(?:\.\d{1,9})?[%％万亿]?"
AIMED = re.compile(rf"([^:：]{{1,80}})(?:[:：]\s?(?:({VALUE})\s?(?:→|->|至)\s?)?({VALUE}))?")
TIMES = {"%": 0.01, "％": 0.01, "万": 1e4, "亿": 1e8}


class Wanted(NamedTuple):
    """What a goal asks of a metric, by the name or key that is written: the value when it is due, and that of its milestone
    (None where none is written; of a rate a fraction)."""

    name: str
    halfway: float | None
    value: float | None


def wanted(written: str) -> list[Wanted | str]:
    """What is written, each metric by itself; what cannot be read as it stands there."""
    said = [each.strip() for each in PARTED.split(written) if each.strip()]
    found = [(each, AIMED.fullmatch(each)) for each in said]
    return [Wanted(match[1].strip(), _value(match[2]), _value(match[3])) if match else each for each, match in found]


def _value(written: str | None) -> float | None:
    if not written:
        return None
    times = TIMES.get(written[-1])
    return float(written) if times is None else float(written[:-1]) * times
