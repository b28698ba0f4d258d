"""Words live in pairs: none is missing, and both have the same blanks."""

import importlib
import string
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from data.text import Text

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("data", "metrics", "ui")
    for path in (ROOT / folder).rglob("*.py")
    if path.stem not in ("__init__", "__main__", "build_geo", "env") and "versions" not in path.parts
)


@pytest.mark.parametrize("name", MODULES)
def test_every_text_has_both_languages_with_the_same_blanks(name):
    for value in vars(importlib.import_module(name)).values():
        for text in texts(value):
            assert bool(text.zh) == bool(text.en), text
            assert blanks(text.zh) == blanks(text.en), text


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
