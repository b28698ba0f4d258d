"""Axes with round places, and lines on them."""

import re

import pandas as pd
import pytest

from charts.lines import lines
from charts.scale import axis, close_together

NAN = float("nan")
DATA = pd.DataFrame(
    {
        "part": ["a", "a", "a", "b"],
        "at": ["2026-01", "2026-02", "2026-03", "2026-01"],
        "value": [10.0, NAN, 40.0, 20.0],
        "text": ["10 个", "—", "40 个", "20 个"],
    }
)


@pytest.mark.parametrize(
    ("values", "from_zero", "ticks"),
    [
        ([3, 295], True, (0, 100, 200, 300)),
        ([0.953, 0.976], False, (0.95, 0.96, 0.97, 0.98)),
        ([712], True, (0, 200, 400, 600, 800)),
        ([0, 0], True, (0, 0.5)),
        ([-3, 5], True, (-4, -2, 0, 2, 4, 6)),
        ([7, 7], False, (6, 8)),
    ],
)
def test_an_axis_has_a_few_round_places_around_all_values(values, from_zero, ticks):
    found = axis([*values, NAN], from_zero=from_zero)
    assert found.ticks[0] <= min(values)
    assert found.ticks[-1] >= max(values)
    assert found.ticks == ticks


def test_there_is_no_axis_without_a_value():
    assert axis([NAN]) is None


@pytest.mark.parametrize(
    ("values", "close"), [([0.95, 0.98], True), ([10, 98], False), ([5], False), ([-5, -4], False), ([0, 0], False)]
)
def test_which_values_bars_cannot_tell_apart(values, close):
    assert close_together(values) is close


def draw(data=DATA, **more):
    return lines(
        data,
        names={"b": "乙", "a": "甲"},
        colours={"a": "accent", "b": "bad"},
        show=lambda v: f"{v:g}",
        alt="x",
        **more,
    )


def test_lines_have_gaps_where_a_value_is_missing_and_tell_all_values_of_a_moment():
    drawn = draw()
    assert drawn.count("<circle") == 3
    assert len(re.findall(r'<line x1="[^"]*" y1', drawn)) == 0  # no two months of one line stand side by side
    assert 'data-tip="2026-01\n乙 20 个\n甲 10 个"' in drawn
    assert [f">{place}</text>" in drawn for place in (0, 20, 40)] == [True] * 3


def test_a_step_holds_until_the_next_value():
    data = DATA.iloc[[0, 2]]
    assert len(re.findall(r'<line x1="[^"]*" y1', draw(data))) == 1
    assert len(re.findall(r'<line x1="[^"]*" y1', draw(data, steps=True))) == 2


def test_what_hardly_changes_is_drawn_from_zero_where_that_is_what_counts():
    close = DATA.assign(value=[4764.0, 4800.0, 4850.0, 4880.0][: len(DATA)])
    assert ">0</text>" not in draw(close)
    assert ">0</text>" in draw(close, from_zero=True)


def test_without_a_value_nothing_is_drawn():
    assert draw(DATA.iloc[[1]]) == ""
