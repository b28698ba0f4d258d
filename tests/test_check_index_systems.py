"""An index system that is uploaded wrong gets sentences with cells."""

import pytest

from data.registers import REGISTERS
from tests import workbooks
from tests.frames import drawn
from tests.people import everybody
from tests.workbooks import checked, commit, xlsx

SYSTEM = (
    "体系编号 | 体系名称 | 单位 | 评价对象 | 缺数处理 | 施行日期\nS1 | 考核 | 浙江省 | 设区市 | 不得分 | 2026-01-01"
)
HEAD = (
    "体系指标编号 | 评价内容 | 单位 | 体系 | 维度 | 本系统指标 | 权重 | 计分规则 | 满分值 | 零分值 | 每单位扣分 | 分档"
)
GOOD = (
    "I1 | 满意 | 浙江省 | 考核 | 成效 | 满意率 | 60 | 完成目标 | 0.95 | 0.8 | |",
    "I2 | 访问 | 浙江省 | S1 | 使用 | visits | 40 | 同比进步 | 0.2 | | |",
    "I3 | 事故 | 浙江省 | 考核 | 安全 | 网络信息安全事故 | 6 | 扣分 | | | 2 |",
    "I4 | 否决 | 浙江省 | 考核 | 安全 | 网络信息安全事故 | | 一票否决 | 3 | | |",
)


@pytest.fixture(autouse=True)
def _store(conn):
    workbooks.plant(conn)
    for month in ("2026-10",):
        workbooks.report(
            conn,
            f"""
            measure            | unit   | month   | value
            satisfied          | 330203 | {month} | 9
            rated              | 330203 | {month} | 10
            visits             | 330203 | {month} | 9
            security_incidents | 330203 | {month} | 0
            """,
        )


def uploaded(conn, *items, system=SYSTEM):
    sheets = {"评价指标体系": system} if system else {}
    return checked(conn, xlsx(**sheets, 体系指标="\n".join([HEAD, *items])), "体系.xlsx", actor=everybody())


def told(result):
    return [(each.rule, each.cell) for each in result.findings]


def test_a_system_is_read_by_names_or_keys(conn):
    result = uploaded(conn, *GOOD)
    assert told(result) == []
    records = result.records["index_metrics"].set_index("key")
    assert records["metric"].to_dict() == {
        "I1": "satisfaction", "I2": "visits", "I3": "security_incidents", "I4": "security_incidents",
    }  # fmt: skip
    assert set(records["system"]) == {"S1"}
    assert records["rule"].tolist() == ["target", "improvement", "deduction", "veto"]


# One workbook with everything wrong: `found` is what each row is told, with the column of the cell.
WRONG = """
评价内容 | 本系统指标 | 权重 | 计分规则 | 满分值 | 零分值 | 每单位扣分 | 分档 | found
满意     | 满意率     | 60 | 完成目标   | 0.95 | 0.8  |   |                | weights_add_up G
满意律   | 满意律     | 1  | 完成目标   | 0.95 | 0.8  |   |                | unknown_metric F
抽签     | 知晓率     | 1  | 抽签       |      |      |   |                | unknown_choice H
无分档   | 满意率     | 1  | 分档       |      |      |   |                | rule_lacks L
高就好   | 知晓率     | 1  | 分档       |      |      |   | 高就好         | no_steps L; metric_without_data F
颠倒     | 闭环率     | 1  | 分档       |      |      |   | 90%:80/95%:100 | steps_not_in_order L; metric_without_data F
反了     | 组件复用率 | 1  | 完成目标   | 0.8  | 0.95 |   |                | bounds_turned J; metric_without_data F
无进步   | visits     | 1  | 同比进步   |      |      |   |                | rule_lacks I
再算     | 满意率     | 1  | 完成目标   | 0.9  |      |   |                | metric_scored_twice F
人均     | 人均访问   | 1  | 距组内最优 |      |      |   |                | metric_within F
无权重   | 网络信息安全事故 |  | 扣分   |      |      | 2 |                | weight_of_nothing G
不知几分 | 网络信息安全事故 | 6 | 扣分  |      |      |   |                | rule_lacks K; metric_scored_twice F
有权重   | 网络信息安全事故 | 5 | 一票否决 |    |      |   |                | veto_has_weight G
无界限   | 满意率     |    | 一票否决   |      |      |   |                | rule_lacks I
"""


