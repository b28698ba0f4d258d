"""Questions about numbers: each drawn one is read as drawn, or refused; none is read as anything else."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert

from data import months, units
from data.access import Actor
from data.schema import month_state
from metrics import METRICS
from metrics.answering import Unread, answer
from metrics.answering.reader import read
from metrics.answering.reading import Reading
from metrics.answering.said import View
from metrics.answering.wording import worded, words
from metrics.finding import Seeker
from tests import workbooks
from tests.frames import drawn
from tests.people import somebody

TODAY, OCTOBER = date(2026, 11, 29), months.parse("2026-10")

# Read in a view of the province's October 2026, on the 29th of November 2026. “–” is refused.
QUESTIONS = """
    question                                          | read as
    宁波 9月 满意率 同比                              | satisfaction 330200 2026-09 yoy
    宁波9月满意率同比                                 | satisfaction 330200 2026-09 yoy
    宁波市2026年9月的满意率是多少                     | satisfaction 330200 2026-09
    满意率                                            | satisfaction 330000 2026-10
    全省满意率                                        | satisfaction 330000 2026-10
    满意度                                            | satisfaction 330000 2026-10
    请问海曙区上个月的使用率是多少？                  | usage_rate 330203 2026-10
    宁波市海曙区本月使用率                            | usage_rate 330203 2026-11
    宁波 十月 闭环率 环比                             | closed_loop_rate 330200 2026-10 mom
    宁波 闭环率 比上月                                | closed_loop_rate 330200 2026-10 mom
    宁波闭环率比上月下降了吗                          | closed_loop_rate 330200 2026-10 mom
    宁波满意率较去年同期                              | satisfaction 330200 2026-10 yoy
    去年9月宁波的访问量                               | visits 330200 2025-09
    宁波2025年12月访问量                              | visits 330200 2025-12
    宁波12月访问量                                    | visits 330200 2025-12
    宁波 2026-08 访问量                               | visits 330200 2026-08
    宁波 2026/8 访问量                                | visits 330200 2026-08
    宁波三季度访问量                                  | visits 330200 2026-09 quarter
    宁波2025年第4季度访问量环比                       | visits 330200 2025-12 quarter mom
    宁波今年访问量                                    | visits 330200 2026-10 ytd
    2027年宁波访问量                                  | –
    Ningbo visits 2027                                | –
    宁波12月访问量 2026年                             | –
    宁波 2026年 9月访问量                             | visits 330200 2026-09
    宁波1-9月访问量                                   | visits 330200 2026-09 ytd
    宁波2026年1—9月累计访问量同比                     | visits 330200 2026-09 ytd yoy
    宁波2025年访问量                                  | visits 330200 2025-12 ytd
    宁波累计访问量同比                                | visits 330200 2026-10 ytd yoy
    宁波近12个月访问量                                | visits 330200 2026-10 rolling
    330212 使用率                                     | usage_rate 330212 2026-10
    鄞州的超期问题                                    | problems_overdue 330212 2026-10
    鄞州有多少超期问题                                | problems_overdue 330212 2026-10
    超期问题最多的三个市                              | problems_overdue 330000 2026-10 list city most 3
    超期最多的3个市                                   | problems_overdue 330000 2026-10 list city most 3
    9月超期问题最多的市                               | problems_overdue 330000 2026-09 list city most
    哪个市满意率最高                                  | satisfaction 330000 2026-10 list city most
    哪些市满意率最低                                  | satisfaction 330000 2026-10 list city least
    满意率最好的市                                    | satisfaction 330000 2026-10 list city best
    满意率最差的五个县                                | satisfaction 330000 2026-10 list county worst 5
    满意率前三的市                                    | satisfaction 330000 2026-10 list city most 3
    满意率排名前3的市                                 | satisfaction 330000 2026-10 list city most 3
    满意率后两名的县                                  | satisfaction 330000 2026-10 list county least 2
    宁波满意率倒数三个县                              | satisfaction 330200 2026-10 list county least 3
    各市满意率                                        | satisfaction 330000 2026-10 list city
    各市满意率排名                                    | satisfaction 330000 2026-10 list city best
    宁波各县使用率                                    | usage_rate 330200 2026-10 list county
    宁波各地使用率一览                                | usage_rate 330200 2026-10 list
    哪些县没报使用率                                  | usage_rate 330000 2026-10 list county missing
    宁波哪些县没有报满意率                            | satisfaction 330200 2026-10 list county missing
    谁没报满意率                                      | satisfaction 330000 2026-10 list missing
    9月未报访问量的县                                 | visits 330000 2026-09 list county missing
    闭环率 比上月下降的市                             | closed_loop_rate 330000 2026-10 mom list city fell
    闭环率环比上升的市                                | closed_loop_rate 330000 2026-10 mom list city rose
    满意率同比下降的县                                | satisfaction 330000 2026-10 yoy list county fell
    哪些市满意率同比改善                              | satisfaction 330000 2026-10 yoy list city improved
    超期问题环比恶化的市                              | problems_overdue 330000 2026-10 mom list city worsened
    满意率同比下降最差的三个市                        | satisfaction 330000 2026-10 yoy list city worst 3 fell
    满意率低于80%的市                                 | satisfaction 330000 2026-10 list city below 0.8
    满意率超过95.5%的县                               | satisfaction 330000 2026-10 list county above 0.955
    访问量高于100万的市                               | visits 330000 2026-10 list city above 1000000
    访问量不足1.5亿的市                               | visits 330000 2026-10 list city below 150000000
    超期问题大于10的市                                | problems_overdue 330000 2026-10 list city above 10
    满意率未达标的市                                  | satisfaction 330000 2026-10 list city unmet
    哪些县使用率达标                                  | usage_rate 330000 2026-10 list county met
    宁波和杭州的满意率                                | satisfaction 330200+330100 2026-10
    宁波与杭州比较 使用率 9月                         | usage_rate 330200+330100 2026-09
    宁波 杭州 满意率 同比                             | satisfaction 330200+330100 2026-10 yoy
    海曙、江北、鄞州的使用率对比                      | usage_rate 330203+330205+330212 2026-10
    宁波和海曙的使用率                                | usage_rate 330200+330203 2026-10
    办结用时中位数最高的市                            | days_to_close 330000 2026-10 list city most
    填报完整率最低的县                                | completeness 330000 2026-10 list county least
    satisfaction in Ningbo in September year on year  | satisfaction 330200 2026-09 yoy
    What is the satisfaction in Ningbo?               | satisfaction 330200 2026-10
    Ningbo satisfaction rate                          | satisfaction 330200 2026-10
    usage rate of Haishu in Oct 2026                  | usage_rate 330203 2026-10
    Haishu, Ningbo: usage rate                        | usage_rate 330203 2026-10
    usage rate in Yinzhou last month                  | usage_rate 330212 2026-10
    visits in Ningbo this month                       | visits 330200 2026-11
    visits in Hangzhou in Q3 2026                     | visits 330100 2026-09 quarter
    visits in Hangzhou in 2025                        | visits 330100 2025-12 ytd
    visits in Hangzhou year to date year-on-year      | visits 330100 2026-10 ytd yoy
    visits last twelve months                         | visits 330000 2026-10 rolling
    How did the closed-loop rate change since last month in Ningbo? | closed_loop_rate 330200 2026-10 mom
    Is satisfaction in Ningbo up year on year?        | satisfaction 330200 2026-10 yoy
    Which counties have not reported the usage rate?  | usage_rate 330000 2026-10 list county missing
    who has not reported satisfaction in Ningbo       | satisfaction 330200 2026-10 list missing
    which counties in Ningbo haven't reported visits in September | visits 330200 2026-09 list county missing
    the three cities with the most overdue problems   | problems_overdue 330000 2026-10 list city most 3
    top 3 cities by satisfaction                      | satisfaction 330000 2026-10 list city most 3
    bottom five counties for usage rate               | usage_rate 330000 2026-10 list county least 5
    worst 3 counties in Ningbo by satisfaction        | satisfaction 330200 2026-10 list county worst 3
    best city for closed-loop rate                    | closed_loop_rate 330000 2026-10 list city best
    satisfaction by city                              | satisfaction 330000 2026-10 list city
    ranking of cities by satisfaction                 | satisfaction 330000 2026-10 list city best
    cities where satisfaction fell since last month   | satisfaction 330000 2026-10 mom list city fell
    cities whose closed-loop rate improved year on year | closed_loop_rate 330000 2026-10 yoy list city improved
    cities with satisfaction below 80%                | satisfaction 330000 2026-10 list city below 0.8
    counties with visits above 1 million              | visits 330000 2026-10 list county above 1000000
    cities below target for satisfaction              | satisfaction 330000 2026-10 list city unmet
    which cities met the target for usage rate        | usage_rate 330000 2026-10 list city met
    compare Ningbo and Hangzhou: usage rate           | usage_rate 330200+330100 2026-10
    Ningbo vs Hangzhou satisfaction in September      | satisfaction 330200+330100 2026-09
    closed_loop_rate Ningbo                           | closed_loop_rate 330200 2026-10
    为什么宁波满意率比上月下降                        | –
    宁波满意率没有下降吧                              | –
    没有比上月下降的市 闭环率                         | –
    除了宁波以外满意率最高的市                        | –
    各市平均满意率                                    | –
    平均满意率                                        | –
    宁波下个月的满意率                                | –
    宁波满意率预测                                    | –
    宁波2027年1月满意率                               | –
    宁波12月和11月满意率                              | –
    宁波9月到10月满意率                               | –
    宁波满意率和使用率                                | –
    闭环率下降的市                                    | –
    超期问题前三的市                                  | –
    营商环境全国位次最高的市                          | –
    满意率低于80的市                                  | –
    满意率80%以上的市                                 | –
    满意率连续三个月下降的市                          | –
    访问量高于80%的市                                 | –
    宁波市区满意率                                    | –
    海曙区各市满意率                                  | –
    满意率最高和最低的市                              | –
    三个市 满意率                                     | –
    满意率比宁波低的市                                | –
    宁波比杭州满意率高多少                            | –
    宁波满意率多少分                                  | –
    宁波的问题                                        | –
    宁波满意人数                                      | –
    火星满意率                                        | –
    宁波累计访问量环比                                | –
    网络信息安全事故未达标的市                        | –
    2018年满意率                                      | –
    与杭州比较满意率                                  | –
    满意利                                            | –
    宁波9月13月满意率                                 | –
    why did satisfaction fall in Ningbo               | –
    satisfaction in Ningbo without Haishu             | –
    average satisfaction of cities                    | –
    cities except Ningbo with the highest satisfaction | –
    satisfaction in Ningbo next month                 | –
    satisfaction forecast for Ningbo                  | –
    satisfaction in Ningbo between August and October | –
    cities where satisfaction fell                    | –
    cities where satisfaction did not fall since last month | –
    satisfaction and usage rate in Ningbo             | –
    top 3 cities for overdue problems                 | –
    satisfaction below 80                             | –
    satisfaction more than last month                 | –
    satisfaction in Tokyo                             | –
    is Ningbo good                                    | –
    Ningbo                                            | –
    """


@pytest.fixture
def view(conn):
    workbooks.plant(conn)
    return View(units.load(conn), "330000", OCTOBER, TODAY)


def brief(reading: Reading | Unread) -> str:
    """A reading as it is drawn."""
    if isinstance(reading, Unread):
        return "–"
    listed = ("list", reading.level) if reading.listed else ()
    most = str(reading.most) if reading.most else ""
    limit = "" if reading.threshold is None else f"{reading.threshold:.12g}"
    period = reading.period if reading.period != "month" else ""
    whose = "+".join(reading.units)
    said = (
        reading.metric,
        whose,
        months.label(reading.month),
        period,
        reading.change,
        *listed,
        reading.order,
        most,
        reading.filter,
        limit,
    )
    return " ".join(word for word in said if word)


def test_every_question_is_read_as_drawn_or_refused(view):
    table = drawn(QUESTIONS)
    assert len(table) >= 120
    wrong = {
        row.question: got for _, row in table.iterrows() if (got := brief(read(row.question, view))) != row["read as"]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("宁波2026年访问量", "visits 330200 2026-10 ytd"),
        ("宁波今年访问量", "visits 330200 2026-10 ytd"),
        ("Ningbo visits this year", "visits 330200 2026-10 ytd"),
        ("宁波累计访问量", "visits 330200 2025-09 ytd"),
        ("宁波2025年访问量", "visits 330200 2025-12 ytd"),
    ],
)
def test_the_year_that_runs_is_meant_whichever_month_is_looked_at(view, question, said):
    assert brief(read(question, replace(view, month=months.parse("2025-09")))) == said


def test_a_reading_in_words_is_read_the_same_in_both_languages(view):
    for question in drawn(QUESTIONS)["question"]:
        reading = read(question, view)
        if isinstance(reading, Reading):
            said = worded(reading, view.units)
            assert read(said.zh, view) == read(said.en, view) == reading, said


def test_every_metric_is_understood_by_its_names(view):
    for key in METRICS:
        asked = Reading(key, ("330200",), OCTOBER)
        said = worded(asked, view.units)
        assert read(said.zh, view) == read(said.en, view) == read(f"{key} 宁波", view) == asked


def test_every_word_of_a_reading_can_be_changed_into_another_reading(view):
    for question in drawn(QUESTIONS)["question"]:
        reading = read(question, view)
        if isinstance(reading, Unread):
            continue
        for word in words(reading, view.units, TODAY):
            for choice in word.choices:
                changed = read(choice.ask.zh, view)
                assert isinstance(changed, Reading), choice.ask
                assert changed == read(choice.ask.en, view)
                assert changed != reading


@pytest.mark.parametrize(
    ("question", "said", "suggested"),
    [
        ("为什么宁波满意率下降", "没有理解“为”，未作猜测。", ()),
        ("宁波 满意利 同比", "没有理解“满意利”，未作猜测。", ("宁波 满意率 同比",)),
        (
            "闭环率下降的市",
            "没有说与何时相比：环比还是同比？",
            ("浙江省 2026年10月 各市 闭环率 环比 下降", "浙江省 2026年10月 各市 闭环率 同比 下降"),
        ),
        ("satisfaction in Tokyo", "没有理解“tokyo”，未作猜测。", ()),
        ("满意率低于80的市", "满意率是比率，门槛请带百分号，如 80%。", ()),
    ],
)
def test_what_is_not_understood_is_said_with_the_nearest_that_is(view, question, said, suggested):
    why = read(question, view)
    assert isinstance(why, Unread)
    assert why.said.zh == said
    assert tuple(each.zh for each in why.suggested)[: len(suggested)] == suggested
    assert all(
        isinstance(read(each.zh, view), Reading) and read(each.en, view) == read(each.zh, view)
        for each in why.suggested
    )


@pytest.mark.parametrize("name", ["宁波", "优享医护", "yxyh", "definitions", "王芳"])
def test_a_name_alone_is_no_question(view, name):
    why = read(name, view)
    assert isinstance(why, Unread)
    assert not why.is_question


REPORTED = """
    measure   | unit   | month   | value
    satisfied | 330203 | 2026-10 | 90
    rated     | 330203 | 2026-10 | 100
    satisfied | 330205 | 2026-10 | 70
    rated     | 330205 | 2026-10 | 100
    satisfied | 330203 | 2026-09 | 95
    rated     | 330203 | 2026-09 | 100
    satisfied | 330205 | 2026-09 | 60
    rated     | 330205 | 2026-09 | 100
    satisfied | 330100 | 2026-10 | 80
    rated     | 330100 | 2026-10 | 100
    """
LEADER, NINGBO = somebody("leader"), somebody("leader", "330200")


@pytest.fixture
def asked(conn, monkeypatch):
    """`asked(question, actor)`: the answer to somebody who looks at the province's October, told as drawn below."""
    monkeypatch.setattr(months, "today", lambda: TODAY)
    workbooks.plant(conn)
    workbooks.report(conn, REPORTED)

    def ask(question, actor=LEADER, unit="330000"):
        told = answer(conn, question, Seeker(actor, unit, OCTOBER))
        if isinstance(told, Unread):
            return f"– {told.said.zh}"
        lines = " ".join(f"{line.name.zh} {line.value.zh}" for line in told.lines)
        return f"{told.said.zh} {told.note.zh} {lines}".replace("  ", " ").strip()

    return ask


