"""Days on a line: each mark at its day, and no word on another."""

import re
from datetime import date
from itertools import pairwise

import pytest

from charts.life import NEAR, life


def drawn(*days):
    html = life(
        [{"at": day, "name": f"日 {i}", "due": False} for i, day in enumerate(days)],
        today=date(2026, 10, 31),
        words={"today": "截至"},
        alt="",
    )
    points = re.findall(r'class="life-point [^"]*(above|below)" style="left:([\d.]+)%;--shift:([-\d.]+)"', html)
    return [(side, float(place), float(place) + float(shift)) for side, place, shift in points]


@pytest.mark.parametrize(
    "days",
    [
        [date(2023, 6, 9), date(2023, 6, 14), date(2023, 7, 23), date(2023, 8, 9), date(2023, 8, 13)],
        [date(2026, 10, day) for day in (20, 22, 24, 26, 28, 30)] + [date(2023, 1, 1)],
        [date(2026, 1, 1), date(2026, 6, 1)],
    ],
    ids=["crowded at the left", "crowded at the right", "apart"],
)
def test_words_of_one_side_stand_apart_and_marks_at_their_day(days):
    points = drawn(*days)
    assert len(points) == len(days) + 1
    first = min(days)
    for (_, place, _), day in zip(points, sorted([*days, date(2026, 10, 31)]), strict=True):
        assert place == pytest.approx(100 * (day - first).days / (date(2026, 10, 31) - first).days, abs=0.01)
    for side in ("above", "below"):
        labels = [label for where, _, label in points if where == side]
        assert all(after - before >= NEAR - 0.02 for before, after in pairwise(labels))
        assert all(-0.01 <= label <= 100.01 for label in labels)
    if len(days) == 2:
        assert all(abs(label - place) < 0.01 for _, place, label in points)
