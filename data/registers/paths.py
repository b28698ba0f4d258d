"""The path of a target through its year: what should be reached by the end of each month."""

import re
from itertools import pairwise
from typing import NamedTuple

MONTHS = 12
PARTED = re.compile(r"[;；、/|\s]+|,(?!\d{3}(?!\d))|，")
SHARE = re.compile(r"\d{1,3}(?:\.\d{1,6})?%")
NUMBER = re.compile(r"\d{1,18}(?:\.\d{1,9})?")


class Way(NamedTuple):
    """Which way the path of a metric goes. What adds up over the year (`adds_up`), or is to grow, rises to its target; a level
    of which less is better (`lower`) falls to it. A metric that is a `share` is written in per cent itself: of it 90% is the
    rate to be reached, of anything else nine tenths of the target."""

    adds_up: bool = True
    lower: bool = False
    share: bool = False

    @property
    def falls(self) -> bool:
        return self.lower and not self.adds_up


RISING = Way()


def marks(written: str, target: float, way: Way = RISING) -> tuple[float, ...] | None:
    """What is written as twelve shares of the target; None where they are not twelve numbers or twelve per cents."""
    said = [each for each in PARTED.split(written.strip()) if each]
    if len(said) != MONTHS or not target > 0:
        return None
    if all(SHARE.fullmatch(each) for each in said):
        return tuple(float(each[:-1]) / 100 / (target if way.share else 1) for each in said)
    if all(NUMBER.fullmatch(each.replace(",", "")) for each in said):
        return tuple(float(each.replace(",", "")) / target for each in said)
    return None


def goes(path: tuple[float, ...], way: Way = RISING) -> bool:
    """Whether the marks go the way of the metric without turning back, and never to nothing where less is better."""
    if way.falls:
        return all(before >= after for before, after in pairwise(path)) and path[-1] > 0
    return all(before <= after for before, after in pairwise(path))


def ends(path: tuple[float, ...]) -> bool:
    """Whether December's mark is the target."""
    return abs(path[-1] - 1) < 1e-9


def shares(written: str, target: float, way: Way = RISING) -> tuple[float, ...] | None:
    """The share of the target due by the end of each month; None where nothing, or no path to the target, is written."""
    path = marks(written, target, way)
    return path if path and goes(path, way) and ends(path) else None
