"""What an upload would add, change or leave the same."""

import pytest

from data.uploads.compare import compare
from tests import workbooks
from tests.frames import figures
from tests.workbooks import report


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)
    report(
        conn,
        """
        measure   | unit   | month   | subject | value | qualifier
        visits    | 330203 | 2026-09 |         | 100   | exact
        visits    | 330205 | 2026-09 |         | 100   | about
        visits    | 330205 | 2026-09 | ZJ1     | 7     | exact
        app_users | 330203 | 2026-09 |         |       | exact
        """,
    )


def test_added_changed_and_same(conn):
    compared = compare(
        conn,
        figures(
            """
            measure   | unit   | month   | subject | value | qualifier
            visits    | 330203 | 2026-09 |         | 100   | exact
            visits    | 330205 | 2026-09 |         | 100   | exact
            visits    | 330205 | 2026-09 | ZJ1     | 8     | exact
            visits    | 330212 | 2026-09 |         | 1     | exact
            visits    | 330203 | 2026-10 |         | 100   | exact
            app_users | 330203 | 2026-09 |         | 5     | exact
            """
        ),
        {},
    )
    assert compared.figures["change"].tolist() == ["same", "changed", "changed", "added", "added", "added"]
    assert compared.figures["before"].fillna(-1).tolist() == [100, 100, 7, -1, -1, -1]
    assert compared.counts() == {"same": 1, "changed": 2, "added": 3}
    assert compared.base == 1


def test_taking_back_a_figure_is_a_change_and_taking_back_nothing_is_none(conn):
    taken = figures("measure | unit | month | value\nvisits | 330203 | 2026-09 |\nvisits | 330212 | 2026-09 |")
    compared = compare(conn, taken, {})
    assert compared.figures["change"].tolist() == ["changed", "same"]


def test_where_nothing_stood_all_is_added_and_taking_back_is_nothing(conn):
    compared = compare(
        conn,
        figures(
            """
            measure   | unit   | month   | value
            visits    | 330203 | 2026-11 | 100
            visits    | 330212 | 2026-11 |
            app_users | 330203 | 2026-11 | 0
            """
        ),
        {},
    )
    assert compared.figures["change"].tolist() == ["added", "same", "added"]
    assert compared.figures["before"].isna().all()
    assert compared.figures["before"].dtype == float


def test_nothing_at_all(conn):
    compared = compare(conn, figures("measure | unit | month | value").iloc[:0], {})
    assert compared.empty
    assert compared.counts() == {}