def test_what_cannot_be_scored_is_told_with_its_cell(conn):
    cases = drawn(WRONG)
    heads = [name for name in cases.columns if name != "found"]
    lines = [" | ".join(["体系指标编号", "单位", "体系", "维度", *heads])]
    lines += [
        " | ".join([f"I{n}", "浙江省", "考核", "成效", *row])
        for n, row in enumerate(cases[heads].itertuples(index=False))
    ]
    at = {head: chr(ord("A") + place) for place, head in enumerate(["", "", "", "", *heads])}
    columns = {"F": at["本系统指标"], "G": at["权重"], "H": at["计分规则"], "I": at["满分值"], "J": at["零分值"]}
    columns |= {"K": at["每单位扣分"], "L": at["分档"]}
    expected = sorted(
        (rule, f"{columns[column]}{n + 2}")
        for n, found in enumerate(cases["found"])
        for rule, column in (each.split() for each in found.split("; "))
    )
    result = checked(conn, xlsx(评价指标体系=SYSTEM, 体系指标="\n".join(lines)), "体系.xlsx", actor=everybody())
    assert sorted(told(result)) == expected, [each.told("zh") for each in result.findings]
    for finding in result.findings:
        assert "{" not in finding.told("zh") + finding.told("en")
    kept = result.records["index_metrics"]["name"].tolist()
    assert kept == ["满意", "再算", "人均"]  # the rest has an error of its own


def test_weights_are_those_of_the_whole_system_as_it_will_stand(conn):
    commit(conn, uploaded(conn, *GOOD))
    assert told(uploaded(conn, GOOD[0], system="")) == []
    lighter = uploaded(conn, GOOD[0].replace("| 60 |", "| 55 |"), system="")
    (finding,) = lighter.findings
    assert (finding.rule, finding.cell) == ("weights_add_up", "G2")
    assert "“考核”" in finding.told("zh")
    assert "95" in finding.told("zh")


DIVIDED = """
评价内容 | 本系统指标 | 权重 | 计分规则   | 满分值 | found
满意     | 满意率     | 20   | 距组内最优 |        | metric_not_divided D2
访问     | visits     | 40   | 序时进度   |        | rule_of_units F3
活跃     | 使用率     | 40   | 完成目标   |        | rule_lacks G4
"""


def test_who_is_scored_by_parts_needs_metrics_of_which_they_are_known(conn):
    cases = drawn(DIVIDED)
    lines = [" | ".join(["体系指标编号", "单位", "体系", *cases.columns[:-1], "维度"])]
    lines += [
        " | ".join([f"I{n}", "浙江省", "考核", *row[:-1], "成效"])
        for n, row in enumerate(cases.itertuples(index=False))
    ]
    system = SYSTEM.replace("设区市", "应用")
    result = checked(conn, xlsx(评价指标体系=system, 体系指标="\n".join(lines)), "体系.xlsx", actor=everybody())
    faults = [(each.rule, each.cell) for each in result.findings if each.rule != "metric_without_data"]
    at = {"D2": "E2", "F3": "G3", "G4": "H4"}
    assert faults == [(rule, at[cell]) for rule, cell in (each.split() for each in cases["found"])], [
        each.told("zh") for each in result.findings
    ]
    assert "没有分到每个应用的数" in result.findings[0].told("zh")
    # The level may stand in the store already, and the metrics come later.
    commit(conn, checked(conn, xlsx(评价指标体系=system), "体系.xlsx", actor=everybody()))
    later = checked(conn, xlsx(体系指标="\n".join(lines)), "体系.xlsx", actor=everybody())
    assert {"metric_not_divided", "rule_of_units"} <= {each.rule for each in later.findings}


def test_what_a_goal_hangs_on_that_is_no_metric_is_asked_about_and_stays(conn):
    sheet = (
        "目标编号 | 战略目标 | 单位 | 所属部署 | 挂钩指标 | 起始日期 | 完成期限\n"
        "G1 | 甲 | 浙江省 | 一年出成果 | 使用率:25%→28%；满意率 | 2026-01-01 | 2026-12-31\n"
        "G2 | 乙 | 浙江省 | 一年出成果 | 使用律:25% | 2026-01-01 | 2026-12-31\n"
        "G3 | 丙 | 浙江省 | 一年出成果 | 使用率:很高 | 2026-01-01 | 2026-12-31"
    )
    result = checked(conn, xlsx(战略目标=sheet), "目标.xlsx", actor=everybody())
    assert told(result) == [("goal_metric", "E3"), ("goal_metric", "E4")]
    assert result.findings[0].severity == "warning"
    assert "“使用律”不是系统里的指标" in result.findings[0].told("zh")
    assert "是否应为“使用率”" in result.findings[0].told("zh")
    assert len(result.records["goals"]) == 3


def test_another_order_of_rows_is_the_same_system(conn):
    assert told(uploaded(conn, *reversed(GOOD))) == []


def test_rules_and_levels_are_those_that_scores_know():
    from metrics.evaluation.rules import RULES
    from metrics.evaluation.system import MISSINGS

    assert set(RULES) == {key for key, _ in REGISTERS["index_metrics"].field("rule").choices}
    assert set(MISSINGS) == {key for key, _ in REGISTERS["index_systems"].field("missing").choices}
