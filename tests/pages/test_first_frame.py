"""A page stands before the program that draws it has begun, and is the same page afterwards."""

import pytest

from tests import prepared
from tests.pages.conftest import serve

BOARDS = """() => [...document.querySelectorAll('.board > *, .board .panel')].map((each) => {
    const {x, y, width, height} = each.getBoundingClientRect();
    return [each.className, x, y, width, height].join(' ');
})"""
WIDE = (1920, 1080)
NO_SOCKET = "window.WebSocket = class extends EventTarget { send() {} close() {} }"


@pytest.fixture
def server(stores, tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_PAGES_FIRST_FRAME", "true")
    with stores.sqlite(prepared.with_starting_data, tmp_path) as engine:
        yield from serve(engine)


@pytest.mark.parametrize("size", [WIDE, (390, 844)])
def test_a_page_stands_at_once_and_stays_where_it_stood(server, visit, size):
    page = visit(server.address, *size)
    inside = page.locator("[data-testid=stMain] .overview .tile")
    inside.first.wait_for()
    assert page.locator(".first-frame").count() == 0  # taken over, board by board
    drawn = page.evaluate(BOARDS)
    page.keyboard.press("/")
    page.locator(".finder").wait_for()  # and alive

    if size == WIDE:  # the places of the map are drawn ahead when all is at rest
        with page.expect_request("**/first/overview?unit=330*") as neighbour:
            page.reload()
        assert neighbour.value.method == "HEAD"
        assert neighbour.value.response().status == 200

        # what is pointed at is drawn ahead, once
        with page.expect_request("**/first/whole?*") as asked:
            page.locator(".frame nav a[href*='./whole']").hover()
        assert asked.value.method == "HEAD"
        assert asked.value.response().status == 200

    page.add_init_script(NO_SOCKET)  # Streamlit begins and hears nothing
    page.goto(server.address)
    page.locator(".first-frame .overview .tile").first.wait_for()
    assert page.evaluate(BOARDS) == drawn
    page.locator(".first-frame .overview a[href*='passport']").first.click()  # its links lead on
    page.wait_for_url("**/passport?**")
