"""Before a new build: planted near-duplicates of the ledger are found, unlike ones are not; both rates are stated here."""

import pandas as pd
import pytest

from data import published, reach, units
from data.finding.similar import nearest
from data.uploads.understanding.unit_names import short_names
from tests import cases, workbooks
from tests.frames import drawn
from tests.people import somebody
from tests.workbooks import checked, told, xlsx

PLANTED = """
    name                       | there
    宁波优享医护平台           | 优享医护
    优享医护服务               | 优享医护
    优享护医                   | 优享医护
    化工产业大脑系统           | 化工产业大脑
    新材料云创                 | 新材云创
    耕地智保在线               | 耕地智保
    杭州新居民一件事           | 新居民“一件事”
    甬陀码                     | 甬砣码
    危化品全链条安全风险管控   | 危化品全链条安全风险智控
    危化品安全风险智控         | 危化品全链条安全风险智控
    甬易办平台                 | 甬易办
    文明典范城市创建管理系统   | 文明典范城市创建
    人民法院在线               | 人民法院在线服务
    浙里甬人大在线             | 浙里甬人大
    鄞领优学应用               | 鄞领优学
    """
LEADER = somebody("leader")
UNLIKE = [
    "小微企业融资直通车",
    "老年助餐一键预约",
    "台风洪水预报",
    "公交线网优化",
    "殡葬惠民通",
    "非遗数字展厅",
    "水库移民后扶",
    "中小学午餐监管",
    "农机作业补贴",
    "古树名木守护",
    "海岛物资配送",
    "街面秩序巡查",
    "商品房预售资金监管",
    "残疾人就业帮扶",
    "种子质量追溯",
    "宠物登记通",
    "渔船进出港报告",
    "路灯报修",
    "青年人才公寓申请",
    "社区食堂地图",
]


def ledger(conn):
    """The applications of the starting data, all of Ningbo's."""
    workbooks.plant(conn)
    names = published.read("applications.csv")["name_zh"]
    rows = pd.DataFrame({"key": [f"ZJ{at:03d}" for at in range(1, len(names) + 1)], "name": names})
    rows = rows.assign(unit="330200", system="society", sheet="一本账", cell="A2", removed=False)
    cases.report(conn, applications=rows)
    known = units.load(conn)
    places = [name for term in known.terms for name in (term.name_zh, *short_names(term.name_zh))]

    def near(name, actor=LEADER):
        readable = reach.rows_of_registers(known, actor)
        return nearest(conn, "applications", {"key": "N1", "name": name, "system": "economy"}, readable, places)

    return near


def test_planted_ones_are_found_and_unlike_ones_are_not(conn):
    near = ledger(conn)
    planted = drawn(PLANTED)
    found = [row.there in [each.name for each in near(row.name)] for row in planted.itertuples()]
    first = [bool(near(row.name)) and near(row.name)[0].name == row.there for row in planted.itertuples()]
    wrongly = [name for name in UNLIKE if near(name)]
    assert (sum(found), sum(first), len(planted)) == (15, 15, 15)
    assert (len(wrongly), len(UNLIKE)) == (0, 20)


def test_it_is_said_why_and_only_of_what_one_may_read(conn):
    near = ledger(conn)
    (one,) = near("宁波优享医护平台")
    assert (one.key, one.unit, one.reasons.zh, one.reasons.en) == (
        "ZJ009",
        "330200",
        "名称相近 100%",
        "names 100% alike",
    )
    assert near("宁波优享医护平台", somebody("leader", "330100")) == []


HEADER = ["应用编号", "应用名称", "单位", "系统"]


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        ([["N1", "优享医护平台", "海曙区", "数字社会"]], {("similar_there", "B2")}),
        ([["N1", "台风洪水预报", "海曙区", "数字社会"]], set()),
        ([["ZJ009", "优享医护平台", "宁波市", "数字社会"]], set()),  # it is the one that is there
        (
            [["N1", "渔船进出港报告", "海曙区", "数字政府"], ["N2", "渔船进出港报告系统", "江北区", "数字政府"]],
            {("similar_there", "B3")},
        ),
    ],
)
def test_an_upload_asks_about_a_new_application_that_looks_like_another(conn, rows, findings):
    ledger(conn)
    result = checked(conn, xlsx(应用一本账=[HEADER, *rows]))
    assert {each for each in told(result) if each[0].startswith("similar")} == findings
    assert not result.errors
