"""What of the metric shows that an instruction is done: asked for over HTTP, and told with how the months stand."""

from datetime import date
from typing import Annotated

from pydantic import Field

from data import months
from data.clocks.reading import About, Instruction
from data.instructions import conditions
from data.instructions.conditions import MOST_MONTHS, Condition, Word
from data.instructions.refusals import Refused
from metrics import METRICS, closing
from web.api.shapes import Asked, Number, Said, Shape


class ConditionAsked(Asked):
    """The metric that it is about, at least or at most so much (a rate as a share: 0.95), for so many months on end."""

    word: Word
    value: Annotated[float, Field(allow_inf_nan=False)]
    months: Number = 2


class MonthOf(Shape):
    """A month and what stood in it."""

    month: str
    value: float


class ConditionOf(Shape):
    """The condition of an instruction: as it was issued, in words with the months behind it, and whether it holds."""

    word: Word
    value: float
    months: int
    reads: Said
    holds: bool
    run: list[MonthOf]


def condition_of(asked: ConditionAsked | None, about: About) -> Condition | None:
    """What is asked, about the number that the instruction is about. Refused where it cannot be or makes no sense."""
    if asked is None:
        return None
    condition = Condition(about.metric, about.unit, asked.word, asked.value, asked.months)
    if asked.months > MOST_MONTHS:
        raise Refused("condition_months", most=MOST_MONTHS)
    conditions.require(condition, about)
    closing.require_sense(condition, about.value)
    return condition


def told(conn, one: Instruction) -> ConditionOf | None:
    """How the condition of an instruction stands; None where a person alone accepts it."""
    condition = conditions.of(conn, one.number)
    if condition is None or condition.metric not in METRICS:
        return None
    found = closing.standing_of(conn, condition, one)
    return ConditionOf(
        word=condition.word,
        value=condition.value,
        months=condition.months,
        reads=Said.of(closing.told(condition, found)),
        holds=found.holds,
        run=[_month(month, value) for month, value, _ in found.run],
    )


def _month(month: date, value: float) -> MonthOf:
    return MonthOf(month=months.label(month), value=value)
