"""The page of the upload: findings in their place, what would move, the commit, and every refusal a calm sentence."""

import io

import openpyxl
import pytest

from data import revisions
from tests.pages.stores import OCTOBER, read_only, upload

STEWARD = {"unit": "330200", "month": "2024-10"}
HEADER = ("单位", "评价数", "满意数")
GOOD = [("海曙区", 1000, 900), ("江北区", 3000, 2900)]
WRONG = [("海曙区", "很多", 900), ("江比区", 3000, 3200)]


def workbook(rows, header=HEADER):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月报"
    sheet.append(["2024年10月"])
    for row in (header, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def screen(started, screen_of):
    screen = screen_of(started)
    screen.open("upload", **STEWARD)
    return screen


def drop(screen, rows=(), *, name="月报.xlsx", content=None):
    """Drop a file; what the page then shows."""
    uploader = screen.app.get("file_uploader")[0]
    uploader.set_value((name, content or workbook(rows), "application/octet-stream"))
    return screen.run()


def keys(screen):
    return {button.key for button in screen.app.button}


def test_findings_name_sheet_and_cell_in_both_languages_and_show_the_place(screen):
    html = drop(screen, WRONG)
    assert "“月报”B3：评价数应为数字，读到“很多”" in html
    assert "should be a number; it says “很多”" in html
    assert "没有名为“江比区”的单位" in html
    assert '<td class="wrong">很多</td>' in html
    assert "commit" not in keys(screen)


def test_a_mended_file_tells_what_it_changes_and_what_would_move(screen):
    drop(screen, WRONG)
    html = drop(screen, GOOD)
    assert "没有发现疑点" in html
    assert "95.0%" in html
    assert "2/10" in html
    assert not screen.app.button(key="commit").disabled


def test_nothing_is_written_before_the_commit(screen, started):
    before = revision(started)
    drop(screen, GOOD)
    assert revision(started) == before


def test_the_commit_says_batch_and_revision_and_leads_to_the_numbers(screen, started):
    before = revision(started)
    drop(screen, GOOD)
    screen.app.button(key="commit").click()
    html = screen.run()
    assert f"版本 {before + 1}" in html
    assert "passport?unit=330200" in html
    assert revision(started) == before + 1


def test_a_correction_shows_from_and_to(screen, started):
    upload(started, OCTOBER)
    html = drop(screen, [("海曙区", 1000, 950)])
    assert "900" in html
    assert "950" in html
    assert "95.0%" in html
    assert "96.3%" in html  # 3,850 of 4,000, shown to one decimal


def test_warnings_must_be_ticked(screen, started):
    upload(started, OCTOBER.replace("2024-10", "2024-09"))
    drop(screen, [("海曙区", 100000, 90000)])
    assert screen.app.button(key="commit").disabled
    screen.app.checkbox[0].check()
    screen.run()
    assert not screen.app.button(key="commit").disabled


def test_somebody_else_was_faster(screen, started):
    drop(screen, GOOD)
    upload(started, OCTOBER.replace("2900", "2500"), name="李的月报.xlsx")
    after = revision(started)
    screen.app.button(key="commit").click()
    html = screen.run()
    assert "您预览之后，数据已有 1 次更新" in html
    assert "李的月报.xlsx" in html
    assert "2,500" in html
    assert revision(started) == after
    screen.app.button(key="commit").click()
    assert "已提交" in screen.run()


def test_a_store_that_cannot_write_is_told_and_takes_the_same_file_later(screen, started):
    drop(screen, GOOD)
    before = revision(started)
    with read_only(started):
        screen.app.button(key="commit").click()
        assert "数据库没有写入（attempt to write a readonly database）" in screen.run()
        assert revision(started) == before
    screen.app.button(key="commit").click()
    assert "已提交" in screen.run()


def test_where_the_preview_cannot_be_rehearsed_it_says_so_and_is_tried_again(screen, started):
    with read_only(started):
        assert "数据库没有写入" in drop(screen, GOOD)
        assert screen.app.button(key="commit").disabled
    assert "95.0%" in screen.run()
    assert not screen.app.button(key="commit").disabled


def test_while_the_demonstration_is_live_it_says_how_to_leave_it(started, screen_of):
    upload(started, OCTOBER, kind="demo")
    screen = screen_of(started)
    html = screen.open("upload", **STEWARD)
    assert "退出演示" in html
    assert "不能与真实数据混用" in drop(screen, GOOD)
    assert screen.app.button(key="commit").disabled
    screen.app.button(key="leave-now").click()
    screen.run()
    assert not screen.app.button(key="commit").disabled


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n0000", b"", b"PK\x03\x04half", b"no table,here\n1,2\n"])
def test_a_file_that_cannot_be_read_is_a_sentence(screen, content):
    name = "表.csv" if content.startswith(b"no") else "月报.xlsx"
    html = drop(screen, content=content or b"\x00", name=name)
    assert 'class="error"' in html
    assert "commit" not in keys(screen)


def test_a_unit_of_somebody_else_is_refused(screen):
    assert "您不负责填报" in drop(screen, [("杭州市", 1000, 900)])


def test_in_english(screen):
    screen.open("upload", lang="en", **STEWARD)
    html = drop(screen, WRONG)
    assert "To mend" in html
    assert "should be a number" in html


@pytest.mark.parametrize("query", [{"unit": "x"}, {"month": "2024-13"}, {"by": "<b>x</b>" * 30}, {"revision": "999"}])
def test_a_wrong_address_still_opens(screen, query):
    assert "<b>x</b>" not in screen.open("upload", **STEWARD | query)


def revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)
