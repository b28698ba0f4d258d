"""Figures found in texts: each drawn one with its value, promise and unit; what is no figure is passed over."""

from datetime import date

import pytest

from metrics.proofreading import figures
from metrics.proofreading.figure import agrees, is_rounded_too_far
from tests.frames import drawn

TODAY = date(2026, 11, 29)

# Each figure as: what is written = kind value promise unit change. “–” is none.
TEXTS = """
    text                                                          | figures
    归集公共数据197亿条                                           | 197亿条 count 1.97e10 exact 条
    归集数据超过200亿条，开放数据3.6亿多条                        | 超过200亿条 count 2e10 more_than 条; 3.6亿多条 count 3.6e8 more_than 条
    访问1.2万人次                                                 | 1.2万人次 count 12000 exact 人次
    上线运行重大应用250多个                                       | 250多个 count 250 more_than 个
    签约护士2万余名，近百家机构                                   | 2万余名 count 20000 more_than 名; 近百家 count 100 under 家
    上百家企业、2万5千个                                          | 上百家 count 100 at_least 家; 2万5千个 count 25000 exact 个
    约30个项目，300家左右                                         | 约30个 count 30 about 个; 300家左右 count 300 about 家
    不少于50项，不足10起，80个以上                                | 不少于50项 count 50 at_least 项; 不足10起 count 10 under 起; 80个以上 count 80 at_least 个
    六成以上群众，近八成，八成五                                  | 六成以上 share 0.6 at_least %; 近八成 share 0.8 under %; 八成五 share 0.85 exact %
    满意率达到97%以上，超过80%以上                                | 达到97%以上 share 0.97 at_least %; 超过80%以上 share 0.8 more_than %
    过半应用，一半以上                                            | 过半 share 0.5 more_than %; 一半以上 share 0.5 more_than %
    增长3倍，达到3倍                                              | 3倍 change 3 exact % yoy; 达到3倍 times 3 reaches 倍
    办件量翻一番，翻两番                                          | 翻一番 change 1 exact % yoy; 翻两番 change 3 exact % yoy
    位列全国第五位，排名全省第3                                   | 第五位 rank 5 exact 位; 第3 rank 3 exact 位
    数量位列全省第一                                              | 第一 rank 1 exact 位
    同比提高0.5个百分点，环比下降1.2个百分点                      | 0.5个百分点 points 0.5 exact 百分点 yoy; 1.2个百分点 points -1.2 exact 百分点 mom
    同比增长12.3%，较上年下降百分之三                             | 12.3% change 0.123 exact % yoy; 百分之三 change -0.03 exact % yoy
    三分之一的县，百分之六十七                                    | 三分之一 share 0.33333 exact %; 百分之六十七 share 0.67 exact %
    １，６４０个数据集；1640个；1,640个                           | １，６４０个 count 1640 exact 个; 1640个 count 1640 exact 个; 1,640个 count 1640 exact 个
    满意率９５．５％                                              | ９５．５％ share 0.955 exact %
    三百五十个应用，一千二百家，十二亿条                          | 三百五十个 count 350 exact 个; 一千二百家 count 1200 exact 家; 十二亿条 count 1.2e9 exact 条
    数百家企业，十几个部门，20-30个                               | 数百家 count 100–999 exact 家; 十几个 count 10–19.99 exact 个; 20-30个 count 20–30 exact 个
    1至9月访问量2800万人次                                        | 2800万人次 count 2.8e7 exact 人次
    满意率分别为95.1%、94%和93.2%                                 | 95.1% share 0.951 exact %; 94% share 0.94 exact %; 93.2% share 0.932 exact %
    减材料67%、减时间66%                                          | 67% share 0.67 exact %; 66% share 0.66 exact %
    满意率由95%提高到97%                                          | 95% share 0.95 exact %; 97% share 0.97 exact %
    规模达1119亿元                                                | 达1119亿元 count 1.119e11 reaches 元
    获评五星，实现全覆盖、零事故                                  | 五星 count 5 exact 星; 全覆盖 share 1 exact %; 零 count 0 exact
    逾2000人次，2000个应用                                        | 逾2000人次 count 2000 more_than 人次; 2000个 count 2000 exact 个
    日活用户30万人/日                                             | 30万人/日 count 300000 exact 人/日
    2022年10月，全省1.4万个问题                                   | 1.4万个 count 14000 exact 个
    19.7 billion records in all                                   | 19.7 billion records count 1.97e10 exact records
    “1612”体系、1612工作、1+6+N、“1512”架构、141体系               | –
    第三方评估，第一方阵，第四届大会，第一批，第二季度            | –
    党的二十大以来，“十四五”期间，十九届六中全会，十四五规划      | –
    数字化改革2.0，5G基站，IPv6，4K，B2栋，3.0版                  | –
    2022年，2021-2025年，2022年11月17日，2022.11.17，4月19日，9月 | –
    二〇二二年，今年以来，近三年来，上半年                        | –
    一是抓改革；二是强基础。三、抓落实                            | –
    1、推进改革                                                   | –
    （一）总体情况（2）重点                                       | –
    一体化、一网通办、一件事、一本账、一把手、统一、三融五跨      | –
    电话0571-88886666，手机13812345678，12345热线，邮编315000     | –
    和义路168号5楼，〔2022〕12号文，上午9:30                      | –
    “深蓝2022”行动，《2022年报告》，https://a.cn/2022/300         | –
    一个窗口，一批应用，一次办成                                  | –
"""  # fmt: skip


