"""What a published month tells of a unit that is not one's own: that month, and nothing of the months around it."""

from datetime import date

import pandas as pd
import pytest

from data import months
from metrics import withheld
from metrics.periods import PERIODS
from metrics.withheld import Sight
from tests.frames import drawn

OWN, OTHER = "330203", "330205"
YEAR = months.between(date(2026, 1, 1), date(2026, 10, 1))
LAST_YEAR = months.between(date(2025, 1, 1), date(2025, 10, 1))
MONTHS = {
    "only": [date(2026, 10, 1)],
    "and before": [date(2026, 9, 1), date(2026, 10, 1)],
    "quarter before": [*months.between(date(2026, 7, 1), date(2026, 9, 1)), date(2026, 10, 1)],
    "and last year": [date(2025, 10, 1), date(2026, 10, 1)],
    "year": YEAR,
    "both years": [*LAST_YEAR, *YEAR],
    "nothing": [],
    "all but one": [each for each in YEAR if each.month != 4],
}
# What October 2026 tells, by the months that are published.
SHOWN = drawn(
    """
    published      | period  | value | mom | yoy | ytd | attainment | ytd_yoy
    only           | month   | x     |     |     |     |            |
    and before     | month   | x     | x   |     |     |            |
    and last year  | month   | x     |     | x   |     |            |
    year           | month   | x     | x   |     | x   | x          |
    all but one    | month   | x     | x   |     |     |            |
    both years     | month   | x     | x   | x   | x   | x          | x
    nothing        | month   |       |     |     |     |            |
    only           | quarter | x     |     |     |     |            |
    and before     | quarter | x     |     |     |     |            |
    quarter before | quarter | x     | x   |     |     |            |
    and last year  | quarter | x     |     | x   |     |            |
    year           | ytd     | x     | x   |     | x   | x          |
    both years     | ytd     | x     | x   | x   | x   | x          | x
    only           | ytd     |       | x   |     |     |            |
    year           | rolling |       | x   |     | x   | x          |
    """
)
BASES = ("mom_then", "mom_now", "yoy_then", "yoy_now")
COLUMNS = ("value", "mom", "yoy", "ytd", "attainment", "ytd_yoy")


@pytest.mark.parametrize("row", SHOWN.to_dict("records"), ids=lambda row: f"{row['published']}, {row['period']}")
def test_what_is_shown_follows_from_what_is_published(row):
    sight = Sight({OWN}, MONTHS[row["published"]])
    period, month = PERIODS[row["period"]], date(2026, 10, 1)
    assert sight.shown(OTHER, period, month) == {name: row[name] == "x" for name in COLUMNS}
    assert all(sight.shown(OWN, period, month).values())


def snapshot():
    told = {name: [1.0, 1.0] for name in (*COLUMNS, *BASES, "due", "target")}
    return pd.DataFrame(
        {
            "unit": [OWN, OTHER],
            "grade": ["A", "A"],
            "status": ["ahead", "ahead"],
            "status_partial": [True, True],
            **told,
        }
    )


def test_a_snapshot_keeps_ones_own_and_loses_the_rest():
    frame = snapshot()
    told = withheld.of_snapshot(frame, Sight({OWN}, [date(2026, 10, 1)]), date(2026, 10, 1)).set_index("unit")
    assert (told.loc[OWN, list(COLUMNS)] == 1).all()
    assert told.loc[OTHER, "value"] == told.loc[OTHER, "target"] == 1
    assert told.loc[OTHER, ["mom", "yoy", "ytd", "attainment", "ytd_yoy", "due", *BASES, "status"]].isna().all()
    assert (told.loc[OTHER, "status_partial"], told.loc[OTHER, "withheld"]) == (False, True)
    assert not told.loc[OWN, "withheld"]
    assert (told.loc[OTHER, "grade"], told.loc[OWN, "status"]) == ("A", "ahead")
    assert "withheld" not in frame
    assert (frame.set_index("unit").loc[OTHER, list(COLUMNS)] == 1).all()  # frames are shared: it stays as it was


def test_an_unpublished_month_tells_nothing():
    told = withheld.of_snapshot(snapshot(), Sight({OWN}), date(2026, 10, 1)).set_index("unit")
    assert told.loc[OTHER, list(COLUMNS)].isna().all()
    assert told.loc[OTHER, "grade"] == ""


def test_where_nothing_is_withheld_the_frame_is_given_back():
    frame = snapshot()
    assert withheld.of_snapshot(frame, Sight({OWN, OTHER}), date(2026, 10, 1)) is frame
