"""The path of a target through its year: what should be reached by the end of each month."""

import re
from itertools import pairwise

MONTHS = 12
PARTED = re.compile(r"[;；、/|\s]+|,(?!\d{3}(?!\d))|，")
SHARE = re.compile(r"\d{1,3}(?:\.\d{1,6})?%")
NUMBER = re.compile(r"\d{1,18}(?:\.\d{1,9})?")


def shares(written: str, target: float) -> tuple[float, ...] | None:
    """The share of the target due by the end of each month, from twelve numbers or twelve per cents; None where they are
    not twelve, fall, or do not end at the target."""
    said = [each for each in PARTED.split(written.strip()) if each]
    if len(said) != MONTHS or not target > 0:
        return None
    if all(SHARE.fullmatch(each) for each in said):
        path = tuple(float(each[:-1]) / 100 for each in said)
    elif all(NUMBER.fullmatch(each.replace(",", "")) for each in said):
        path = tuple(float(each.replace(",", "")) / target for each in said)
    else:
        return None
    rises = all(before <= after for before, after in pairwise(path))
    return path if rises and abs(path[-1] - 1) < 1e-9 else None