def _told(figure) -> str:
    value = f"{figure.value:.5g}" + (f"–{figure.upto:.4g}" if figure.is_band else "")
    parts = (figure.written, figure.kind, value, figure.qualifier, figure.unit, figure.change)
    return " ".join(part for part in parts if part)


def _as_drawn(told: str) -> list[str]:
    made = []
    for each in (part.strip() for part in told.split(";")):
        *before, kind, value, rest = each.split(" ", 3) if " billion" not in each else ("19.7 billion records", *each.split(" ")[3:5], "exact records")  # fmt: skip
        low, dash, high = value.partition("–")
        value = f"{float(low):.5g}" + (f"–{float(high):.4g}" if dash else "")
        made.append(" ".join((*before, kind, value, rest)))
    return made


@pytest.mark.parametrize("row", drawn(TEXTS).to_dict("records"), ids=lambda row: row["text"])
def test_figures_are_found_as_drawn(row):
    wanted = [] if row["figures"] == "–" else _as_drawn(row["figures"])
    assert [_told(figure) for figure in figures(row["text"], TODAY)] == wanted


def test_a_figure_stands_where_it_says():
    text = "宁波归集数据超过２００亿条；绍兴约30个。"
    assert [text[each.start : each.end] for each in figures(text, TODAY)] == ["超过２００亿条", "约30个"]


# Which values of the store a figure agrees with, and which it only misses by its last digit.
VALUES = """
    written      | agrees                   | rounded too far | not
    197亿条      | 1.97e10 1.9651e10        | 1.976e10        | 2.04e10 1.9e10
    2.46万个     | 24600 24649              | 24660           | 25000 246
    250多个      | 251 259                  |                 | 249 250 260 400
    超过200亿条  | 2.04e10 2.9e10           |                 | 2e10 1.97e10 3.1e10
    近百家       | 96 99                    |                 | 100 50 101
    约30个       | 29 31 30 33              |                 | 40 20
    达81万人次   | 810000 814000            |                 | 790000 830000
    六成以上     | 0.6 0.66                 |                 | 0.58 0.75
    达到三成     | 0.3 0.297 0.34           |                 | 0.28 0.26 0.42
    95.1%        | 0.951 0.95149            | 0.9518          | 0.953 95.1
    三分之一     | 0.333 0.34 0.325         |                 | 0.36 0.3
    20-30个      | 20 25 30                 |                 | 19 31
    十几个       | 11 19                    |                 | 9 20
    第五位       | 5                        |                 | 4 6
"""


@pytest.mark.parametrize("row", drawn(VALUES).to_dict("records"), ids=lambda row: row["written"])
def test_a_figure_agrees_with_what_is_printed_so(row):
    written = row["written"]
    (figure,) = figures(("位列" if "第" in written else "") + written, TODAY)
    assert all(agrees(figure, float(each)) for each in row["agrees"].split())
    assert not any(agrees(figure, float(each)) for each in (row["not"] + " " + row["rounded too far"]).split())
    assert all(is_rounded_too_far(figure, float(each)) for each in row["rounded too far"].split())
    assert not any(is_rounded_too_far(figure, float(each)) for each in row["not"].split())
