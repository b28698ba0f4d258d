"""The page of applications: the ledger counted, filtered, searched and taken along."""

import io

import openpyxl
import pytest

from ui.exporting import written
from ui.filters import Filters
from ui.registers import listing


@pytest.fixture
def screen(started, screen_of):
    return screen_of(started)


def keys(html):
    return [part[:5] for part in html.split("<small>")[1:] if part.startswith("ZJ")]


def test_the_whole_ledger_a_page_at_a_time(screen):
    first, second = keys(screen.open("applications")), keys(screen.open("applications", **{"from": "40"}))
    assert len(first) == 40
    assert len(set(first + second)) == 67


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"q": "新材云创"}, ["ZJ001"]),
        ({"q": "新材云创", "system": "law"}, []),
        ({"q": "%"}, []),
        ({"system": "law; DROP TABLE applications", "q": "新材云创"}, ["ZJ001"]),
    ],
)
def test_filters_and_search(screen, query, says):
    assert keys(screen.open("applications", **query)) == says


def test_counts_lead_to_their_rows(screen):
    html = screen.open("applications", lang="en")
    assert "Digital society" in html
    assert "system=society" in html


def test_a_unit_without_applications_is_told_what_to_do(screen):
    assert "应用一本账" in screen.open("applications", unit="330329")


def test_the_export_is_the_filtered_ledger(screen):
    screen.open("applications")
    scope = screen.app.session_state["scope"]
    export = listing.export(scope, "applications", Filters("applications", (), {"system": "society"}, "", 0))
    rows = list(openpyxl.load_workbook(io.BytesIO(written(export, scope))).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("应用编号", "应用名称")
    assert len(rows) == 1 + export.count
    system = rows[0].index("系统")
    assert {row[system] for row in rows[1:]} == {"数字社会"}
