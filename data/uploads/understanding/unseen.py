"""What a person cannot see of a table, or not whose it is: values in hidden rows and columns, and values merged over
several of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.reading.traits import Flaw, Span
from data.uploads.understanding.headers import Table, address, spread_merged
from data.uploads.understanding.quoting import said

TEXT_FILE = "CSV"  # the name of the one sheet that a text file has
NAMING = ("unit", "month", "measure", "subject")


def hidden(table: Table, rows: np.ndarray, columns: np.ndarray) -> Iterator[Finding]:
    """A question about filled cells (row and column of each) in hidden rows, and one for each hidden column."""
    sheet = table.sheet
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return
    below = np.isin(rows, list(sheet.hidden_rows))
    if below.any():
        many = np.unique(rows[below])
        what = Text(f"有 {len(many)} 行是隐藏或筛选掉的", f"{len(many)} rows are hidden or filtered away")
        yield Finding("hidden_cells", sheet.name, address(int(many[0]), int(columns[below][0])), {"what": what})
    for column in sorted(sheet.hidden_columns & set(columns.tolist())):
        letter = get_column_letter(column + 1)
        what = Text(f"{letter} 列是隐藏的", f"column {letter} is hidden")
        yield Finding("hidden_cells", sheet.name, address(int(rows[columns == column][0]), column), {"what": what})


def merged(table: Table, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The cells without values that are merged over several units or measures: nobody can say whose they are."""
    if not table.sheet.merged or cells.empty:
        return cells
    several = {
        (top, left) for (top, left), last in table.sheet.merged if _stands_for_several(table, ((top, left), last))
    }
    whose = np.array([place not in several for place in zip(cells["row"], cells["column"], strict=True)], dtype=bool)
    findings += told_of(
        cells[~whose].itertuples(index=False),
        lambda cell: Finding(
            "merged_value", table.sheet.name, address(cell.row, cell.column), {"value": _said(cell.written)}
        ),
    )
    return cells[whose]


def _said(written: object) -> str:
    return f"{written:.15g}" if isinstance(written, float) else said(written)


def _stands_for_several(table: Table, span: Span) -> bool:
    (top, left), (bottom, right) = span
    roles = {column: heading.role for column, heading in table.headings.items()}
    valued = [column for column in range(left, right + 1) if roles.get(column) in ("figure", "value", "unknown")]
    if len(valued) > 1:
        return True
    naming = [column for column, role in roles.items() if role in NAMING]
    last = min(bottom + 1, table.last)
    names = spread_merged(table.sheet)[max(top, table.first) : last, naming] if bottom > top else ()
    return len({tuple(map(str, row)) for row in names}) > 1


def split(table: Table, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The cells of a text file without rows that have more cells than the header: their numbers were split."""
    if table.sheet.name != TEXT_FILE or not table.headings:
        return cells
    end = max(table.headings) + 1
    beyond = table.sheet.cells[table.first : table.last, end:] != ""
    rows = np.flatnonzero(beyond.any(axis=1))

    def tell(row: int) -> Finding:
        column = end + int(np.flatnonzero(beyond[row])[0])
        written = table.sheet.cells[table.first + row, column]
        return Finding(
            "more_than_header", table.sheet.name, address(table.first + row, column), {"value": _said(written)}
        )

    findings += told_of(rows.tolist(), tell)
    return cells[~cells["row"].isin(rows + table.first)]


def headings(table: Table) -> Iterator[Finding]:
    """Errors where the header should be: the column below has no name."""
    first = min((heading.row for heading in table.headings.values()), default=table.first)
    above = table.sheet.cells[first : table.first]  # a merged header may reach below the sheet's last row
    for row, cells in enumerate(above, start=first):
        for column, cell in enumerate(cells):
            if isinstance(cell, Flaw):
                yield Finding(cell.kind, table.sheet.name, address(row, column), {"value": cell.text})
