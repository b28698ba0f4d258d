"""One-network services (一网通办): what citizens and firms feel is told as before and now, and asked of them."""

from collections.abc import Iterator

import pandas as pd
from sqlalchemy import Connection, Subquery, select

from data.registers import REGISTERS
from data.rows_now import standing_now
from data.text import Text
from metrics import query
from metrics.acceptance.trial import At, Trial, first
from metrics.of_rows.before_after import RUNNING
from metrics.services import satisfaction

# What a matter or a one-thing saves its citizens: fields before and now.
SAVED = {
    "one_things": (("documents_before", "documents"), ("days_before", "days")),
    "small_matters": (("documents_before", "documents"), ("minutes_before", "minutes")),
}


def trials(at: At) -> Iterator[Trial]:
    """Every matter that is live tells papers and time before and now; every unit asks its citizens."""
    for register, pairs in SAVED.items():
        rows = _running(at.conn, standing_now(at.conn, register, at.below, at.month))
        told = rows[[each for pair in pairs for each in pair]].notna().all(axis=1)
        yield Trial(
            f"saved_{register}",
            "services",
            Text(
                f"上线的{REGISTERS[register].zh}都说清前后的材料和用时",
                f"{REGISTERS[register].en}: papers and time, before and now, of each that is live",
            ),
            Text("逐条核对前后的材料数和用时", "Each row: papers and time, before and now"),
            int(told.sum()),
            len(rows),
            first([Text(row.name, row.name_en or row.name) for row in rows[~told].itertuples(index=False)]),
        )
    asked = query.snapshot(at.conn, [satisfaction], at.unit, at.month).iloc[0]
    yield Trial(
        "asked",
        "services",
        Text("各单位都报了满意率", "Every unit reports how satisfied people are"),
        Text("核对当月满意率的填报率", "The month's coverage of satisfaction"),
        int(asked["reported"]),
        int(asked["expected"]),
    )


def _running(conn: Connection, rows: Subquery) -> pd.DataFrame:
    answer = conn.execute(select(rows).where(rows.c.standing.in_(RUNNING)).order_by(rows.c.key))
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))
