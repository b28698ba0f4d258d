"""What a row must meet as at the end of a month: the words that states of a register and metrics over its rows share."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Condition:
    """What a row of a register must meet, as at the end of a month.

    `by` and `not_by`: the date has come, or not, by the end of the month (an empty date has not come). `before` and
    `after`: the date lies before, or after, the last day of the month. `within`: the date is no later than the one in
    field `than`. `is`, `is_not`, `at_least`: the value compared with `than`. `empty`, `filled`: there is no value, or one.
    """

    word: Literal["by", "not_by", "before", "after", "within", "is", "is_not", "at_least", "empty", "filled"]
    field: str
    than: str | float | None = None


Conditions = tuple[Condition, ...]  # all of them


def by(field: str) -> Condition:
    """The date had come by the end of the month."""
    return Condition("by", field)


def not_by(field: str) -> Condition:
    """The date had not come by the end of the month, or there is none."""
    return Condition("not_by", field)


def before(field: str) -> Condition:
    """The date lies before the last day of the month."""
    return Condition("before", field)


def after(field: str) -> Condition:
    """The date lies after the last day of the month."""
    return Condition("after", field)


def empty(field: str) -> Condition:
    """There is nothing in the field."""
    return Condition("empty", field)


def within(field: str, limit: str) -> Condition:
    """The date is no later than the date in another field."""
    return Condition("within", field, limit)


def is_(field: str, value: str | float) -> Condition:
    """The field has this value."""
    return Condition("is", field, value)


def is_not(field: str, value: str) -> Condition:
    """The field has another value, or none."""
    return Condition("is_not", field, value)


def filled(field: str) -> Condition:
    """There is something in the field."""
    return Condition("filled", field)


def at_least(field: str, number: float) -> Condition:
    """The field's number is this or greater."""
    return Condition("at_least", field, number)
