"""A text held against the store: every drawn sentence is judged as drawn; what was not matched is never called agreeing.

Of the sixty sentences of `SENTENCES`, at most `FALSE_AGREEMENTS` may be called agreeing that do not, and at most `FALSE_ALARMS`
may be called anything else that agree.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from data import store
from data.access import Actor
from data.reporting import calendar
from metrics.__main__ import main
from metrics.finding import Seeker
from metrics.proofreading import figures, proofread, telling, worst_first
from tests import prepared
from tests.frames import drawn
from tests.people import somebody

PREPARED = prepared.with_starting_data
NINGBO, PROVINCE = ("330200", date(2023, 3, 1)), ("330000", date(2022, 6, 1))
FALSE_AGREEMENTS, FALSE_ALARMS = 0, 1

# The figures of the five documents, in sentences such as theirs, with stories of the same pages that are not about the reform.
DOCUMENTS = {
    "five_paths": (NINGBO, """
        宁波全市累计归集公共数据197亿条，建成特色专题库36个，上线运行重大应用250多个，实施“揭榜挂帅”项目约30个。
        2022年，获评省“最系列”最佳成果5个，首批“最佳应用”20个。“优享医护”注册用户146.68万人，落地省份13个，
        合作医疗机构300多家，签约护士2万余名。本版另有红色文化展览，展出文物312件，接待观众4.6万人次；电影大赛收到作品1280部。
        联系电话0574-87654321。""", "outdated 1, agrees 9, not_ours 3"),
    "digital_ningbo": (NINGBO, """宁波获得荣誉称号40多项，130多项改革成果向全国推广。“一本账”管理数据类22020类、云资源7010个。
        开放数据集1640个，开放数据3.6亿多条。2022年，数字经济核心产业增加值规模达1119亿元，占全省比重提高0.5个百分点。""",
        "agrees 8"),
    "digital_government": (NINGBO, """全市获奖应用38个。一体化政务服务能力总体指数90分以上，营商环境位列全国第5位。
        “浙里办”频道上架应用141个，日活用户达30万。数字社会应用月访问量达2800万人次。5G基站2.46万个，双千兆行政村覆盖率100%，
        视联网村社全覆盖。上架智能组件71个，统一组件利用率位居全省第一。云平台稳定性达到100%。归集公共数据超过200亿条，
        特色专题库36个，支撑多跨应用场景1400余个，数据产品85个，其中6个数据产品入选省优秀案例集，向政务服务网共享数据127类。""",
        "agrees 18"),
    "study_times": (PROVINCE, """全省上架智能组件334个，开放数据62亿条，数据共享满足率达99.5%。上线运行重大应用107个，
        累计交办清单问题1.4万个。“民生关键小事”集成政务服务事项50项，平均减材料67%、减时间66%。形成理论成果307项，
        “领跑者”案例31个，评选省级最佳应用55个，改革突破奖单位99个。""", "agrees 12"),
    "zhejiang_daily": (PROVINCE, """2022年4月，全省精简执法队伍439支，执法力量下沉比例80%以上。
        “疫情防控精密智控”驾驶舱来源单位7个，实战使用200多起，在线协同人员19.5万人。“民生关键小事”整合部门15个。""",
        "agrees 6"),
}  # fmt: skip

# Of Ningbo in a view of March 2023; each sentence has one figure.
SENTENCES = """
    sentence                                         | verdict
    全市归集公共数据超过200亿条                      | agrees
    宁波市归集数据200多亿条                          | agrees
    宁波归集公共数据突破二百亿条                     | agrees
    宁波归集公共数据197亿条                          | outdated
    宁波归集公共数据一百九十七亿条                   | outdated
    2022年12月，宁波归集公共数据197亿条              | agrees
    宁波归集公共数据200亿条                          | promise_broken
    宁波归集公共数据不足200亿条                      | promise_broken
    宁波归集公共数据300亿条                          | disagrees
    宁波归集公共数据超过200万条                      | disagrees
    建成特色专题库36个                               | agrees
    建成36个特色专题库                               | agrees
    建成三十六个特色专题库                           | agrees
    建成特色专题库３６个                             | agrees
    建成特色专题库63个                               | disagrees
    建成特色专题库近40个                             | agrees
    建成特色专题库30多个                             | agrees
    建成特色专题库40多个                             | promise_broken
    全市上线运行重大应用250多个                      | agrees
    全市上线运行重大应用250余个                      | agrees
    全市上线运行重大应用107个                        | other_level
    全市上线运行重大应用350多个                      | disagrees
    开放数据集1640个                                 | agrees
    开放1,640个数据集                                | agrees
    开放数据集1.64千个                               | agrees
    开放数据集1460个                                 | disagrees
    开放数据3.6亿多条                                | agrees
    开放数据超过3.6亿条                              | agrees
    开放数据6.3亿多条                                | disagrees
    开放数据量3.6万多条                              | disagrees
    5G基站2.46万个                                   | agrees
    5G基站24600个                                    | agrees
    5G基站约2.5万个                                  | agrees
    5G基站2.5万个                                    | agrees
    5G基站2.45万个                                   | rounds_too_far
    5G基站2.64万个                                   | disagrees
    营商环境位列全国第五位                           | agrees
    营商环境排名全国第5                              | agrees
    营商环境位列全国第三位                           | disagrees
    2022年数字经济核心产业增加值达1119亿元           | agrees
    2022年数字经济核心产业增加值1119亿元             | agrees
    2022年数字经济核心产业增加值1911亿元             | disagrees
    2022年数字经济核心产业增加值1119万元             | disagrees
    双千兆行政村覆盖率100%                           | agrees
    双千兆行政村覆盖率百分之百                       | agrees
    双千兆行政村覆盖率90%                            | disagrees
    上架智能组件71个                                 | agrees
    上架智能组件七十一个                             | agrees
    上架智能组件17个                                 | disagrees
    全省上架智能组件71个                             | agrees
    数据产品85个                                     | agrees
    数据产品58个                                     | disagrees
    全市获奖应用38个                                 | agrees
    获得荣誉称号40多项                               | agrees
    获得荣誉称号50多项                               | disagrees
    电影大赛收到作品1280部                           | not_ours
    红色文化展览接待观众4.6万人次                    | not_ours
    全国归集公共数据197亿条                          | not_ours
    全市粮食产量65万吨                               | not_ours
    居民人均可支配收入7.6万元                        | not_ours
