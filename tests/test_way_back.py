"""The way back: what is marked or typed into reads again as it did, but for the cell that was typed."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection

from data import store
from data.uploads import answer, edit
from data.uploads.check import Checked
from data.uploads.edit import Edit
from tests import workbooks
from tests.test_traits import ERROR, FULL, ONE, OURS, package, prefixed, strict, zipped
from tests.workbooks import checked, read, saved, told

HERE = Path(__file__).parent
FILES = sorted([*(HERE / "cases" / "upload").glob("F*"), *(HERE / "fixtures").glob("report.*")])
UNREAD = {"F095", "F109", "F112", "F114", "F120", "F162", "F164"}  # nothing to give back but the list


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Connection]:
    """One store for all: nothing is written but the units."""
    engine = store.connect(f"sqlite:///{tmp_path_factory.mktemp('back')}/cockpit.db")
    store.migrate(engine)
    with store.rehearsal(engine) as opened:
        workbooks.plant(opened)
        yield opened
    engine.dispose()


def says(result: Checked) -> tuple:
    figures = result.figures[["measure", "unit", "month", "value", "qualifier", "grade", "cell"]].astype(str)
    rows = {key: frame["key"].tolist() for key, frame in result.records.items()}
    return sorted(map(tuple, figures.to_numpy().tolist())), rows, sorted(told(result))


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name[:4] not in UNREAD], ids=lambda path: path.name[:4]
)
def test_a_marked_file_reads_again_as_it_did(shared, path):
    name, content = path.name.split("__")[-1], path.read_bytes()
    before = checked(shared, content, name)
    marked = answer.mark(content, name, before.findings)
    assert says(checked(shared, marked, f"{Path(name).stem}.xlsx")) == says(before)


KEPT = ("F086", "F088", "F091", "F094", "F100", "F107", "F123", "F125", "F155", "F169", "F171", "F174")


@pytest.mark.parametrize("path", [path for path in FILES if path.name[:4] in KEPT], ids=lambda path: path.name[:4])
def test_a_typed_cell_changes_that_cell_alone(shared, path):
    name, content = path.name.split("__")[-1], path.read_bytes()
    before = checked(shared, content, name)
    sheet = read(content, name).sheets[0].name
    written, new_name = edit.write_cells(content, name, [Edit(sheet, "A90", "注")])
    assert says(checked(shared, written, new_name)) == says(before)


WRITTEN = {
    "prefix": prefixed(package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>7</v></c></row>')),
    "no addresses": package("<row><c><v>1</v></c><c><f>A1</f><v>7</v></c></row>"),
    "strict": strict(package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>7</v></c></row>')),
    "no styles": package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>7</v></c></row>'),
}


@pytest.mark.parametrize("parts", WRITTEN.values(), ids=WRITTEN.keys())
def test_results_stay_whoever_wrote_the_file(parts):
    content = zipped(parts)
    written, _ = edit.write_cells(content, "x.xlsx", [Edit("月报", "D4", 5)])
    assert read(written).sheets[0].cells[0].tolist()[:2] == [1, 7]
    assert read(written).sheets[0].cells[3, 3] == 5
    assert read(answer.mark(content, "x.xlsx", ())).sheets[0].cells[0].tolist() == [1, 7]


@pytest.mark.parametrize(("calc", "kept"), [("", 0), (OURS, 0), ('<calcPr calcId="1"/>', 0), (FULL, None)])
def test_a_zero_that_is_kept_stays_one_and_one_never_calculated_does_not_become_one(calc, kept):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>C1</f><v>0</v></c></row>'
    written, _ = edit.write_cells(zipped(package(rows, calc)), "x.xlsx", [Edit("月报", "D4", 5)])
    cell = read(written).sheets[0].cells[0, 1]
    assert cell == kept if kept is not None else cell.kind == "not_calculated"


def test_a_number_typed_into_a_cell_of_another_scale_is_that_number():
    book = Workbook()
    book.active.title, book.active["A1"] = "月报", 12.5
    book.active["A1"].number_format, book.active["B1"].number_format = '0.0"万"', "0%"
    book.active["B1"] = 0.5
    for value, cell in ((1200, "A1"), (500, "B1"), (0.667, "B1")):
        written, _ = edit.write_cells(saved(book), "x.xlsx", [Edit("月报", cell, value)])
        (sheet,) = read(written).sheets
        seen = sheet.cells[0, 0 if cell == "A1" else 1]
        assert float(seen) == value
        assert getattr(seen, "text", "66.7%") == "66.7%"


def test_signs_stay_as_they_were(conn):
    workbooks.plant(conn)
    content = "单位,月份,应用访问量,注册用户\n海曙区,2026-10,-5,-\n江北区,2026-10,+77,约30\n".encode()
    marked = answer.mark(content, "月报.csv", checked(conn, content, "月报.csv").findings)
    assert read(marked).sheets[0].cells[1:, 2:].tolist() == [["-5", "-"], ["+77", "约30"]]


CONTROLS = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shapetype id="_x0000_t201"/><v:shape id="_x0000_s1025"/></xml>'
)


def test_a_sheet_with_form_controls_gets_no_second_drawing(conn):
    workbooks.plant(conn)
    book = Workbook()
    book.active.title = "月报"
    for row in (["2026年10月"], ["单位", "应用访问量"], ["海曙区", "很多"]):
        book.active.append(row)
    with zipfile.ZipFile(io.BytesIO(saved(book))) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[sheet] = parts[sheet].replace("</worksheet>", f'<legacyDrawing xmlns:r="{office}" r:id="rId7"/></worksheet>')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        f'Type="{office}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    )
    parts["xl/drawings/vmlDrawing1.vml"] = CONTROLS
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "<Override",
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override',
        1,
    )
    content = zipped(parts)
    marked = answer.mark(content, "月报2026-10.xlsx", checked(conn, content).findings)
    with zipfile.ZipFile(io.BytesIO(marked)) as made:
        assert made.read(sheet).decode().count("<legacyDrawing") == 1
        drawn = made.read("xl/drawings/vmlDrawing1.vml").decode()
        assert "_x0000_s1025" in drawn
        assert drawn.count('ObjectType="Note"') == 1
        assert sum(name.endswith(".vml") for name in made.namelist()) == 1
    assert load_workbook(io.BytesIO(marked))["月报"]["B3"].comment


def test_an_order_of_calculation_goes_with_its_declaration():
    parts = package(f'<row r="1">{ONE}<c r="B1"><f>A1</f><v>1</v></c></row>', '<calcPr calcId="1"/>')
    parts["xl/calcChain.xml"] = '<calcChain><c r="B1" i="1"/></calcChain>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="application/x.calcChain+xml"/></Types>'
    )
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(
        "</Relationships>", '<Relationship Id="rId9" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>'
    )
    written, _ = edit.write_cells(zipped(parts), "x.xlsx", [Edit("月报", "A1", 5)])
    with zipfile.ZipFile(io.BytesIO(written)) as made:
        assert not any(re.search("calcChain", made.read(name).decode()) for name in made.namelist())
        assert "xl/calcChain.xml" not in made.namelist()


def test_a_sheet_with_a_name_that_xlsx_cannot_have_comes_back(conn):
    from data.uploads.writing import rebuilt

    sheet = read(zipped(package(f'<row r="1">{ONE}{ERROR}</row>'))).sheets[0]
    odd = type(sheet)("'file:///C:/x.ods'#Sheet1", False, sheet.cells)
    (back,) = read(rebuilt.workbook_of([odd])).sheets
    assert back.name == rebuilt.name_of(odd.name)
    assert back.cells.tolist() == sheet.cells.tolist()
