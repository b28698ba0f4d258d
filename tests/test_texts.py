"""Words live in pairs: none is missing, and both have the same blanks."""

import ast
import importlib
import string
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from data.text import Text
from ui.texts import of_program

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("data", "metrics", "ui")
    for path in (ROOT / folder).rglob("*.py")
    if path.stem not in ("__init__", "__main__", "build_geo", "env") and "versions" not in path.parts
)


LOOKED_AT: dict[int, object] = {}  # what modules share is looked at with the first of them that has it


@pytest.mark.parametrize("name", MODULES)
def test_every_text_has_both_languages_with_the_same_blanks(name):
    for value in vars(importlib.import_module(name)).values():
        if id(value) in LOOKED_AT:
            continue
        LOOKED_AT[id(value)] = value
        for text in texts(value):
            assert bool(text.zh) == bool(text.en), text
            assert blanks(text.zh) == blanks(text.en), text


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("ui.")])
def test_what_nothing_is_chosen_in_says_no_words_of_streamlits(name):
    for call in ast.walk(ast.parse((ROOT / name.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        kind, named = call.func.attr, {each.arg: each.value for each in call.keywords}
        empty = [each for each in (*call.args[2:3], named.get("index")) if isinstance(each, ast.Constant)]
        if kind == "multiselect" or (kind == "selectbox" and any(each.value is None for each in empty)):
            assert "placeholder" in named, ast.unparse(call)


def texts(value):
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def blanks(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("初始数据 / starting data", "初始数据", "starting data"),
        ("李敏", "李敏", "李敏"),
        ("A / B", "A / B", "A / B"),
        ("镇 / 街道", "镇 / 街道", "镇 / 街道"),
        ("按万条报 / ", "按万条报 / ", "按万条报 / "),
    ],
)
def test_what_the_program_wrote_is_said_in_one_language(written, zh, en):
    assert (of_program(written, "zh"), of_program(written, "en")) == (zh, en)
