"""What a row of a register says where its text says nothing: made up by the type of each field and how the row stands.

Each row has a lot – `done`, `open` or `over` – from which its dates follow: begun in the three years, due a few months
later, and come about or not.
"""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd

from data import months
from data.demo.world import World
from data.registers import Field, Register
from data.registers.conditions import Condition

HERE = Path(__file__).parent
LOTS = {"done": 0.68, "open": 0.24, "over": 0.08}
SOMETIMES, RARELY = 0.5, 0.06
# Of a choice by which a row is judged or not (""); 1 where it is worse.
WEIGHTS = {"": 12, "good": 12, "watch": 2}

# By what they tell: an end that few rows have come to, what is still to come, what was last done.
ENDS = frozenset(("retired", "dropped", "until", "repealed", "ended", "delisted", "merged", "refused", "licence_ends"))
AHEAD = frozenset(("review", "halfway"))
LATELY = frozenset(("last", "updated", "reviewed", "confirmed", "met", "counted", "last_fed", "measured"))

# Nobody is called like this: that a person is invented is seen at once.
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭", ("示范", "演示", "示例", "样例")


@dataclass(frozen=True)
class Draft:
    """A row in the making: its register and unit, what its text said, and its lot of chance and fate."""

    register: Register
    unit: str
    said: Mapping[str, object]
    lot: str
    random: np.random.Generator

    def likely(self, share: float) -> bool:
        """Whether something that a share of rows have is so here."""
        return bool(self.random.random() < share)


def lot(random: np.random.Generator, register: Register) -> str:
    """How a row is to stand; nothing is past its day where there is none."""
    drawn = _one_of(random, list(LOTS), list(LOTS.values()))
    return "open" if drawn == "over" and not register.due else drawn


def _one_of(random: np.random.Generator, words: Sequence[str], weights: Sequence[float] = ()) -> str:
    """One of the words, each as likely as its weight: a hundredth of the time that `choice` needs for a list."""
    if not weights:
        return words[int(random.integers(len(words)))]
    return words[bisect(list(accumulate(weights))[:-1], random.random() * sum(weights))]


def fill(world: World, draft: Draft) -> dict[str, object]:
    """Every field of the row but its references: what its text says, and the rest by type."""
    row = dict(draft.said)
    _dates(world, draft, row)
    for field in draft.register.fields:
        if field.key not in row and field.type in BY_TYPE:
            row[field.key] = BY_TYPE[field.type](draft, field)
    _numbers(draft, row)
    if draft.register.key == "projects" and "stage" not in draft.said:
        _stage_of_project(draft, row)
    if draft.register.key == "profiles":
        _size_of_place(world, draft, row)
    return row


def _size_of_place(world: World, draft: Draft, row: dict[str, object]) -> None:
    """As many people as its figures are made for, spending by the head, and a first year."""
    people = float(world.people[world.counties.index(draft.unit)]) / 10_000
    row["population"] = round(people, 1)
    row["budget"] = round(people * draft.random.uniform(1.1, 2.4), 1)
    row["base_year"] = int(draft.random.integers(2020, 2024))


def _stage_of_project(draft: Draft, row: dict[str, object]) -> None:
    """What is accepted is judged later, what is not is being built: the one field that says the same as a date."""
    finished = row["accepted"] is not None
    row["stage"] = _one_of(draft.random, ("accepted", "judged") if finished else ("building", "proposed"))
    if row["stage"] != "judged":
        row["performance"] = None


def day(world: World, back: int, of_month: int) -> pd.Timestamp:
    """A day in the month that lies so many months from the last one."""
    return pd.Timestamp(months.shift(world.last, back).replace(day=of_month))


def _dates(world: World, draft: Draft, row: dict[str, object]) -> None:
    """The dates of a life in their order: begun, due, come about, ended."""
    life = [field.key for field in draft.register.life]
    steps = [key for key in life if key in reached(draft.register)]
    aside = (*steps, *ENDS, *AHEAD, *LATELY, draft.register.due)
    began = _begin(world, draft, row, [key for key in life if key not in aside])
    last = pd.Timestamp(months.end_of(world.last))
    if draft.register.due and draft.register.due not in row:
        row[draft.register.due] = _due(draft, began, last)
    for key in (key for key in life if key in LATELY and key not in row):
        row[key] = max(began, _before(draft, last, 100))
    for key in (key for key in life if key in AHEAD and key not in row):
        row[key] = _after(draft, max(last, began), 150) if draft.lot != "done" else _after(draft, began, 150)
    _reach(draft, row, steps, began, last)
    for key in (key for key in life if key in ENDS and key not in row):
        gone = draft.lot == "done" and draft.likely(RARELY)
        row[key] = _after(draft, _latest(row, steps, began), 200) if gone else None
        if row[key] is not None and row[key] > last:
            row[key] = None


def reached(register: Register) -> set[str]:
    """The dates by which a row is judged, but for those that end it."""
    conditions = (each for state in register.states for where in state.when for each in where)
    return {each.field for each in conditions if each.word == "by" and each.field not in (*ENDS, *LATELY)}


def _judged_late_first(register: Register) -> bool:
    """Whether a row past its day is late whatever else came about."""
    words = [each for state in register.states for where in state.when for each in where[:1]]
    good = [state.meaning for state in register.states].index("good")
    return any(each == Condition("before", register.due) for each in words[:good])


