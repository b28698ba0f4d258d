"""What a withdrawal would bring back, told before it is done."""

import pytest

from data import outlook, revisions, starting, store
from data.uploads.commit import Refused, withdraw
from tests.pages.stores import NINGBO, OCTOBER, PROBLEMS, upload


@pytest.fixture
def three(engine):
    """October; its correction with problems; and a later correction of one figure."""
    starting.load(engine)
    upload(engine, OCTOBER)
    middle = upload(engine, OCTOBER.replace("2900", "2100"), PROBLEMS)
    upload(engine, "measure | unit | month | value\nrated | 330203 | 2024-10 | 1100")
    return engine, middle.batch


def ask(engine, number):
    with store.rehearsal(engine) as conn:
        return outlook.withdraw(conn, number, by=NINGBO)


def test_figures_fall_back_rows_go_and_later_ones_stay(three):
    engine, middle = three
    assert ask(engine, middle) == outlook.Outlook(back=3, gone=4, unchanged=1)


def test_asking_changes_nothing(three):
    engine, middle = three
    before = _revision(engine)
    assert ask(engine, middle) == ask(engine, middle)
    assert _revision(engine) == before


def test_what_is_gone_cannot_be_withdrawn(three):
    engine, middle = three
    withdraw(engine, middle, by=NINGBO, reason="填错")
    with pytest.raises(Refused):
        ask(engine, middle)


def _revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)
