"""In which months units were waiting for an inspection: from its announcement to the visit, by the register of inspections."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, RowMapping, select

from data.dated import as_at
from data.units import Tree
from metrics.radar.timing import Span

REGISTER = "inspections"
DAYS = ("announced", "planned", "held")


def inspections(
    conn: Connection, codes: Sequence[str], tree: Tree, first: date, month: date, revision: int | None
) -> dict[str, list[Span]]:
    """By unit (of `codes`) the stretches of months, counted from `first`, in which an inspection of it, or of a unit above it, was
    announced and not yet over. One that was never announced is of the month in which it was held, or is planned."""
    rows = as_at(conn, REGISTER, month, revision, columns=("key", "unit", *DAYS))
    by_unit: dict[str, list[Span]] = {}
    for row in conn.execute(select(rows)).mappings():
        by_unit.setdefault(row["unit"], []).append(_span(row, first))
    return {
        code: spans
        for code in codes
        if (
            spans := [
                span for above in (tree.path(code) if code in tree else (code,)) for span in by_unit.get(above, ())
            ]
        )
    }


def _span(row: RowMapping, first: date) -> Span:
    visit = row["held"] or row["planned"]
    began = min(row["announced"] or visit, visit)
    return _place(began, first), _place(visit, first)


def _place(day: date, first: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
