"""What became of a target that was foreseen to be missed: known once its December is there."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import months
from metrics import METRICS, query
from metrics.judgement import enough

Of = tuple[str, str, int]  # metric, unit, year


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
