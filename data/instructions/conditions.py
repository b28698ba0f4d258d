"""What closes an instruction is shown by its metric: for so many months on end at least (or at most) so much.

The store closes nothing by itself: when the condition holds the program notes it (“shown”) and the instruction waits for its
acceptance; when it holds no more, because a figure was corrected, it notes that (“unshown”): `showing.py`. How it is evaluated:
`metrics/closing.py`.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Literal

from sqlalchemy import Connection, insert, select

from data.clocks.reading import About
from data.instructions.refusals import Refused
from data.schema import instruction_condition

Word = Literal["at_least", "at_most"]
MOST_MONTHS = 12


@dataclass(frozen=True)
class Condition:
    """The metric of a unit, `word` and `value` (in the metric's own unit; a rate as a share), for so many months on end."""

    metric: str
    unit: str
    word: Word
    value: float
    months: int


def require(condition: Condition | None, about: About) -> None:
    """Raise `Refused` for a condition that is not about the number itself, or cannot be."""
    if condition is None:
        return
    if about.kind != "metric" or (condition.metric, condition.unit) != (about.metric, about.unit):
        raise Refused("condition_elsewhere")
    if not isfinite(condition.value) or condition.word not in ("at_least", "at_most"):
        raise Refused("condition_value")
    if not 1 <= condition.months <= MOST_MONTHS:
        raise Refused("condition_months", most=MOST_MONTHS)


def put(conn: Connection, number: int, condition: Condition | None) -> None:
    """Keep the condition of an instruction that is being issued, for who holds the write lock."""
    if condition is not None:
        what = {"metric": condition.metric, "unit": condition.unit}
        bound = {"word": condition.word, "value": condition.value, "months": condition.months}
        conn.execute(insert(instruction_condition).values(instruction=number, **what, **bound))


def all_of(conn: Connection) -> dict[int, Condition]:
    """Every condition, by the number of its instruction."""
    rows = conn.execute(select(instruction_condition))
    return {row.instruction: Condition(row.metric, row.unit, row.word, row.value, row.months) for row in rows}


def of(conn: Connection, number: int) -> Condition | None:
    """The condition of one; None where its acceptance is a person's alone."""
    row = conn.execute(select(instruction_condition).where(instruction_condition.c.instruction == number)).first()
    return Condition(row.metric, row.unit, row.word, row.value, row.months) if row else None
