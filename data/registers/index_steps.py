"""The steps of a metric in an index system: from which value on which share of its points is given."""

import re
from itertools import pairwise

PARTED = re.compile(r"[;；、/|\n]+")
STEP = re.compile(r"(-?\d{1,18}(?:\.\d{1,9})?)(%?)[:：=](\d{1,3}(?:\.\d{1,6})?)%?")
ALL = 100.0

Steps = tuple[tuple[float, float], ...]  # bound of the value, share of the points (0 to 1), best first


def steps(written: str) -> Steps | None:
    """What is written as `95%:100/90%:80/85%:60`, the best step first; None where it is no list of steps."""
    said = [each.strip().replace("％", "%").replace(" ", "") for each in PARTED.split(written) if each.strip()]
    found = [STEP.fullmatch(each) for each in said]
    if not found or not all(found):
        return None
    return tuple((float(each[1]) / (ALL if each[2] else 1), float(each[3]) / ALL) for each in found if each)


def in_order(found: Steps, *, lower: bool) -> bool:
    """Whether the steps go from the best down: bounds that are ever easier to reach, fewer points each time, none above all."""
    easier = all((before < after) if lower else (before > after) for (before, _), (after, _) in pairwise(found))
    return easier and found[0][1] <= 1 and all(before > after for (_, before), (_, after) in pairwise(found))
