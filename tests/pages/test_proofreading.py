"""The page that holds a text against the store: pasted or dropped, each figure with its verdict and the way to its number."""

from data import audit
from metrics.proofreading.verdicts import VERDICTS
from tests.pages.stores import started as started
from tests.test_proofreading_documents import speech

TEXT = "宁波归集公共数据197亿条，特色专题库36个。\n本次电影大赛收到作品1280部。"
HERE = {"unit": "330200", "month": "2023-03", "lang": "zh"}


def test_a_pasted_text_is_answered_figure_by_figure(started, screen_of):
    screen = screen_of(started)
    screen.open("proofreading", **HERE)
    screen.app.text_area(key="proofread-text").set_value(TEXT)
    screen.app.button(key="proofread-go").click()
    html = screen.run()
    assert "3 个数字" in html
    order = [html.index(word) for word in ("已过时</span>", "非本库指标</span>", "一致</span>")]
    assert order == sorted(order)
    assert "宁波归集公共数据<mark>197亿条</mark>" in html
    assert "passport?unit=330200" in html
    assert "第 2 行" in html

    one = screen.open("proofreading", **HERE, verdict="outdated")
    assert "<mark>197亿条</mark>" in one
    assert "<mark>36个</mark>" not in one

    screen.app.button(key="proofread-clear").click()
    assert "<mark>" not in screen.run()


def test_nothing_and_what_is_no_document_is_a_sentence(started, screen_of):
    screen = screen_of(started)
    assert all(each.means.zh in screen.open("proofreading", **HERE) for each in VERDICTS.values())
    screen.app.button(key="proofread-go").click()
    assert "请粘贴文字，或选一个文件。" in screen.run()
    screen.app.get("file_uploader")[0].set_value(("稿.docx", b"PK", ""))
    screen.app.button(key="proofread-go").click()
    assert "不是完整的 Office 文件" in screen.run()


def test_of_a_word_document_there_is_a_copy_with_comments(started, screen_of):
    screen = screen_of(started)
    screen.open("proofreading", **{**HERE, "lang": "en"})
    screen.app.get("file_uploader")[0].set_value(("speech.docx", speech(), ""))
    screen.app.button(key="proofread-go").click()
    html = screen.run()
    assert "speech.docx · 2 figures" in html or "speech.docx · 3 figures" in html
    assert "paragraph 1" in html
    screen.app.button(key="proofread-mark").click()
    screen.run()
    assert screen.app.get("download_button")[0].proto.label == "Download the copy"
    with started.connect() as conn:
        assert audit.listing(conn).iloc[0]["action"] == "text_marked"
