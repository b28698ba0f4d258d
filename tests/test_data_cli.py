"""The administrator's command line, as a person types it: what it prints and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbooks import fill_in

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(tmp_path):
    """Run `python -m MODULE …` on a store of its own with the starting data; the answer is (exit code, out, err)."""
    environment = os.environ | {"COCKPIT_STORE_URL": f"sqlite:///{tmp_path}/cockpit.db", "PYTHONWARNINGS": "error"}

    def run(*words, module="data"):
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    run("migrate")
    return run


def test_a_template_filled_in_wrong_then_mended_is_committed_and_can_be_withdrawn(run, tmp_path):
    template = tmp_path / "月报.xlsx"
    assert run("template", "--unit", "330200", "--month", "2026-10", "-o", template)[0] == 0

    fill_in(template, {("海曙区", "应用访问量"): "很多"})
    code, out, _ = run("upload", template, "--by", "王", "--unit", "330200", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["batch"] is None
    assert [finding["rule"] for finding in told["findings"]] == ["not_a_number"]
    assert told["findings"][0]["sheet"] == "月报"

    fill_in(template, {("海曙区", "应用访问量"): 12345})
    assert run("upload", template, "--by", "王", "--unit", "330200", "--dry-run")[0] == 0
    code, out, _ = run("upload", template, "--by", "王", "--unit", "330200")
    assert code == 0
    assert "新增 1" in out

    listed = run("batches")[1].splitlines()
    number = listed[0].split()[0]
    assert "月报.xlsx" in listed[0]
    code, out, _ = run("passport", "visits", "330203", "2026-10")
    assert code == 0
    assert "月报.xlsx" in out
    assert run("withdraw", number, "--by", "王", "--reason", "重报")[0] == 0
    assert run("batches")[1].splitlines()[0].endswith("王 重报")
    assert run("withdraw", number, "--by", "王")[0] == 1


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


def test_a_refusal_is_json_too_and_a_file_that_cannot_be_written_a_sentence(run, tmp_path):
    empty = tmp_path / "月报.xlsx"
    assert run("template", "--unit", "330200", "-o", empty)[0] == 0
    code, out, _ = run("upload", empty, "--unit", "330200", "--json")
    assert code == 1
    assert "nothing to commit" in json.loads(out)["refused"]["en"]
    code, _, told = run("template", "-o", tmp_path / "no" / "such" / "folder.xlsx")
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
