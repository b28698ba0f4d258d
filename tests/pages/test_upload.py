"""The page of a draft: findings in their place, what would move, handing it in, and every refusal a calm sentence."""

import io
from datetime import date

import openpyxl
import pytest

from data import months, revisions
from data.access import Grant
from data.people import accounts
from data.reporting import approval, calendar, drafts
from data.reporting.approval import Back
from tests.pages.stores import OCTOBER, read_only, upload
from tests.pages.typing_in import grid_of, type_in
from tests.people import everybody
from tests.staff import hire

HERE = {"unit": "330200", "month": "2024-10"}
MONTH = date(2024, 10, 1)
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
    screen.open("upload", **HERE)
    return screen


@pytest.fixture
def wang(started):
    return hire(started, "wang", "330200", Grant("steward", "330200"), name="王芳")


@pytest.fixture
def li(started):
    return hire(started, "li", "330200", Grant("steward", "330200"), name="李强")


def drop(screen, rows=(), *, name="月报.xlsx", content=None):
    """Drop a file; what the page then shows."""
    uploader = screen.app.get("file_uploader")[0]
    uploader.set_value((name, content or workbook(rows), "application/octet-stream"))
    return screen.run()


def press(screen, key):
    """Press a button; what the page then shows."""
    screen.app.button(key=key).click()
    return screen.run()


def keys(screen):
    return {button.key for button in screen.app.button}


def cells(screen):
    """What the grid shows: its HTML."""
    return grid_of(screen)[1]["html"]


def test_it_begins_on_the_screen_with_the_template(screen):
    assert "begin" in keys(screen)
    html = press(screen, "begin")
    assert 'data-cell="C6"' in cells(screen)
    assert "海曙区" in cells(screen)
    assert "还没有填任何数" in html
    assert screen.app.button(key="submit").disabled


def test_findings_stand_at_their_cell_and_are_told_in_both_languages(screen):
    html = drop(screen, WRONG)
    assert "“月报”B3：评价数应为数字，读到“很多”" in html
    assert "should be a number; it says “很多”" in html
    assert "没有名为“江比区”的单位" in html
    assert '<td class="error" data-label="评价数"><input data-sheet="月报" data-cell="B3" value="很多"' in cells(screen)
    assert "先改好 2 处" in html
    assert screen.app.button(key="submit").disabled


def test_a_finding_leads_to_its_cell_and_what_is_no_cell_is_shown_in_its_place(screen):
    html = drop(screen, WRONG)
    assert "sheet=%E6%9C%88%E6%8A%A5&amp;cell=B3" in html
    assert '<td class="wrong">江比区</td>' in html
    screen.open("upload", **HERE, sheet="月报", cell="B3")
    assert grid_of(screen)[1]["focus"] == "月报!B3"


def test_a_mended_cell_is_saved_and_looked_at_again(screen, started):
    drop(screen, [("海曙区", "很多", 900), ("江北区", 3000, 2900)])
    html = type_in(screen, B3="1,000")
    assert "没有发现疑点" in html
    assert "95.0%" in html
    assert "2/10" in html
    assert 'value="1,000"' in cells(screen)
    assert "第 3 版" in grid_of(screen)[1]["words"]["saved"]
    assert not screen.app.button(key="submit").disabled


def test_what_is_no_cell_to_fill_in_cannot_be_typed_over(screen):
    drop(screen, GOOD)
    type_in(screen, A3="江北区", B2="满意数")
    assert grid_of(screen)[1]["version"] == 2
    assert "海曙区" in cells(screen)


def test_what_was_sent_twice_is_saved_once(screen):
    drop(screen, GOOD)
    type_in(screen, name="once", B3="1100")
    type_in(screen, name="once", B3="1100")
    assert grid_of(screen)[1]["version"] == 3


def test_a_closed_browser_loses_nothing(screen, started, screen_of):
    drop(screen, GOOD)
    type_in(screen, B3="1200")
    again = screen_of(started)
    again.open("upload", **HERE)
    assert 'value="1,200"' in cells(again)


def test_nothing_is_written_before_it_is_handed_in(screen, started):
    before = revision(started)
    drop(screen, GOOD)
    type_in(screen, B3="1200")
    assert revision(started) == before


def test_without_approval_it_counts_at_once_and_leads_to_the_numbers(screen, started):
    before = revision(started)
    assert "提交后立即计入" in drop(screen, GOOD)
    html = press(screen, "submit")
    assert f"版本 {before + 1}" in html
    assert "passport?unit=330200" in html
    assert revision(started) == before + 1


