"""The page of batches: what each changed, its file, and how it is taken back."""

import pytest

from data import batches, months
from data.reporting import calendar, drafts
from data.reporting.direct import commit, withdraw
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests.frames import figures
from tests.pages.stores import NINGBO, OCTOBER, PROBLEMS, read_only, upload
from tests.people import somebody, steward


@pytest.fixture
def batch(started):
    upload(started, OCTOBER)
    return upload(started, OCTOBER.replace("2900", "2100"), PROBLEMS, name="更正.xlsx")


def test_batches_newest_first_with_what_came_with_them(started, screen_of, batch):
    html = screen_of(started).open("history")
    assert html.index("更正.xlsx") < html.index("宁波月报.xlsx") < html.index("published_figures.csv")
    assert "日期为推断" in html


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"source": "published"}, "published_figures.csv", "更正.xlsx"),
        ({"source": "workbook"}, "更正.xlsx", "published_figures.csv"),
        ({"q": "宁波"}, "宁波月报.xlsx", "更正.xlsx"),
        ({"q": "100%_"}, "没有符合条件的批次", "更正.xlsx"),
        ({"source": "screen", "q": "宁波"}, "没有符合条件的批次", "宁波月报.xlsx"),
    ],
)
def test_the_list_is_narrowed_by_how_a_batch_came_and_by_words(started, screen_of, batch, asked, shown, hidden):
    html = screen_of(started).open("history", **asked)
    assert shown in html
    assert hidden not in html


def test_a_batch_shows_each_change_from_and_to(started, screen_of, batch):
    html = screen_of(started).open("history", batch=str(batch.batch))
    assert "2,900" in html
    assert "2,100" in html
    assert "月报 Q7" in html
    assert "W-01" in html
    assert "&lt;b&gt;消防通道&lt;/b&gt;" in html


@pytest.mark.parametrize("query", [{"batch": "999"}, {"batch": "x"}, {"before": "-1"}, {"batch": "1", "from": "9999"}])
def test_what_is_not_there_is_a_sentence(started, screen_of, query):
    assert "published_figures.csv" in screen_of(started).open("history", **query)


def test_a_withdrawal_says_first_what_it_brings_back(started, screen_of, batch):
    screen = screen_of(started, NINGBO)
    html = screen.open("history", batch=str(batch.batch), withdraw="1", unit="330200")
    assert "4 个数回到之前的批次所报，4 个数变为未填报，0 个数不受影响" in html
    assert screen.app.button(key="withdraw-now").disabled
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    screen.app.button(key="withdraw-now").click()
    html = screen.run()
    assert f"批次 {batch.batch} 已撤回" in html
    assert "由 王芳 撤回" in html
    with started.connect() as conn:
        assert batches.listing(conn).iloc[0]["reason"] == "填错"


def test_a_batch_withdrawn_meanwhile_is_told_calmly(started, screen_of, batch):
    screen = screen_of(started)
    screen.open("history", batch=str(batch.batch), withdraw="1")
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    withdraw(started, batch.batch, by=NINGBO, reason="别人")
    screen.app.button(key="withdraw-now").click()
    assert "撤回" in screen.run()


def test_a_store_that_cannot_write_withdraws_nothing_and_says_so(started, screen_of, batch):
    screen = screen_of(started)
    address = {"batch": str(batch.batch), "withdraw": "1"}
    screen.open("history", **address)
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    with read_only(started):
        screen.app.button(key="withdraw-now").click()
        assert "没有写入" in screen.run()
    with started.connect() as conn:
        assert batches.listing(conn)["withdrawn_by"].isna().all()


HAISHU = "measure | unit | month | value\nrated | 330203 | 2024-10 | 1200"


def test_who_may_read_but_not_withdraw_is_offered_no_withdrawal(started, screen_of, batch):
    screen = screen_of(started, somebody("leader", "330200"))
    html = screen.open("history", batch=str(batch.batch), withdraw="1")
    assert "更正.xlsx" in html
    assert "withdraw=1" not in html
    assert "correct=1" not in html
    assert not [button for button in screen.app.button if button.key == "withdraw-now"]


def test_a_steward_of_a_part_withdraws_nothing_of_the_whole(started, screen_of, batch):
    html = screen_of(started, steward("张三", "330203")).open("history", batch=str(batch.batch))
    assert "withdraw=1" not in html


