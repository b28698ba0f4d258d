"""The guides stay true: their commands run, their links lead somewhere, both languages say the same, nothing is left out."""

import ast
import json
import re
import runpy
import shlex
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic import BaseModel

from data import months
from data.settings import ROOT, Settings, settings
from docs import coverage
from metrics.formats import MARKS
from tests.workbooks import fill_in
from ui.texts import TEXTS

DOCS = ROOT / "docs"
PAIRS = [
    (ROOT / "README.zh-CN.md", ROOT / "README.md"),
    *((path, path.with_name(path.name.replace(".zh-CN", ""))) for path in sorted(DOCS.glob("*.zh-CN.md"))),
]
OF_ADMINISTRATORS = (DOCS / "administrator.zh-CN.md", DOCS / "administrator.md")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")
LINK = re.compile(r"\]\(([^)]+)\)")
MOST_BYTES = 500_000

# How a command begins that no test can run, and why.
NOT_RUN = {
    "make ": "sets up this folder, serves for ever, or is this very run",
    "sudo ": "changes the machine",
    "git pull": "changes this folder",
    ".venv/bin/pip ": "needs the internet",
    "COCKPIT_STORE_URL=": "names a database of the reader's own; see test_backup.py",
    "chromium ": "needs a wall",
    ".venv/bin/python -m data copies": "needs a bucket; see test_copies.py",
    ".venv/bin/python -m data fetch": "needs a bucket; see test_copies.py",
}


def read(path):
    return path.read_text(encoding="utf-8")


