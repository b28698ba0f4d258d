"""What reporting costs the units: cells and minutes asked, measured time, and what is asked twice."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, func, select

from data import bulk, months, units
from data.figures import as_of
from data.measures import MEASURES
from data.reporting import obligations
from data.reporting.obligations import Rule
from data.schema import draft, draft_version, figure
from data.settings import settings
from data.units import Tree

BY_APPLICATION = tuple(key for key, measure in MEASURES.items() if measure.by_application)


class Cost(NamedTuple):
    """What a set of duties asks for: units, cells of each unit in a year, minutes of all units in a year."""

    units: int
    cells: float
    minutes: float


def cost(conn: Connection, rules: Sequence[Rule]) -> Cost:
    """What duties would ask for once they hold, a cell a measure or register."""
    tree = units.load(conn).on(months.today())
    who = {unit for rule in rules for unit in meant(tree, rule.unit, rule.level)}
    cells = sum(len(meant(tree, rule.unit, rule.level)) * 12 / rule.every for rule in rules)
    each = settings().burden.minutes_per_cell
    return Cost(len(who), cells / len(who) if who else 0.0, cells * each)


def meant(tree: Tree, unit: str, level: str) -> tuple[str, ...]:
    """The units a duty for `unit` and `level` means."""
    if unit not in tree:
        return ()
    if level == "leaf":
        return tree.leaves(unit)
    return tuple(code for code in tree.below(unit) if tree[code].level == level)


def asked(conn: Connection, unit: str, run: Sequence[date], revision: int | None = None) -> pd.DataFrame:
    """What is asked of the unit and those below it: unit, what, month (`datetime64[s]`), level, cells.

    A measure is one cell, one reported for each application as many as the unit reported it for; a register is one.
    """
    owed = obligations.owed_over(conn, run, unit)[["unit", "what", "month"]]
    if owed.empty:
        return owed.assign(level="", cells=0)
    by_application = _applications(conn, owed["unit"].unique().tolist(), run, revision)
    met = owed.merge(by_application, on=["unit", "what", "month"], how="left")
    tree = units.load(conn).in_month(run[-1])
    level = {code: tree[code].level for code in tree.codes}
    return owed.assign(level=owed["unit"].map(level).fillna(""), cells=met["cells"].fillna(1).astype(int).to_numpy())


def _applications(conn: Connection, codes: list[str], run: Sequence[date], revision: int | None) -> pd.DataFrame:
    """How many applications units reported a measure for: unit, what, month, cells."""
    mine = figure.c.measure.in_(BY_APPLICATION) & figure.c.unit.in_(codes) & figure.c.month.between(run[0], run[-1])
    held = as_of(figure, revision, mine & (figure.c.subject != ""))
    counted = select(held.c.unit, held.c.measure.label("what"), held.c.month, func.count().label("cells"))
    frame = bulk.read(conn, counted.group_by(held.c.unit, held.c.measure, held.c.month))
    return frame.assign(month=pd.to_datetime(frame["month"]).astype("datetime64[s]"))


def measured(conn: Connection, unit: str, run: Sequence[date]) -> pd.DataFrame:
    """How long drafts of the unit and those below it were worked on, from their first version to their last: unit, month, minutes. One version tells
    nothing and is left out."""
    codes = units.load(conn).in_month(run[-1]).below(unit)
    span = (func.min(draft_version.c.at), func.max(draft_version.c.at))
    rows = (
        select(draft.c.unit, draft.c.month, span[0].label("first"), span[1].label("last"))
        .join(draft_version, draft_version.c.draft == draft.c.number)
        .where(draft.c.unit.in_(codes), draft.c.month.in_(run), draft.c.correction == "")
        .group_by(draft.c.number, draft.c.unit, draft.c.month)
        .having(func.count() > 1)
    )
    frame = bulk.read(conn, rows)
    took = months.in_zhejiang(frame["last"]) - months.in_zhejiang(frame["first"])
    return frame.assign(minutes=took.dt.total_seconds() / 60)[["unit", "month", "minutes"]]
