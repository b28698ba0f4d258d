"""The administrator's command line, as a person types it: what it prints and its exit codes."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from data import store
from data.__main__ import main
from data.access import Grant
from data.settings import settings
from tests import prepared
from tests.staff import hire
from tests.workbooks import fill_in

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(tmp_path, stores, engines, monkeypatch, capsys):
    """Run `python -m data …` on a store of its own with the starting data; the answer is (exit code, out, err).
    `levels`: how many approvals are asked for. In this process: to load the program takes longer than most verbs."""
    shutil.copy(stores.file(prepared.with_starting_data), tmp_path / "cockpit.db")
    monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/cockpit.db")

    def run(*words, levels=0):
        monkeypatch.setenv("COCKPIT_APPROVAL_LEVELS", str(levels))
        settings.cache_clear()
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    yield run
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def wang(run, tmp_path):
    """王芳 reports for Ningbo; she is `wang` to --by."""
    engine = store.connect(f"sqlite:///{tmp_path}/cockpit.db")
    hire(engine, "wang", "330200", Grant("steward", "330200"), name="王芳")
    engine.dispose()
    return ("--by", "wang")


def test_a_template_filled_in_wrong_then_mended_is_committed_and_can_be_withdrawn(run, wang, tmp_path):
    template = tmp_path / "月报.xlsx"
    assert run("template", *wang, "--month", "2026-10", "-o", template)[0] == 0

    fill_in(template, {("海曙区", "应用访问量"): "很多"})
    code, out, _ = run("upload", template, *wang, "--json")
    told = json.loads(out)
    assert code == 1
    assert told["batch"] is None
    assert [finding["rule"] for finding in told["findings"]] == ["not_a_number"]
    assert told["findings"][0]["sheet"] == "月报"

    fill_in(template, {("海曙区", "应用访问量"): 12345})
    assert run("upload", template, *wang, "--dry-run")[0] == 0
    code, out, _ = run("upload", template, *wang)
    assert code == 0
    assert "新增 1" in out

    listed = run("batches")[1].splitlines()
    number = listed[0].split()[0]
    assert "月报.xlsx" in listed[0]
    code, out, _ = run("passport", "visits", "330203", "2026-10")
    assert code == 0
    assert "月报.xlsx" in out
    assert run("withdraw", number, *wang, "--reason", "重报")[0] == 0
    assert run("batches")[1].splitlines()[0].endswith("王芳 重报")
    assert run("withdraw", number, *wang)[0] == 1
    assert run("withdraw", number)[0] == 1  # the operator may not


def test_sums_that_differ_are_found_by_the_doctor_and_made_anew(run, tmp_path):
    assert run("doctor")[0] == 0
    with sqlite3.connect(tmp_path / "cockpit.db") as conn:
        conn.execute("UPDATE rollup SET value = value + 1")
    conn.close()
    code, out, _ = run("doctor", "--lang", "zh")
    assert code == 1
    assert out.splitlines()[1].startswith("✗ 汇总与明细｜汇总与明细不一致")
    assert "python -m data rebuild" in out
    assert run("rebuild")[0] == 0
    assert run("doctor")[0] == 0
    assert "rollup_rebuilt" in run("audit", "list")[1]


def test_a_list_is_confirmed_to_be_as_it_was(run, wang):
    assert run("unchanged", "problems", "2026-10", *wang)[0] == 0
    assert "问题清单：2026-10 无变化" in run("batches")[1].splitlines()[0]
    assert run("unchanged", "problems", "2026-10", *wang)[0] == 1


def test_where_approval_is_asked_an_upload_waits_for_it(run, wang, tmp_path):
    template = tmp_path / "月报.xlsx"
    assert run("template", *wang, "--month", "2026-10", "-o", template)[0] == 0
    fill_in(template, {("海曙区", "应用访问量"): 12345})
    code, out, _ = run("upload", template, *wang, "--json", levels=1)
    assert code == 0
    assert (json.loads(out)["submission"], json.loads(out)["batch"]) == (1, None)
    fill_in(template, {("海曙区", "应用访问量"): 12346})
    code, out, _ = run("upload", template, *wang, levels=1)
    assert code == 0
    assert "submission 2), waiting for approval" in out
    assert "月报.xlsx" not in run("batches")[1]


def test_the_operator_administers_and_reports_nothing(run, wang, tmp_path):
    code, _, told = run("template", "--unit", "330200", "-o", tmp_path / "月报.xlsx")
    assert (code, (tmp_path / "月报.xlsx").exists()) == (1, False)
    assert "330200" in told or "宁波" in told
    assert run("template", *wang, "--unit", "330600", "-o", tmp_path / "月报.xlsx")[0] == 1
    for words in (["people", "disable", "admin"], ["audit", "list"], ["people", "add", "li", "李"]):
        code, _, told = run(*words, *wang)
        assert code == 1
        assert "王芳 may not" in told or "no account" in told, words
    assert "nobody" in run("batches", "--by", "nobody")[2]


def test_people_are_kept_from_the_command_line(run):
    code, out, _ = run("people", "add", "Li.Si", "李四", "--unit", "330200", "--mail", "li@example.cn")
    assert code == 0
    assert "li.si" in out
    assert run("people", "add", "li.si", "李四", "--unit", "330200")[0] == 1
    assert run("people", "give", "li.si", "approver", "--unit", "330200", "--department", "大数据局")[0] == 0
    assert run("people", "list")[1] == "li.si  李四  330200  1 审核员 / approver 330200 大数据局\n"
    assert run("people", "give", "li.si", "king", "--unit", "330200")[0] == 2
    assert run("people", "take", "1")[0] == 0
    assert run("people", "take", "1")[0] == 1
    assert "一次性密码" in run("people", "reset", "li.si")[1]
    assert run("people", "disable", "li.si")[0] == 0
    assert "disabled" in run("people", "list")[1]
    assert run("batches", "--by", "li.si")[0] == 1
    assert run("people", "enable", "li.si")[0] == 0


def test_walls_are_kept_from_the_command_line(run):
    assert run("walls", "add", "大厅", "--unit", "330200")[0] == 1  # nobody owns it
    run("people", "add", "li", "李四", "--unit", "330200")
    run("people", "give", "li", "presenter", "--unit", "330200")
    code, out, _ = run("walls", "add", "大厅", "--by", "li", "--metric", "visits")
    assert code == 0
    assert re.search(r"pairing code [0-9A-Z]{8} ", out)
    assert "大厅  330200  unit=330200&metric=visits  li" in run("walls", "list")[1]
    assert run("walls", "revoke", "1", "--by", "li")[0] == 0
    assert "revoked" in run("walls", "list")[1]


def test_the_audit_log_is_listed_and_verified(run, tmp_path):
    run("people", "add", "li", "李四", "--unit", "330200")
    code, out, _ = run("audit", "verify", "--json")
    told = json.loads(out)
    assert (code, told["broken"]) == (0, [])
    assert 1 <= told["noted"] <= told["count"]  # the first lines were noted where the store was copied from
    (line,) = [each for each in run("audit", "list", "--json")[1].splitlines() if "person_added" in each]
    assert json.loads(line)["object"] == "person li"
    assert "person_added" in run("audit", "list", "--since", "2026-01-01")[1]
    assert run("audit", "list", "--since", "soon")[0] == 2

    with sqlite3.connect(tmp_path / "cockpit.db") as held:
        held.execute("DROP TRIGGER audit_no_update")
        held.execute("UPDATE audit SET object = 'person wang' WHERE object = 'person li'")
    code, _, told_so = run("audit", "verify")
    assert code == 1
    assert "was changed" in told_so
    assert run("audit", "verify", "--expect", told["head"])[0] == 1


def test_notify_says_how_many(run):
    code, out, _ = run("notify")
    assert code == 0
    assert "reminders" in out


def test_the_passport_of_197_yi_leads_to_its_source(run):
    code, out, _ = run("passport", "data_records", "330200", "2022-12")
    assert code == 0
    assert all(
        words in out for words in ("197亿", "published_figures.csv", "I2", "宁波：探索形成数字化改革的五大特色路径")
    )


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("upload", "/no/such/file.xlsx"), ("template", "--month", "soon"), ("withdraw", "many"), ()],
)
def test_wrong_use_is_two(run, words):
    assert run(*words)[0] == 2


def test_a_wrong_month_says_how_to_write_one(run):
    assert "write it like 2026-10" in run("template", "--month", "2026-13")[2]


def test_a_refusal_is_json_too_and_a_file_that_cannot_be_written_a_sentence(run, wang, tmp_path):
    empty = tmp_path / "月报.xlsx"
    assert run("template", *wang, "-o", empty)[0] == 0
    code, out, _ = run("upload", empty, *wang, "--json")
    assert code == 1
    assert "nothing to commit" in json.loads(out)["refused"]["en"]
    code, _, told = run("template", *wang, "-o", tmp_path / "no" / "such" / "folder.xlsx")
    assert code == 1
    assert "Check the path" in told


def test_a_store_without_tables_is_a_sentence(tmp_path):
    environment = os.environ | {"COCKPIT_STORE_URL": f"sqlite:///{tmp_path}/mistyped.db"}
    done = subprocess.run(
        [sys.executable, "-m", "data", "batches"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "mistyped.db" in done.stderr
    assert "python -m data migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_is_restored_into_an_empty_store_only(run, tmp_path):
    assert run("backup", tmp_path / "copy.db")[0] == 0
    code, _, told = run("restore", tmp_path / "copy.db")
    assert code == 1
    assert "holds data" in told


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path):
    environment = os.environ | {"COCKPIT_STORE_URL": "mysql://x"}
    done = subprocess.run(
        [sys.executable, "-m", "data", "start"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "store.url" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_a_sentence():
    environment = os.environ | {"COCKPIT_STORE_URL": "postgresql://127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-m", "data", "batches"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "store.url" in done.stderr
    assert "Traceback" not in done.stderr
