"""What a batch would move, asked before it is written."""

import pytest

from data import months, revisions, starting, store, units
from data.uploads.commit import Refused
from data.uploads.compare import compare
from tests import prepared
from tests.frames import figures
from tests.pages.stores import NINGBO, upload
from ui import preview

OCTOBER = months.parse("2024-10")
PREPARED = prepared.with_starting_data


@pytest.fixture
def filled(engine, monkeypatch):
    """All of Ningbo has reported: 90 satisfied of 100 each, but 95 in 海曙区."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    with engine.connect() as conn:
        counties = units.load(conn).on(OCTOBER).children["330200"]
    rows = [
        f"rated | {code} | 2024-10 | 100\nsatisfied | {code} | 2024-10 | {95 if code == '330203' else 90}"
        for code in counties
    ]
    upload(engine, "measure | unit | month | value\n" + "\n".join(rows))
    return engine


def moves(engine, table):
    with engine.connect() as conn:
        compared = compare(conn, figures(table), {})
    return {(move.metric.key, move.unit): move for move in preview.moves(compared, NINGBO, OCTOBER)}


BETTER = "measure | unit | month | value\nsatisfied | 330205 | 2024-10 | 99"


def test_the_number_and_the_ranks_beside_it_move(filled):
    moved = moves(filled, BETTER)
    first, second = moved["satisfaction", "330205"], moved["satisfaction", "330203"]
    assert (first.before.value, first.after.value) == (0.90, 0.99)
    assert (first.before.rank, first.after.rank) == (2, 1)
    assert (second.before.rank, second.after.rank) == (1, 2)
    assert moved["satisfaction", "330200"].after.value == pytest.approx(0.914)
    assert moved["satisfaction", "330000"].after.value == pytest.approx(0.914)
    assert {metric for metric, _ in moved} == {"satisfaction"}


def test_too_few_units_leave_no_rank_to_move(filled):
    assert moves(filled, BETTER)["satisfaction", "330200"].after.rank is None


def test_a_rehearsal_leaves_the_store_as_it_was(filled):
    before = _revision(filled)
    first, again = moves(filled, BETTER), moves(filled, BETTER)
    assert first == again
    assert _revision(filled) == before


def test_the_same_moves_nothing(filled):
    assert moves(filled, "measure | unit | month | value\nsatisfied | 330205 | 2024-10 | 90") == {}


def test_what_the_commit_would_refuse_is_refused_here(filled):
    with filled.connect() as conn:
        nothing = compare(conn, starting.no_figures(), {})
    with pytest.raises(Refused):
        preview.moves(nothing, NINGBO, OCTOBER)


def _revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)
