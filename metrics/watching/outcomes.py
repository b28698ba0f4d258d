"""What became of what a rule warned of: a target foreseen to be missed, known once its December is there; a shifted level, known
once as many months have come as it takes to see one."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import months
from metrics import METRICS, query
from metrics.judgement import enough
from metrics.outlook.shifts import SPANS
from metrics.watching.shifted import BACK, outlasted

Of = tuple[str, str, int]  # metric, unit, year
Seen = tuple[str, str, date]  # metric, unit, month


def missed(conn: Connection, wanted: Collection[Of]) -> dict[Of, bool]:
    """Whether each target was missed at its year's end; what cannot be said yet, or never, is left out."""
    last = months.last_full(months.today())
    over = [each for each in wanted if date(each[2], 12, 1) <= last and each[0] in METRICS]
    found = {}
    for unit, year in sorted({(unit, year) for _, unit, year in over}):
        metrics = [METRICS[key] for key, at, of in over if (at, of) == (unit, year)]
        frame = query.snapshot(conn, metrics, unit, date(year, 12, 1))
        for row in frame[frame["unit"] == unit].to_dict("records"):
            if pd.notna(row["ytd"]) and pd.notna(row["target"]) and enough(row):
                short = row["ytd"] - row["target"]
                found[row["metric"], unit, year] = bool(
                    short < 0 if METRICS[row["metric"]].better == "higher" else short > 0
                )
    return found


def stayed(conn: Connection, wanted: Collection[Seen]) -> dict[Seen, bool]:
    """Whether each level that was seen to shift was still there in the months after it; what cannot be said yet is left out."""
    last, found = months.last_full(months.today()), {}
    for key, unit, month in wanted:
        until = months.shift(month, SPANS[-1])
        if until <= last and key in METRICS:
            run = list(months.between(months.shift(month, -BACK), until))
            rows = query.snapshots(conn, [METRICS[key]], [unit], run).to_dict("records")
            told = outlasted(rows, METRICS[key], month)
            if told is not None:
                found[key, unit, month] = told
    return found