def _begin(world: World, draft: Draft, row: dict[str, object], keys: list[str]) -> pd.Timestamp:
    """Fill in the dates on which something began, one after the other; the last of them."""
    latest = 4 if draft.lot == "done" else 1 if draft.lot == "open" else 7
    began = day(world, -int(draft.random.integers(latest, 36)), int(draft.random.integers(1, 28)))
    if draft.lot == "open" and draft.register.due:
        began = day(world, -int(draft.random.integers(1, 9)), int(draft.random.integers(1, 28)))
    began = _latest(row, keys, began)
    for key in (key for key in keys if key not in row):
        row[key] = began
        began = min(_after(draft, began, 40), pd.Timestamp(months.end_of(world.last)))
    return _latest(row, keys, began)


def _due(draft: Draft, began: pd.Timestamp, last: pd.Timestamp) -> pd.Timestamp:
    if draft.lot == "over":
        return max(_before(draft, last, 120), began)
    if draft.lot == "open" or _judged_late_first(draft.register):
        return _after(draft, last, 200)
    return _after(draft, began, 300) + pd.Timedelta(days=60)


def _reach(draft: Draft, row: dict[str, object], keys: list[str], began: pd.Timestamp, last: pd.Timestamp) -> None:
    """What has come about: everything where it is done, else the first steps of several."""
    far = len(keys) if draft.lot == "done" else int(draft.random.integers(0, len(keys))) if keys else 0
    due = row.get(draft.register.due)
    limit = min(last, due + pd.Timedelta(days=20)) if isinstance(due, pd.Timestamp) and draft.lot == "done" else last
    for place, key in enumerate(keys):
        if key in row:
            continue
        row[key] = None
        if place < far:
            span = max(0, (limit - began).days)
            began = began + pd.Timedelta(days=int(span * draft.random.uniform(0.3, 0.95)))
            row[key] = began if began <= last else None


def _latest(row: Mapping[str, object], keys: list[str], other: pd.Timestamp) -> pd.Timestamp:
    given = [value for value in (row.get(key) for key in keys) if isinstance(value, pd.Timestamp)]
    return max(given, default=other)


def _after(draft: Draft, then: pd.Timestamp, most: int) -> pd.Timestamp:
    return then + pd.Timedelta(days=int(draft.random.integers(10, most)))


def _before(draft: Draft, then: pd.Timestamp, most: int) -> pd.Timestamp:
    return then - pd.Timedelta(days=int(draft.random.integers(5, most)))


def _choice(draft: Draft, field: Field) -> str:
    """One of the choices; of those by which the row is judged, mostly a good one."""
    judged = {
        each.than: state.meaning
        for state in draft.register.states
        for where in state.when
        for each in where
        if each.word == "is" and each.field == field.key
    }
    keys = [key for key, _ in field.choices]
    weights = [WEIGHTS.get(judged.get(key, ""), 1) for key in keys] if judged else ()
    return _one_of(draft.random, keys, weights)


def _person(draft: Draft, _field: Field) -> str:
    return _one_of(draft.random, SURNAMES) + _one_of(draft.random, GIVEN)


def prove(register: Register, row: dict[str, object], random: np.random.Generator) -> None:
    """A document beside every second row, where its text names none. Its chance is its own: a field more for what proves a row
    changes nothing else of it."""
    for field in (each for each in register.fields if each.type == "link" and each.key not in row):
        number, likely = int(random.integers(1, 180)), bool(random.random() < SOMETIMES)
        row[field.key] = f"演示文件〔{number:03d}〕号" if likely else None


def _text(draft: Draft, field: Field) -> str | None:
    words = WORDS.get(f"{draft.register.key}.{field.key}") or WORDS.get(field.key)
    return _one_of(draft.random, words) if words else None


def _numbers(draft: Draft, row: dict[str, object]) -> None:
    """Sizes that are plausible, a part after its whole."""
    for field in draft.register.fields:
        size = SIZES.get(f"{draft.register.key}.{field.key}") or SIZES.get(field.key)
        if field.key in row or size is None:
            continue
        low, high, whole = size
        base = row.get(whole) if whole else 1
        if whole and base is None:
            row[field.key] = None
            continue
        drawn = (
            draft.random.uniform(low, high)
            if whole or high <= 1
            else np.exp(draft.random.uniform(np.log(low), np.log(high)))
        )
        row[field.key] = _rounded(field, float(drawn) * float(base))  # type: ignore[arg-type]


def _rounded(field: Field, number: float) -> float:
    if field.type == "count":
        return float(round(number, -2 if number > 10_000 else 0))
    return round(number, 3 if number <= 1 else 1 if number < 100 else 0)


def _sizes() -> dict[str, tuple[float, float, str]]:
    rows = pd.read_csv(HERE / "sizes.csv", dtype={"field": str, "of": str}, keep_default_na=False)
    return {row["field"]: (float(row["low"]), float(row["high"]), row["of"]) for row in rows.to_dict("records")}


def _words() -> dict[str, list[str]]:
    rows = pd.read_csv(HERE / "words.csv", dtype=str, keep_default_na=False)
    return {row["field"]: row["words"].split("、") for row in rows.to_dict("records")}


SIZES, WORDS = _sizes(), _words()
BY_TYPE: dict[str, Callable[[Draft, Field], object]] = {
    "choice": _choice,
    "person": _person,
    "text": _text,
}
