"""The map one can walk in: any number through the year, vectors for every machine, three dimensions for a desk."""

import json
from datetime import date
from math import cos, radians, sin

import pandas as pd
import pytest

from charts.arcs import arcs
from charts.deck import HEIGHT, deck
from charts.landscape import HIGHEST, landscape
from charts.outlines import rings
from data import months, store
from metrics.outlook import making
from tests import cases, prepared
from tests.people import somebody
from ui import region
from ui.landscape.deep import _follow

PREPARED = prepared.with_starting_data
NINGBO, HANGZHOU = "330200", "330100"


@pytest.fixture
def screen(started, screen_of):
    return screen_of(started)


def test_a_picture_a_month_and_the_same_in_words(screen):
    html = screen.open("map", unit="330000", metric="visits")
    assert 'data-frames="13"' in html
    assert html.count('class="moment" data-frame=') == 26  # a picture and a name each
    assert html.count("data-unit=") == 11
    assert "hidden data-play" not in html
    assert "审图号" in html


@pytest.mark.parametrize("metric", ["", "nonsense", "business_environment_rank"])
def test_what_has_no_height_is_not_asked_for(screen, metric):
    html = screen.open("map", unit="330000", metric=metric)
    assert "超期问题：各地一年来" in html


def test_a_unit_without_outlines_is_a_sentence(screen):
    assert "went-wrong" not in screen.open("map", unit="330203")


def test_a_switch_shows_level_progress_or_how_likely_the_target_is_missed(started, screen_of):
    run = months.between(date(2022, 1, 1), date(2024, 10, 1))
    units = {"330203": 1.0, "330205": 2.0}
    rows = [
        f"{unit} | {months.label(month)} | {by * (100 + 3 * i):.0f}"
        for unit, by in units.items()
        for i, month in enumerate(run)
    ]
    targets = "metric | unit | year | value\nvisits | 330203 | 2024 | 99999\nvisits | 330205 | 2024 | 10"
    with store.writing(started) as conn:
        cases.report(conn, cases.reports("unit | month | visits\n" + "\n".join(rows)), targets=cases.targets(targets))
    making._seen.clear()
    making.refresh(started, date(2024, 11, 20), pause=0)
    screen, asked = screen_of(started), {"unit": "330200", "month": "2024-10", "metric": "visits", "lang": "zh"}
    progress = screen.open("map", **asked, show="progress")
    assert "应用访问量：各地与一年前比" in progress
    assert progress.count("+22.1%") >= 2  # on the column and in the list
    assert "hidden data-play" in progress  # one month is not played
    missed = screen.open("map", **asked, show="missed")
    assert "≥99%" in missed
    assert "≤1%" in missed
    assert "how likely each place misses its target" in screen.open("map", **asked | {"lang": "en"}, show="missed")
    assert "各地一年来" in screen.open("map", **asked, show="nonsense")
    assert "各地一年来" in screen.open("map", **asked | {"metric": "problems_overdue"}, show="missed")  # never forecast
    # Of units that are not one's own nothing is foreseen; published months tell their progress.
    other = screen_of(started, somebody("leader", "330100")).open("map", **asked, show="missed")
    assert "99%" not in other


def drawn_deep(screen) -> dict:
    """What the browser is given to draw in three dimensions."""
    (element,) = screen.app.get("deck_gl_json_chart")
    return json.loads(element.proto.json)


def test_in_three_dimensions_nothing_is_asked_for_elsewhere(screen):
    screen.open("map", unit="330000", view="deck")
    told = drawn_deep(screen)
    assert told.get("mapProvider") is None
    assert "http" not in json.dumps(told)
    assert [each["id"] for each in told["layers"]] == ["land", "points", "columns", "arcs", "names"]


def columns(screen) -> dict[str, float]:
    """How high each column is, by the name of its place."""
    return {row["name"]: row["elevation"] for row in drawn_deep(screen)["layers"][2]["data"]}


def test_in_three_dimensions_the_year_plays_month_by_month(started, screen_of):
    rows = "330203 | 2024-09 | 100\n330205 | 2024-09 | 50\n330203 | 2024-10 | 20"
    with store.writing(started) as conn:
        cases.report(conn, cases.reports(f"unit | month | visits\n{rows}"))
    screen = screen_of(started)
    html = screen.open("map", unit="330200", month="2024-10", metric="visits", view="deck", lang="zh")
    assert 'data-flat="./map?' in html  # for who sees no picture
    assert {name: round(high) for name, high in columns(screen).items()} == {
        "海曙区": round(max(columns(screen).values()))
    }
    now = columns(screen)["海曙区"]
    (slider,) = screen.app.select_slider
    slider.set_value(date(2024, 9, 1))
    screen.run()
    before = columns(screen)
    assert before["海曙区"] == pytest.approx(5 * now)  # all months have one scale
    assert before["江北区"] == pytest.approx(before["海曙区"] / 2)
    screen.app.button("deep-play").click()
    screen.run()
    assert screen.app.select_slider[0].value == date(2024, 10, 1)
    screen.app.button("deep-play").click()
    screen.run()
    assert screen.app.select_slider[0].value == date(2024, 10, 1)  # it stands


