"""The workbook that people fill in: 月报, the applications, a sheet per register, 填报说明."""

import io
from dataclasses import dataclass
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Connection, select

from data import months, registers, units
from data.access import Actor, may_report
from data.figures import as_of, own
from data.measures import MEASURES, Measure
from data.measures.units import RATE
from data.refusal import Refusal
from data.register_rights import may_report_rows
from data.registers import REGISTERS
from data.text import Text
from data.units import Tree
from data.uploads.escape import for_cell
from data.uploads.understanding.quoting import shown
from data.uploads.understanding.tidy import rows_of
from data.uploads.writing import looks
from data.uploads.writing.template_filled import Cells, standing
from data.uploads.writing.template_lookups import lookups
from data.uploads.writing.template_notes import write_notes
from data.uploads.writing.template_register import standing_rows, write_register, write_rows

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 2
MOST_UNITS = 2_000  # of one workbook: more than that nobody fills in, and no spreadsheet opens quickly
NAMED_COLUMNS = 2  # code and name of the unit (of the application) before the first measure


REFUSALS = {
    "no_unit": Text("{month} 没有代码为“{unit}”的单位。", "There is no unit with the code “{unit}” in {month}."),
    "too_many": Text(
        "“{unit}”及下级共有 {count} 个单位，一份模板最多 {most} 个：请为下级单位分别下载。",
        "“{unit}” and the units below it are {count}, and a template has at most {most}: download one for each unit below.",
    ),
    "not_yours": Text("{actor} 不负责填报“{unit}”。", "“{unit}” is not {actor}'s to report."),
}


class Refused(Refusal):
    """A template that cannot be made."""

    def __init__(self, reason: str, **blanks: object):
        super().__init__(REFUSALS[reason], **blanks)


@dataclass(frozen=True)
class Row:
    """One row to fill in: the unit (or application) by code and name, and how far to indent it."""

    code: str
    name: str
    depth: int = 0


def template(conn: Connection, unit: str, month: date, actor: Actor, *, filled: bool = False) -> bytes:
    """The .xlsx for a unit and a month: a row for the unit and each one below it that `actor` may report for.

    Last month's values stand in grey below the cells to fill in and in the prompt of each cell; neither can be
    submitted. With `filled` the month's own figures that count now stand in their cells. Raises `Refused` if there is no such unit in that month, none of it is the actor's, or there are more than MOST_UNITS.
    """
    tree = units.load(conn).in_month(month)
    if unit not in tree:
        raise Refused("no_unit", unit=unit, month=months.label(month))
    rows = [
        Row(code, tree[code].name_zh, len(tree.path(code)))
        for code in tree.below(unit)
        if may_report(actor, code, tree)
    ]
    if not rows:
        raise Refused("not_yours", unit=tree[unit].name_zh, actor=actor.name)
    if len(rows) > MOST_UNITS:
        raise Refused("too_many", unit=tree[unit].name_zh, count=len(rows), most=MOST_UNITS)
    book = Workbook()
    there = standing(conn, [row.code for row in rows], month) if filled else {}
    _write_report(conn, book.active, tree, rows, month, there)
    _write_applications(conn, book, rows, month, there)
    theirs = [
        register
        for key, register in REGISTERS.items()
        if register.in_report and may_report_rows(actor, key, rows[0].code, tree)
    ]
    named = lookups(conn, book, theirs, [row.name for row in rows], actor, tree)
    for register in theirs:
        write_register(book.create_sheet(register.zh), register, named)
    write_notes(book.create_sheet("填报说明"), month, theirs)
    return _saved(book)


