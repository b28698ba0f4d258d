"""Charts: tidy frames in, markup out; what is shown is what the frame says."""

import json
import math
import re
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import Markup

from charts.arrows import arrows
from charts.attained import attained
from charts.heatmap import heatmap
from charts.labels import Box, Label, place
from charts.map import region_map
from charts.outlines import project
from charts.ranking import ranking
from charts.reach import reach
from charts.spark import spark

NAN = float("nan")
GEO = Path(__file__).parent.parent / "data" / "geo"
CITIES = json.loads((GEO / "zhejiang_cities.geojson").read_text(encoding="utf-8"))["features"]
COUNTIES = json.loads((GEO / "zhejiang_counties.geojson").read_text(encoding="utf-8"))["features"]
NASTY = "<script>alert(1)</script>"


def square(code, west, south, size=1.0):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "properties": {"code": code, "lon": west + size / 2, "lat": south + size / 2},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def places(*rows):
    columns = ["unit", "name", "step", "text", "tip"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(href=["?unit=" + unit for unit in frame["unit"]])


def units(*rows):
    frame = pd.DataFrame(rows, columns=["name", "value", "text", "rank", "status"])
    return frame.assign(coverage="9/11", href="?unit=1", tip=frame["name"])


def ranked(*rows):
    return ranking(units(*rows), alt="x", show=lambda value: f"{value:.0%}")


def test_of_many_units_the_first_and_the_last_are_drawn_and_the_others_counted():
    many = units(*((f"u{n}", 1.0, "1", str(n), "") for n in range(1, 63)))
    drawn = ranking(many, alt="x", show=str, between=lambda count: f"{count} between")
    names = re.findall(r'ranking-name">(\w+)', drawn)
    assert names == [*(f"u{n}" for n in range(1, 7)), *(f"u{n}" for n in range(58, 63))]
    assert "51 between" in drawn
    assert "between" not in ranked(*(("u", 1.0, "1", "1", "") for _ in range(12)))


def widths(markup, css):
    return [float(width) for width in re.findall(rf'class="{css}"[^>]*width="([\d.]+)%"', markup)]


def test_a_gap_in_a_line_is_not_a_zero():
    assert spark([1, 2, NAN, 4, 5]).count("spark-line") == 2
    assert spark([1, 2, 3]).count("spark-line") == 1


def test_a_line_marks_its_last_month_only_where_it_has_a_value():
    assert "spark-end" in spark([1, 2])
    assert "spark-end" not in spark([1, NAN])
    assert spark([NAN, NAN]) == ""


def test_what_is_to_come_goes_on_from_the_last_month_in_the_same_box():
    drawn = spark([1, 2], ahead=[3, 2])
    (known,) = re.findall(r'spark-line" d="([^"]*)"', drawn)
    (to_come,) = re.findall(r'spark-ahead" d="([^"]*)"', drawn)
    assert known == "M0.0 26.0 L33.3 13.0"
    assert to_come == "M33.3 13.0 L66.6 0.0 L100.0 13.0"
    assert "spark-ahead" not in spark([1, 2])
    assert spark([1, NAN], ahead=[3]) == spark([1, NAN])


def test_a_line_that_does_not_move_is_drawn():
    assert "NaN" not in spark([3, 3, 3])


def test_a_line_that_hardly_moves_does_not_fall_from_the_ceiling_to_the_floor():
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", spark([53, 51, 52]).split("spark-line")[1])]
    assert max(heights) - min(heights) < 26 / 2
    assert 0 < min(heights) < max(heights) < 26


def test_bars_start_at_zero_and_the_greatest_is_full():
    drawn = ranked(("甲", 4.0, "4", "1", "met"), ("乙", 1.0, "1", "2", ""), ("丙", NAN, "", "", ""))
    assert widths(drawn, "bar-fill") == [100.0, 25.0, 0.0]
    assert drawn.count("</i>—") == 1


def test_values_too_close_for_bars_are_dots_on_an_axis_that_says_its_ends():
    drawn = ranked(("甲", 0.98, "98%", "1", ""), ("乙", 0.95, "95%", "2", ""), ("丙", NAN, "", "", ""))
    assert "bar-fill" not in drawn
    assert re.findall(r'circle cx="([\d.]+)%"', drawn) == ["100.0", "0.0"]
    assert [f">{end}</text>" in drawn for end in ("95%", "98%")] == [True, True]


def test_nothing_to_rank_is_an_empty_list():
    assert ranked(("甲", NAN, "", "", "")).count("<li>") == 1


def test_a_cell_is_hotter_the_more_of_the_whole_it_holds():
    cells = pd.DataFrame(
        [("a", "1", 160.0), ("a", "2", 20.0), ("b", "1", 6.0), ("b", "2", 0.0), ("c", "1", 3.0)],
        columns=["row", "column", "value"],
    ).assign(href="?x", tip="t")
    drawn = heatmap(
        cells, rows={"a": "甲", "b": "乙", "c": "丙"}, columns={"1": "一", "2": "二"}, total="合计", alt="图"
    )
    assert re.findall(r'class="(heat-\d)"[^>]*>([^<]+)<', drawn) == [
        ("heat-4", "160"), ("heat-3", "20"), ("heat-2", "6"), ("heat-0", "·"), ("heat-1", "3"), ("heat-0", "·"),
    ]  # fmt: skip
    assert re.findall(r'class="total">([^<]+)<', drawn) == ["180", "6", "3"]


@pytest.mark.parametrize(("share", "due", "filled", "mark"), [(0.5, 0.75, "50.0", True), (1.3, None, "100.0", False)])
def test_a_target_fills_up_to_full(share, due, filled, mark):
    drawn = attained(share, due, status="behind")
    assert f'class="done" width="{filled}%"' in drawn
    assert ('class="due"' in drawn) is mark


@pytest.mark.parametrize(
    ("low", "high", "more", "drawn_from", "wide", "mark"),
    [
        (20, 40, {"ends": (0, 100)}, "20.0", "20.0", None),
        (20, 40, {"ends": (0, 100), "mark": 75.0}, "20.0", "20.0", "75.0"),
        (20, 20, {"ends": (0, 100)}, "20.0", "1.0", None),  # still seen
        (0, 10, {"mark": 50.0}, "6.9", "17.2", "93.1"),  # a scale of its own holds the mark
        (-5, 140, {"ends": (0, 100), "mark": 200.0}, "0.0", "100.0", "100.0"),
    ],
)
def test_a_stretch_lies_where_it_reaches_with_its_mark(low, high, more, drawn_from, wide, mark):
    html = reach(low, high, status="missed", **more)
    assert f'class="done" x="{drawn_from}%" width="{wide}%"' in html
    assert re.findall(r'class="due" x="([^%]+)%', html) == ([mark] if mark else [])
    assert 'class="bar reach missed"' in html


def test_months_that_stand_out_are_dots_on_the_line():
    assert spark([1, 2, NAN, 4], marks=[1, 2, 3]).count("spark-mark") == 2  # of what is not there none
    assert "M0.0 " in re.findall(r'"spark-mark" d="(M[^ ]+ )', spark([5, 1], marks=[0]))[0]


def test_areas_are_shaded_by_step_hatched_without_one_and_by_every_story():
    sheet = project([square("1", 120, 30), square("2", 121, 30), square("3", 122, 30)])
    one = places(("1", "甲", 0, "1", "tip 1"), ("2", "乙", 4, "9", "tip 2"), ("3", "丙", NAN, "", "tip 3"))
    other = places(("1", "甲", 2, "5", "other 1"), ("2", "乙", 1, "6", "other 2"))
    drawn = region_map([one, other], sheet, alt="图", here="2", ramps=["heat", "ramp"])
    assert re.findall(r'class="area(?: unknown)?" style="([^"]+)"', drawn) == [
        "--s0:var(--heat-0);--s1:var(--ramp-2)", "--s0:var(--heat-4);--s1:var(--ramp-1)", "--s0:url(#hatch);--s1:url(#hatch)",
    ]  # fmt: skip
    assert drawn.count('class="area unknown"') == 1
    assert drawn.count('class="here"') == 1
    assert [drawn.count(f">{name}</text>") for name in ("甲", "乙", "丙")] == [2, 2, 1]
    assert 'data-tip="tip 1\nother 1"' in drawn


def test_borders_keep_every_point_that_a_screen_can_show():
    sheet = project(CITIES)
    points = sum(len(ring) for city in CITIES for ring in rings_of(city))
    drawn = sum(area.path.count("L") + area.path.count("M") for area in sheet.areas)
    assert drawn > 0.9 * points
    assert max(sheet.width, sheet.height) == 1000


def rings_of(feature):
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


@pytest.mark.parametrize("city", [feature["properties"]["code"] for feature in CITIES])
@pytest.mark.parametrize("language", ["name", "name_en"])
def test_every_county_is_named_and_no_two_names_meet(city, language):
    mine = [feature for feature in COUNTIES if feature["properties"]["parent"] == city]
    sheet = project(mine, head=40)
    names = {feature["properties"]["code"]: feature["properties"][language] for feature in mine}
    labels = [Label(area.code, [names[area.code], "98.7%"], area.x, area.y, area.size) for area in sheet.areas]
    placed = place(labels, size=25, sheet=Box(0, 0, sheet.width, sheet.height))
    assert {label.key for label in placed} == set(names)


def test_a_label_that_finds_no_place_is_left_out():
    crowd = [Label(str(i), ["很长很长的名字"], 50, 50, i) for i in range(30)]
    placed = place(crowd, size=20, sheet=Box(0, 0, 200, 100))
    assert 0 < len(placed) < 30
    assert placed[0].key == "29"


@pytest.mark.parametrize(
    "drawn",
    [
        spark([1.0, 2.0], label=NASTY),
        ranking(units((NASTY, 1.0, NASTY, NASTY, "")), alt=NASTY, show=str),
        region_map([places(("1", NASTY, 1, NASTY, NASTY))], project([square("1", 120, 30)]), alt=NASTY),
        heatmap(
            pd.DataFrame({"row": ["a"], "column": ["1"], "value": [1.0], "href": [NASTY], "tip": [NASTY]}),
            rows={"a": NASTY},
            columns={"1": NASTY},
            total=NASTY,
            alt=NASTY,
        ),
        attained(0.5, label=NASTY),
        reach(0, 1, label=NASTY),
    ],
)
def test_what_people_wrote_is_never_markup(drawn):
    assert isinstance(drawn, Markup)
    assert "<script" not in drawn


def test_an_arrow_goes_from_what_stood_to_what_stands_against_its_aim():
    rows = pd.DataFrame(
        [
            {"was": 10.0, "now": 20.0, "aim": 15.0, "turn": "better"},
            {"was": 20.0, "now": 10.0, "aim": math.nan, "turn": "worse"},
            {"was": math.nan, "now": 10.0, "aim": 5.0, "turn": "neutral"},
        ]
    ).assign(name="满意率", place="宁波", text="a → b", more="", href="/passport")
    up, down, none = str(arrows(rows, alt="变动")).split("<li>")[1:]
    assert 'cx="12.0%"' in up
    assert '<svg x="88.0%"' in up
    assert 'class="aim" x1="50.0%"' in up
    assert 'cx="88.0%"' in down
    assert '<svg x="12.0%"' in down
    assert "aim" not in down
    assert 'class="better"' not in none
    assert "shaft" not in none


@pytest.mark.parametrize(
    ("mark", "drawn"),
    [("", "7</text>"), ("○2", '7 <tspan class="mark">○2</tspan>'), ("▲3", '7 <tspan class="mark late">▲3</tspan>')],
)
def test_what_is_under_way_at_a_place_stands_after_its_value(mark, drawn):
    story = places(("1", "杭州", 1, "7", "杭州 7")).assign(mark=mark)
    assert drawn in region_map([story], project([square("1", 120, 30)]), alt="图")