def test_with_approval_it_says_who_decides_and_can_be_taken_back(started, screen_of, approval_levels, wang):
    approval_levels(1)
    hire(started, "zhao", "330000", Grant("approver", "330000"), name="赵敏")
    before = revision(started)
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    assert "由赵敏审核" in drop(screen, GOOD)
    html = press(screen, "submit")
    assert "已提交第 1 号报送" in html
    assert "第 1 号报送待审核" in html
    assert revision(started) == before
    html = press(screen, "recall")
    assert "已收回第 1 号报送" in html
    assert 'value="2,900"' in cells(screen)


def test_where_nobody_may_approve_it_says_so(started, screen_of, approval_levels, wang):
    approval_levels(1)
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    assert "没有人可以审核宁波市" in drop(screen, GOOD)


def test_a_cell_sent_back_is_marked_with_its_reason(started, screen_of, approval_levels, wang):
    approval_levels(1)
    zhao = hire(started, "zhao", "330000", Grant("approver", "330000"), name="赵敏")
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    drop(screen, GOOD)
    press(screen, "submit")
    due = months.now().replace(year=2099)
    back = Back("月报", "B3", "请核对是否少写了一位。", due)
    approval.accept(started, 1, by=zhao, step=0, sending_back=[back])
    screen.open("upload", **HERE, sheet="月报", cell="B3", show="marked")
    assert "赵敏退回：请核对是否少写了一位" in cells(screen)
    assert 'class="returned"' in cells(screen)
    assert "江北区" not in cells(screen)


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
    assert screen.app.button(key="submit").disabled
    screen.app.checkbox[0].check()
    screen.run()
    assert not screen.app.button(key="submit").disabled


def test_last_month_stands_beside_what_is_to_be_filled_in(screen, started):
    upload(started, OCTOBER.replace("2024-10", "2024-09"))
    press(screen, "begin")
    assert "上月 1,000" in cells(screen)


def test_somebody_else_was_faster(screen, started):
    drop(screen, GOOD)
    upload(started, OCTOBER.replace("2900", "2500"), name="李的月报.xlsx")
    after = revision(started)
    html = press(screen, "submit")
    assert "您预览之后，数据已有 1 次更新" in html
    assert "李的月报.xlsx" in html
    assert "2,500" in html
    assert revision(started) == after
    assert "已提交" in press(screen, "submit")


def test_a_batch_elsewhere_does_not_ask_again(screen, started):
    drop(screen, GOOD)
    upload(started, "measure | unit | month | value\nrated | 330206 | 2024-10 | 5")
    assert "已提交" in press(screen, "submit")


def test_two_stewards_keep_both_and_are_asked_about_the_same_cell(started, screen_of, wang, li):
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    drop(screen, GOOD)
    _, shown = grid_of(screen)
    drafts.edit(
        started,
        shown["draft"],
        [drafts.Edit("月报", "B3", 1111), drafts.Edit("月报", "C3", 950)],
        by=li.acting_for("330200"),
        base=shown["version"],
    )
    html = type_in(screen, base=shown["version"], B3="2222", B4="3100")
    assert 'value="1,111"' in cells(screen)
    assert 'value="950"' in cells(screen)
    assert 'value="3,100"' in cells(screen)
    assert "月报 B3：您填“2222”，李强" in html
    assert "先选定 1 处" in html
    html = press(screen, "mine-0")
    assert 'value="2,222"' in cells(screen)
    assert "先选定" not in html


def test_their_value_can_be_left(started, screen_of, wang, li):
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    drop(screen, GOOD)
    _, shown = grid_of(screen)
    drafts.edit(started, shown["draft"], [drafts.Edit("月报", "B3", 1111)], by=li.acting_for("330200"), base=2)
    type_in(screen, base=2, B3="2222")
    html = press(screen, "theirs-0")
    assert 'value="1,111"' in cells(screen)
    assert "您填" not in html


def test_a_file_over_a_newer_version_is_asked_about(started, screen_of, wang, li):
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    drop(screen, GOOD)
    _, shown = grid_of(screen)
    drafts.edit(started, shown["draft"], [drafts.Edit("月报", "B3", 1111)], by=li.acting_for("330200"), base=2)
    html = drop(screen, [("海曙区", 5000, 900), ("江北区", 3000, 2900)], name="我的.xlsx")
    assert "“我的.xlsx”还没有存入" in html
    assert 'value="1,111"' in cells(screen)
    press(screen, "replace")
    assert 'value="5,000"' in cells(screen)


