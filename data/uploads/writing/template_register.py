"""A register's sheet of the template: its fields by name, choices to pick from, dates as dates."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Connection, select

from data.figures import as_of
from data.registers import TABLES, Field, Register
from data.registers.declaration import WORDS, FieldType
from data.registers.expected import expected
from data.settings import settings
from data.uploads.escape import for_cell
from data.uploads.understanding.headers import all_fields
from data.uploads.writing import looks
from data.uploads.writing.template_lookups import UNITS

ROWS = 20  # rows that are drawn, for who prints the empty form; those below look the same by the style of their column
HEADER_ROW = 2
WIDTHS: dict[FieldType, int] = {
    "text": 22, "long": 40, "person": 14, "link": 30, "reference": 26, "choice": 16, "unit": 16, "date": 13, "month": 12,
    "count": 10, "number": 12, "money": 14,
}  # fmt: skip
FORMATS: dict[FieldType, str] = {
    "date": "yyyy-mm-dd", "month": "yyyy-mm", "count": "0", "number": "General", "money": "#,##0.####",
    **dict.fromkeys(WORDS, "@"), "reference": "@",
}  # fmt: skip
LONGEST_LIST = 250  # characters that a list of choices may have inside a rule


def write_register(sheet: Worksheet, register: Register, named: Mapping[str, str]) -> None:
    """Header and prepared rows; required fields carry a star. `named`: the ranges of `lookups`."""
    sheet.cell(1, 1, f"{register.zh} · {register.definition.zh}").font = looks.NOTE
    fields = all_fields(register)
    for column, field in enumerate(fields, start=1):
        counted = f"（{field.unit.zh}）" if field.unit else ""
        cell = sheet.cell(HEADER_ROW, column, field.zh + counted + ("*" if field.required else ""))
        looks.dress(cell, looks.HEADER, fill=looks.HEADER_FILL)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS[field.type]
        _prepare(sheet, column, field)
        rule = _rule(field, named)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{settings().limits.rows}")
        sheet.add_data_validation(rule)
    _write_withdrawn(sheet, len(fields) + 1)
    sheet.row_dimensions[HEADER_ROW].height = 30
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    looks.set_for_print(sheet, f"{HEADER_ROW}:{HEADER_ROW}")
    looks.protect(sheet)
    sheet.protection.insertRows = sheet.protection.deleteRows = False  # that is: allowed


def standing_rows(conn: Connection, register: Register, units: Sequence[str]) -> list[Mapping[str, Any]]:
    """The rows of these units as they stand, by key: field by field, as the store has them."""
    table = TABLES[register.key]
    now = as_of(table, only=table.c.unit.in_(list(units)))
    return [dict(row) for row in conn.execute(select(now).order_by(now.c.key)).mappings()]


def write_rows(
    sheet: Worksheet, register: Register, rows: Sequence[Mapping[str, Any]], units: Mapping[str, str]
) -> None:
    """Rows below the header as people write them: units and choices by name, references by key."""
    for place, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, field in enumerate(all_fields(register), start=1):
            value = row[field.key]
            if field.type == "unit":
                value = units[value]
            elif field.choices and value:
                value = dict(field.choices)[value].zh if value in dict(field.choices) else value
            sheet.cell(place, column).value = for_cell(value)


def _write_withdrawn(sheet: Worksheet, column: int) -> None:
    """The column 撤回: a row that should no longer count."""
    field = Field("removed", "撤回", "Withdrawn")
    cell = sheet.cell(HEADER_ROW, column, field.zh)
    looks.dress(cell, looks.HEADER, fill=looks.HEADER_FILL)
    _prepare(sheet, column, field)
    letter = get_column_letter(column)
    rule = DataValidation(
        type="list", formula1='"是"', allow_blank=True, prompt="不再计入的行填“是”。", showInputMessage=True
    )
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{settings().limits.rows}")
    sheet.add_data_validation(rule)


def _prepare(sheet: Worksheet, column: int, field: Field) -> None:
    below = sheet.column_dimensions[get_column_letter(column)]
    below.number_format = FORMATS.get(field.type, "General")
    below.font, below.alignment, below.border, below.protection = looks.PLAIN, looks.LEFT, looks.GRID, looks.OPEN
    for row in range(HEADER_ROW + 1, HEADER_ROW + ROWS + 1):
        written = FORMATS.get(field.type, "General")
        looks.dress(sheet.cell(row, column), looks.PLAIN, looks.LEFT, number_format=written, protection=looks.OPEN)


def _rule(field: Field, named: Mapping[str, str]) -> DataValidation:
    """What may be picked or typed; a wrong entry is asked about and checked again after the upload."""
    about = {"allow_blank": True, "promptTitle": field.zh[:30], "prompt": _prompt(field), "showInputMessage": True}
    about |= {
        "errorStyle": "warning",
        "errorTitle": "请核对",
        "error": "与要求不符，仍要这样填吗？",
        "showErrorMessage": True,
    }
    if field.type == "choice" and (listed := _list([words.zh for _, words in field.choices])):
        return DataValidation(type="list", formula1=listed, **about)
    if field.type == "unit":
        return DataValidation(type="list", formula1=named[UNITS], **about)
    if field.to in named and not field.many:
        return DataValidation(type="list", formula1=named[field.to], **about)
    if field.type in ("date", "month"):
        return DataValidation(type="date", operator="greaterThan", formula1="36526", **about)
    if field.type == "count":
        return DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", **about)
    return DataValidation(**about)


def _list(words: list[str]) -> str:
    listed = ",".join(words)
    return f'"{listed}"' if len(listed) <= LONGEST_LIST and '"' not in listed else ""


def _prompt(field: Field) -> str:
    return "；".join((field.en, expected(field).zh, *(("必填",) if field.required else ())))
