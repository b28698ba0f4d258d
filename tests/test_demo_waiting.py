"""What waits for approval in the demonstration, so that who plays an approver has something to decide."""

from datetime import date

import pytest

from data import store, units
from data.access import Actor
from data.demo import waiting, world
from data.demo.stories import DISAGREEING_CITY, LATE_COUNTY
from data.reporting import submissions
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import prepared
from tests.frames import figures

PREPARED = prepared.with_starting_data
TODAY = date(2026, 11, 30)
COUNTED = """
    measure      | unit   | month   | value
    data_records | 330702 | 2026-10 | 700
    data_records | 330703 | 2026-10 | 300
    data_records | 330700 | 2026-10 | 1200
"""


@pytest.mark.parametrize(("levels", "waits"), [(0, []), (1, [LATE_COUNTY, DISAGREEING_CITY])])
def test_a_late_report_and_a_correction_wait_where_approval_is_asked(engine, approval_levels, levels, waits):
    approval_levels(levels)
    with store.writing(engine) as conn:
        write(conn, compare(conn, figures(COUNTED), {}), Source("workbook", "a.csv", b""), by=Actor("test", "330000"))
        made = waiting.load(conn, world.make(units.load(conn), TODAY))
    with engine.connect() as conn:
        found = [submissions.of(conn, number) for number in range(1, made + 1)]
        shown = [submissions.review(conn, each.number).compared.figures for each in found]
    assert [each.unit for each in found] == waits
    assert all(each.state == "waiting" for each in found)
    if waits:
        late, correction = (frame.set_index("measure")["value"] for frame in shown)
        assert late["rated"] * 100 < late["service_requests"]  # one nought too many beside a twelfth of them
        assert correction.to_dict() == {"data_records": 1000}
        assert found[1].correction
