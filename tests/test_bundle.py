"""The bundle for a machine without internet: what its script installs, upgrades, puts back when it fails, and takes back."""

import shutil
import subprocess
from pathlib import Path

import pytest

from docs import bundle
from tests.test_imports import ROOT

# Stands for Python 3.11 of the other machine: makes an environment whose own Python does as `outcome` says, and notes it.
PYTHON = """#!/bin/sh
[ "$1" = "-c" ] && exit {usable}
mkdir -p .venv/bin && cat > .venv/bin/python <<'END'
#!/bin/sh
echo "$(cat version) $*" >> {notes}
[ "$3" = "backup" ] && echo saved > "$4"
[ "$2" = "$(cat fails 2>/dev/null)" ] && exit 1
exit 0
END
chmod +x .venv/bin/python
"""


@pytest.fixture
def machine(tmp_path):
    """`machine(version, …)`: run the script of a bundle of that version; exit code and what was said."""

    def run(version: str, *arguments: str, fails: str = "", usable: bool = True, harm: bool = False) -> tuple[int, str]:
        made = tmp_path / f"bundle-{version}"
        shutil.rmtree(made, ignore_errors=True)
        project = made / "project"
        (made / "wheels").mkdir(parents=True)
        project.mkdir()
        for name, content in {"app.py": "", "version": version, "config.toml": f"# {version}", "fails": fails}.items():
            (project / name).write_text(content, encoding="utf-8")
        shutil.copy(bundle.ROOT / "docs" / "deploy" / bundle.INSTALL, made)
        bundle.sums(made)
        if harm:
            (project / "app.py").write_text("harm", encoding="utf-8")
        python = tmp_path / "python3"
        python.write_text(PYTHON.format(notes=tmp_path / "notes", usable=int(not usable)), encoding="utf-8")
        python.chmod(0o755)
        asked = ["sh", made / bundle.INSTALL, *arguments, tmp_path / "cockpit"]
        done = subprocess.run(
            asked, env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)}, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    return run


def there(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_machine_is_installed_upgraded_and_taken_back(machine, tmp_path):
    here = tmp_path / "cockpit"
    assert machine("1")[0] == 0
    assert [line.split()[:4] for line in there(tmp_path, "notes").splitlines()] == [
        ["1", "-m", "pip", "install"], ["1", "-m", "data", "migrate"],
    ]  # fmt: skip
    assert "--no-index" in there(tmp_path, "notes")
    (here / "config.toml").write_text("ours", encoding="utf-8")
    (here / "var" / "cockpit.db").write_text("store", encoding="utf-8")
    code, said = machine("2")
    assert (code, there(here, "version"), there(here, "config.toml"), there(here, "config.toml.new")) == (
        0,
        "2",
        "ours",
        "# 2",
    )
    assert there(here, "var/cockpit.db") == "store"
    (backup,) = here.glob("var/before-upgrade-*.db")
    assert str(backup) in said
    assert "1 -m data backup" in there(tmp_path, "notes")  # by the old program, before anything moved
    code, said = machine("2", "--back")
    assert (code, there(here, "version"), there(here, "config.toml"), there(here, "var/cockpit.db")) == (
        0,
        "1",
        "ours",
        "store",
    )
    assert str(backup) in said
    assert machine("2", "--back")[0] == 1  # there is nothing more to go back to


@pytest.mark.parametrize("fails", ["pip", "data"])
def test_an_upgrade_that_fails_leaves_what_was_there(machine, tmp_path, fails):
    here = tmp_path / "cockpit"
    machine("1")
    (here / "var" / "cockpit.db").write_text("store", encoding="utf-8")
    code, said = machine("2", fails=fails)
    assert (code, there(here, "version"), there(here, "var/cockpit.db")) == (1, "1", "store")
    assert "旧程序已放回" in said
    assert there(tmp_path / "cockpit.failed", "version") == "2"
    assert machine("2")[0] == 0  # and can be tried again
    assert there(here, "version") == "2"


def test_what_is_not_whole_or_finds_no_python_changes_nothing(machine, tmp_path):
    machine("1")
    for more, said in (({"harm": True}, "文件不完整"), ({"usable": False}, "python3-venv")):
        code, told = machine("2", **more)
        assert (code, said in told, there(tmp_path / "cockpit", "version")) == (1, True, "1")


def test_a_backup_that_cannot_be_made_stops_the_upgrade(machine, tmp_path):
    machine("1")
    (tmp_path / "cockpit" / "fails").write_text("data", encoding="utf-8")
    code, said = machine("2")
    assert (code, "未升级" in said, there(tmp_path / "cockpit", "version")) == (1, True, "1")


def test_what_the_bundle_asks_of_debian_is_what_the_makefile_installs():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(package in makefile for package in bundle.DEBIAN)
