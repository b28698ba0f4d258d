"""Figures of measures that another department keeps: not for who reports for some departments only."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data.measures import MEASURES
from data.uploads.compare import compare
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.quoting import measure_name
from data.uploads.understanding.tidy import rows_of


def kept(conn: Connection, around: Context, figures: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The figures that are theirs to report. Another department's that says what counts already (a workbook shared with
    it, a template filled in) is left out without a word; one that says something else is a finding."""
    if not any(grant.departments for grant in around.actor.grants):
        return figures
    theirs = _allowed(around, figures)
    others = figures[~theirs]
    if others.empty:
        return figures
    new = others[(compare(conn, others, {}).figures["change"] != "same").to_numpy()]

    def tell(row) -> Finding:
        blanks = {"measure": measure_name(row.measure), "owner": MEASURES[row.measure].owner}
        return Finding("not_your_department", row.sheet, row.cell, blanks)

    findings += told_of(rows_of(new), tell)
    return figures[theirs].reset_index(drop=True)


def _allowed(around: Context, figures: pd.DataFrame) -> np.ndarray:
    """Of each figure whether it may be reported; asked once for each unit, month and department."""
    asked = figures[["unit", "month"]].assign(owner=figures["measure"].map(lambda key: MEASURES[key].owner))
    where = asked.groupby(list(asked.columns), sort=False).ngroup().to_numpy()
    once = asked.drop_duplicates()
    answers = (around.may_report(row.unit, row.month.date(), row.owner) for row in rows_of(once))
    return np.fromiter(answers, bool, len(once))[where]
