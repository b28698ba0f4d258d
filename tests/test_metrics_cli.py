"""python -m metrics: no number is a black box."""

import json

import pytest

from data import store
from data.access import Grant
from metrics.__main__ import main
from tests import cases
from tests.staff import hire


@pytest.fixture
def at_work(engine, monkeypatch):
    """The command line at work on a store with one report."""
    with store.writing(engine) as conn:
        cases.plant(conn, cases.ZHEJIANG)
        cases.report(conn, cases.reports("unit | month | rated | satisfied\n330203 | 2025-01 | 100 | 95"))
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


def test_list_tells_every_metric(capsys):
    assert main(["list"]) == 0
    assert "满意数 ÷ 评价数" in capsys.readouterr().out


def test_show_tells_formula_kind_and_parts(capsys):
    assert main(["show", "satisfaction"]) == 0
    said = capsys.readouterr().out
    assert "满意数 ÷ 评价数 / Ratings of satisfied ÷ Ratings given" in said
    assert "satisfaction_rate" in said


@pytest.mark.parametrize("key", ["satisfaction", "closed_loop_rate", "days_to_close"])
def test_the_sql_it_prints_can_be_run(at_work, capsys, key):
    assert main(["sql", key, "--month", "2025-01", "--unit", "330200"]) == 0
    statement = capsys.readouterr().out.strip().rstrip(";")
    with at_work.connect() as conn:
        conn.exec_driver_sql(statement.replace("%", "%%") if conn.dialect.name == "postgresql" else statement).all()


def test_values_prints_the_unit_and_those_below(at_work, capsys):
    assert main(["values", "satisfaction", "--month", "2025-01", "--unit", "330200"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == ["330200", "330203", "330205", "330206"]
    assert lines[0].split()[3:] == ["95.0%", "1/3", "未设目标"]


def test_values_as_json_has_null_for_none(at_work, capsys):
    assert main(["values", "satisfaction", "visits", "--month", "2025-01", "--unit", "330200", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    by_key = {(row["metric"], row["unit"]): row for row in said["values"]}
    assert said["revision"] == 1
    assert by_key["satisfaction", "330203"]["value"] == 0.95
    assert by_key["visits", "330203"]["value"] is None


def test_changes_tells_what_moved_between_two_points(at_work, capsys):
    assert main(["changes", "--from", "0", "--to", "1", "--month", "2025-01", "--unit", "330203", "--most", "3"]) == 0
    assert "330203 满意率：— → 95.0%  r1" in capsys.readouterr().out
    assert main(["changes", "--from", "0", "--month", "2025-01", "--unit", "330203", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == 1
    assert main(["changes", "--from", "yesterday"]) == 2


def test_rank_tells_a_group_or_that_too_few_can_be_compared(at_work, capsys):
    assert main(["rank", "satisfaction", "--month", "2025-01", "--group", "districts"]) == 0
    assert "只有 1 个单位的数可以比" in capsys.readouterr().out
    assert main(["rank", "business_environment_rank"]) == 2


def test_score_tells_that_there_is_no_index_system_yet(at_work, capsys):
    assert main(["score"]) == 0
    assert "no index system yet" in capsys.readouterr().out


def test_radar_asks_who_may_approve_and_goals_are_told(at_work, capsys):
    hire(at_work, "lead", "330200", Grant("leader", "330200"))
    hire(at_work, "appr", "330200", Grant("approver", "330200"))
    asked = ["radar", "--month", "2025-01", "--unit", "330200"]
    assert main(asked) == 0  # whoever types commands on the server is its operator
    assert main([*asked, "--by", "appr"]) == 0
    assert "0 组有不寻常之处。这是要问的问题" in capsys.readouterr().out
    assert main([*asked, "--by", "lead"]) == 1
    assert "审核权限" in capsys.readouterr().err
    assert main(["goals", "--month", "2025-01", "--unit", "330200"]) == 0
    assert capsys.readouterr().out.startswith("0 个目标")


def test_forecast_tells_that_there_are_too_few_months(at_work, capsys):
    assert main(["forecast", "satisfaction", "--month", "2025-01", "--unit", "330200"]) == 0
    assert "历史不足" in capsys.readouterr().out
    assert main(["forecast", "problems_open"]) == 2


def test_conclusions_are_said_or_that_nothing_stands_out(at_work, capsys):
    asked = ["conclusions", "--month", "2025-01", "--unit", "330200"]
    assert main(asked) == 0
    assert "没有需要特别说明的情况" in capsys.readouterr().out
    assert main([*asked[:1], "--month", "2024-03", *asked[3:]]) == 0
    assert "本月还没有数据，暂不下结论" in capsys.readouterr().out
    with store.writing(at_work) as conn:
        rows = cases.records(
            "key | unit | list | department | found | due\n"
            + "\n".join(f"W{n} | 330203 | ecology | 生态环境局 | 2024-05-01 | 2024-06-01" for n in range(12)),
            ("found", "due"),
        )
        cases.report(conn, problems=rows.assign(title="问题", reopened=0))
    assert main(asked) == 0
    assert "[突出问题] 330203生态环保问题超期 12 个" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["query"]["list"] == "ecology"


def test_passport_leads_to_the_cell(at_work, capsys):
    assert main(["passport", "satisfaction", "330200", "2025-01"]) == 0
    said = capsys.readouterr().out
    assert "330203 satisfied 2025-01 = 95 exact ← 月报.xlsx 月报!A1 (批次 / batch 1, 王" in said
    assert "填报率 / coverage: 1/3" in said
    assert "330205 rated" in said


def test_a_store_without_tables_is_a_sentence_and_two(tmp_path, monkeypatch, capsys):
    empty = store.connect(f"sqlite:///{tmp_path}/empty.db")
    monkeypatch.setattr(store, "engine", lambda *_: empty)
    assert main(["values", "visits"]) == 2
    assert "python -m data migrate" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["show", "satisfactoin"], ["values", "visits", "--month", "13"], ["values", "visits", "--unit", "999999"]],
)
def test_wrong_use_is_a_sentence_and_two(at_work, capsys, words):
    assert main(words) == 2
    said = capsys.readouterr().err.strip()
    assert said
    assert "Traceback" not in said


def test_a_passport_tells_of_a_period(at_work, capsys):
    assert main(["passport", "satisfaction", "330203", "2025-02", "--period", "quarter"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "当季 / Quarter: 95.0%; 季环比 / QoQ —; 同比 / YoY —; 缺 1 个月 / 1 month missing"
    assert main(["passport", "satisfaction", "330203", "2025-01"]) == 0
    assert "Quarter" not in capsys.readouterr().out
