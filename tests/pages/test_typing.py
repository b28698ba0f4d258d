"""A month typed on the screen in a real browser: saved as it is typed, wrong at its cell, mended, there again, handed in."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from data import months, store
from data.access import Actor, Grant
from data.people import accounts
from data.reporting import approval, drafts
from data.reporting.approval import Back
from tests.pages.conftest import Server, serve
from tests.pages.handed_in import hand_in

MONTH = months.last_full(months.today())
HERE = f"unit=330200&month={months.label(MONTH)}"
PHONE = (390, 844)
RUN_OVER = '[data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'


@pytest.fixture
def own(started, approval_levels):
    """A cockpit of this test's own, with a steward and an approver; one approval is asked."""
    approval_levels(1)
    for server in serve(started):
        server.person("wangfang", Grant("steward", "330200"), name="王芳", unit="330200")
        server.person("liqiang", Grant("steward", "330200"), name="李强", unit="330200")
        server.person("zhaomin", Grant("approver", "330000"), name="赵敏")
        yield server


def test_a_month_is_typed_mended_found_again_and_handed_in(own, visit):
    desk = visit(f"{own.address}/desk?{HERE}", as_="wangfang")
    desk.locator(".desk-ways a.go").click()
    begin(desk)
    for place, text in {"P6": "很多", "Q6": "900", "P7": "3000", "Q7": "2,900"}.items():
        desk.locator(f'[data-cell="{place}"]').fill(text)
    desk.keyboard.press("Tab")
    expect(desk.locator('td.error [data-cell="P6"]')).to_have_value("很多")
    expect(desk.locator("tr.said")).to_contain_text("评价数应为数字，读到“很多”")
    expect(desk.locator(".cells-root .saved")).to_contain_text("已保存")
    desk.context.close()

    again = visit(f"{own.address}/upload?{HERE}", as_="wangfang")
    expect(again.locator('[data-cell="Q7"]')).to_have_value("2,900")
    again.locator('.found a[href*="cell=P6"]').click()
    expect(again.locator('[data-cell="P6"]')).to_be_focused()
    again.keyboard.type("1000")
    again.keyboard.press("Enter")
    expect(again.locator("td.error")).to_have_count(0)
    expect(again.locator('[data-panel="moves"]')).to_contain_text("95.0%")
    again.locator(".st-key-submit button").click()
    expect(again.locator('[data-panel="done"]')).to_contain_text("赵敏审核")


def test_what_another_steward_types_is_kept_and_the_same_cell_asked_about(own, visit):
    page = visit(f"{own.address}/upload?{HERE}", as_="wangfang")
    begin(page)
    expect(page.locator('[data-cell="P6"]')).to_be_visible()
    engine, li = as_(own, "liqiang")
    with engine.connect() as conn:
        draft = drafts.current(conn, "330200", MONTH)
    theirs = [drafts.Edit("月报", "P6", 1111), drafts.Edit("月报", "Q6", 900)]
    drafts.edit(engine, draft.number, theirs, by=li.acting_for("330200"), base=1)
    page.locator('[data-cell="P6"]').fill("2222")
    page.keyboard.press("Enter")
    panel = page.locator(".st-key-panel-conflicts")
    expect(panel).to_contain_text("您填“2222”，李强")
    expect(page.locator('[data-cell="Q6"]')).to_have_value("900")
    panel.locator(".st-key-mine-0 button").click()
    expect(page.locator('[data-cell="P6"]')).to_have_value("2,222")
    expect(panel).to_have_count(0)


def test_a_block_copied_from_a_workbook_goes_to_its_cells(own, visit):
    page = visit(f"{own.address}/upload?{HERE}", as_="wangfang")
    begin(page)
    page.locator('[data-cell="P6"]').evaluate(
        """(cell, text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        cell.focus(); cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        "1000\t900\n3000\t2900\n",
    )
    expect(page.locator('[data-panel="moves"]')).to_contain_text("95.0%")
    expect(page.locator('[data-cell="Q7"]')).to_have_value("2,900")


def test_a_cell_sent_back_is_mended_on_a_phone(own, visit):
    engine, wang = as_(own, "wangfang")
    label = months.label(MONTH)
    number = hand_in(engine, wang, ["海曙区", label, 1000, 900], ["江北区", label, 300, 290], month=MONTH)
    back = Back("月报", "C3", "请核对是否少写了一位。", months.now() + timedelta(days=1))
    approval.accept(engine, number, by=as_(own, "zhaomin")[1], step=0, sending_back=[back])

    phone = visit(f"{own.address}/desk?{HERE}", *PHONE, as_="wangfang")
    phone.locator('[data-panel="returned"] td.act a').click()
    cell = phone.locator('td.returned [data-cell="C3"]')
    expect(cell).to_be_focused()
    expect(phone.locator("tr.said").first).to_contain_text("请核对是否少写了一位")
    cell.fill("3000")
    cell.press("Enter")
    expect(phone.locator(".cells-root .saved")).to_contain_text("第 2 版")
    assert sideways(phone) == 0
    tick(phone)
    phone.locator(".st-key-submit button").click()
    expect(phone.locator('[data-panel="done"]')).to_contain_text("已提交第 2 号报送")


def begin(page: Page) -> None:
    """Begin the draft, once the page stands."""
    expect(page.locator(".st-key-begin button")).to_be_visible()
    page.wait_for_selector(RUN_OVER)
    page.locator(".st-key-begin button").click()


def tick(page: Page) -> None:
    """Confirm the warnings, where there are any."""
    page.wait_for_selector(RUN_OVER)
    box = page.locator('.st-key-panel-submit [data-testid="stCheckbox"] label')
    if box.count():
        box.click()
    expect(page.locator(".st-key-submit button")).to_be_enabled()


def sideways(page: Page) -> int:
    """How far the page can be scrolled to the side."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def as_(server: Server, login: str) -> tuple[object, Actor]:
    """The store of a server, and somebody in it."""
    engine = store.connect(server.store)
    with engine.connect() as conn:
        return engine, accounts.actor_of(conn, login)
