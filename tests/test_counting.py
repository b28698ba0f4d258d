"""How often somebody did something lately."""

import pytest

from web.api import counting
from web.api.counting import Counts


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(counting.time, "monotonic", lambda: now[0])
    return now


def test_so_many_in_a_window_and_then_a_wait(clock):
    counts = Counts(2, 60, 10)
    assert [counts.add("a"), counts.add("a"), counts.add("a"), counts.add("b")] == [0, 0, 60, 0]
    clock[0] += 59.5
    assert counts.over("a") == 1
    clock[0] += 1
    assert (counts.over("a"), counts.add("a")) == (0, 0)


def test_only_the_keys_seen_last_are_kept(clock):
    counts = Counts(1, 60, 2)
    for key in "abc":
        counts.add(key)
    assert [key for key in "abc" if counts.knows(key)] == ["b", "c"]
    assert counts.over("a") == 0
    assert counts.over("c") == 60
