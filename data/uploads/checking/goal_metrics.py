"""Strategic goals: the metrics they hang on are ones there are, with values that can be read."""

from collections.abc import Sequence

import pandas as pd

from data.finding.names import Names
from data.registers.aims import AIMS
from data.registers.goal_metrics import wanted
from data.uploads.checking.places import cell_of, places
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.headers import Table
from data.uploads.understanding.quoting import said
from data.uploads.understanding.tidy import rows_of

GOALS = "goals"


def tell(tables: Sequence[Table], frames: dict[str, pd.DataFrame], findings: list[Finding]) -> None:
    """Tell of what a goal hangs on that is no metric: the row stands, its distance from it cannot be shown."""
    records = frames.get(GOALS)
    if records is None or "metrics" not in records or not AIMS:
        return
    names, where = Names((aim.key, (aim.zh, aim.en)) for aim in AIMS.values()), places(tables)
    strange = [
        (row, each if isinstance(each, str) else each.name)
        for row in rows_of(records[records["metrics"].notna() & ~records["removed"].astype(bool)])
        for each in wanted(row.metrics)
        if isinstance(each, str) or (each.name not in AIMS and len(names.find(each.name)) != 1)
    ]

    def told(found: tuple) -> Finding:
        row, name = found
        blanks: dict[str, object] = {"value": said(name), "nearest": names.nearest(name)}
        return Finding("goal_metric", row.sheet, cell_of(row, GOALS, "metrics", where), blanks)

    findings += told_of(strange, told)
