"""A figure against those of the units like it: what a first month, which has none before it, can be held against."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.measures import MEASURES
from data.measures.units import RATE
from data.uploads.checking.history import Lines
from data.uploads.checking.plausible import SMALL
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.quoting import measure_name, shown

ENOUGH_UNITS = 6  # from so many units one can say what is usual among them
USUAL = 4.0  # deviations: units differ in size, and an honest one this far off is one in thousands
FAR = 5.0  # times, however alike the units are: one that is larger than most hides half of a wrong digit


def warnings(around: Context, lines: Lines) -> Iterator[Finding]:
    """Figures without one of the month before that are FAR times the middle of the units of their level in the same workbook
    and month, or that part of it, where the units are not as far apart among themselves (USUAL)."""
    figures = lines.figures
    whole = figures[(figures["subject"] == "") & (figures["value"] > 0)]
    if whole.empty:
        return
    tree = around.tree(figures["month"].max().date())
    level = whole["unit"].map(lambda unit: tree[unit].level if unit in tree else "")
    alike = whole.assign(size=np.log(whole["value"])).groupby(["measure", "at", level])
    middle, many = alike["size"].transform("median"), alike["size"].transform("size")
    spread = 1.4826 * (np.log(whole["value"]) - middle).abs().groupby([whole["measure"], whole["at"], level]).transform(
        "median"
    )
    apart = (np.log(whole["value"]) - middle).abs()
    far = (many >= ENOUGH_UNITS) & (apart >= np.maximum(np.log(FAR), USUAL * spread))
    first = np.isnan(lines.back(1)[figures.index.get_indexer(whole.index)])
    told = whole.assign(middle=np.exp(middle), times=np.exp(apart), many=many)[far & first & _large(whole, middle)]
    yield from told_of(told.to_dict("records"), lambda row: _finding(row, around))


def _large(whole: pd.DataFrame, middle: pd.Series) -> pd.Series:
    """Whether ten times is more than chance: rates always, counts from a few on."""
    rates = whole["measure"].map(lambda key: MEASURES[key].unit == RATE)
    return rates | (np.maximum(whole["value"], np.exp(middle)) >= SMALL)


def _finding(row: dict, around: Context) -> Finding:
    blanks = {
        "unit": around.unit_name(row["unit"]),
        "measure": measure_name(row["measure"]),
        "value": shown(row["value"]),
        "middle": shown(float(f"{row['middle']:.3g}")),
        "times": f"{row['times']:,.0f}",
        "count": row["many"] - 1,
    }
    return Finding("unlike_the_others", row["sheet"], row["cell"], blanks)
