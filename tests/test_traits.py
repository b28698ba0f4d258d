"""What stands in a cell beside its value: errors and missing results of every writer, formats, what is hidden or merged."""

import io
import pickle
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.uploads.reading import formats
from data.uploads.reading.traits import Flaw, Serial1904, Shown
from data.uploads.understanding.dates import day_of
from tests.frames import drawn
from tests.workbooks import checked, plant, read, saved, told

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main", OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip


def package(rows: str, calc: str = "", folder: str = "worksheets") -> dict[str, str]:
    """The parts of a small .xlsx with one sheet of these rows."""
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="{folder}/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="月报" sheetId="1" r:id="rId1"/>'
        f"</sheets>{calc}</workbook>",
        f"xl/{folder}/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }  # fmt: skip


def zipped(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


def strict(parts: dict[str, str]) -> dict[str, str]:
    for usual, other in STRICT.items():
        parts = {name: part.replace(usual, other) for name, part in parts.items()}
    return parts


def prefixed(parts: dict[str, str]) -> dict[str, str]:
    name = "xl/worksheets/sheet1.xml"
    part = parts[name].replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    return {**parts, name: part}


ONE, ERROR = '<c r="A1"><v>1</v></c>', '<c r="B1" t="e"><v>#REF!</v></c>'
FULL = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
OURS = '<calcPr calcCompleted="0" fullCalcOnLoad="1"/>'
REF, NONE = Flaw("error_cell", "#REF!"), Flaw("not_calculated", "")

WRITERS = {
    "usual": (package(f'<row r="1">{ONE}{ERROR}</row>'), REF),
    "strict": (strict(package(f'<row r="1">{ONE}{ERROR}</row>')), REF),
    "no addresses": (package('<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'), REF),
    "prefix": (prefixed(package(f'<row r="1">{ONE}{ERROR}</row>')), REF),
    "spaces": (package(f'<row r="1">{ONE}<c r = "B1" t = "e"><v>#REF!</v></c></row>'), REF),
    "single quotes": (package(f"<row r='1'>{ONE}<c r='B1' t='e'><v>#REF!</v></c></row>"), REF),
    "no value": (package(f'<row r="1">{ONE}<c r="B1"><f>A1</f></c></row>'), NONE),
    "empty value": (package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v></v></c></row>'), NONE),
    "0 to be calculated": (package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>0</v></c></row>', FULL), NONE),
    "0.0": (package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>0.0</v></c></row>'), NONE),
    "0 that was calculated": (package(f'<row r="1">{ONE}<c r="B1"><f>A1-1</f><v>0</v></c></row>'), 0),
    "0 kept by us": (package(f'<row r="1">{ONE}<c r="B1"><f>A1-1</f><v>0</v></c></row>', OURS), 0),
    "empty text": (package(f'<row r="1">{ONE}<c r="B1" t="str"><f>""</f><v></v></c></row>'), ""),
    "no result of another kind": (package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>7</v></c></row>', FULL), 7),
    "in another folder": (package(f'<row r="1">{ONE}{ERROR}</row>', folder="blaetter"), REF),
    "getting data": (package(f'<row r="1">{ONE}<c r="B1" t="e"><v>#GETTING_DATA</v></c></row>'), Flaw("error_cell", "#GETTING_DATA")),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), WRITERS.values(), ids=WRITERS.keys())
def test_no_writer_hides_an_error_or_a_missing_result(parts, expected):
    (sheet,) = read(zipped(parts)).sheets
    _, width = sheet.cells.shape
    assert (sheet.cells[0, 1] if width > 1 else "") == expected
    assert sheet.cells[0, 0] == 1


@pytest.mark.parametrize("before", range(1_048_480, 1_048_600, 7))
def test_an_error_is_seen_wherever_a_piece_ends(before):
    """A sheet is looked at in pieces of a megabyte; no place of the cut hides a cell."""
    parts = prefixed(package(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{ERROR.replace("B1", "B2")}</row>'))
    name = "xl/worksheets/sheet1.xml"
    at = parts[name].index("<x:sheetData>")
    padding = before - len(parts[name][:at]) - 130
    parts[name] = f"{parts[name][:at]}<!--{' ' * padding}-->{parts[name][at:]}"
    (sheet,) = read(zipped(parts)).sheets
    assert sheet.cells[1, 1] == REF


FORMATS = """
code               | value | shown
0.0"万"            | 12.5  | 12.5万
0.0"万人次"        | 12.5  | 12.5万人次
0%                 | 0.5   | 50%
0.0%               | 0.667 | 66.7%
0.0\\%             | 66.7  | 66.7%
"约"0              | 30    | 约30
General"万"        | 1.5   | 1.5万
#,##0"亿"          | 2     | 2亿
[>=1]0.0"万";0     | 12    | 12万
0;0"万"            | -3    | -3万
0!.0,"万"          | 12345 |
0.0,"K"            | 12500 |
0!.0000"万"        | 12345 |
[>=1]0!.0,"万";0   | 12345 |
#,##0"人次"        | 3     |
#,##0.00           | 1.25  |
yyyy"年"m"月"      | 45000 |
0.0"万";0          | -3    |
"""


@pytest.mark.parametrize("row", list(drawn(FORMATS).itertuples(index=False)), ids=lambda row: row.code)
def test_a_format_shows_what_counts(row):
    assert formats.shown(row.code, float(row.value)) == (row.shown or None)


def report(**formats: str) -> Workbook:
    book = Workbook()
    book.active.title = "月报"
    for row in (["2026年10月"], ["单位", "应用访问量", "满意率（公布）"], ["海曙区", 12.5, 0.667], ["江北区", 3, 0.5]):
        book.active.append(row)
    for cell, code in formats.items():
        book.active[cell].number_format = code
    return book


def test_what_a_number_shows_as_is_what_is_read(conn):
    plant(conn)
    result = checked(conn, saved(report(B3='0.0"万"', C3="0.0%", B4="0%")))
    assert result.figures["value"].tolist() == [125000, 0.667, 0.5]
    assert result.figures["said"].tolist() == ["12.5万", "", ""]
    assert told(result) == {("not_a_number", "B4")}


def test_days_counted_from_1904_are_the_days_they_show():
    assert day_of(Serial1904(44834)) == date(2026, 10, 1)
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([44834])
    (sheet,) = read(saved(book)).sheets
    assert day_of(sheet.cells[0, 0]) == date(2026, 10, 1)


def test_what_is_hidden_is_asked_about(conn):
    plant(conn)
    book = report()
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[4].hidden = True
    assert {("hidden_cells", "B4"), ("hidden_cells", "C3")} <= told(checked(conn, saved(book)))


def test_one_value_over_two_units_is_nobodys(conn):
    plant(conn)
    book = report()
    book.active["B4"] = None
    book.active.merge_cells("B3:B4")
    result = checked(conn, saved(book))
    assert ("merged_value", "B3") in told(result)
    assert "visits" not in result.figures["measure"].tolist()


def test_a_value_hidden_under_a_merged_one_does_not_count():
    parts = package('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    (sheet,) = read(zipped(parts)).sheets
    assert sheet.cells.tolist() == [[1, ""]]


def test_an_error_in_the_header_is_told(conn):
    plant(conn)
    book = report()
    book.active["B2"], book.active["B2"].data_type = "#REF!", "e"
    assert ("error_cell", "B2") in told(checked(conn, saved(book)))


def test_a_format_stays_with_its_number():
    number = pickle.loads(pickle.dumps(Shown(12.5, "12.5万")))
    assert (number, number.text) == (12.5, "12.5万")
