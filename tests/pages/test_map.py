"""The map one can walk in: any number through the year, vectors for every machine, three dimensions for a desk."""

from datetime import date

import pandas as pd
import pytest

from charts.arcs import arcs
from charts.deck import deck
from charts.landscape import HIGHEST, landscape
from data import months, store
from metrics.outlook import making
from tests import cases, prepared
from tests.people import somebody
from ui import region

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


def test_in_three_dimensions_nothing_is_asked_for_elsewhere(screen):
    screen.open("map", unit="330000", view="deck")
    (element,) = screen.app.get("deck_gl_json_chart")
    assert '"mapProvider": null' in element.proto.json or '"mapProvider"' not in element.proto.json
    assert "http" not in element.proto.json


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


def test_the_deck_has_no_tiles_and_no_token():
    places = pd.DataFrame([{"lon": 121.5, "lat": 29.9, "value": 3.0, "name": "宁波市", "text": "3"}])
    none = pd.DataFrame(columns=["lon", "lat", "to_lon", "to_lat", "name", "text"])
    told = deck(places, none, [region.outlines()[NINGBO]]).to_json()
    assert "http" not in told
    assert "ColumnLayer" in told