"""

# Each is wrong in one way: a digit, 万 for 亿, the wrong unit, another place's or an earlier value, the wrong promise.
PLANTED = """
    全市归集公共数据超过300亿条 / 宁波归集公共数据191亿条 / 宁波归集公共数据197万条 / 宁波归集公共数据197亿条 / 宁波归集数据超过200万条 /
    建成特色专题库38个 / 建成特色专题库360个 / 上线运行重大应用270多个 / 上线运行重大应用107个 / 上线运行重大应用不足250个 /
    开放数据集1650个 / 开放数据集1640万个 / 开放数据3.6万多条 / 开放数据4.6亿多条 / 开放数据62亿条 /
    5G基站2.64万个 / 5G基站2.46亿个 / 营商环境位列全国第六位 / 2022年数字经济核心产业增加值达1191亿元 / 2022年数字经济核心产业增加值1119万元 /
    双千兆行政村覆盖率80% / 上架智能组件334个 / 上架智能组件77个 / 数据产品95个 / 全市获奖应用83个 /
    “一本账”管理数据类20220类 / “一本账”管理云资源7100个 / 支撑多跨应用场景1700余个 / 向政务服务网共享数据172类 / 占全省比重提高5个百分点
"""


@pytest.fixture
def conn(engine) -> Iterator[Connection]:
    """Of the starting data; nothing here writes."""
    with engine.connect() as reading:
        yield reading


def _seeker(view=NINGBO, actor: Actor | None = None) -> Seeker:
    return Seeker(actor or somebody("leader"), *view)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_documents_the_product_began_from_are_judged(conn, document):
    view, text, wanted = DOCUMENTS[document]
    found = proofread(conn, "".join(line.strip() for line in text.splitlines()), _seeker(view))
    counts = {name: int(count) for name, count in (each.split() for each in wanted.split(", "))}
    told = [each.verdict for each in found]
    assert {name: told.count(name) for name in set(told)} == counts, [(each.figure.written, each.verdict) for each in found]  # fmt: skip


def test_sixty_sentences_are_judged_within_both_error_rates(conn):
    rows = drawn(SENTENCES).to_dict("records")
    told = {row["sentence"]: [each.verdict for each in proofread(conn, row["sentence"], _seeker())] for row in rows}
    wrong = {row["sentence"]: told[row["sentence"]] for row in rows if told[row["sentence"]] != [row["verdict"]]}
    agreeing = [row for row in rows if row["verdict"] == "agrees"]
    false_agreements = [each for each, verdicts in wrong.items() if verdicts == ["agrees"]]
    false_alarms = [row["sentence"] for row in agreeing if row["sentence"] in wrong]
    assert len(rows) == 60
    assert len(false_agreements) <= FALSE_AGREEMENTS, wrong
    assert len(false_alarms) <= FALSE_ALARMS, wrong
    assert len(wrong) <= 3, wrong


def test_planted_errors_are_told_and_never_agree(conn):
    planted = [each.strip() for each in PLANTED.replace("\n", " ").split("/")]
    told = {each: proofread(conn, each, _seeker())[-1].verdict for each in planted}
    assert len(told) == 30
    assert "agrees" not in told.values(), told
    assert sum(verdict not in ("not_known", "not_ours") for verdict in told.values()) >= 27, told


def test_the_later_number_of_the_store_is_told_beside_an_outdated_one(conn):
    (found,) = proofread(conn, "宁波归集公共数据197亿条", _seeker())
    assert (found.verdict, found.metric, found.unit) == ("outdated", "data_records", "330200")
    assert "200亿" in found.held.zh
    assert "2023-03" in found.held.zh
    assert "197亿" in found.instead.zh
    assert "2022-12" in found.instead.zh
    assert found.place is not None
    assert found.place.query["metric"] == "data_records"


def test_who_may_not_read_a_number_learns_nothing_of_it(conn, monkeypatch):
    """Neither whether the text is right nor what the number is: right and wrong look the same."""
    monkeypatch.setattr(calendar, "published", lambda conn: frozenset())
    nobody = _seeker(actor=somebody("leader", "330600"))
    right, wrong = (proofread(conn, f"宁波归集公共数据{each}亿条", nobody) for each in ("超过200", "555"))
    assert [(each.verdict, each.held.zh, each.place) for each in right] == [("not_known", "", None)]
    assert [(each.verdict, each.held.zh, each.place) for each in wrong] == [("not_known", "", None)]


def test_the_worst_come_first(conn):
    found = proofread(conn, "特色专题库36个，数据产品58个。收到作品1280部。归集公共数据197亿条。", _seeker())
    assert [each.verdict for each in worst_first(found)] == ["disagrees", "outdated", "not_ours", "agrees"]


def test_values_in_turn_belong_to_the_units_in_their_order(conn):
    found = proofread(conn, "宁波、绍兴的智能组件分别为71个和80个", _seeker())
    assert [each.unit for each in found] == ["330200", "330600"]
    assert found[0].verdict == "agrees"
    assert found[1].verdict != "agrees"


def test_a_telephone_is_no_figure(conn):
    assert figures("联系电话0574-87654321，手机13812345678") == []


def test_the_command_tells_the_worst_first_and_names_the_line(engine, monkeypatch, tmp_path, capsys):
    if engine.dialect.name == "postgresql":
        pytest.skip("what is asked of the store is asked above")
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    file = tmp_path / "speech.txt"
    file.write_bytes("特色专题库36个。\n归集公共数据197亿条。".encode("gb18030"))
    assert main(["proofread", str(file), "--unit", "330200", "--month", "2023-03"]) == 0
    counts, worst, right = capsys.readouterr().out.splitlines()
    assert counts == "◷ 已过时 1 · ✓ 一致 1"
    assert worst.startswith("[◷ 已过时]  2: 197亿条  宁波市 · 归集公共数据量  库中：200亿+")
    assert right.startswith("[✓ 一致]  1: 36个")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xff\xff\xff", "数".encode() * 200_001])
def test_what_is_no_text_is_refused_with_what_to_do(tmp_path, content):
    file = tmp_path / "speech.docx"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"\.txt|分几次核对"):
        telling.read(file)
