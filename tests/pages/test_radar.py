"""The signs in the figures are seen by who approves them, and by nobody else."""

import pytest

from data import store
from tests import cases, prepared
from tests.people import somebody

PREPARED = prepared.with_starting_data
MONTH = "2024-12"


@pytest.fixture
def reported(started):
    rows = "\n".join(f"330203 | {year}-{month:02d} | 5000" for year in (2023, 2024) for month in range(1, 13))
    with store.writing(started) as conn:
        cases.report(conn, cases.reports(f"unit | month | requests\n{rows}"))
    return started


def test_an_approver_sees_what_to_ask_and_how_reliable_it_is(reported, screen_of):
    screen = screen_of(reported, somebody("approver", "330200"))
    html = screen.open("radar", unit="330200", month=MONTH, lang="zh")
    assert "24 个月里有 23 个月与上月一模一样" in html
    assert "也可能是没有新数" in html
    assert "海曙区" in html
    assert html.count('class="happened"') == 24  # its months are marked: all are round
    assert "诚实的数至多 1% 被错提示" in html
    assert "passport?unit=330203" in html
    assert "these" not in html
    empty = screen.open("radar", unit="330205", month=MONTH, lang="en")
    assert "No series of the last 36 months is long enough to be looked at yet" in empty
    assert "Nothing looks unusual" not in empty


def test_nobody_else_sees_anything(reported, screen_of):
    for role in ("leader", "steward", "presenter"):
        with pytest.raises(AssertionError, match="没有打开“真实性提示”的权限"):
            screen_of(reported, somebody(role, "330200")).open("radar", unit="330200", month=MONTH, lang="zh")
    both = somebody("approver", "330100")
    assert "一模一样" not in screen_of(reported, both).open("radar", unit="330200", month=MONTH, lang="zh")
