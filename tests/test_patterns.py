"""No pattern over what a visitor wrote takes the square of its length: one that does stops the server for everybody.

Every pattern of the program is found in its source, and tried on texts made of what it looks for.
"""

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from data.finding import names
from tests.test_imports import FILES, ROOT

SHORT = 1500  # characters; a square of it takes some hundred times what one pass does
QUICK = 0.4e-6  # seconds of CPU a character: below this nothing grows with the square, on any machine
WAYS = {
    "search": "finditer",
    "findall": "finditer",
    "sub": "finditer",
    "split": "finditer",
}  # all that go on to the end
TRUSTED = {"data.settings.GRANT"}  # of the configuration
Look = Callable[[str], object]


def _module(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """The ways in which each module's names are looked with: (module, name) → search, match, fullmatch …"""
    found: dict[tuple[str, str], set[str]] = {}
    for path in FILES:
        tree, here = ast.parse(path.read_text(encoding="utf-8")), _module(path)
        origin = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(origin.get(node.value.id, (here, node.value.id)), set()).add(node.attr)
    return found


def _patterns() -> Iterator[tuple[str, re.Pattern, tuple[str, str]]]:
    for path in FILES:
        source, module = path.read_text(encoding="utf-8"), _module(path)
        if "re.compile" not in source or module.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module)).items():
            if not re.search(rf"^(?:\w+, )*{name}(?:, \w+)*(?:: [^=]+)? = ", source, re.MULTILINE):
                continue  # another module's
            listed = (
                value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else [value]
            )
            for number, each in enumerate(listed):
                if isinstance(each, re.Pattern):
                    label = f"{module}.{name}" + (f"[{number}]" if len(list(listed)) > 1 else "")
                    yield label, each, (module, name)


ALL = {label: (pattern, named) for label, pattern, named in _patterns() if label not in TRUSTED}
LOOKS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "split"}


def _ways(named: tuple[str, str]) -> frozenset[str]:
    """How that pattern is looked with anywhere: asked by the tests, for every process of a run makes the list of them."""
    return frozenset(WAYS.get(way, way) for way in _uses().get(named, set()) & LOOKS or {"search"})


def _pieces(tokens, *, branches: bool = True) -> Iterator[str]:
    """What a parsed pattern looks for, in order: its runs of letters, a letter of each class, the parts of its groups."""
    run = ""
    for code, value in tokens:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
            run = ""
        if code is codes.IN:
            yield from _of_class(value)
        elif code in (codes.NOT_LITERAL, codes.ANY):
            yield "a"
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from _pieces(value[2], branches=branches)
        elif code is codes.SUBPATTERN:
            yield from _pieces(value[3], branches=branches)
        elif code is codes.BRANCH:
            for branch in value[1] if branches else value[1][:1]:
                yield from _pieces(branch, branches=branches)
        elif code in (codes.ASSERT, codes.ASSERT_NOT) and branches:
            yield from _pieces(value[1])
    if run:
        yield run


CLASSES = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}


def _of_class(value) -> Iterator[str]:
    first = next((each for each in value if each[0] is not codes.NEGATE), None)
    if value[0][0] is codes.NEGATE or first is None:
        yield "a"
    elif first[0] is codes.LITERAL:
        yield chr(first[1])
    elif first[0] is codes.RANGE:
        yield chr(first[1][0])
    else:
        yield CLASSES.get(first[1], "-")


def _texts(pattern: re.Pattern) -> Iterator[Callable[[int], str]]:
    """Texts of any length: what is begun again and again, what is begun once and never ends, and both in turn."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tokens = parser.parse(written, pattern.flags & ~re.UNICODE)
    pieces = list(dict.fromkeys([*_pieces(tokens), " ", "1", "\n"]))[:14]
    begun = list(accumulate(_pieces(tokens, branches=False)))[:14]
    for first, second in product(["", *pieces], pieces):
        yield lambda n, a=first, b=second: (a + b) * (n // len(a + b)) + "\x01"
        yield lambda n, a=first, b=second: a + b * (n // len(b)) + "\x01"
    for beginning in begun:
        yield lambda n, b=beginning: b * (n // len(b) + 1) + "\x01"
        yield from (lambda n, a=beginning, b=piece: a + b * (n // len(b)) + "\x01" for piece in pieces)


def _look(pattern: re.Pattern, way: str) -> Look:
    encode = isinstance(pattern.pattern, bytes)

    def look(text: str) -> object:
        given = text.encode("utf-8", "surrogatepass") if encode else text
        return list(pattern.finditer(given)) if way == "finditer" else getattr(pattern, way)(given)

    return look


def _seconds(look: Look, text: str) -> float:
    start = time.thread_time()
    look(text)
    return time.thread_time() - start


def _grows_with_the_square(look: Look, text: Callable[[int], str]) -> bool:
    if _seconds(look, text(SHORT)) < SHORT * QUICK:
        return False
    # What does not shrink to one pass when it is asked again is no pause of the machine.
    return all(_doubled_squares(look, text) for _ in range(3))


def _doubled_squares(look: Look, text: Callable[[int], str]) -> bool:
    once, twice, fourfold = (min(_seconds(look, text(SHORT * by)) for _ in range(2)) for by in (1, 2, 4))
    return fourfold > SHORT * 4 * QUICK and twice > 2.7 * once and fourfold > 2.7 * twice


@pytest.mark.parametrize("label", ALL)
def test_a_pattern_takes_one_pass(label):
    pattern, named = ALL[label]
    for way in _ways(named):
        look = _look(pattern, way)
        slow = [text(60) for text in _texts(pattern) if _grows_with_the_square(look, text)]
        assert not slow, (way, slow)


@pytest.mark.parametrize(
    "look",
    [names.without_brackets, names.bracketed, names.plain, lambda text: names.Names([("a", ("a",))]).find(text)],
)
@pytest.mark.parametrize("piece", ["(", "((a)", "（", ")(", "a（b）"])
def test_names_are_looked_at_in_one_pass(look, piece):
    assert not _grows_with_the_square(look, lambda n: piece * (n // len(piece)))


@pytest.mark.parametrize("slow", [r"[(](.*?)[)]", r"<(si|is)[ >].*?</\1>", r"<w:p[ >].*?</w:p>", r"(?:^|[,\n])\s*="])
def test_a_pattern_that_does_not_is_found(slow):
    look = _look(re.compile(slow, re.DOTALL), "finditer")
    assert any(_grows_with_the_square(look, text) for text in _texts(re.compile(slow, re.DOTALL)))


def test_patterns_have_a_name():
    """So that the test above finds them: what stands in a call has no way to repeat without an end."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if not isinstance(node.func.value, ast.Name) or node.func.value.id != "re" or not node.args:
                continue
            first = node.args[0]
            if node.func.attr in ("compile", "escape"):
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            written = first.value if isinstance(first, ast.Constant) else _constant(path, first, place)
            assert not re.search(r"(?<!\\)[*+]|,\}", str(written)), place


def _constant(path, node: ast.expr, place: str) -> str:
    assert isinstance(node, ast.Name), place
    return vars(importlib.import_module(_module(path)))[node.id]
