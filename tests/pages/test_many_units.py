"""Forty thousand townships, and what a page sends of them: as much as with none."""

from contextlib import ExitStack

import pytest
from sqlalchemy import event

from tests import many_units, prepared

PAGES = {"overview": {}, "upload": {}, "desk": {}, "duties": {}, "training": {}, "storylines": {}, "organisation": {}}
MORE = 1.6  # a list offers up to 500 units, and there are 102 without townships
FEWEST = 3  # statements more or less: none for each unit


def sent(screen, statements, page: str, **query: str) -> tuple[int, int]:
    """The bytes that a page sends to the browser, and the statements it took."""
    statements.clear()
    screen.knock(page, unit="330000", month="2026-10", **query)
    return _bytes(screen.app._tree), len(statements)


def _bytes(block) -> int:
    own = block.proto.ByteSize() if getattr(block, "proto", None) is not None else 0
    return own + sum(_bytes(child) for child in getattr(block, "children", {}).values())


@pytest.fixture
def listened(stores, tmp_path, screen_of):
    """A session over a kind of store, and the statements it sends."""

    def over(fill, name: str):
        (tmp_path / name).mkdir()
        engine = opened.enter_context(stores.sqlite(fill, tmp_path / name))
        statements: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *sent: statements.append(sent[2]))
        return screen_of(engine), statements

    with ExitStack() as opened:
        yield over


def test_no_page_sends_the_tree(listened):
    screen, statements = listened(prepared.with_starting_data, "few")
    few = {page: sent(screen, statements, page, **query) for page, query in PAGES.items()}
    screen, statements = listened(many_units.with_townships, "many")
    many = {page: sent(screen, statements, page, **query) for page, query in PAGES.items()}
    assert {page: (few[page], many[page]) for page in PAGES if many[page][0] > few[page][0] * MORE} == {}
    assert {page: (few[page], many[page]) for page in PAGES if abs(many[page][1] - few[page][1]) > FEWEST} == {}
