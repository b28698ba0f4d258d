"""Where each warning from the oversight of public power stands at the end of a month. The dates decide."""

from collections.abc import Collection
from datetime import date
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, Select, case, select

from data.dated import as_at
from data.ledgers import Page, counted, matching, page_of
from data.registers import TABLES
from data.text import Text
from metrics.standings import ALL, Asked

Standing = Literal["overdue", "open", "handled"]

STANDINGS: dict[Standing, Text] = {
    "overdue": Text("超期未处置", "Overdue"),
    "open": Text("处置中", "Open in time"),
    "handled": Text("已处置", "Handled"),
}


def warnings(
    conn: Connection,
    units: Collection[str],
    month: date,
    asked: Asked = ALL,
    *,
    revision: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """A page of the warnings of these units that had been raised by the end of a month, the longest overdue first.

    Which units one may ask for: `registers.reading.units_readable`. Columns: the register's, `standing` (a key of
    STANDINGS) and `late` (days past due, NaN if not overdue).
    """
    found = _found(conn, units, month, asked, revision)
    columns = found.selected_columns
    order = case({name: place for place, name in enumerate(STANDINGS)}, value=columns["standing"])
    page = page_of(conn, found, (order, columns["due"].is_(None), columns["due"]), limit=limit, offset=offset)
    late = [
        (row["judged"] - row["due"]).days if row["standing"] == "overdue" else None
        for row in page.rows.to_dict("records")
    ]
    return Page(page.rows.assign(late=pd.Series(late, dtype=float)), page.total)


def counts(
    conn: Connection, units: Collection[str], month: date, *fields: str, revision: int | None = None
) -> pd.DataFrame:
    """How many such warnings by fields of the register or `standing`: the fields and `count`, most first."""
    return counted(conn, _found(conn, units, month, ALL, revision), *fields)


def _found(conn: Connection, units: Collection[str], month: date, asked: Asked, revision: int | None) -> Select:
    equal = dict(asked.equal or {})
    at = as_at(conn, "oversight", month, revision, TABLES["oversight"].c.unit.in_(sorted(units)))
    rows = matching("oversight", equal=equal, words=asked.words, rows=at).subquery()
    end = rows.c.judged
    standing = case((rows.c.handled <= end, "handled"), (rows.c.due < end, "overdue"), else_="open")
    found = select(rows, standing.label("standing")).where(rows.c.raised <= end)
    return found.where(standing == asked.standing) if asked.standing else found