ANSWERS = """
    question                     | answer
    海曙区满意率                 | 海曙区 2026年10月 满意率：90.0% 填报率 1/1
    海曙区满意率环比             | 海曙区 2026年10月 满意率：90.0%，环比 −5.0 百分点 填报率 1/1
    宁波满意率                   | 宁波市 2026年10月 满意率：80.0% 填报率 2/3
    鄞州满意率                   | 鄞州区 2026年10月 满意率：暂无数据 填报率 0/1
    海曙区满意率同比             | 海曙区 2026年10月 满意率：90.0%，同比 无法比较 填报率 1/1
    海曙和江北的满意率           | 2026年10月 满意率 海曙区 90.0% 江北区 70.0%
    宁波哪些县没报满意率         | 1 个单位（共 3 个） 鄞州区 暂无数据
    宁波满意率低于80%的县        | 1 个单位（共 3 个） 1 个无法判断，未计入 江北区 70.0%
    宁波满意率超过90%的县        | 没有这样的单位 1 个无法判断，未计入
    宁波满意率比上月下降的县     | 1 个单位（共 3 个） 1 个无法判断，未计入 海曙区 90.0%，环比 −5.0 百分点
    宁波满意率比上月上升的县     | 1 个单位（共 3 个） 1 个无法判断，未计入 江北区 70.0%，环比 +10.0 百分点
    宁波满意率最高的县           | 填报率 2/3，不足 80%，暂不排名
    宁波满意率达标的县           | – 满意率没有可以这样比较的年度目标。
    """


