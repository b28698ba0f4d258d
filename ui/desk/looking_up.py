"""What a steward's screens read of the store: what is owed and delivered, drafts, submissions, cells sent back, questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from data import access, months, store
from data.access import Actor
from data.figures import own
from data.measures import MEASURES
from data.questions import threads
from data.registers import REGISTERS
from data.reporting import calendar
from data.reporting import desk as desk_
from data.reporting.calendar import State
from data.reporting.drafts import Draft
from data.reporting.submissions import Submission
from data.units import Tree
from metrics import delivery
from ui import reads, room
from ui.desk.grid_cells import typed
from ui.scope import Scope

LACKING = ("missing", "coming")  # states of what is owed and not there


@dataclass(frozen=True)
class Month:
    """Where a month stands for one person: its state, the last moment on time, who locked it, and until when they are
    excepted from the lock (None for not)."""

    state: State
    due: datetime
    locked_by: str
    excepted: datetime | None

    @property
    def closed(self) -> bool:
        """Whether this person can change nothing of it."""
        return self.state == "closed" and self.excepted is None


def roots(actor: Actor, tree: Tree) -> tuple[str, ...]:
    """The units whose subtrees the person reports for, none of them below another."""
    given = {grant.unit for grant in actor.grants if grant.role in access.MAY["report"] and grant.unit in tree}
    return tuple(code for code in tree.codes if code in given and not given & set(tree.path(code)[:-1]))


def reportable(actor: Actor, tree: Tree) -> tuple[str, ...]:
    """Every unit the person reports for, in the order of the tree."""
    return tuple(code for root in roots(actor, tree) for code in tree.below(root))


def month_of(conn, actor: Actor, unit: str, month: date, tree: Tree) -> Month:
    """The month as it stands for a person and a unit."""
    row = calendar.listing(conn, [month]).iloc[0]
    given = calendar.exceptions(conn, [month])
    above = set(tree.path(unit)) if unit in tree else {unit}
    alive = given[(given["person"] == actor.login) & given["unit"].isin(above) & (given["until"] >= months.now())]
    until = alive["until"].max().to_pydatetime() if len(alive) and actor.login else None
    return Month(row["state"], row["due"].to_pydatetime(), row["locked_by"], until)


@dataclass(frozen=True)
class Desk:
    """Everything on a steward's desk for one month. `units`: those that owe something, with the counts of `delivery`,
    `due` (of what is owed) and `missing_due` (of what is still missing, NaT for none). `lists`: register and unit of the
    lists of the month that are owed and not there."""

    roots: tuple[str, ...]
    month: Month
    units: pd.DataFrame
    lists: tuple[tuple[str, str], ...]
    drafts: tuple[Draft, ...]
    submissions: tuple[Submission, ...]
    returned: pd.DataFrame
    questions: pd.DataFrame

    @cached_property
    def owed(self) -> int:
        return int(self.units["cells"].sum())

    @cached_property
    def reported(self) -> int:
        return int(self.units["reported"].sum())

    @property
    def next_due(self) -> datetime | None:
        """The earliest moment by which something is owed that has not come in."""
        first = self.units["missing_due"].min() if len(self.units) else pd.NaT
        return None if pd.isna(first) else first.to_pydatetime()


def desk(actor: Actor, scope: Scope) -> Desk:
    """A person's desk for the month of the scope, read at one moment."""
    tree, month = scope.tree, scope.month
    mine, places = roots(actor, tree), reportable(actor, tree)
    with store.reading(room.engine()) as conn:
        cells = _cells(conn, mine, month)
        return Desk(
            mine,
            month_of(conn, actor, mine[0] if mine else scope.unit, month, tree),
            _units(cells),
            _lists(cells),
            desk_.open_drafts(conn, places),
            desk_.of_month(conn, places, month),
            desk_.returned(conn, places, actor),
            threads.open_of(conn, places, actor=actor),
        )


def _cells(conn, mine: Sequence[str], month: date) -> pd.DataFrame:
    """The cells that the units and those below them owe in a month, as `delivery.by_cell` has them."""
    cells = [delivery.by_cell(conn, root, [month], below=True) for root in mine]
    if not cells:
        return pd.DataFrame(columns=["unit", "what", "month", "due", "state"])
    return pd.concat(cells, ignore_index=True).drop_duplicates(["unit", "what"])


def _lists(cells: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    lacking = cells[cells["state"].isin(LACKING) & cells["what"].isin(REGISTERS)]
    return tuple(zip(lacking["what"], lacking["unit"], strict=True))


def _units(told: pd.DataFrame) -> pd.DataFrame:
    """Units that owe something in a month: unit cells reported late due missing_due."""
    if told.empty:
        return pd.DataFrame({"unit": [], "cells": [], "reported": [], "missing": [], "due": [], "missing_due": []})
    lacking = told["state"].isin(LACKING)
    told = told.assign(reported=~lacking, missing=told["state"] == "missing", missing_due=told["due"].where(lacking))
    return (
        told.groupby("unit", sort=False)
        .agg(
            cells=("what", "size"),
            reported=("reported", "sum"),
            missing=("missing", "sum"),
            due=("due", "min"),
            missing_due=("missing_due", "min"),
        )
        .reset_index()
    )


@reads.by_revision
def _own(conn, revision, places: tuple[str, ...], month: date) -> Mapping[tuple[str, str], str]:
    """Units' own figures of a month as they would be typed, by unit and measure."""
    frame = own(conn, list(MEASURES), list(places), month, month, revision=revision)
    rows = zip(frame["unit"], frame["measure"], frame["value"], frame["grade"], strict=True)
    return {(unit, what): grade or _shown(value, what) for unit, what, value, grade in rows if grade or value == value}


def before(scope: Scope, places: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    """What the units reported the month before."""
    return _own(scope, places, months.shift(scope.month, -1))


def _shown(value: float, what: str) -> str:
    text = typed(value, what)
    return text if "%" in text else f"{value:,.12g}"


def owed_cells(conn, unit: str, month: date) -> Mapping[tuple[str, str], bool]:
    """What the unit and those below it owe in a month, unit and measure (or register): whether it has come in."""
    cells = delivery.by_cell(conn, unit, [month], below=True)
    return dict(zip(zip(cells["unit"], cells["what"], strict=True), ~cells["state"].isin(LACKING), strict=True))
