"""What a target may be set for, and what an index system may score. Metrics are declared a floor above; each floor that knows
them hands them in here, so that a workbook's targets can be read by key or name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from data.registers.paths import RISING, Way


@dataclass(frozen=True)
class Aim:
    """A metric as a target names it, and the way its path goes; of a share the target is a fraction.

    `better`: which way is good. `made_of`: the measures and the registers (`rows`) that its formula reads. `by`: department,
    application – by which its parts are known, so that they can be scored.
    """

    key: str
    zh: str
    en: str
    way: Way = RISING
    better: Literal["higher", "lower"] = "higher"
    made_of: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()


AIMS: dict[str, Aim] = {}


def declare(aims: Iterable[Aim]) -> None:
    """Say what may be aimed at; until anything is said, any name is taken."""
    AIMS.update((aim.key, aim) for aim in aims)
