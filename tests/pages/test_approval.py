"""The page of approval: what waits, what it changes, what goes back; by role, and when things change in between."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from data import batches, months, store
from data.notices import notices
from data.reporting import approval, drafts, submissions
from tests.pages.handed_in import NINGBO, OCTOBER, ROWS, already_counts, hand_in, people

LATER = "measure | unit | month | value\nsatisfied | 330205 | 2024-10 | 2500"


@pytest.fixture
def staff(started, approval_levels):
    approval_levels(1)
    return people(started)


@pytest.fixture
def number(started, staff):
    return hand_in(started, staff["王芳"])


def of(engine, number):
    with engine.connect() as conn:
        return submissions.of(conn, number)


def opened(screen, number, **more):
    return screen.open("approval", submission=str(number), **more)


def press(screen, key):
    screen.app.button(key=key).click()
    return screen.run()


def say_why(screen, words="与材料不符", step=0):
    number = screen.app.query_params["submission"][0]
    screen.app.text_input(key=f"reason-back-{number}-{step}").input(words)
    return screen.run()


def pressable(screen, key="accept"):
    return any(button.key == key for button in screen.app.button)


def test_nothing_waits(started, staff, screen_of):
    html = screen_of(started, staff["李敏"]).open("approval")
    assert "没有待您审核的数据" in html


def test_where_nothing_waits_one_sees_who_has_not_handed_in(started, staff, screen_of):
    html = screen_of(started, staff["李敏"]).open("approval", unit="330200", month="2024-10")
    assert html.index("催报名单") < html.index("海曙区") < html.index('class="matrix')


def test_what_waits_is_listed_with_unit_month_who_late_and_how_much(started, staff, number, screen_of):
    html = screen_of(started, staff["李敏"]).open("approval")
    assert "待我审核：1 份" in html
    assert f"submission={number}" in html
    for said in ("宁波市", "2024-10", "王芳", "迟", "第 1/1 级"):
        assert said in html


def test_opened_it_shows_the_figures_by_unit_with_what_stood_before(started, staff, screen_of):
    already_counts(
        started, "measure | unit | month | value\nrated | 330203 | 2024-09 | 800", staff["王芳"], "九月.xlsx"
    )
    html = opened(screen_of(started, staff["李敏"]), hand_in(started, staff["王芳"]))
    assert html.index("海曙区") < html.index("江北区")
    assert "评价数" in html
    assert "1,000" in html
    assert "800<small>+25.0%</small>" in html
    assert "月报 C2" in html
    assert "6 新增，0 修改，0 相同" in html
    assert "下载" not in html  # a button of its own


def test_all_is_accepted_and_counts_at_once(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    html = press(screen, "accept")
    assert "已通过，现已生效" in html
    found = of(started, number)
    assert (found.state, f"batch={found.batch}" in html) == ("accepted", True)
    assert "没有别的待审核了" in html
    with started.connect() as conn:
        assert batches.listing(conn).iloc[0]["approved_by"] == "李敏"


def test_single_cells_go_back_with_a_reason_while_the_rest_counts_and_coverage_moves(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    html = opened(screen, number, back="月报!C3/月报!D3")
    assert "勾选了 2 个单元格退回；其余 4 项通过" in html
    assert screen.app.button(key="accept").disabled
    assert not screen.app.button(key="accept").label.startswith("全部通过")
    say_why(screen)
    html = press(screen, "accept")
    assert "退回 2 个单元格" in html
    assert "0/10 →</span> <b>2/10" in html  # two units of ten, not three
    with started.connect() as conn:
        found = approval.open_cells(conn, ["330205"])
        counted = batches.listing(conn).iloc[0]["added"]
    assert found[["cell", "reason", "said"]].to_numpy().tolist() == [
        ["C3", "与材料不符", "3,000"],
        ["D3", "与材料不符", "2,900"],
    ]
    assert counted == 4
    assert (found["due"].dt.hour == 18).all()
    assert (found["due"] > months.now()).all()


def test_a_cell_may_have_a_reason_of_its_own_and_a_common_one_is_a_click(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number, back="月报!C3/月报!D3")
    screen.app.pills(key=f"usual-back-{number}-0").set_value(2) if hasattr(screen.app, "pills") else None
    screen.app.text_input(key=f"own-月报!D3-{number}-0").input("满意数含重复")
    say_why(screen, "请重算")
    press(screen, "accept")
    with started.connect() as conn:
        found = approval.open_cells(conn, ["330205"]).set_index("cell")["reason"]
    assert found["D3"] == "满意数含重复"
    assert found["C3"].endswith("请重算")


def test_all_of_it_is_sent_back(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    screen.app.text_input(key=f"reason-all-{number}-0").input("整表口径不对")
    screen.run()
    assert "已退回" in press(screen, "return-now")
    assert of(started, number).state == "returned"


@pytest.mark.parametrize("cells", ["月报!Z9", "x", "月报!C3'--", "<script>!C3"])
def test_cells_that_are_not_there_are_not_ticked(started, staff, number, screen_of, cells):
    html = opened(screen_of(started, staff["李敏"]), number, back=cells)
    assert "全部 6 项将通过" in html
    assert "<script>" not in html


def test_what_the_steward_was_warned_of_and_what_changes_stands_first_the_rest_is_folded(started, staff, screen_of):
    already_counts(
        started, "measure | unit | month | value\nsatisfied | 330211 | 2024-10 | 400", staff["王芳"], "先报.xlsx"
    )
    number = hand_in(started, staff["王芳"])
    screen = screen_of(started, staff["李敏"])
    html = opened(screen, number)
    assert "须留意 1 项" in html
    assert "400<small>+20.0%</small>" in html
    assert "1,000" not in html  # in the list; the units side by side show it as 1000
    assert "看其余 5 项" in html
    assert "1,000" in opened(screen, number, rest="1")


def test_units_stand_side_by_side_with_their_marks_and_a_cell_leads_to_its_row(started, staff, screen_of):
    already_counts(
        started, "measure | unit | month | value\nsatisfied | 330211 | 2024-10 | 400", staff["王芳"], "先报.xlsx"
    )
    screen = screen_of(started, staff["李敏"])
    html = opened(screen, hand_in(started, staff["王芳"]), back="月报!C2")
    table = re.search(r"<table class=\"units-beside\">.*?</table>", html, re.DOTALL)[0]
    lines = [re.sub(r"<[^>]+>", " ", line).split() for line in table.split("<tr>")[1:]]
    assert lines == [
        ["填报项", "海曙区", "江北区", "镇海区"],
        ["评价数", "↩", "1000", "3000", "500"],
        ["满意数", "900", "2900", "●", "480"],
    ]
    (way,) = re.findall(r'href="\./approval\?([^"]*)" data-tip="海曙区 · 满意数', table)
    html = screen.open("approval", **{name: values[0] for name, values in parse_qs(unescape(way)).items()})
    assert re.search(r'<tr class="added looked">.*?<b>满意数</b>', html, re.DOTALL)


def test_one_unit_alone_has_nothing_beside_it(started, staff, screen_of):
    number = hand_in(started, staff["王芳"], ["海曙区", "2024-10", 1000, 900])
    assert "units-beside" not in opened(screen_of(started, staff["李敏"]), number)


def test_who_handed_it_in_sees_why_they_may_not_decide(started, staff, number, screen_of):
    both = staff["王芳"].__class__("王芳", NINGBO, (*staff["王芳"].grants, *staff["李敏"].grants), staff["王芳"].login)
    screen = screen_of(started, both)
    html = opened(screen, number)
    assert "您自己填报或提交" in html
    assert not pressable(screen)
    assert "1,000" in html


@pytest.mark.parametrize("name", ["周静"])
def test_another_units_approver_sees_nothing_of_it(started, staff, number, screen_of, name):
    screen = screen_of(started, staff[name])
    html = opened(screen, number)
    assert f"没有第 {number} 号提交，或您无权查看" in html
    assert "1,000" not in html
    assert not pressable(screen)


@pytest.mark.parametrize("name", ["王芳", "赵岚"])
def test_who_approves_nothing_does_not_open_the_page(started, staff, number, screen_of, name):
    screen = screen_of(started, staff[name])
    screen.app.query_params["submission"] = str(number)
    screen.app.switch_page("pages/approvers/approval.py").run()
    shown = "".join(screen.boards().values())
    assert "没有打开" in shown
    assert "1,000" not in shown


def test_two_approvers_at_once_the_second_is_told_who_was_first(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    approval.accept(started, number, by=staff["陈刚"], step=0)
    html = press(screen, "accept")
    assert "陈刚" in html
    assert "已通过" in html
    assert not pressable(screen)
    with started.connect() as conn:
        assert len(batches.listing(conn).query("submission > 0")) == 1


def test_recalled_meanwhile_is_told_with_the_new_state(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    submissions.recall(started, number, by=staff["王芳"])
    html = press(screen, "accept")
    assert "已收回" in html
    assert "王芳" in html


def test_resubmitted_meanwhile_leads_to_the_new_one(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    newer = hand_in(started, staff["王芳"], *ROWS[:2], ["镇海区", "2024-10", 500, 490])
    html = press(screen, "accept")
    assert "请审核新的一份" in html
    assert f"submission={newer}" in html
    assert of(started, newer).state == "waiting"


def test_what_others_changed_since_is_listed_and_must_be_ticked(started, staff, number, screen_of):
    already_counts(started, LATER, staff["王芳"], "江北更正.xlsx")
    screen = screen_of(started, staff["李敏"])
    html = opened(screen, number)
    assert "他人改过的数据：1 处" in html
    assert "2,500" in html
    assert screen.app.button(key="accept").disabled
    (seen,) = [box for box in screen.app.checkbox if box.key.startswith("seen-")]
    seen.check()
    screen.run()
    assert "已通过" in press(screen, "accept")
    assert of(started, number).state == "accepted"


def test_what_others_changed_goes_back_without_a_tick(started, staff, number, screen_of):
    already_counts(started, LATER, staff["王芳"], "江北更正.xlsx")
    screen = screen_of(started, staff["李敏"])
    opened(screen, number, back="月报!D3")
    say_why(screen)
    press(screen, "accept")
    assert of(started, number).state == "accepted"


def test_changed_after_the_page_was_opened_is_refused_in_a_sentence(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number)
    already_counts(started, LATER, staff["王芳"], "江北更正.xlsx")
    html = press(screen, "accept")
    assert "请看过这些改动再决定" in html
    assert "他人改过的数据：1 处" in html
    assert of(started, number).state == "waiting"


def test_a_mended_cell_comes_again_and_the_thread_tells_how(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    opened(screen, number, back="月报!D3")
    say_why(screen, "满意数多报")
    press(screen, "accept")
    again = hand_in(started, staff["王芳"], *ROWS[:1], ["江北区", "2024-10", 3000, 2700], ROWS[2])
    html = opened(screen, again)
    assert "满意数多报" in html
    assert "重报" in html
    press(screen, "accept")
    third = hand_in(started, staff["王芳"], *ROWS[:1], ["江北区", "2024-10", 3000, 2710], ROWS[2])
    assert "2,900 →</span> <b>2,700" in opened(screen, third)


def test_a_question_at_a_cell_sends_nothing_back(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    html = opened(screen, number, ask="月报!D3")
    assert "江北区 · 满意数" in html
    screen.app.text_area(key=f"ask-月报!D3-{number}-0").input("为何高于上月？")
    screen.run()
    html = press(screen, "ask-now")
    assert "已提问" in html
    assert 'data-tip="为何高于上月？">有提问' in html
    assert of(started, number).state == "waiting"


def test_a_correction_says_why(started, staff, number, screen_of):
    approval.accept(started, number, by=staff["李敏"], step=0)
    again = hand_in(started, staff["王芳"], ["江北区", "2024-10", 3000, 2700], correction="满意数重复计算")
    screen = screen_of(started, staff["李敏"])
    assert "更正：满意数重复计算" in screen.open("approval")
    html = opened(screen, again)
    assert "满意数重复计算" in html
    assert "2,900<small>−6.9%</small>" in html
    press(screen, "accept")
    passport = screen.open("passport", metric="satisfaction", unit=NINGBO, month="2024-10")
    assert "已知更正：1 处" in passport
    assert "满意数重复计算" in passport


def test_what_was_decided_and_what_waits_for_others_are_listed(started, staff, number, screen_of):
    approval.send_back(started, number, "口径不对", months.now().replace(year=2099), by=staff["李敏"], step=0)
    assert "口径不对" in screen_of(started, staff["李敏"]).open("approval")
    draft = drafts.open_(started, NINGBO, OCTOBER, by=staff["王芳"])
    submissions.submit(started, draft.number, draft.version, by=staff["王芳"])
    below = staff["周静"].__class__("江涛", NINGBO, (staff["李敏"].grants[0].__class__("approver", NINGBO),))
    html = screen_of(started, below).open("approval")
    assert "待其他审核员审核：1 份" in html


def test_it_reads_in_english(started, staff, number, screen_of):
    screen = screen_of(started, staff["李敏"])
    assert "Waiting for me: 1" in screen.open("approval", lang="en")
    html = opened(screen, number, lang="en", back="月报!D3")
    assert "Ticked to go back: 1." in html
    assert "Jiangbei" in html


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "1e3"])
def test_a_submission_that_is_not_there(started, staff, screen_of, asked):
    assert "没有待您审核" in screen_of(started, staff["李敏"]).open("approval", submission=asked)


def test_the_store_is_read_and_not_changed_by_looking(started, staff, number, screen_of):
    with store.reading(started) as conn:
        before = submissions.of(conn, number)
    opened(screen_of(started, staff["李敏"]), number, back="月报!C3")
    assert of(started, number) == before


def test_what_waits_is_opened_with_its_own_unit_and_month_in_the_title_bar(started, staff, screen_of):
    hand_in(started, staff["王芳"])
    html = screen_of(started, staff["李敏"]).open("approval")
    assert re.search(r"approval\?unit=330200&amp;month=2024-10&amp;[^\"]*submission=1", html)
    with started.connect() as conn:
        links = [each.link for each in notices.listing(conn, "limin")]
    assert links == ["approval?unit=330200&month=2024-10&submission=1"]
