"""Small multiples: every line on one scale, so that a flat one looks flat beside one that climbs."""

import re
from math import nan

from charts.multiples import Multiple, multiples


def heights(drawn: str) -> list[list[float]]:
    """The heights of the points of each line, from the top."""
    paths = re.findall(r'class="spark-line" d="M([^"]*)"', drawn)
    return [[float(point.split()[1]) for point in path.split(" L")] for path in paths]


def test_all_lines_share_one_scale():
    drawn = multiples([Multiple("甲", [2, 84, 166], "166", "./a", first=True), Multiple("乙", [2, 2, 2], "2", "./b")])
    assert heights(drawn) == [[26, 13, 0], [26, 26, 26]]
    assert re.findall(r"<li( class=\"first\")?>", drawn) == [' class="first"', ""]


def test_gaps_stay_gaps_and_nothing_known_draws_nothing():
    drawn = multiples([Multiple("甲", [1, nan, 3], "3", "./a"), Multiple("乙", [nan, nan], "—", "./b")])
    assert len(heights(drawn)) == 2  # one unit, in two stretches
    assert "spark" not in multiples([Multiple("乙", [nan], "—", "./b")])


def test_names_are_escaped():
    assert "<b>x</b>" not in multiples([Multiple("<b>x</b>", [1, 2], "2", "./a")])
