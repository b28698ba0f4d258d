"""Tiles: what is withheld on the screen stays computed behind it."""

from datetime import date

import pandas as pd
import pytest

from metrics import METRICS
from ui.cards import tile
from ui.scope import Scope

ROW = {
    "value": 100.0,
    "qualifier": "exact",
    "grade": "",
    "own": False,
    "carried": 0,
    "expected": 10,
    "reported": 8,
    "mom": 0.1,
    "mom_basis": False,
    "yoy": 0.2,
    "yoy_basis": True,
    "target": 200.0,
    "due": float("nan"),
    "attainment": 0.5,
    "status": "missed",
    "status_partial": False,
}


def drawn(**said):
    """The tile of a row of a snapshot."""
    scope = Scope("330000", date(2026, 10, 1), 1, False, "en", False, "data_records")
    line = pd.DataFrame({"month": [pd.Timestamp(2026, 10, 1)], "value": [100.0]})
    return tile(METRICS["data_records"], pd.Series(ROW | said, dtype=object), line, scope)


def test_changes_say_when_their_basis_changed():
    assert drawn().changes == [("MoM", "+10.0%"), ("YoY · basis changed", "+20.0%")]


def test_a_value_that_is_itself_carried_has_no_change():
    assert drawn(own=True, expected=1, reported=0, carried=1).changes == [("MoM", "—"), ("YoY", "—")]
    assert drawn(carried=1).changes[0] == ("MoM", "+10.0%")


@pytest.mark.parametrize(("reported", "carried", "status"), [(8, 0, "missed"), (7, 1, "missed"), (7, 0, "")])
def test_the_status_is_withheld_below_the_share_of_units_that_is_enough(reported, carried, status):
    shown = drawn(reported=reported, carried=carried)
    assert (shown.status, shown.coverage) == (status, f"{reported + carried}/10")
