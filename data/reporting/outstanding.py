"""What is owed of a month and not there yet, and what has been handed in and waits: whom a reminder is for."""

from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, or_, select

from data import handed_lists
from data.registers import REGISTERS
from data.reporting import obligations, steps
from data.schema import rollup, submission
from data.units import Tree


def missing(conn: Connection, month: date) -> pd.DataFrame:
    """The duties of a month for which nothing counts: columns as `obligations.owed`. A measure is there where the unit
    has a figure of its own, a register where its list of that month is."""
    owed = obligations.owed(conn, month)
    there = _figures(conn, month)
    for register in set(owed["what"]) & set(REGISTERS):
        there |= {(unit, register) for unit in handed_lists.units_in(conn, register, month)}
    came = [pair in there for pair in zip(owed["unit"], owed["what"], strict=True)]
    return owed[~pd.Series(came, index=owed.index, dtype=bool)].reset_index(drop=True)


class Waiting(NamedTuple):
    """A month that was handed in: by whom (logins), and the unit whose approvers decide next."""

    by: frozenset[str]
    decides: str


def waiting(conn: Connection, month: date, tree: Tree) -> dict[str, Waiting]:
    """The units that handed the month in and wait for approval; those below them wait too."""
    found: dict[str, Waiting] = {}
    handed_in = select(submission).where(submission.c.month == month, submission.c.state == "waiting")
    for row in conn.execute(handed_in.order_by(submission.c.number)):
        for code in tree.below(row.unit) if row.unit in tree else ():
            before = found[code].by if code in found else frozenset()
            found[code] = Waiting(before | {row.person}, steps.unit_of(row.unit, row.step + 1, tree))
    return found


def _figures(conn: Connection, month: date) -> set[tuple[str, str]]:
    stands = or_(rollup.c.value.is_not(None), rollup.c.grade != "")
    reported = select(rollup.c.unit, rollup.c.measure).where(rollup.c.system == "", rollup.c.month == month, stands)
    return {(row.unit, row.measure) for row in conn.execute(reported)}