def commands(path):
    """The lines of the blocks marked sh."""
    blocks = re.findall(r"^```sh\n(.*?)^```", read(path), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def in_english(path):
    return re.sub(r"\.en\.", ".", path)


def skeleton(path):
    """Headings by depth, rows, points, pictures and blocks of code, in their order."""
    text = re.sub(r"^```.*?^```", "```", read(path), flags=re.DOTALL | re.MULTILINE)
    marks = re.findall(r"^(#+ |\| |- |\d\. |```|!\[.*)", text, re.MULTILINE)
    return [in_english(PICTURE.match(mark)[1]) if mark.startswith("!") else mark for mark in marks]


def anchors(path):
    """What GitHub calls the headings of a page."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", read(path), re.MULTILINE)
    }


def table(path, columns):
    """The first `columns` cells of the rows in which they are code."""
    cells = "".join("\\| `([^`]+)` " for _ in range(columns))
    return [row.groups() for row in re.finditer(f"^{cells}", read(path), re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(read(page)):
        if link.startswith(("http:", "https:")):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / unquote(name) if name else page
        assert target.exists(), link
        assert not anchor or unquote(anchor) in anchors(target), link


def test_the_architecture_names_every_file_and_none_that_is_not_there():
    named = set(re.findall(r"\b\w+\.py\b", (DOCS / "architecture.md").read_text(encoding="utf-8")))
    in_tables = {path.name for folder in ("data", "metrics", "ui") for path in (ROOT / folder).glob("*.py")}
    anywhere = {
        path.name
        for folder in ("data", "metrics", "charts", "ui", "web", "tests")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert in_tables <= named
    assert named - anywhere == {"app.py"}  # it lies beside the folders


def test_every_picture_is_small_and_shown_somewhere():
    shown = {(page.parent / name).resolve() for page in PAGES for name in PICTURE.findall(read(page))}
    there = {path for path in (DOCS / "pictures").iterdir() if path.suffix in (".png", ".webp", ".jpg")}
    assert there == shown
    assert not [path.name for path in there if path.stat().st_size > MOST_BYTES]


@pytest.mark.parametrize(("chinese", "english"), PAIRS, ids=lambda page: page.name)
def test_both_languages_have_the_same_parts_and_commands(chinese, english):
    assert skeleton(chinese) == skeleton(english)
    assert commands(chinese) == commands(english)


def test_the_readme_begins_with_a_picture_and_the_two_commands():
    for page in PAIRS[0]:
        parts = [part for part in skeleton(page) if not part.startswith("#")]
        assert parts[:2] == ["docs/pictures/overview.png", "```"]
        assert commands(page)[:2] == ["make run", "make test"]


@pytest.fixture
def run(tmp_path, engines, monkeypatch, capsys):
    """Type a command of a guide in an empty folder, on a store of its own; the answer is (exit code, what it printed)."""
    monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/cockpit.db")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()

    def run(command):
        python, flag, module, *words = shlex.split(command)
        assert (python, flag) == (".venv/bin/python", "-m"), command
        monkeypatch.delitem(sys.modules, f"{module}.__main__", raising=False)
        monkeypatch.setattr(sys, "argv", [module, *words])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        return ended.value.code or 0, "".join(capsys.readouterr())

    yield run
    monkeypatch.undo()
    settings.cache_clear()


def test_every_command_of_the_guides_does_what_it_says(run):
    """In the order a reader meets them; a template that was written is filled in before it is uploaded."""
    typed = dict.fromkeys(
        line for page in (*(english for _, english in PAIRS), DOCS / "extending.md") for line in commands(page)
    )
    ours = [command for command in typed if not command.startswith(tuple(NOT_RUN))]
    assert all(any(command.startswith(begins) for command in typed) for begins in NOT_RUN)
    assert run(".venv/bin/python -m data migrate")[0] == 0
    for command in sorted(ours, key=lambda command: " withdraw " in command or " backup " in command):
        code, said = run(command)
        assert code == 0, f"{command}: {said}"
        if " template " in command:
            fill_in(Path(command.split()[-1]), {("海曙区", "应用访问量"): 12345})


def test_every_verb_is_told_to_administrators(run):
    for module in ("data", "metrics"):
        verbs = re.findall(r"^    ([a-z-]+)(?: |$)", run(f".venv/bin/python -m {module} --help")[1], re.MULTILINE)
        assert len(verbs) > 3
        for page in OF_ADMINISTRATORS:
            told = set(re.findall(r"`([a-z-]+)`", read(page))) | {
                line.split()[3] for line in commands(page) if " -m " in line
            }
            assert set(verbs) <= told, page.name


@pytest.mark.parametrize("guide", OF_ADMINISTRATORS, ids=lambda page: page.name)
def test_the_table_of_settings_is_complete(guide):
    told = [row for row in table(guide, 3) if row[1].startswith("COCKPIT_")]
    assert told == list(declared(Settings))


def declared(section, above=()):
    """Key, variable and default of every setting, as the table writes them."""
    for name, field in section.model_fields.items():
        place = (*above, name)
        if isinstance(field.default, BaseModel):
            yield from declared(type(field.default), place)
        else:
            default = months.label(field.default) if place == ("months", "first") else written(field.default)
            yield ".".join(place), "_".join(("COCKPIT", *place)).upper(), default


def written(default):
    """As `config.toml` has it, but for true and false."""
    if default in (None, ""):
        return '""'
    return json.dumps(default) if isinstance(default, tuple) else str(default)


def test_every_page_is_told_in_a_guide():
    tree = ast.parse(read(ROOT / "app.py"))
    sections = next(
        ast.literal_eval(each.value)
        for each in tree.body
        if isinstance(each, ast.AnnAssign) and getattr(each.target, "id", "") == "PAGES"
    )
    for side, language in enumerate(("zh", "en")):
        guides = "".join(read(pair[side]) for pair in PAIRS)
        missing = [
            name for names in sections.values() for name in names if f"**{TEXTS[name].in_(language)}**" not in guides
        ]
        assert not missing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mark_in_front_of_a_number_is_told_to_leaders(language):
    guide = DOCS / ("leader.zh-CN.md" if language == "zh" else "leader.md")
    told = {mark for (mark,) in table(guide, 1)}
    for qualifier, mark in MARKS.items():
        pattern = re.escape(mark.in_(language)).replace(r"\{\}", r"\d[\d.%K万]*")
        assert qualifier == "exact" or any(re.fullmatch(pattern, each) for each in told), qualifier


def test_the_examples_for_developers_are_python_that_works():
    known: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```", read(DOCS / "extending.md"), re.DOTALL | re.MULTILINE):
        exec(block, known)
    assert known["hotline_settled"].kind == "ratio"


def test_what_is_covered_is_written_from_the_declarations():
    """Every row of the domain lives somewhere; after a change: python -m docs.coverage."""
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.written()
