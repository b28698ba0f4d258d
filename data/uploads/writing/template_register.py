"""A register's sheet of the template: its fields by name, choices to pick from, dates as dates."""

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.registers import Field, Register
from data.settings import settings
from data.uploads.understanding.headers import all_fields
from data.uploads.writing import looks

ROWS = 200  # rows that are drawn; those below are open as well
HEADER_ROW = 2
WIDTHS = {"text": 22, "choice": 16, "unit": 16, "date": 13, "month": 12, "count": 10, "number": 12}
FORMATS = {"date": "yyyy-mm-dd", "month": "yyyy-mm", "count": "0", "number": "General", "text": "@"}
LONGEST_LIST = 250  # characters that a list of choices may have inside a rule


def write_register(sheet: Worksheet, register: Register, unit_names: list[str]) -> None:
    """Header and prepared rows; required fields carry a star."""
    sheet.cell(1, 1, f"{register.zh} · {register.definition.zh}").font = looks.NOTE
    fields = all_fields(register)
    for column, field in enumerate(fields, start=1):
        cell = sheet.cell(HEADER_ROW, column, field.zh + ("*" if field.required else ""))
        cell.font, cell.fill, cell.alignment, cell.border = looks.HEADER, looks.HEADER_FILL, looks.MIDDLE, looks.GRID
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS[field.type]
        _prepare(sheet, column, field)
        rule = _rule(field, unit_names)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{settings().limits.rows}")
        sheet.add_data_validation(rule)
    _write_withdrawn(sheet, len(fields) + 1)
    sheet.row_dimensions[HEADER_ROW].height = 30
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    looks.set_for_print(sheet, f"{HEADER_ROW}:{HEADER_ROW}")
    looks.protect(sheet)
    sheet.protection.insertRows = sheet.protection.deleteRows = False  # that is: allowed


def _write_withdrawn(sheet: Worksheet, column: int) -> None:
    """The column 撤回: a row that should no longer count."""
    field = Field("removed", "撤回", "Withdrawn")
    cell = sheet.cell(HEADER_ROW, column, field.zh)
    cell.font, cell.fill, cell.alignment, cell.border = looks.HEADER, looks.HEADER_FILL, looks.MIDDLE, looks.GRID
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
    below.font, below.alignment, below.protection = looks.PLAIN, looks.LEFT, looks.OPEN
    first = sheet.cell(HEADER_ROW + 1, column)
    first.number_format = FORMATS.get(field.type, "General")
    first.font, first.alignment, first.border, first.protection = looks.PLAIN, looks.LEFT, looks.GRID, looks.OPEN
    for row in range(HEADER_ROW + 2, HEADER_ROW + ROWS + 1):
        looks.look_like(first, sheet.cell(row, column))


def _rule(field: Field, unit_names: list[str]) -> DataValidation:
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
        sheet = quote_sheetname("月报")
        return DataValidation(type="list", formula1=f"{sheet}!$B$5:$B${4 + len(unit_names)}", **about)
    if field.type in ("date", "month"):
        return DataValidation(type="date", operator="greaterThan", formula1="36526", **about)
    if field.type == "count":
        return DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", **about)
    return DataValidation(**about)


def _list(words: list[str]) -> str:
    listed = ",".join(words)
    return f'"{listed}"' if len(listed) <= LONGEST_LIST and '"' not in listed else ""


def _prompt(field: Field) -> str:
    kind = {"date": "日期，如 2026-10-31", "month": "月份，如 2026-10", "count": "非负整数", "number": "数字"}.get(
        field.type, ""
    )
    parts = [field.en, kind, "从列表选择" if field.type in ("choice", "unit") else "", "必填" if field.required else ""]
    return "；".join(part for part in parts if part)
