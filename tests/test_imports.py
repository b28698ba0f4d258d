"""The map of the code: who may import whom. Read this first."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "data": {
        "sqlalchemy", "alembic", "pandas", "numpy", "pydantic", "python_calamine", "openpyxl", "rapidfuzz", "tqdm",
        "argon2", "itsdangerous", "puremagic",
    },
    "metrics": {"data", "sqlalchemy", "pandas", "numpy"},
    "charts": {"plotly", "pandas", "numpy", "markupsafe"},
    "ui": {"charts", "metrics", "data", "streamlit", "pandas", "markupsafe", "jinja2"},
    "web": {"charts", "metrics", "data", "starlette", "fastapi", "pydantic", "jinja2", "markupsafe", "itsdangerous", "pandas", "anyio"},
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
    assert not wrong, f"{folder}/ may not import {wrong}"


def test_page_files_live_in_a_section():
    """Streamlit runs a .py directly in pages/ without app.py on a cold server, and so without its access check."""
    assert not list((ROOT / "pages").glob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
