"""In which cell a field of a record stood."""

from collections.abc import Mapping, Sequence

from data.uploads.understanding.headers import Table, address

Places = Mapping[tuple[str, str], Mapping[str, int]]


def places(tables: Sequence[Table]) -> Places:
    """The columns of the fields, by sheet and register."""
    return {
        (table.sheet.name, table.register.key): {
            heading.key: column for column, heading in table.headings.items() if heading.role == "field"
        }
        for table in tables
        if table.register
    }


def cell_of(row, register: str, field: str, where: Places) -> str:
    """The cell of a field in the row whose key stands in `row.cell`."""
    number = int("".join(filter(str.isdigit, row.cell)))
    column = where.get((row.sheet, register), {}).get(field)
    return row.cell if column is None else address(number - 1, column)
