"""Profiles, shelves, who has what, before and after: what is drawn is what the frame says, and nothing said acts."""

import re

import pandas as pd

from charts.crossed import crossed
from charts.dumbbell import dumbbell
from charts.flow import flow, turn
from charts.profile import profile
from charts.quilt import quilt
from charts.stood import stood
from charts.tracks import tracks

NAN = float("nan")
NASTY = "<script>alert(1)</script>"


def aspect(group="a", name="one", value=3.0, mark=4.0, status=""):
    said = {"text": "3", "beside": "4", "href": "?x", "tip": "t"}
    return {"group": group, "name": name, "value": value, "mark": mark, "status": status, **said}


def test_a_profile_draws_bar_and_tick_on_the_same_steps():
    drawn = profile(pd.DataFrame([aspect(status="behind")]), groups=[("a", "A")], top=5.0, alt="x")
    assert 'class="bar-fill behind" width="60.0%"' in drawn
    assert 'class="due" x="78.8%"' in drawn
    assert drawn.count('class="notch"') == 4


def test_what_is_not_there_has_neither_bar_nor_tick():
    drawn = profile(pd.DataFrame([aspect(value=NAN, mark=NAN, name=NASTY)]), groups=[("a", "A")], top=5.0, alt="x")
    assert 'width="0.0%"' in drawn
    assert "due" not in drawn
    assert NASTY not in drawn


def part(text="idle", value=3, meaning="watch"):
    return {"text": text, "value": value, "sign": "●", "meaning": meaning, "href": "?idle"}


def test_a_shelf_is_split_and_an_empty_one_says_who_owes_it():
    rows = [
        {"name": NASTY, "href": "?all", "note": "reused 4", "none": "", "parts": [part(), part("used", 1, "good")]},
        {"name": "empty", "href": "", "note": "", "none": "kept by us", "parts": []},
    ]
    drawn = stood(rows, alt="x")
    assert re.findall(r'class="part (\w+)" x="[\d.]+%" width="([\d.]+)%"', drawn) == [
        ("watch", "75.00"),
        ("good", "25.00"),
    ]
    assert "kept by us" in drawn
    assert NASTY not in drawn


def test_a_cell_without_anything_is_a_dot_and_groups_stand_over_their_columns():
    cell = {"row": "r", "column": "b", "meaning": "good", "sign": "✓", "text": "2", "href": "?c", "tip": NASTY}
    columns = {"a": ("A", "G"), "b": ("B", "G"), "c": ("C", "H")}
    drawn = crossed(pd.DataFrame([cell]), rows={"r": ("R", "?r"), "s": ("S", "")}, columns=columns, alt="x")
    assert re.findall(r'colspan="(\d)">(\w)', drawn) == [("2", "G"), ("1", "H")]
    assert drawn.count('class="none"') == 5
    assert 'data-label="G·B"' in drawn
    assert NASTY not in drawn


def row(before, after):
    said = {"name": "n", "text": "t", "share": "s", "status": "", "href": "?h", "tip": "t"}
    return {"before": before, "after": after, **said}


def test_each_row_has_a_scale_of_its_own_and_what_grew_ends_at_the_right():
    drawn = dumbbell(pd.DataFrame([row(100.0, 50.0), row(4.0, 8.0), row(6.0, 0.0)]), ends=("before", "now"), alt="x")
    places = re.findall(r'<circle cx="([\d.]+)%" cy="50%"/><circle class="after" cx="([\d.]+)%"', drawn)
    assert places == [("98.0", "50.0"), ("50.0", "98.0"), ("98.0", "2.0")]


def test_ribbons_are_as_thick_as_what_went_and_leave_no_part_without_room():
    lines = [("a", "a", 60), ("a", "b", 1), ("b", "b", 17)]
    data = pd.DataFrame(
        [{"was": was, "now": now, "count": many, "css": "on", "tip": NASTY} for was, now, many in lines]
    )
    drawn = flow(data, parts={"a": NASTY, "b": "B", "c": "C"}, heads=("then", "now"), alt="x")
    edges = re.findall(r"M0,([\d.]+)C.*?V[\d.]+C50,[\d.]+ 50,[\d.]+ 0,([\d.]+)Z", drawn)
    thick = [float(end) - float(start) for start, end in edges]
    assert [round(each / thick[1]) for each in thick] == [60, 1, 17]
    assert max(float(end) for _, end in edges) <= 100
    assert re.findall(r"<tspan>(\d+)<", drawn) == ["61", "17", "60", "18"]
    assert "C " not in drawn  # nothing was or is there
    assert NASTY not in drawn
    assert flow(data.head(0), parts={}, heads=("", ""), alt="x") == ""


def test_a_turn_goes_on_or_back_along_the_order():
    order = ("plan", "start")
    asked = [("plan", "plan"), ("plan", "start"), ("start", "plan"), ("-", "plan"), ("start", "-")]
    assert [turn(*each, order) for each in asked] == ["stayed", "on", "back", "on", "back"]


def test_a_cell_of_a_quilt_says_how_many_and_what_burns():
    cell = {"row": "r", "column": "b", "text": "3/5", "burning": "▲ 1", "href": "?c", "tip": NASTY}
    cells = [{**cell, "parts": [("over", 1), ("good", 3)]}, {**cell, "column": "a", "href": "", "parts": [("good", 1)]}]
    drawn = quilt(cells, rows={"r": NASTY, "s": "S"}, columns={"a": "A", "b": "B"}, corner="x", alt="x")
    assert drawn.count("<b>3/5</b>") == 2
    assert drawn.count("<a ") == 1
    assert drawn.count('class="none"') == 2
    assert re.findall(r'class="part (\w+)"', drawn) == ["good", "over", "good"]
    assert NASTY not in drawn


def test_a_track_names_what_runs_on_it_and_says_when_nothing_does():
    thing = {"name": NASTY, "href": "?a", "meaning": "good"}
    full = {"name": "one", "href": "?r", "note": "full", "css": "crowded", "things": [thing, {**thing, "href": ""}]}
    drawn = tracks([full, {**full, "name": NASTY, "css": "vacant", "things": []}], empty="nothing here", alt="x")
    assert re.findall(r"<b>(\d)</b>", drawn) == ["2", "0"]
    assert drawn.count('class="good"') == 2
    assert drawn.count("?a") == 1
    assert drawn.count("nothing here") == 1
    assert NASTY not in drawn
