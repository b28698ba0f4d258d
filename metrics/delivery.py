"""What was asked for and what came, and when: cells owed, reported, on time, late, missing – a cell is one measure (or one
register) of a unit and a month.

On time is a cell whose first live report had been handed in by the end of the day due; what waits for approval is not
reported yet. A register is one cell a unit: it is reported where the unit's list of that month was handed in, or confirmed
to be unchanged. A cell whose day due is still to come is `coming`, and counts in no rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from data import months
from data.measures import MEASURES
from data.registers import REGISTERS
from data.reporting.obligations import due_of
from data.schema import decision, submission
from data.text import Text
from metrics import handed_in
from metrics.arrays import Marks, Places
from metrics.duties import Asked
from metrics.scope import Scope, scope_of

STATES: dict[str, Text] = {
    "on_time": Text("按期", "On time"),
    "late": Text("逾期已报", "Late"),
    "partial": Text("部分未报", "Partial"),
    "missing": Text("未报", "Missing"),
    "estimated": Text("含估报", "Estimated"),
    "waiting": Text("已交待审", "Handed in, waiting"),
    "coming": Text("未到期", "Not due yet"),
    "not_owed": Text("无任务", "Not owed"),
}
ORDER = (*MEASURES, *REGISTERS)  # as the template has them
COUNTS = ["owed", "reported", "on_time", "late", "estimated", "missing", "coming", "early"]


@dataclass(frozen=True)
class Delivery:
    """Cells as arrays (what, unit, month). `due`: the day due has come; `on_time` may also stand before it."""

    what: tuple[str, ...]
    owed: Marks
    due: Marks
    due_day: Places
    reported: Marks
    on_time: Marks
    estimated: Marks

    @cached_property
    def marks(self) -> dict[str, Marks]:
        """The cells that each of COUNTS counts."""
        come, ahead = self.owed & self.due, self.owed & ~self.due
        return {
            "owed": come,
            "reported": come & self.reported,
            "on_time": come & self.on_time,
            "late": come & self.reported & ~self.on_time,
            "estimated": come & self.estimated,
            "missing": come & ~self.reported,
            "coming": ahead,
            "early": ahead & self.reported,
        }

    @cached_property
    def counts(self) -> dict[str, np.ndarray]:
        """COUNTS of each unit's own cells: (unit, month)."""
        return {name: marks.sum(axis=0) for name, marks in self.marks.items()}


def delivery(conn: Connection, scope: Scope, now: datetime | None = None) -> Delivery:
    """The cells of the scope's units and months, as known at its revision; `now` decides which days due have come (the
    present, or for an earlier revision the moment it came about)."""
    duties = scope.duties(conn)
    asked = {what: duties[what] for what in ORDER if what in duties and duties[what].owed.any()}
    moments = _dues(asked, scope.grid.months)
    now = now or scope.moment(conn)
    size = (len(asked), *scope.grid.shape)
    owed, days = np.zeros(size, bool), np.zeros(size, np.intp)
    for i, duty in enumerate(asked.values()):
        owed[i], days[i] = duty.owed, duty.due_day
    came = handed_in.came(conn, list(asked), scope, days, moments)
    due = np.zeros(size, bool)
    for (column, day), moment in moments.items():
        due[..., column] |= (days[..., column] == day) & (moment < now)
    return Delivery(tuple(asked), owed, due, days, owed & came.reported, owed & came.on_time, owed & came.estimated)


def queries(conn: Connection, scope: Scope) -> list[Select]:
    """The questions the store is asked: one for all measures owed, one for each register."""
    asked = {what: duty for what, duty in scope.duties(conn).items() if duty.owed.any()}
    return list(handed_in.queries(list(asked), scope, _dues(asked, scope.grid.months)))


def _dues(asked: Mapping[str, Asked], run: Sequence[date]) -> dict[tuple[int, int], datetime]:
    """The moments due, by the month's column and the day."""
    known = {int(day) for duty in asked.values() for day in np.unique(duty.due_day)} - {0}
    return {(column, day): due_of(month, day) for column, month in enumerate(run) for day in sorted(known)}


