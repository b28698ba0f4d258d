"""Scores on the screen: a sentence, bars that open, what if; and nothing of units that are not one's own before it is published."""

import pytest

from data import months, store
from data.reporting import calendar
from tests import cases, prepared
from tests import test_evaluation_divided as divided
from tests.people import everybody, somebody
from tests.talking import add
from tests.test_evaluation import index_rows, rows

PREPARED = prepared.with_starting_data
MONTH = "2026-09"
SYSTEMS = """
key | name | name_en | unit   | version | level  | missing | valid_from | valid_to   | replaces
S1  | 考核 | Rules   | 330000 | 旧      | county | none    | 2025-01-01 | 2026-01-01 |
S2  | 考核 | Rules   | 330000 | 新      | county | none    | 2026-01-01 |            | S1
"""
ITEMS = """
key | name | name_en  | unit   | system | dimension | dimension_en | metric             | weight | rule | full | zero | each | steps
I1  | 满意 | Content  | 330000 | S1     | 成效      | Effect       | satisfaction       | 100    | best |      |      |      |
I2  | 满意 | Content  | 330000 | S2     | 成效      | Effect       | satisfaction       | 60     | best |      |      |      |
I3  | 访问 | Visits   | 330000 | S2     | 使用      | Use          | visits             | 40     | best |      |      |      |
I4  | 安全 | Security | 330000 | S2     | 底线      | Security     | security_incidents |        | veto |      |      |      |
"""
FIGURES = """
unit   | month   | satisfied | rated | visits | security_incidents
330203 | 2026-09 | 9         | 10    | 100    | 1
330205 | 2026-09 | 8         | 10    | 50     | 0
330206 | 2026-09 | 9         | 10    |        | 0
"""


@pytest.fixture
def scored(started):
    with store.writing(started) as conn:
        cases.report(conn, cases.reports(FIGURES), **index_rows(SYSTEMS, ITEMS))
    return started


def at(**more):
    return {"unit": "330200", "month": MONTH, "lang": "zh", "group": "districts", **more}


def test_a_sentence_then_bars_that_open_to_the_passport_of_each_number(scored, screen_of):
    screen = screen_of(scored)
    html = screen.open("evaluation", **at())
    assert "江北区第一，73.33 分；海曙区原得 100 分，因安全被一票否决；" in html
    assert html.count("stacked-row") > 3
    assert "否决（原 100）" in html
    opened = screen.open("evaluation", **at(of="330206"))
    assert "北仑区的每一分 · 60 分" in opened
    assert "没有数：不得分" in opened
    assert "passport?unit=330206" in opened.replace("&amp;", "&")
    english = screen.open("evaluation", **at(lang="en", of="330206"))
    assert "Jiangbei first with 73.33 points; Haishu had 100 points and is vetoed by Security" in english
    assert "No figure: no points" in english
    assert "Effect" in english


def test_a_third_partys_assessment_stands_beside_with_the_gap_for_who_may_read_it(scored, screen_of):
    table = """
    key | name | unit   | kind  | assessor | published  | score | own_score
    R1  | 评估 | 330203 | third | 某大学   | 2026-05-01 | 80    | 91.5
    R2  | 评估 | 330205 | third | 某大学   | 2026-05-01 | 85    | 84
    R0  | 旧的 | 330203 | third | 某大学   | 2026-01-01 | 60    | 99
    R9  | 太旧 | 330206 | third | 某大学   | 2024-05-01 | 60    | 99
    R8  | 别的 | 330206 | other | 某大学   | 2026-05-01 | 60    | 99
    """
    ratings = rows(table, ("score", "own_score"), ("published",))
    with store.writing(scored) as conn:
        cases.report(conn, ratings=ratings)
        calendar.mark_published(conn, months.between(months.parse("2026-01"), months.parse(MONTH)), everybody())
    html = screen_of(scored).open("evaluation", **at())
    assert "2 个单位有第三方评估；自评高出最多的是海曙区，高 11.5 分。" in html
    assert ">-1<" in html
    own = screen_of(scored, somebody("leader", "330205")).open("evaluation", **at(unit="330205"))
    assert "1 个单位有第三方评估；没有一个自评高于第三方。" in own
    assert ">91.5<" not in own


def test_a_unit_objects_to_its_points_and_the_score_shows_that_an_appeal_is_open(scored, screen_of):
    add(scored, "wangfang", "steward", "330205")
    own = somebody("steward", "330205", login="wangfang")
    with store.writing(scored) as conn:
        calendar.mark_published(conn, months.between(months.parse("2026-01"), months.parse(MONTH)), everybody())
    screen = screen_of(scored, own)
    html = screen.open("evaluation", **at(unit="330205"))
    assert html.count("question=new") == 3  # at each of its points
    assert "申诉中" not in html
    assert "question=new" not in screen.open("evaluation", **at(unit="330205", of="330203"))
    assert "对得分申诉" not in screen.open("evaluation", **at(unit="330205", of="330203", question="new", item="I3"))
    form = screen.open("evaluation", **at(unit="330205", system="S2", of="330205", question="new", item="I3"))
    assert "公布这套评价体系的单位会收到通知" in form
    screen.app.text_area(key="question-text").set_value("七月访问量漏报。")
    screen.app.button(key="ask-now").click()
    html = screen.run()
    assert "已提交，评分单位会收到通知。" in html
    assert "⚑ 申诉中 1 项" in html
    assert "请于" in html
    assert "七月访问量漏报。" in html
    # Whoever scores reads it beside the points, and answers there.
    html = screen_of(scored).open("evaluation", unit="330205", month=MONTH, lang="en", question="1")
    assert "Jiangbei: each of its points" in html
    assert "Appeal open" in html
    assert html.count("七月访问量漏报。") == 1
    assert "七月访问量漏报。" not in screen_of(scored, somebody("leader", "330203")).open(
        "evaluation", unit="330203", month=MONTH, lang="zh", question="1"
    )


