"""The map of the code: who may import whom. Read this first."""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "data": {
        "sqlalchemy", "alembic", "pandas", "numpy", "pydantic", "python_calamine", "openpyxl", "rapidfuzz", "tqdm", "cachetools",
        "argon2", "cryptography", "itsdangerous", "psycopg", "puremagic", "pypinyin", "chinese_calendar", "pptx", "docx",
        "pyotp", "pypdf", "ldap3", "defusedxml", "pyarrow", "pyspark",
    },
    "metrics": {"charts", "data", "sqlalchemy", "pandas", "numpy", "docx", "pptx"},  # of charts what is drawn on paper alone
    "charts": {"plotly", "pydeck", "pandas", "numpy", "markupsafe", "fpdf", "PIL"},
    "ui": {"charts", "metrics", "data", "streamlit", "pandas", "markupsafe", "jinja2", "cachetools"},
    "web": {"charts", "metrics", "data", "starlette", "fastapi", "pydantic", "jinja2", "markupsafe", "itsdangerous", "pandas", "anyio", "segno", "cachetools"},
    "pages": {"ui", "charts", "metrics", "data", "streamlit", "pandas"},
}  # fmt: skip

FILES = [
    path
    for folder in MAY_IMPORT
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path != ROOT / "data" / "geo" / "build_geo.py"
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_downward_only(path):
    folder = path.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[folder] | {folder} | set(sys.stdlib_module_names)
    if folder == "pages":
        allowed -= {"pages"}  # pages do not import each other
    wrong = {name for name in imported(path) if name.split(".")[0] not in allowed}
    if folder == "web":
        wrong -= {"ui"} if "ui" in wrong and ui_names(path) == {"streamlit_private"} else set()
    assert not wrong, f"{folder}/ may not import {wrong}"


def test_metrics_are_drawn_on_paper_alone():
    """What leaves as a PDF is made by the command line, too, which has no layer above it; nothing else below `ui` knows a chart."""
    users = {
        path.relative_to(ROOT).parts[:2]
        for path in FILES
        if path.is_relative_to(ROOT / "metrics") and any(name.startswith("charts") for name in imported(path))
    }
    assert users <= {("metrics", "papers")}


def test_streamlit_is_private_in_one_place():
    """What Streamlit does not promise to keep is named in one file, of which an upgrade is asked
    (`test_streamlit_private.py`). Beside it nobody imports more than the package itself."""
    private = ROOT / "ui" / "streamlit_private.py"
    public = {"streamlit", "streamlit.components", "streamlit.components.v2", "streamlit.errors"}
    others = {path: set(imported(path)) for path in [*FILES, ROOT / "app.py"] if path != private}
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for path, names in others.items()
        for name in names
        if name.split(".")[0] == "streamlit" and name not in public
    }
    assert not wrong
    assert not {name for name in imported(private) if name.split(".")[0] in MAY_IMPORT}  # so that web/ may ask it


def test_page_files_live_in_a_section():
    """Streamlit runs a .py directly in pages/ without app.py on a cold server, and so without its access check."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_folders_do_not_import_each_other_in_a_circle():
    """A folder below a layer, or a file beside such folders, can be read with what it stands on alone."""
    stands_on: dict[str, set[str]] = {}
    for path in FILES:
        here = _place(".".join(path.relative_to(ROOT).with_suffix("").parts))
        stands_on.setdefault(here, set()).update({_place(name) for name in _modules(path)} - {here})
    try:
        TopologicalSorter(stands_on).prepare()
    except CycleError as circle:
        raise AssertionError(" → ".join(reversed(circle.args[1]))) from None


def _place(module: str) -> str:
    """The folder below its layer that a module lies in, or the module itself where it lies in none."""
    parts = module.split(".")
    return ".".join(parts[:2] if (ROOT / Path(*parts[:2])).is_dir() else parts[:3])


def _modules(path):
    """The modules of ours that a file imports, a name taken of a folder being a module of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [f"{node.module}.{alias.name}" for alias in node.names] if names else []
        yield from (name for name in names if _is_ours(name))


def _is_ours(module: str) -> bool:
    path = ROOT / Path(*module.split("."))
    return path.with_suffix(".py").exists() or ((path / "__init__.py").exists() and "." in module)


def ui_names(path):
    """What a file takes of `ui`."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in nodes if node.module == "ui" for alias in node.names}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
