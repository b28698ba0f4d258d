"""Tiles: what is withheld on the screen stays computed behind it."""

from datetime import date

import pandas as pd
import pytest

from metrics import METRICS
from metrics.judgement import part_above
from ui.cards import fresh, tile
from ui.scope import Scope

ROW = {
    "value": 100.0,
    "months": float("nan"),
    "qualifier": "exact",
    "grade": "",
    "own": False,
    "carried": 0,
    "carried_from": pd.NaT,
    "expected": 10,
    "reported": 8,
    "applications": 0,
    "silent": 0,
    "mom": 0.1,
    "mom_basis": False,
    "mom_then": 90.0,
    "mom_now": 99.0,
    "yoy": 0.2,
    "yoy_basis": True,
    "yoy_then": 80.0,
    "yoy_now": 96.0,
    "ytd": 100.0,
    "ytd_qualifier": "exact",
    "ytd_months": float("nan"),
    "target": 200.0,
    "due": float("nan"),
    "attainment": 0.5,
    "status": "missed",
    "status_partial": False,
    "due_on": None,
    "running": False,
}


def drawn(period="month", **said):
    """The tile of a row of a snapshot."""
    scope = Scope("330000", date(2026, 10, 1), 1, False, "en", False, "data_records", period=period)
    line = pd.DataFrame({"month": [pd.Timestamp(2026, 10, 1)], "value": [100.0]})
    return tile(METRICS["data_records"], pd.Series(ROW | said, dtype=object), line, scope)


def test_changes_say_when_their_basis_changed():
    assert drawn().changes == [("MoM", "+10.0%"), ("YoY · basis changed", "+20.0%")]


def test_a_value_that_is_carried_whole_says_from_which_month_and_has_no_change():
    since = pd.Timestamp(2026, 8, 1)
    shown = drawn(expected=10, reported=0, carried=9, carried_from=since)
    assert shown.changes == [("carried", "2026-08")]
    assert (shown.status, shown.standing, shown.against) == ("", "Not reported yet: not judged", "Target 200")
    partly = drawn(carried=1, carried_from=since)
    assert partly.changes[0] == ("MoM", "+10.0%")
    assert "carried 1 units, from 2026-08 on" in partly.tip
    assert drawn(carried=1).tip.splitlines()[2] == "carried 1 units"  # rows of a register: no month is known


def test_what_is_not_published_of_the_year_is_not_called_a_missing_target():
    nothing = float("nan")
    hidden = drawn(attainment=nothing, due=nothing, ytd=nothing, status=None, withheld=True)
    assert hidden.standing == "Not every month of the year is published"
    assert drawn(attainment=nothing, target=nothing, status=None).standing == "No target"


@pytest.mark.parametrize(
    ("reported", "carried", "status", "covered"),
    [(8, 0, "missed", "8/10"), (7, 1, "missed", "7+1/10"), (7, 0, "", "7/10"), (0, 9, "", "0+9/10")],
)
def test_the_status_is_withheld_below_the_share_of_units_that_is_enough(reported, carried, status, covered):
    shown = drawn(reported=reported, carried=carried)
    assert (shown.status, shown.coverage) == (status, covered)


def test_the_tile_says_what_is_judged_where_it_is_not_the_number_shown():
    shown = drawn(ytd=110.0, ytd_months=10.0)
    assert (shown.year, shown.against) == ("YTD 110", "Target 200, 55.0% done")


@pytest.mark.parametrize(("period", "names"), [("quarter", ["QoQ", "YoY"]), ("ytd", ["YTD YoY"]), ("rolling", ["YoY"])])
def test_each_period_has_its_own_comparisons(period, names):
    assert [name for name, _ in drawn(period, yoy_basis=False).changes] == names


@pytest.mark.parametrize(
    ("period", "there", "told"),
    [("quarter", 1.0, ""), ("ytd", 8.0, "2 months missing"), ("rolling", 11.0, "1 month missing"), ("month", 1.0, "")],
)
def test_months_missing_in_a_period_are_said(period, there, told):
    assert drawn(period, months=there).lacking == told


def test_a_line_ends_where_its_data_end():
    run = pd.date_range("2026-07-01", periods=4, freq="MS")
    line = pd.DataFrame(
        {"metric": "m", "unit": "u", "month": run, "value": [1.0, 2.0, 3.0, 3.0], "reported": [1, 0, 1, 0]}
    )
    assert fresh(line)["value"].isna().tolist() == [False, False, False, True]  # what is carried between reports stays
    assert fresh(line.assign(reported=0))["value"].isna().all()
    assert fresh(line.head(0)).empty


def test_a_share_of_more_than_all_is_marked():
    of = lambda metric, value: part_above(pd.Series({"value": value}), METRICS[metric]).en  # noqa: E731
    assert of("usage_rate", 1.2) == "part above its whole"
    assert (of("usage_rate", 1.0), of("usage_rate", float("nan")), of("visits_per_user", 3.0)) == ("", "", "")


def test_of_how_many_applications_a_value_is():
    assert drawn(applications=3, silent=1).heard == "3/4 apps"
    assert "3 of 4 applications" in drawn(applications=3, silent=1).tip
    assert drawn(applications=1016, silent=2).heard == "2 silent"
    assert drawn(applications=1, own=True).heard == "1 app only"
    assert drawn(applications=4).heard == ""
