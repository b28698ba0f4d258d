"""Questions on the passport: asked at a figure, answered there, each by whom it belongs to."""

from datetime import date

import pytest

from data import looks, months, store, working_days
from data.access import Grant
from data.questions import questions
from data.questions.evidence import File
from tests import talking
from tests.pages.stores import OCTOBER, PROBLEMS, read_only, upload
from tests.people import somebody

PEOPLE = {"limin": ("leader", "330200"), "wangfang": ("steward", "330203"), "other": ("steward", "330205")}
MONTH = date(2024, 10, 1)
HERE = {"metric": "satisfaction", "unit": "330200", "month": "2024-10"}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


@pytest.fixture
def town(started):
    upload(started, OCTOBER, PROBLEMS)
    for login, (role, unit) in PEOPLE.items():
        talking.add(started, login, role, unit)
    return started


def who(login):
    role, unit = PEOPLE[login]
    return somebody(role, unit, name=login, login=login)


def ask(engine, text="满意率为何低？", by="limin", **more):
    return questions.ask(engine, "satisfied", "330203", MONTH, "", text, by=who(by), **more)


def threads(engine):
    with engine.connect() as conn:
        return questions.of_figure(conn, "satisfied", "330203", MONTH, actor=who("limin"))


def keys(screen):
    return {each.key for kind in ("button", "text_area", "selectbox") for each in screen.app.get(kind)}


def test_nobody_asked_yet(town, screen_of):
    shown = screen_of(town, who("limin")).open("passport", **HERE)
    assert "这个数还没有人提问" in shown
    assert "question=new" in shown


def test_a_leader_asks_at_one_of_the_figures_behind_a_number(town, screen_of):
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE, question="new", at="satisfied~330203~2024-10~")
    assert (
        "海曙区" in screen.app.selectbox(key="ask-at").value[1]
        or screen.app.selectbox(key="ask-at").value[1] == "330203"
    )
    screen.app.text_area(key="question-text").set_value("满意率为何低？")
    screen.app.button(key="ask-now").click()
    shown = screen.run()
    assert "已提出" in shown
    assert "满意率为何低？" in shown
    assert [thread.messages[0].text for thread in threads(town)] == ["满意率为何低？"]
    assert screen.app.text_area(key="question-text").value == ""


def test_what_is_refused_is_said_and_what_was_written_stays(town, screen_of):
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE, question="new")
    screen.app.text_area(key="question-text").set_value("请打 13812345678")
    screen.app.button(key="ask-now").click()
    assert "个人信息不得进入本系统" in screen.run()
    assert screen.app.text_area(key="question-text").value == "请打 13812345678"
    assert threads(town) == ()


def test_the_steward_answers_where_the_notice_leads(town, screen_of):
    number = ask(town)
    screen = screen_of(town, who("wangfang"))
    shown = screen.open("passport", unit="330203", month="2024-10", question=str(number))
    assert "满意率为何低？" in shown
    assert "close-now" not in keys(screen)
    screen.app.text_area(key="question-text").set_value("窗口搬迁，排队变长。")
    screen.app.button(key="answer-now").click()
    shown = screen.run()
    assert "窗口搬迁" in shown
    assert "已答复" in shown


def test_who_asked_closes(town, screen_of):
    number = ask(town)
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE, question=str(number))
    screen.app.button(key="close-now").click()
    assert "已撤回" in screen.run()
    assert threads(town)[0].state == "withdrawn"
    assert not keys(screen) & {"answer-now", "close-now", "question-text"}


def test_what_was_asked_is_charged_from_the_question_and_each_leads_to_the_other(town, screen_of):
    number = ask(town)
    screen = screen_of(town, who("limin"))
    assert f"charge=metric&amp;question={number}" in screen.open("passport", **HERE, question=str(number))
    screen.open("instructions", **(HERE | {"unit": "330203"}), charge="metric", question=str(number))
    assert screen.app.text_area(key="charge-what").value.startswith("满意率为何低。请查清原因")
    screen.app.button(key="charge-now").click()
    shown = screen.run()
    assert "已交办第 1 号" in shown
    assert f"question={number}" in shown  # the way back, on the instruction's own page
    assert "已交办第 1 号" in screen.open("passport", **HERE, question=str(number))
    assert "据此交办" not in screen_of(town, who("wangfang")).open("passport", **HERE, question=str(number))


def test_another_unit_sees_neither_question_nor_form(town, screen_of):
    number = ask(town)
    screen = screen_of(town, who("other"))
    shown = screen.open("passport", metric="satisfaction", unit="330205", month="2024-10", question=str(number))
    assert "满意率为何低" not in shown
    assert not keys(screen) & {"answer-now", "ask-now", "question-text"}


def test_a_steward_is_not_offered_to_ask(town, screen_of):
    screen = screen_of(town, who("wangfang"))
    shown = screen.open("passport", metric="satisfaction", unit="330203", month="2024-10", question="new")
    assert "question=new" not in shown
    assert "ask-now" not in keys(screen)


def test_what_somebody_wrote_and_called_a_file_is_text(town, screen_of):
    ask(town, "<img src=x onerror=alert(1)>\n第二行", evidence=(File("a&b'x.pdf", PDF),))
    shown = screen_of(town, who("limin")).open("passport", **HERE)
    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "a&amp;b&#39;x.pdf" in shown


