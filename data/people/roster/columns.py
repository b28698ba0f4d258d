"""The columns of a workbook of people, and the workbook to fill in."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.access import ROLES
from data.departments import DEPARTMENTS
from data.text import Language, Text
from data.units import Tree
from data.uploads.escape import for_cell

COLUMNS: dict[str, Text] = {
    "name": Text("姓名", "Name"),
    "login": Text("账号", "Account"),
    "unit": Text("单位", "Unit"),
    "role": Text("角色", "Role"),
    "departments": Text("部门", "Departments"),
    "mail": Text("邮箱", "Mail"),
}
ALSO = {
    "login": ("登录名", "用户名", "login"),
    "departments": ("部门（可多个）", "department"),
    "mail": ("电子邮箱", "e-mail"),
}
NEEDED = ("name", "login", "unit", "role")  # without these columns it is no such table
FILLED = ("name", "login", "unit")  # what each row must say
PEOPLE, VALUES = Text("人员", "People"), Text("可填的值", "Values")
TOLD = Text(
    "每行一人一个角色；一人有几个角色就写几行。角色管所填单位及其下级；部门留空为全部，几个部门用顿号隔开，受限台账的部门须写明。",
    "One person and one role a row; who has several roles has several rows. A role is for the unit and all below it; no "
    "department means all of them, several are set apart by commas, and those of restricted registers must be named.",
)
WIDTHS = {"name": 14, "login": 20, "unit": 22, "role": 14, "departments": 34, "mail": 30}


def template(tree: Tree, units: Iterable[str], language: Language) -> bytes:
    """The workbook to fill in: a sheet with the headings, and one with what may be written, of the units given."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = PEOPLE.in_(language)
    sheet.append([text.in_(language) for text in COLUMNS.values()])
    sheet.freeze_panes = "A2"
    for place, key in enumerate(COLUMNS, 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[key]
        for row in range(2, 302):
            sheet.cell(row, place).number_format = "@"  # a login of digits stays text
    values = book.create_sheet(VALUES.in_(language))
    values.append([TOLD.in_(language)])
    values.append([])
    values.append([COLUMNS["role"].in_(language), *(text.in_(language) for text in ROLES.values())])
    values.append([COLUMNS["departments"].in_(language), *map(for_cell, DEPARTMENTS)])
    values.append([])
    for code in units:
        values.append([code, for_cell(tree[code].name_zh), for_cell(tree[code].name_en)])
    for letter, width in (("A", 16), ("B", 22), ("C", 22)):
        values.column_dimensions[letter].width = width
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