def by_unit(
    conn: Connection, unit: str, run: Sequence[date], *, revision: int | None = None, now: datetime | None = None
) -> pd.DataFrame:
    """The unit and each unit below it through an unbroken run of months, in the order of the tree: unit, month
    (`datetime64[s]`), COUNTS of its own cells, and `state` (a key of STATES). Units that owe nothing in the whole run are
    left out."""
    scope = scope_of(conn, [unit], run[0], run[-1], revision)
    found = delivery(conn, scope, now)
    owes: Marks = np.any(found.owed, axis=(0, 2))
    tree = scope.tree(run[-1])
    order = [i for i, code in enumerate(scope.grid.units) if owes[i] and code in tree]
    counts = {name: values[order].ravel() for name, values in found.counts.items()}
    waiting = _waiting(conn, scope)[order].ravel() if scope.known is None else np.zeros(len(order) * len(run), bool)
    return pd.DataFrame(
        {
            "unit": np.repeat(np.array(scope.grid.units, dtype=object)[order], len(run)),
            "month": np.tile(np.array(run, dtype="datetime64[s]"), len(order)),
            **counts,
            "state": states(counts, waiting),
        }
    )


def states(counts: Mapping[str, np.ndarray], waiting: Marks) -> np.ndarray:
    """The state of each unit and month. What is late stays late; a month handed in early is on time already; only what is
    not complete can be waiting."""
    owed, reported = counts["owed"], counts["reported"]
    ahead, early = counts["coming"], counts["early"]
    incomplete = (reported < owed) | (early < ahead)
    conditions = [
        ("not_owed", owed + ahead == 0),
        ("waiting", waiting & incomplete),
        ("coming", (owed == 0) & (early < ahead)),
        ("on_time", owed == 0),
        ("missing", (reported == 0) & (owed > 0)),
        ("partial", reported < owed),
        ("late", counts["on_time"] < owed),
        ("estimated", counts["estimated"] > 0),
    ]
    return np.select([where for _, where in conditions], [state for state, _ in conditions], "on_time").astype(object)


def _waiting(conn: Connection, scope: Scope) -> Marks:
    """Which units' months lie in a workbook that waits for approval: the submitting unit's and those below it."""
    waits = np.zeros(scope.grid.shape, bool)
    asked = select(submission.c.unit, submission.c.month).where(
        submission.c.state == "waiting", submission.c.month.in_(scope.grid.months)
    )
    place = scope.grid.place
    for unit, month in conn.execute(asked):
        tree = scope.tree(month)
        below = [place[code] for code in (tree.below(unit) if unit in tree else ()) if code in place]
        waits[below, scope.grid.at(month)] = True
    return waits


def moment(conn: Connection) -> tuple[date, int, int]:
    """What delivery hangs on beside the revision: the day, and how many submissions and decisions there are."""
    counts = (select(func.count(table.c.number)).scalar_subquery() for table in (submission, decision))
    submitted, decided = conn.execute(select(*counts)).one()
    return months.today(), submitted, decided


def by_cell(
    conn: Connection,
    unit: str,
    run: Sequence[date],
    *,
    below: bool = False,
    revision: int | None = None,
    now: datetime | None = None,
) -> pd.DataFrame:
    """The cells of a unit (with those `below` it) through a run of months, by unit, what (in the order of the template)
    and month (`datetime64[s]`): these, due (`datetime64[us, Asia/Shanghai]`) and state (on_time, late, missing, estimated,
    coming); only cells that are owed."""
    scope = scope_of(conn, [unit], run[0], run[-1], revision)
    found = delivery(conn, scope, now)
    mine = np.array([below or code == unit for code in scope.grid.units])
    who, what, when = np.nonzero(np.moveaxis(found.owed & mine[:, None], 0, 1))
    marks = {name: each[what, who, when] for name, each in found.marks.items()}
    dues, which = np.unique(np.stack([when, found.due_day[what, who, when]]), axis=1, return_inverse=True)
    moments = [due_of(scope.grid.months[column], int(day)) for column, day in dues.T]
    return pd.DataFrame(
        {
            "unit": np.array(scope.grid.units, dtype=object)[who],
            "what": np.array(found.what, dtype=object)[what] if found.what else [],
            "month": np.array(scope.grid.months, dtype="datetime64[s]")[when],
            "due": pd.DatetimeIndex(moments, tz=months.SHANGHAI).as_unit("us")[which.ravel()],
            "state": np.select(
                [marks["missing"], marks["coming"] & ~marks["early"], marks["late"], marks["estimated"]],
                ["missing", "coming", "late", "estimated"],
                "on_time",
            ).astype(object),
        }
    )


def lacking(
    conn: Connection, unit: str, month: date, *, revision: int | None = None, now: datetime | None = None
) -> pd.DataFrame:
    """What is missing or was late in a month, in the unit and below it: columns and order as `by_cell`."""
    cells = by_cell(conn, unit, [month], below=True, revision=revision, now=now)
    return cells[cells["state"].isin(["missing", "late"])].reset_index(drop=True)
