"""The whole way in a real browser: a template, filled in wrong, mended, handed in, approved; the wall moves and the number
opens."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data import months, store
from data.access import Grant
from data.people import accounts
from data.reporting import approval
from tests.pages.conftest import Server, serve

MONTH = months.last_full(months.today())
ASKED = f"unit=330200&month={months.label(MONTH)}"


@pytest.fixture
def own(started, approval_levels):
    """A cockpit of this test's own, with the starting data alone; one approval is asked."""
    approval_levels(1)
    yield from serve(started)


@pytest.fixture
def filled(tmp_path):
    """`filled(template, cells)`: the template with some cells of the sheet 月报 filled in, saved under a name."""

    def fill(template: Path, name: str, cells: dict[tuple[str, str], object]) -> Path:
        book = openpyxl.load_workbook(template)
        sheet = book["月报"]
        columns = {cell.value: cell.column for cell in sheet[3]}
        rows = {sheet.cell(row, 2).value: row for row in range(4, sheet.max_row + 1)}
        for (unit, measure), value in cells.items():
            sheet.cell(rows[unit], columns[measure]).value = value
        book.save(tmp_path / name)
        return tmp_path / name

    return fill


RIGHT = {
    ("海曙区", "评价数"): 1000,
    ("海曙区", "满意数"): 900,
    ("江北区", "评价数"): 3000,
    ("江北区", "满意数"): 2900,
}
WRONG = {**RIGHT, ("江北区", "评价数"): "三千多吧", ("海曙区", "满意数"): 1900}


def test_from_the_template_to_the_wall_and_back_to_the_cell(own, visit, filled, tmp_path):
    own.person("wangfang", Grant("steward", "330200"), name="王芳", unit="330200")
    own.person("zhaomin", Grant("approver", "330000"), name="赵敏")
    wall = visit(f"{own.address}/?{ASKED}&wall=1")
    tile = wall.locator('[data-metric="satisfaction"]')
    expect(tile).to_contain_text("暂无数据")

    desk = visit(f"{own.address}/upload?{ASKED}", as_="wangfang")
    with desk.expect_download() as download:
        desk.locator(".st-key-template button").click()
    template = tmp_path / download.value.suggested_filename
    download.value.save_as(template)
    assert template.name == f"宁波市-{months.label(MONTH)}.xlsx"

    drop(desk, filled(template, "月报.xlsx", WRONG))
    found = desk.locator(".found li")
    expect(found.filter(has_text="“月报”P7：评价数应为数字，读到“三千多吧”")).to_be_visible()
    expect(found.filter(has_text="“月报”Q6：满意数为 1,900，大于评价数 1,000")).to_be_visible()
    expect(desk.locator('td.error [data-cell="P7"]')).to_have_value("三千多吧")
    expect(desk.locator(".st-key-submit button")).to_be_disabled()
    assert marked(desk) >= {"P7", "Q6"}

    drop(desk, filled(template, "月报-改.xlsx", RIGHT))
    expect(desk.locator('[data-panel="moves"]')).to_contain_text("95.0%")
    desk.locator(".st-key-submit button").click()
    expect(desk.locator('[data-panel="done"]')).to_contain_text("赵敏审核")
    expect(tile).to_contain_text("暂无数据")

    approve(own, "zhaomin")
    expect(tile).to_contain_text("95.0%", timeout=5000)

    desk.locator('[data-panel="moves"] a[href*="metric=satisfaction"][href*="unit=330200"]').click()
    origins = desk.locator('[data-panel="origins"]')
    expect(origins).to_contain_text("月报!P7")
    expect(origins).to_contain_text("月报!Q6")
    expect(origins).to_contain_text("月报-改.xlsx")
    expect(origins).to_contain_text("王芳")


def approve(server: Server, login: str) -> None:
    """Accept the first submission, as somebody at another desk would."""
    engine = store.connect(server.store)
    with engine.connect() as conn:
        by = accounts.actor_of(conn, login)
    approval.accept(engine, 1, by=by, step=0)
    engine.dispose()


def drop(desk: Page, file: Path) -> None:
    desk.locator('input[type="file"]').set_input_files(file)


def marked(desk: Page) -> set[str]:
    """The cells that the marked workbook names in its list of findings."""
    with desk.expect_download() as download:
        desk.locator(".st-key-marked button").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    return {row[2] for row in book["核对结果"].iter_rows(values_only=True)}
