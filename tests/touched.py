"""make check: the tests that a change touches, in place of all of them.

python -m tests.touched [--base main] prints the test files that a change is held by: those that changed, and those that
import a module that changed, by themselves or by what tests share. A change of a template, a style sheet or a data file
counts for the module beside it. It is a first look within two minutes; `make test` has the last word.
"""

import argparse
import ast
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALWAYS = ("tests/test_imports.py", "tests/test_texts.py")  # they hold the shape, and take seconds
SLOW = ("tests/pages/", "tests/test_docs.py", "tests/test_demo.py", "tests/test_killed.py")  # left to `make test`


def touched(changed: Iterable[str]) -> list[str]:
    """The test files, in order, that hold those files (paths from the root)."""
    modules = {module for path in changed for module in _modules_of(path)}
    tests = list(ROOT.glob("tests/**/test_*.py"))
    found = {str(path.relative_to(ROOT)) for path in tests if modules & _imported(path)}
    found |= {path for path in changed if Path(path).name.startswith("test_") and (ROOT / path).exists()}
    return sorted(path for path in {*found, *ALWAYS} if not path.startswith(SLOW))


def changed_since(base: str) -> list[str]:
    """What differs from where this branch left `base`, committed or not."""
    since = _git("merge-base", base, "HEAD").strip() or "HEAD"
    return sorted(
        {*_git("diff", "--name-only", since).split(), *_git("ls-files", "--others", "--exclude-standard").split()}
    )


def _modules_of(path: str) -> set[str]:
    """The module of a file, or, for what is no module, the package it lies in."""
    place = Path(path)
    if place.suffix == ".py":
        parts = place.with_suffix("").parts
        return {".".join(parts[:-1] if parts[-1] == "__init__" else parts)}
    return {".".join(place.parent.parts)} if len(place.parts) > 1 else set()


@cache
def _imported(path: Path) -> frozenset[str]:
    """The modules that a file imports, and what the tests' own modules among them import."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    own = (ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("tests."))
    return frozenset(names.union(*(_imported(each) for each in own if each.exists() and each != path)))


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout


def main() -> None:
    """Print the test files, a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", default="main")
    print(*touched(changed_since(parser.parse_args().base)), sep="\n")


if __name__ == "__main__":
    main()
