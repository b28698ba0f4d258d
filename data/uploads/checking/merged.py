"""An application that was merged into another, or retired, while rows elsewhere still say that they use it: a question."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection

from data.references import referring
from data.registers import REGISTERS
from data.uploads.checking.places import cell_of, places
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import rows_of

REGISTER, FIELD, LEDGER = "dispositions", "application", "applications"
GONE = ("merge", "retire")
# What makes use of an application now; awards, promotions and the like tell what once was.
USERS = (
    "runways",
    "scenes",
    "fronts",
    "gateway_routes",
    "components",
    "core_businesses",
    "one_things",
    "small_matters",
)


def warnings(conn: Connection, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """A question at the cell of each application that a disposition carried out lets go and others still use, as far as the
    workbook does not change those rows as well."""
    records = frames.get(REGISTER)
    if records is None or records.empty or not {FIELD, "verdict", "done"} <= set(records.columns):
        return
    gone = records[records["verdict"].isin(GONE) & records["done"].notna() & ~records["removed"].astype(bool)]
    found = referring(conn, LEDGER, gone[FIELD].tolist())
    changed = {(key, row) for key, frame in frames.items() for row in frame["key"]}
    left = {
        key: [each for each in those if each.register in USERS and (each.register, each.key) not in changed]
        for key, those in found.items()
    }
    where = places(tables)

    def tell(row) -> Finding:
        using = left[row.application]
        blanks = {"key": row.application, "count": len(using), "register": REGISTERS[using[0].register].name}
        cell = cell_of(row, REGISTER, FIELD, where)
        return Finding("still_used", row.sheet, cell, blanks | {"by": using[0].key})

    yield from told_of(rows_of(gone[gone[FIELD].map(lambda key: bool(left.get(key)))]), tell)