def test_files_are_offered_at_the_question_that_is_open(town, screen_of):
    number = ask(town, evidence=(File("证明.pdf", PDF),))
    screen = screen_of(town, who("wangfang"))
    screen.open("passport", unit="330203", month="2024-10")
    assert not screen.app.get("download_button") or "证明" not in str(screen.app.get("download_button"))
    screen.open("passport", unit="330203", month="2024-10", question=str(number))
    assert any("证明.pdf" in each.proto.label for each in screen.app.get("download_button"))


def test_a_register_is_asked_about_as_a_whole(town, screen_of):
    screen = screen_of(town, who("limin"))
    screen.open("passport", metric="problems_open", unit="330203", month="2024-10", question="new")
    assert screen.app.selectbox(key="ask-at").value == ("problems", "330203", MONTH, "")


def test_the_form_asks_about_the_unit_one_looks_at_and_not_the_first_below_it(town, screen_of):
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE, question="new")
    assert screen.app.selectbox(key="ask-at").value[1] == HERE["unit"]


def test_a_question_that_is_not_there_leaves_the_page_as_it_is(town, screen_of):
    assert "选一个指标" in screen_of(town, who("limin")).open("passport", unit="330200", question="999")
    assert "还没有人提问" in screen_of(town, who("limin")).open("passport", **HERE, question="x")


def test_a_passport_that_is_opened_is_counted_once_for_as_long_as_one_stays(town, screen_of):
    looks._noted.clear()
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE)
    screen.run()
    assert looks.flush(town) == 1


def test_a_store_that_only_reads_refuses_with_a_sentence(town, screen_of):
    screen = screen_of(town, who("limin"))
    screen.open("passport", **HERE, question="new")
    screen.app.text_area(key="question-text").set_value("为何？")
    screen.app.button(key="ask-now").click()
    with read_only(store.engine()):
        assert "没有写入" in screen.run()


def test_a_figure_with_an_open_question_is_marked_where_it_came_from(town, screen_of):
    number = ask(town)
    screen = screen_of(town, who("limin"))
    marked = f'<a class="asked-about" href="./passport?unit=330200&amp;month=2024-10&amp;lang=zh&amp;metric=satisfaction&amp;question={number}">'
    assert screen.open("passport", **HERE).count(marked) == 1
    questions.close(town, number, by=who("limin"))
    assert "asked-about" not in screen.open("passport", **HERE)


def test_from_the_bell_to_the_answer_with_a_file_that_comes_back_as_a_download(bare, visit):
    bare.person("limin", Grant("leader", "330000"), name="李敏")
    bare.person("wangfang", Grant("steward", "330000"), name="王芳")
    engine = store.connect(bare.store)
    leader = somebody("leader", "330000", name="李敏", login="limin")
    questions.ask(engine, "apps_on_shelf", "330000", date(2022, 12, 1), "", "<i>口径</i>是否变了？", by=leader)
    engine.dispose()
    page = visit(f"{bare.address}/notices", as_="wangfang")
    page.get_by_role("link", name="提问").click()
    page.get_by_text("<i>口径</i>是否变了？").wait_for()
    page.get_by_role("textbox", name="答复").fill("没有变。")
    page.locator('input[type="file"]').set_input_files(
        {"name": "说明.pdf", "mimeType": "text/html", "buffer": PDF}, timeout=30_000
    )
    page.get_by_text("说明.pdf").wait_for()
    page.get_by_role("button", name="答复", exact=True).click()
    page.get_by_text("已发出").wait_for()
    with page.expect_download() as got:
        page.get_by_role("button", name="说明.pdf").click()
    assert got.value.suggested_filename == "说明.pdf"
    assert got.value.path().read_bytes() == PDF


ROW = {"unit": "330203", "month": "2024-10", "register": "problems", "key": "W-01"}


def test_a_row_is_asked_about_and_answered_on_its_own_page(town, screen_of):
    screen = screen_of(town, who("limin"))
    assert "question=new" in screen.open("object", **ROW)
    screen.open("object", **ROW, question="new")
    assert screen.app.selectbox(key="ask-at").value == ("problems", "330203", MONTH, "W-01")
    assert screen.app.date_input(key="ask-due").value == working_days.after(months.today(), 5)
    screen.app.date_input(key="ask-due").set_value(months.today())
    screen.app.text_area(key="question-text").set_value("何时办结？")
    screen.app.button(key="ask-now").click()
    shown = screen.run()
    assert "何时办结？" in shown
    assert f"待答复 · 请于 {months.today()} 前答复" in shown
    assert "财政局" in shown
    assert "charge=row" in shown  # and an instruction can come of it
    steward = screen_of(town, who("wangfang"))
    asked = "待答复的提问</td>"
    line = steward.open("unit", unit="330203", month="2024-10").partition(asked)[2][:400]
    assert "object?" in line
    assert "key=W-01" in line
    number = line.partition("question=")[2].partition('"')[0]
    steward.open("object", **ROW, question=number)
    steward.app.text_area(key="question-text").set_value("本月底。")
    steward.app.button(key="answer-now").click()
    assert "已答复" in steward.run()
    other = screen_of(town, who("other")).open("object", **ROW, question=number)
    assert "何时办结" not in other


def test_the_list_of_a_register_and_what_a_unit_owes_lead_to_where_one_asks(town, screen_of):
    leader = screen_of(town, who("limin"))
    html = leader.open("problems", unit="330203", month="2024-10", list="audit")
    assert "question=new" in html
    assert "at=problems~330203~2024-10~" in html
    cells = leader.open("reporting", unit="330203", month="2024-10")
    assert "passport?unit=330203&amp;month=2024-10&amp;lang=zh&amp;metric=satisfaction" in cells
    assert "question=new" not in screen_of(town, who("wangfang")).open("problems", unit="330203", month="2024-10")