def test_what_is_pressed_in_three_dimensions_is_one_of_our_own_rows(monkeypatch):
    gone = []
    monkeypatch.setattr(
        "ui.landscape.deep.st.switch_page", lambda page, query_params: gone.append((page, query_params))
    )
    rows = pd.DataFrame({"href": ["./map?unit=330100", "./register?register=sites&unit=330200"]})
    _follow({"columns": [1], "arcs": [7], "http://x": [0]}, {"columns": rows, "arcs": rows})
    assert gone == [("pages/leaders/register.py", {"register": "sites", "unit": "330200"})]


def moment(**values: float) -> pd.DataFrame:
    units = {"ningbo": NINGBO, "hangzhou": HANGZHOU}
    return pd.DataFrame(
        [{"unit": units[name], "value": value, "text": f"{value:g}", "tip": name} for name, value in values.items()]
    )


def test_columns_of_all_months_have_one_scale_and_nothing_is_no_column():
    sheet = region.sheet((NINGBO, HANGZHOU))
    assert sheet
    html = str(
        landscape(
            [moment(ningbo=10, hangzhou=float("nan")), moment(ningbo=20, hangzhou=5)],
            sheet,
            names={NINGBO: "<b>"},
            hrefs={},
            alt="",
        )
    )
    ningbo = next(area for area in sheet.areas if area.code == NINGBO)
    assert f"V{ningbo.y - HIGHEST / 2:.1f}H" in html
    assert f"V{ningbo.y - HIGHEST:.1f}H" in html
    assert html.count('class="none"') == 1
    assert "&lt;b&gt;" in html


def test_arcs_lead_from_origin_to_adopter_as_wide_as_they_are_many():
    sheet = region.sheet((NINGBO, HANGZHOU))
    assert sheet
    data = pd.DataFrame(
        [
            {"source": NINGBO, "target": HANGZHOU, "count": 4, "tip": "a", "href": "./x"},
            {"source": NINGBO, "target": NINGBO, "count": 1, "tip": "within", "href": "./x"},
            {"source": NINGBO, "target": "440300", "count": 9, "tip": "beyond", "href": "./x"},
        ]
    )
    none = pd.DataFrame(columns=["unit", "count", "tip", "href"])
    html = str(arcs(data, sheet, names={}, points=none, alt=""))
    assert html.count('class="arc"') == 1
    assert "beyond" not in html


NONE = {"arcs": ["lon", "lat", "to_lon", "to_lat"], "points": ["lon", "lat"]}
NOTHING = {name: pd.DataFrame(columns=[*own, "count", "name", "text", "href"]) for name, own in NONE.items()}


def test_the_deck_has_no_tiles_and_no_token():
    row = {"lon": 121.5, "lat": 29.9, "value": 3.0, "name": "宁波市", "text": "3", "href": "./map?unit=330200"}
    told = deck(pd.DataFrame([row]), NOTHING["arcs"], NOTHING["points"], [region.outlines()[NINGBO]], top=3).to_json()
    assert "http" not in told
    assert "./map" not in told
    assert "ColumnLayer" in told


@pytest.mark.parametrize("unit", ["330000", NINGBO, "330400"])
def test_all_outlines_are_in_sight_whatever_they_spread_over(unit):
    """By deck.gl's own projection: a camera 1.5 heights away, inclined, that looks at the middle."""
    features = [each for code, each in region.outlines().items() if code.startswith(unit.rstrip("0")) and code != unit]
    features = (
        [each for each in features if each["properties"]["code"].endswith("00")] if unit == "330000" else features
    )
    places = pd.DataFrame(columns=["lon", "lat", "value", "name", "text", "href"])
    view = deck(places, NOTHING["arcs"], NOTHING["points"], features, top=1).initial_view_state
    pixels, pitch, away = 512 * 2**view.zoom / 360, radians(view.pitch), 1.5 * HEIGHT
    for lon, lat in (point[:2] for each in features for ring in rings(each["geometry"]) for point in ring):
        across = (lon - view.longitude) * pixels
        up = (lat - view.latitude) / cos(radians(view.latitude)) * pixels
        nearer = away / (away + up * sin(pitch))
        assert abs(across * nearer) < 480
        assert abs(up * cos(pitch) * nearer) < HEIGHT / 2