def test_a_locked_month_says_what_to_do_and_keeps_the_draft(screen, started):
    drop(screen, GOOD)
    calendar.lock(started, MONTH, by=everybody())
    html = screen.open("upload", **HERE)
    assert "2024-10 已锁定" in html
    assert "请管理员" in html
    assert screen.app.button(key="submit").disabled
    assert "readonly" in cells(screen)


def test_rights_lost_in_the_middle_of_a_draft_are_told_and_the_draft_stays(started, screen_of, wang):
    screen = screen_of(started, wang)
    screen.open("upload", **HERE)
    drop(screen, GOOD)
    with started.connect() as conn:
        number = int(accounts.listing(conn).query("login == 'wang'")["grant"].iloc[0])
    accounts.take(started, number, by=everybody())
    html = type_in(screen, B3="1")
    assert "没有“宁波市”的填报权限" in html
    assert 'value="1,000"' in cells(screen)
    with started.connect() as conn:
        assert drafts.current(conn, "330200", MONTH).version == 2


def test_a_unit_that_is_somebody_elses_to_report_says_so(started, screen_of):
    held = Grant("steward", "330203"), Grant("leader", "330200")
    screen = screen_of(started, hire(started, "zhu", "330203", *held, name="朱"))
    html = screen.open("upload", **HERE)
    assert "宁波市不由您填报" in html
    assert "begin" not in keys(screen)
    assert 'value="330203"' in html


def test_a_figure_of_another_unit_is_refused(screen):
    assert "您不负责填报" in drop(screen, [("杭州市", 1000, 900)])


def test_a_draft_can_be_thrown_away(screen, started):
    drop(screen, GOOD)
    html = press(screen, "discard-now")
    assert "草稿已放弃" in html
    assert "begin" in keys(screen)


def test_a_store_that_cannot_write_is_told_and_takes_it_later(screen, started):
    drop(screen, GOOD)
    before = revision(started)
    with read_only(started):
        assert "数据库没有写入（attempt to write a readonly database）" in press(screen, "submit")
        assert revision(started) == before
    assert "已提交" in press(screen, "submit")


def test_what_the_store_could_not_take_stays_unsaved_in_the_browser(screen, started):
    drop(screen, GOOD)
    with read_only(started):
        html = type_in(screen, name="away", B3="1200")
        assert "数据库没有写入" in html
        assert grid_of(screen)[1]["done"] != "away"
    type_in(screen, name="away", B3="1200")
    assert grid_of(screen)[1]["done"] == "away"
    assert 'value="1,200"' in cells(screen)


def test_where_the_preview_cannot_be_rehearsed_it_says_so_and_is_tried_again(screen, started):
    drop(screen, [("海曙区", "很多", 900), ("江北区", 3000, 2900)])
    type_in(screen, B3="1000")
    screen.app.session_state["moves_as"] = None
    with read_only(started):
        assert "数据库没有写入" in screen.run()
        assert screen.app.button(key="submit").disabled
    assert "95.0%" in screen.run()
    assert not screen.app.button(key="submit").disabled


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n0000", b"\x00", b"PK\x03\x04half"])
def test_a_file_that_cannot_be_read_is_a_sentence_and_no_draft(screen, started, content):
    assert 'class="note"' in drop(screen, content=content)
    with started.connect() as conn:
        assert drafts.current(conn, "330200", MONTH) is None


def test_a_file_without_a_table_is_told_and_another_one_can_follow(screen):
    html = drop(screen, content=b"no table,here\n1,2\n", name="表.csv")
    assert "没有找到可读的表格" in html
    assert "没有发现疑点" in drop(screen, GOOD)


def test_in_english(screen):
    screen.open("upload", lang="en", **HERE)
    html = drop(screen, WRONG)
    assert "To mend" in html
    assert "should be a number" in html
    assert "Still to mend: 2" in html


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "x"}, {"month": "2024-13"}, {"revision": "999"}, {"draft": "99"}, {"draft": "x"}, {"from": "x"},
        {"q": "<b>x</b>"}, {"sheet": "无"}, {"sheet": "月报", "cell": "ZZ9"}, {"show": "x"},
    ],
)  # fmt: skip
def test_a_wrong_address_still_opens(screen, query):
    drop(screen, GOOD)
    assert "<b>x</b>" not in screen.open("upload", **HERE | query)


def revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)