def test_another_units_batches_are_not_there_until_the_month_is_published(started, screen_of, batch):
    screen = screen_of(started, steward("钱七", "330600"))
    assert "更正.xlsx" not in screen.open("history")
    html = screen.open("history", batch=str(batch.batch))
    assert f"没有批次 {batch.batch}" in html
    assert "2,100" not in html
    calendar.publish(started, months.parse("2024-10"), by=somebody("administrator"))
    html = screen.open("history", batch=str(batch.batch))
    assert "2,100" in html
    assert "账实不符" not in html
    assert "不提供下载" in html


def test_later_batches_that_changed_the_same_are_listed_and_stay(started, screen_of, batch):
    later = upload(started, HAISHU, name="再更正.xlsx")
    html = screen_of(started, NINGBO).open("history", batch=str(batch.batch), withdraw="1")
    assert "之后的批次又报过其中 1 个数" in html
    assert f"batch={later.batch}" in html
    assert "1,200" in html
    assert "1 个数不受影响" in html


def test_a_batch_says_who_approved_when_it_was_handed_in_and_what_it_corrected(started, screen_of):
    with started.connect() as conn:
        compared = compare(conn, figures(HAISHU), {})
    handed_in = months.now().replace(year=2024, month=11, day=8, hour=16, minute=20)
    source = Source("workbook", "海曙.xlsx", b"", "", 7, handed_in, "李敏", "评价数少报")
    done = commit(started, compared, source, by=NINGBO)
    screen = screen_of(started, NINGBO)
    for html in (screen.open("history"), screen.open("history", batch=str(done.batch))):
        assert "2024-11-08 16:20" in html
        assert "李敏" in html
        assert "评价数少报" in html


def test_an_earlier_month_is_corrected_from_its_batch_with_a_reason(started, screen_of, batch):
    screen = screen_of(started, NINGBO)
    html = screen.open("history", batch=str(batch.batch))
    assert f"batch={batch.batch}&amp;correct=1" in html
    screen.open("history", batch=str(batch.batch), correct="1")
    assert screen.app.button(key="correct-now").disabled
    screen.app.text_input(key="correct-why").input("评价数少报")
    screen.run()
    screen.app.button(key="correct-now").click()
    screen.run()
    with started.connect() as conn:
        draft = drafts.current(conn, "330200", months.parse("2024-10"), correction=True)
    assert draft.correction == "评价数少报"
    assert screen.app.query_params["draft"] == str(draft.number)
    assert "评价数少报" in "".join(screen.boards().values())  # on the page where it is filled in


def test_a_locked_month_is_not_corrected_and_the_page_says_why(started, screen_of, batch):
    calendar.lock(started, months.parse("2024-10"), by=somebody("administrator"))
    screen = screen_of(started, NINGBO)
    screen.open("history", batch=str(batch.batch), correct="1")
    screen.app.text_input(key="correct-why").input("评价数少报")
    screen.run()
    screen.app.button(key="correct-now").click()
    assert "已锁定" in screen.run()


def test_a_file_and_a_list_come_as_a_download(bare, visit):
    for page, name in (("history?batch=6", "published_figures.csv"), ("applications?month=2023-03", "应用一本账")):
        shown = visit(f"{bare.address}/{page}")
        with shown.expect_download() as got:
            shown.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
        assert name in got.value.suggested_filename
        assert got.value.path().read_bytes()


def test_where_approval_is_asked_a_withdrawal_waits_for_somebody_else(started, screen_of, batch, approval_levels):
    approval_levels(1)
    screen = screen_of(started, NINGBO)
    screen.open("history", batch=str(batch.batch), withdraw="1", unit="330200")
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    screen.app.button(key="withdraw-now").click()
    html = screen.run()
    assert f"已申请撤回批次 {batch.batch}，等待审核" in html
    assert "王芳已于" in html
    other = screen_of(started, somebody("approver", "330000", name="赵明"))
    html = other.open("approval")
    assert f"申请：撤回批次 {batch.batch}" in html
    assert "个数变为未填报" in html
    other.app.button(key="asked-yes-1").click()
    assert f"已同意，现已生效：撤回批次 {batch.batch}" in other.run()
    with started.connect() as conn:
        assert batches.listing(conn)["withdrawn_by"].notna().any()