def test_answers_are_those_of_the_numbers(asked):
    table = drawn(ANSWERS)
    wrong = {row.question: got for row in table.itertuples() if (got := asked(row.question)) != row.answer}
    assert wrong == {}


def test_units_that_may_not_be_read_are_in_no_answer(asked):
    assert asked("杭州满意率", NINGBO, "330200") == "– 您没有查看杭州市2026年10月这项数据的权限。"
    assert asked("海曙和杭州的满意率", NINGBO, "330200").startswith("– 您没有查看杭州市")
    assert asked("各市满意率", NINGBO, "330000").startswith("– 您没有查看浙江省")
    assert asked("满意率最高的县", Actor("nobody", "330200"), "330200").startswith("– 您没有查看宁波市")
    assert asked("海曙区满意率", NINGBO, "330200").startswith("海曙区 2026年10月 满意率：90.0%")


def test_a_published_month_is_answered_to_all_but_what_leans_on_others(asked, conn):
    conn.execute(insert(month_state).values(month=OCTOBER, published_at=months.now(), published_by="王"))
    haishu = somebody("leader", "330100")
    assert asked("海曙区满意率", haishu).startswith("海曙区 2026年10月 满意率：90.0%")
    assert "无法比较" in asked("海曙区满意率环比", haishu)
    assert asked("海曙区 9月 满意率", haishu).startswith("– 您没有查看海曙区")
    assert asked("海曙区累计满意率", haishu).startswith("– 您没有查看海曙区")
    assert asked("宁波哪些县没报满意率", haishu).startswith("– 您没有查看宁波市")


def test_equal_ones_are_not_cut_off(asked, conn):
    workbooks.report(
        conn, "measure | unit | month | value\nsatisfied | 330212 | 2026-10 | 70\nrated | 330212 | 2026-10 | 100"
    )
    assert asked("宁波满意率最低的一个县") == "2 个单位（共 3 个） 江北区 70.0% 鄞州区 70.0%"
    assert asked("宁波满意率最高的1个县") == "1 个单位（共 3 个） 海曙区 90.0%"