def test_departments_and_applications_are_scored_and_open_to_what_stands_behind(started, screen_of):
    with store.writing(started) as conn:
        found = cases.records(divided.PROBLEMS, ("found", "assigned", "due", "closed", "accepted"))
        ledger = cases.records(divided.LEDGER, ("live_since",))
        figures = cases.reports(divided.FIGURES)
        cases.report(conn, figures, problems=found, applications=ledger, **index_rows(divided.SYSTEMS, divided.ITEMS))
    screen = screen_of(started)
    html = screen.open("evaluation", unit="330000", month=MONTH, lang="zh", system="D1").replace("&amp;", "&")
    assert "部门（3 个）：" in html
    assert "3 个部门缺数（不得分）" in html
    assert "3/90 个单位有数" in html  # the lists of three counties are no basis for anybody
    assert "填报率不足：不得分" in html
    assert "passport?unit=330000" in html  # what the department's number is a part of
    assert "of=%E6%B0%B4%E5%88%A9%E5%B1%80" in html
    assert "question=new" not in html
    html = screen.open("evaluation", unit="330000", month=MONTH, lang="en", system="A1", of="A-2").replace("&amp;", "&")
    assert "Zhe first with 100 points" in html
    assert "Yong: each of its points · 50" in html
    assert "register=applications&key=A-2" in html
    assert "No figure: not judged" in html
    own = screen_of(started, somebody("leader", "330200"))
    assert "公安局" not in own.open("evaluation", unit="330200", month=MONTH, lang="zh", system="D1")


def test_a_department_objects_to_its_points_by_a_role_that_names_it(started, screen_of):
    with store.writing(started) as conn:
        found = cases.records(divided.PROBLEMS, ("found", "assigned", "due", "closed", "accepted"))
        cases.report(conn, problems=found, **index_rows(divided.SYSTEMS, divided.ITEMS))
    add(started, "police", "steward", "330000", "公安局")
    own = somebody("steward", "330000", "公安局", login="police")
    asked = {"unit": "330000", "month": MONTH, "lang": "zh", "system": "D1"}
    screen = screen_of(started, own)
    assert "question=new" not in screen.open("evaluation", **asked, of="水利局")
    assert screen.open("evaluation", **asked, of="公安局").count("question=new") == 2
    assert "申诉理由和依据" not in screen.open("evaluation", **asked, of="水利局", question="new", item="d1")
    assert "公安局 · 闭环" in str(screen.open("evaluation", **asked, of="公安局", question="new", item="d1")) + str(
        screen.app.selectbox(key="ask-at").options
    )
    screen.app.text_area(key="question-text").set_value("一件已闭环。")
    screen.app.button(key="ask-now").click()
    html = screen.run()
    assert "⚑ 申诉中 1 项" in html
    assert "公安局的每一分" in html
    html = screen_of(started).open("evaluation", unit="330000", month=MONTH, lang="en", question="1")
    assert "Police: each of its points" in html
    assert "Appeal open" in html


def test_what_if_tells_who_would_move(scored, screen_of):
    html = screen_of(scored).open("evaluation", **at(rules="S1"))
    assert "如果这样改：海曙区升 2 位（3→1），江北区降 2 位（1→3）" in html
    html = screen_of(scored).open("evaluation", **at(missing="unjudged"))
    assert "北仑区升 1 位（2→1）" in html
    html = screen_of(scored).open("evaluation", **at(weights="nonsense", rules="x", missing="y", system="z", of="q"))
    assert "如果这样改" not in html


def test_weights_of_ones_own_are_tried_and_stand_in_the_address(scored, screen_of):
    screen = screen_of(scored)
    assert "free=1" in screen.open("evaluation", **at())
    assert "会折算成满分 100" in screen.open("evaluation", **at(free="1"))
    screen.app.number_input(key="weight-I2").set_value(10.0)
    screen.app.number_input(key="weight-I3").set_value(0.0)
    screen.app.button(key="weights-try").click()
    html = screen.run()
    assert screen.app.query_params["points"] == "I2:10~I3:0"
    assert "北仑区升 1 位（2→1）" in html
    assert "100 分" in html
    screen.app.button(key="weights-as-set").click()
    assert "如果这样改" not in screen.run()
    assert "如果这样改" not in screen.open("evaluation", **at(points="I2:x~I9:5~I4:3~I3:-1"))


def test_who_may_not_read_them_all_is_told_when(scored, screen_of):
    own = somebody("leader", "330203")
    asked = at(unit="330203")
    html = screen_of(scored, own).open("evaluation", **asked)
    assert "要等 2026年1月、2026年9月 的数据公布后才能看得分" in html
    assert "73.33" not in html
    with store.writing(scored) as conn:
        run = months.between(months.parse("2026-01"), months.parse(MONTH))
        calendar.mark_published(conn, run, everybody())
    assert "江北区第一，73.33 分" in screen_of(scored, own).open("evaluation", **asked)


def test_without_a_system_it_is_said_how_to_bring_one_in(started, screen_of):
    assert "还没有评价体系" in screen_of(started).open("evaluation", unit="330000", month=MONTH, lang="zh")
