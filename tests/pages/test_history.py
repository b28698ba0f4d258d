"""The page of batches: what each changed, its file, and how it is taken back."""

import pytest

from data import batches
from data.uploads.commit import withdraw
from tests.pages.stores import NINGBO, OCTOBER, PROBLEMS, read_only, upload


@pytest.fixture
def batch(started):
    upload(started, OCTOBER)
    return upload(started, OCTOBER.replace("2900", "2100"), PROBLEMS, name="更正.xlsx")


def test_batches_newest_first_with_what_came_with_them(started, screen_of, batch):
    html = screen_of(started).open("history")
    assert html.index("更正.xlsx") < html.index("宁波月报.xlsx") < html.index("published_figures.csv")
    assert "日期为推断" in html


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
    screen = screen_of(started)
    html = screen.open("history", batch=str(batch.batch), withdraw="1", by="王芳", unit="330200")
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
    screen.open("history", batch=str(batch.batch), withdraw="1", by="王芳")
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    withdraw(started, batch.batch, by=NINGBO, reason="别人")
    screen.app.button(key="withdraw-now").click()
    assert "撤回" in screen.run()


def test_a_store_that_cannot_write_withdraws_nothing_and_says_so(started, screen_of, batch):
    screen = screen_of(started)
    address = {"batch": str(batch.batch), "withdraw": "1", "by": "王芳"}
    screen.open("history", **address)
    screen.app.text_input(key=f"reason-{batch.batch}").input("填错")
    screen.run()
    with read_only(started):
        screen.app.button(key="withdraw-now").click()
        assert "没有写入" in screen.run()
    with started.connect() as conn:
        assert batches.listing(conn)["withdrawn_by"].isna().all()


def test_the_demonstration_is_left_at_a_button(started, screen_of):
    upload(started, OCTOBER, kind="demo")
    screen = screen_of(started)
    assert "演示数据" in screen.open("history")
    screen.app.button(key="leave-now").click()
    assert "已退出演示，撤回 1 批" in screen.run()
