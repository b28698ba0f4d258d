"""The matrix: a sign a cell, told apart without colour, and said in words."""

import re

import pandas as pd

from charts.matrix import SIGNS, legend, matrix

WORDS = {state: f"word {state}" for state in SIGNS}


def cells(*rows):
    frame = pd.DataFrame(rows, columns=["group", "row", "month", "state"])
    return frame.assign(name=frame["row"], href="?unit=" + frame["row"], tip=frame["row"] + "\n" + frame["state"])


def drawn(*rows, months=("1", "2")):
    return matrix(cells(*rows), months=months, words=WORDS, alt="矩阵", heads={"A": ("甲市", "95%")})


def test_every_state_has_a_shape_of_its_own():
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert all("fill=" not in drawing and "#" not in drawing for drawing in SIGNS.values())


def test_a_row_has_a_sign_for_each_month_at_its_place():
    html = drawn(("A", "u1", 0, "late"), ("A", "u1", 1, "missing"), ("B", "u2", 1, "on_time"))
    assert re.findall(r'class="sign (\w+)" href="#sign-\w+" x="([\d.]+)%"', html) == [
        ("late", "0.00"),
        ("missing", "50.00"),
        ("on_time", "50.00"),
    ]
    assert html.count("matrix-block") == 2
    assert "甲市" in html
    assert 'href="?unit=u1"' in html


def test_what_is_wrong_is_said_and_what_is_right_only_where_nothing_is_wrong():
    html = drawn(("A", "u1", 0, "late"), ("A", "u1", 1, "on_time"), ("A", "u2", 0, "on_time"))
    assert re.findall(r'aria-label="(u\d: [^"]+)"', html) == ["u1: late", "u2: word on_time"]


def test_names_stay_text():
    html = drawn(("A", "<script>", 0, "late"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_legend_names_every_state():
    html = legend(WORDS)
    assert all(f"word {state}" in html and f"#sign-{state}" in html for state in SIGNS)
