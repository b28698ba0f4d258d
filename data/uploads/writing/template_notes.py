"""The sheet 填报说明 of the template: how to fill in, and what each measure and field means."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from data import months
from data.measures import MEASURES
from data.registers import Register
from data.registers.expected import expected
from data.text import Text
from data.uploads.understanding.headers import all_fields
from data.uploads.writing import looks

KINDS = {"flow": Text("流量", "flow"), "stock": Text("存量", "stock"), "index": Text("指数", "index")}
REPORTED = {"month": Text("当月数", "the month"), "ytd": Text("本年1月至本月累计", "January to this month")}
HOW = (
    Text("每行一个单位，每列一个填报项；不填表示未填报，与 0 不同。", "A row a unit, a column a measure; empty means not reported, not 0."),
    Text("可以写：1234、1,234、1.2万、3.6亿、66.7%（比率）、约30、250多、超过200亿、近百。",
         "You may write 1234, 1,234, 1.2万, 3.6亿, 66.7% (rates), 约30, 250多, 超过200亿, 近百."),
    Text("已报的数要撤回，请在单元格写“撤回”。", "To withdraw a figure, write 撤回 (withdrawn) in its cell."),
    Text("上传后逐格核对：错误须改正，疑点须确认；核对结果会标在同一工作簿里退回。",
         "Each cell is checked after the upload: errors must be mended, warnings confirmed; the same workbook comes back marked."),
)  # fmt: skip
WIDTHS = (34, 24, 18, 24, 60, 14)
LINE = 15  # points
HEADERS = (
    Text("填报项", "Measure"),
    Text("计量单位", "Unit of measure"),
    Text("性质", "Kind"),
    Text("报法", "Reported as"),
    Text("定义", "Definition"),
    Text("责任部门", "Owner"),
)


def write_notes(sheet: Worksheet, month: date, registers: Sequence[Register], *, measures: bool = True) -> None:
    """The whole sheet, with the fields of these registers (and the `measures`); it is never read back."""
    sheet.append([f"填报说明 Notes · {months.label(month)}"])
    sheet["A1"].font = looks.TITLE
    for text in HOW:
        sheet.append([text.zh])
        sheet.append([text.en])
    sheet.append([])
    if measures:
        _write_measures(sheet)
        sheet.append([])
    _write_fields(sheet, registers)
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    looks.set_for_print(sheet, "1:1")
    looks.protect(sheet)


def _write_measures(sheet: Worksheet) -> None:
    _write_header(sheet, tuple(f"{text.zh}\n{text.en}" for text in HEADERS))
    for measure in MEASURES.values():
        if measure.owed:
            kind, how = KINDS[measure.kind], REPORTED[measure.reported_as]
            _write_row(
                sheet,
                f"{measure.zh}\n{measure.en}",
                f"{measure.unit.zh} {measure.unit.en}",
                f"{kind.zh} {kind.en}",
                f"{how.zh}\n{how.en}",
                f"{measure.definition.zh}\n{measure.definition.en}",
                measure.owner,
            )


def _write_fields(sheet: Worksheet, registers: Sequence[Register]) -> None:
    _write_header(sheet, ("清单\nRegister", "列\nColumn", "必填\nRequired", "要求\nExpected", "可填\nChoices", ""))
    for register in registers:
        for field in all_fields(register):
            choices = "、".join(words.zh for _, words in field.choices)
            required = "是 yes" if field.required else ""
            takes = expected(field)
            named = (f"{register.zh} {register.en}", f"{field.zh} {field.en}")
            _write_row(sheet, *named, required, f"{takes.zh}\n{takes.en}", choices, "")


def _write_header(sheet: Worksheet, words: tuple[str, ...]) -> None:
    sheet.append(words)
    for cell in sheet[sheet.max_row]:
        looks.dress(cell, looks.HEADER, fill=looks.HEADER_FILL)
    _fit(sheet, words)


def _write_row(sheet: Worksheet, *words: str) -> None:
    sheet.append(words)
    for cell in sheet[sheet.max_row]:
        looks.dress(cell, looks.PLAIN, looks.LEFT)
    _fit(sheet, words)


def _fit(sheet: Worksheet, words: Sequence[str]) -> None:
    """As high as its longest cell: LibreOffice and WPS keep the height of one line where none is said."""
    lines = max(_lines(each, width) for each, width in zip(words, WIDTHS, strict=True))
    sheet.row_dimensions[sheet.max_row].height = LINE * lines + 4


def _lines(text: str, width: int) -> int:
    def wide(line: str) -> int:
        return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)

    return sum(max(1, -(-wide(line) // (width - 2))) for line in text.split("\n"))
