"""Numbers and days as they are typed into an address or a request, where anything may stand."""

import re
from datetime import date

MOST_DIGITS = 9  # what every database takes as a number, and Python reads at once
SHARE = re.compile(r"[01](\.\d{1,6})?", re.ASCII)
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)  # a day before and a day after each can be asked about, in any zone


def as_number(written: str) -> int | None:
    """What was written as a number, from 0 on; None where it is not one, or longer than any of ours."""
    return int(written) if written.isdecimal() and len(written) <= MOST_DIGITS else None


def as_share(written: str) -> float | None:
    """What was written as a part of a whole, from 0 to 1; None where it is none."""
    share = float(written) if SHARE.fullmatch(written) else 2.0
    return share if share <= 1 else None


def as_day(written: str) -> date | None:
    """What was written as a day (2026-10-31); None where it is not one, or none that anything here is from."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
