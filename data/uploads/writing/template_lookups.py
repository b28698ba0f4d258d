"""The hidden sheet of names that the columns of a register are picked from: its units, and the rows it can refer to."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from sqlalchemy import Connection, select

from data.access import Actor
from data.figures import as_of
from data.references import title_columns
from data.register_rights import units_named
from data.registers import TABLES, Register
from data.units import Tree
from data.uploads.escape import for_cell

SHEET = "可选名称"
MOST = 2000  # names that one picks from; with more one types, and the check after the upload finds the name
UNITS = "unit"  # beside the keys of registers


def lookups(
    conn: Connection, book: Workbook, registers: Sequence[Register], units: Sequence[str], actor: Actor, tree: Tree
) -> Mapping[str, str]:
    """Write the sheet, and return the range of the names of units (UNITS) and of each register that these refer to: of the
    rows that `actor` may see by name."""
    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "hidden"
    named = {UNITS: list(units)}
    for key in dict.fromkeys(field.to for register in registers for field in register.references):
        now = as_of(TABLES[key], only=TABLES[key].c.unit.in_(units_named(actor, key, tree)))
        rows = conn.execute(select(*title_columns(key, now)).order_by(now.c.key).limit(MOST + 1)).all()
        if 0 < len(rows) <= MOST:
            named[key] = [row.zh or row.key for row in rows]
    ranges = {}
    for column, (key, names) in enumerate(named.items(), start=1):
        letter = get_column_letter(column)
        for row, name in enumerate(names, start=1):
            sheet.cell(row, column, for_cell(name))
        ranges[key] = f"{quote_sheetname(SHEET)}!${letter}$1:${letter}${len(names)}"
    return ranges