def register_template(conn: Connection, register: str, unit: str, actor: Actor, today: date) -> bytes:
    """The .xlsx of one register for a unit and all below it that `actor` keeps rows for: its rows as they stand, to be changed
    or added to. Raises `Refused` if there is no such unit or none of its rows are the actor's to keep."""
    tree = units.load(conn).in_month(today.replace(day=1))
    if unit not in tree:
        raise Refused("no_unit", unit=unit, month=months.label(today))
    theirs = [code for code in tree.below(unit) if may_report_rows(actor, register, code, tree)]
    if not theirs:
        raise Refused("not_yours", unit=tree[unit].name_zh, actor=actor.name)
    book, declared = Workbook(), REGISTERS[register]
    sheet = book.active
    sheet.title = declared.zh
    named = lookups(conn, book, [declared], [tree[code].name_zh for code in theirs], actor, tree)
    write_register(sheet, declared, named)
    write_rows(sheet, declared, standing_rows(conn, declared, theirs), {code: tree[code].name_zh for code in theirs})
    write_notes(book.create_sheet("填报说明"), today, [declared], measures=False)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_report(conn: Connection, sheet: Worksheet, tree: Tree, rows: list[Row], month: date, there: Cells) -> None:
    sheet.title = "月报"
    measures = [measure for measure in MEASURES.values() if measure.owed]
    _write_head(sheet, f"{rows[0].name} {_words(month)} 数字化改革月报", month, ("单位代码", "单位"), measures)
    before = months.shift(month, -1)
    frame = own(conn, [measure.key for measure in measures], [row.code for row in rows], before, before)
    hints = {(each.unit, each.measure): each.value for each in rows_of(frame) if pd.notna(each.value)}
    _write_rows(sheet, rows, measures, hints, there)
    _write_hints(sheet, rows, measures, hints, before)


def _write_applications(conn: Connection, book: Workbook, rows: list[Row], month: date, there: Cells) -> None:
    """Sheet 应用月报: a row for each live application of the units, a column for each measure asked of applications."""
    measures = [measure for measure in MEASURES.values() if measure.by_application and measure.owed]
    now = as_of(
        registers.TABLES["applications"], only=registers.TABLES["applications"].c.unit.in_([row.code for row in rows])
    )
    listed = conn.execute(select(now.c.key, now.c.name, now.c.unit).order_by(now.c.unit, now.c.key)).all()
    if not listed or not measures:
        return
    names = {row.code: row.name for row in rows}
    sheet = book.create_sheet("应用月报")
    _write_head(sheet, f"{rows[0].name} {_words(month)} 应用月报", month, ("单位", "应用编号", "应用名称"), measures)
    sheet.column_dimensions["C"].width = 40
    for number, each in enumerate(listed):
        row = FIRST_ROW + number
        for column, text in enumerate((names[each.unit], each.key, each.name), start=1):
            _fixed(sheet, row, column, text, looks.NAME, looks.LEFT)
        for column, measure in enumerate(measures, start=4):
            _to_fill(sheet, row, column, measure, there.get((measure.key, each.unit, each.key)))
    for column, measure in enumerate(measures, start=4):
        _validate(sheet, column, FIRST_ROW, FIRST_ROW + len(listed) - 1, measure, _meaning(measure))


def _write_head(sheet: Worksheet, title: str, month: date, named: tuple[str, ...], measures: list[Measure]) -> None:
    """Title, month, the names of the columns and their units of measure."""
    sheet.cell(1, 1, for_cell(title)).font = looks.TITLE
    sheet.row_dimensions[1].height = 28
    sheet.cell(2, 1, "月份").font = looks.NOTE
    sheet.cell(2, 2, months.label(month)).font = looks.NOTE
    sheet.cell(
        2, 3, "只填白色单元格；不填表示未填报；撤回已报的数请写“撤回”。灰色为上月数，仅供参考。"
    ).font = looks.NOTE
    for column, name in enumerate([*named, *(measure.zh for measure in measures)], start=1):
        _fixed(sheet, HEADER_ROW, column, name, looks.HEADER, looks.MIDDLE, looks.HEADER_FILL)
        sheet.column_dimensions[get_column_letter(column)].width = 14 if column > 1 else 10
    _fixed(sheet, HEADER_ROW + 1, 1, "计量单位", looks.UNIT_FONT, looks.MIDDLE, looks.UNIT_FILL)
    for column in range(2, len(named) + 1):
        _fixed(sheet, HEADER_ROW + 1, column, None, looks.UNIT_FONT, looks.MIDDLE, looks.UNIT_FILL)
    for column, measure in enumerate(measures, start=len(named) + 1):
        words = measure.unit.zh + ("（本年累计）" if measure.reported_as == "ytd" else "")
        _fixed(sheet, HEADER_ROW + 1, column, words, looks.UNIT_FONT, looks.MIDDLE, looks.UNIT_FILL)
    sheet.row_dimensions[HEADER_ROW].height = 44
    sheet.freeze_panes = sheet.cell(FIRST_ROW, len(named) + 1)
    looks.set_for_print(sheet, f"{HEADER_ROW}:{HEADER_ROW + 1}")
    looks.protect(sheet)


