"""Is what was asked for there, and did it come in time? Leaders believe the wall only if both are high."""

from data.text import Text
from metrics.language import Metric, cells
from metrics.owners import DIGITAL_REFORM_OFFICE

CELLS = Text("项", "cells")

completeness = Metric(
    key="completeness",
    zh="填报完整率",
    en="Completeness",
    formula=cells("reported") / cells("owed"),
    format="percent",
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text(
        "到期应报的填报项和台账中，已经报来的占多少。",
        "Of the measures and registers owed and due, the share that has come in.",
    ),
)

timeliness = Metric(
    key="timeliness",
    zh="填报及时率",
    en="Timeliness",
    formula=cells("on_time") / cells("owed"),
    format="percent",
    better="higher",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text(
        "到期应报的填报项和台账中，截止日前交来的占多少。",
        "Of the measures and registers owed and due, the share handed in by the day due.",
    ),
)

cells_missing = Metric(
    key="cells_missing",
    zh="缺报项数",
    en="Cells missing",
    formula=cells("missing"),
    format="count",
    unit=CELLS,
    better="lower",
    owner=DIGITAL_REFORM_OFFICE,
    why=Text("过了截止日还没有报来的有多少项。", "How many cells have not come in though their day due has passed."),
)

METRICS = (completeness, timeliness, cells_missing)
RATES = (completeness, timeliness)  # of the same cells
