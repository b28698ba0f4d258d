"""What a score is made of: of each unit and metric the year so far, with its target, its change and who stands behind it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import months
from metrics import divided, query
from metrics.divided import By
from metrics.evaluation.system import System
from metrics.judgement import enough, is_carried
from metrics.language import Metric

NONE = float("nan")


@dataclass(frozen=True)
class Fact:
    """A unit's number of a metric: the year so far of what adds up, else as at the month (NaN: none).

    `change` against a year ago (relative for amounts; NaN), of another `basis` or not; the year's `target` and the share of it
    `due` by now (NaN). `reported` of `expected` units stand behind the month, with those carried; `lacking`: months of the year
    that are missing behind it. `grade`: why it cannot be scored although there is a number (“coverage”), or "".
    """

    value: float = NONE
    change: float = NONE
    basis: bool = False
    target: float = NONE
    due: float = NONE
    reported: int = 0
    expected: int = 0
    carried: bool = False
    lacking: int = 0
    lack: str = "missing"


Facts = dict[tuple[str, str], Fact]  # by metric and unit


def facts(
    conn: Connection,
    metrics: Sequence[Metric],
    below: str,
    units: Collection[str],
    month: date,
    revision: int | None,
    by: By | None = None,
) -> Facts:
    """The facts of units, all of them below one; or of the parts of that one (`by`: departments or applications): one reading
    of the store."""
    if by:
        parts = divided.snapshot(conn, metrics, by, units, below, month, revision=revision)
        return {(str(row["metric"]), str(row["part"])): _fact(row, month) for row in parts.to_dict("records")}
    frame = query.snapshot(conn, metrics, below, month, revision=revision, deep=True)
    kept = frame[frame["unit"].isin(list(units))]
    return {(str(row["metric"]), str(row["unit"])): _fact(row, month) for row in kept.to_dict("records")}


def _fact(row: dict, month: date) -> Fact:
    there = bool(pd.notna(row["ytd"])) and bool(pd.notna(row["value"]))
    lack = "" if there and enough(row) else "coverage" if there and row["expected"] else "missing"
    counted = pd.notna(row["ytd_months"])
    return Fact(
        value=number(row["ytd"]) if there else NONE,
        change=number(row["ytd_yoy"]),
        basis=bool(row["ytd_yoy_basis"]),
        target=number(row["target"]),
        due=number(row["due"]),
        reported=int(row["reported"] + row["carried"]),
        expected=int(row["expected"]),
        carried=is_carried(row),
        lacking=max(0, month.month - int(row["ytd_months"])) if counted else 0,
        lack=lack,
    )


def months_read(systems: Iterable[System], month: date) -> list[date]:
    """The months of the units that a score tells of: the year so far, and that of a year ago where improvement counts."""
    year = months.between(month.replace(month=1), month)
    improves = any(item.rule == "improvement" for system in systems for item in system.items)
    return [*([months.shift(each, -12) for each in year] if improves else []), *year]


def number(value: object) -> float:
    """A cell of a frame as a number; NaN where it is empty."""
    return NONE if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]