def _write_rows(
    sheet: Worksheet,
    rows: list[Row],
    measures: list[Measure],
    hints: dict[tuple[str, str], float],
    there: Cells,
) -> None:
    for number, each in enumerate(rows):
        row = FIRST_ROW + number
        _fixed(sheet, row, 1, each.code, looks.NAME, looks.MIDDLE)
        _fixed(sheet, row, 2, each.name, looks.NAME, looks.indented(each.depth - rows[0].depth))
        for column, measure in enumerate(measures, start=NAMED_COLUMNS + 1):
            _to_fill(sheet, row, column, measure, there.get((measure.key, each.code, "")))
            last = hints.get((each.code, measure.key))
            if last is not None:
                _validate(
                    sheet, column, row, row, measure, f"上月：{shown(last)} {measure.unit.zh}\n{_meaning(measure)}"
                )
    for column, measure in enumerate(measures, start=NAMED_COLUMNS + 1):
        for first, last in _runs([n for n, each in enumerate(rows) if (each.code, measure.key) not in hints]):
            _validate(sheet, column, FIRST_ROW + first, FIRST_ROW + last, measure, _meaning(measure))


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _write_hints(
    sheet: Worksheet, rows: list[Row], measures: list[Measure], hints: dict[tuple[str, str], float], before: date
) -> None:
    """Last month's values in grey below the table, locked, in rows that a reader knows are none."""
    start = FIRST_ROW + len(rows) + 2
    told = [row for row in rows if any((row.code, measure.key) in hints for measure in measures)]
    if not told:
        return
    sheet.cell(start - 1, 1, f"上月（{months.label(before)}）的数，仅供参考，不读取").font = looks.HINT
    for number, each in enumerate(told):
        _fixed(sheet, start + number, 1, "上月", looks.HINT, looks.LEFT, looks.HINT_FILL)
        _fixed(sheet, start + number, 2, f"上月 {each.name}", looks.HINT, looks.LEFT, looks.HINT_FILL)
        for column, measure in enumerate(measures, start=NAMED_COLUMNS + 1):
            value = hints.get((each.code, measure.key))
            cell = _fixed(sheet, start + number, column, value, looks.HINT, looks.RIGHT, looks.HINT_FILL)
            cell.number_format = _number_format(measure)


def _fixed(sheet: Worksheet, row: int, column: int, value: object, font, alignment, fill=None):
    cell = sheet.cell(row, column, for_cell(value))
    looks.dress(cell, font, alignment, fill)
    return cell


def _to_fill(sheet: Worksheet, row: int, column: int, measure: Measure, value: object = None) -> None:
    cell = sheet.cell(row, column, value)
    looks.dress(cell, looks.PLAIN, looks.RIGHT, number_format=_number_format(measure), protection=looks.OPEN)


def _validate(sheet: Worksheet, column: int, first: int, last: int, measure: Measure, prompt: str) -> None:
    """What the cell is for. No entry is asked about here: no rule of a spreadsheet tells 约30 and 1.2万, which are read, from
    abc, which the check after the upload tells of."""
    letter = get_column_letter(column)
    rule = DataValidation(
        allow_blank=True, promptTitle=measure.zh[:30], prompt=prompt[:250], showInputMessage=True,
        sqref=f"{letter}{first}:{letter}{last}",
    )  # fmt: skip
    sheet.add_data_validation(rule)


def _meaning(measure: Measure) -> str:
    return f"{measure.definition.zh}\n{measure.definition.en}".strip()


def _number_format(measure: Measure) -> str:
    if measure.unit == RATE:
        return "0.0%"
    return "#,##0.00" if measure.kind == "index" else "#,##0"


def _words(month: date) -> str:
    return f"{month.year}年{month.month}月"
