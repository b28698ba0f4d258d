"""An approver with a phone: one cell goes back with a reason, the rest is accepted."""

import pytest
from playwright.sync_api import expect

from data import months, store
from data.access import Grant
from data.reporting import approval, submissions
from tests.pages.conftest import serve
from tests.pages.handed_in import PROVINCE, hand_in, people

PHONE = (390, 844)


@pytest.fixture
def handed_in(started, approval_levels):
    """The cockpit with a month of Ningbo that waits, and the sessions of those who know it."""
    approval_levels(1)
    hand_in(started, people(started)["王芳"])
    yield from serve(started)


def test_a_cell_goes_back_and_the_rest_counts(handed_in, visit):
    handed_in.person("zhang", Grant("approver", PROVINCE), name="张扬")
    page = visit(f"{handed_in.address}/approval", *PHONE, as_="zhang")
    page.locator('[data-panel="mine"]').get_by_role("link", name="审核", exact=True).click()
    page.get_by_role("checkbox", name="退回 月报 D3").click()
    expect(page.get_by_role("checkbox", name="退回 月报 D3")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accept = page.get_by_role("button", name="通过其余 5 项，退回 1 个单元格")
    expect(accept).to_be_disabled()
    page.get_by_role("radio", name="与佐证材料不符").click()
    expect(accept).to_be_enabled()
    accept.click()
    expect(page.get_by_text("已通过，现已生效；退回 1 个单元格")).to_be_in_viewport()
    with store.connect(handed_in.store).connect() as conn:
        found = submissions.of(conn, 1)
        back = approval.open_cells(conn, ["330205"])
    assert (found.state, found.steps) == ("accepted", 1)
    assert back[["cell", "reason", "name"]].to_numpy().tolist() == [["D3", "与佐证材料不符", "张扬"]]
    assert back["due"].iloc[0] > months.now()
