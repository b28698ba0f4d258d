"""What happened lately: what a batch settled of the lists, and instructions that were accepted, within what is open to all."""

from datetime import date

import pytest

from data import months
from data.clocks import reading
from data.clocks.reading import About
from data.instructions import writing
from data.instructions.writing import Order
from data.text import Text
from data.uploads.commit import Source, take_back, write
from data.uploads.compare import compare
from metrics.recent import Closed, accepted, closed
from tests import workbooks
from tests.people import somebody
from tests.workbooks import NINGBO, checked, xlsx

CITY, COUNTY, OTHER = "330200", "330203", "330205"
HEADER = ["问题编号", "清单", "单位", "责任部门", "问题", "发现日期", "交办日期", "整改期限", "办结日期"]
LEADER = somebody("leader", CITY, name="李民", login="limin")


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def bring(conn, *rows: tuple[str, str, str]) -> int:
    """A list with rows of key, unit and the day they were closed; its batch."""
    content = xlsx(七张问题清单=[
        HEADER,
        *([key, "审计", unit, "财政局", f"问题{key}", "2026-09-01", "2026-09-02", "2026-12-01", day] for key, unit, day in rows),
    ])  # fmt: skip
    result = checked(conn, content, "七张问题清单2026年10月.xlsx")
    assert not result.errors, [finding.told("zh") for finding in result.errors]
    compared = compare(conn, result.figures, result.records)
    return write(conn, compared, Source("workbook", "清单.xlsx", content), by=NINGBO).batch


def test_a_batch_settles_what_was_there_and_open(conn):
    first = bring(conn, ("A", "海曙区", ""), ("B", "海曙区", ""), ("C", "江北区", ""), ("D", "海曙区", "2026-10-01"))
    second = bring(conn, ("A", "海曙区", "2026-10-20"), ("B", "海曙区", "2026-10-21"), ("E", "海曙区", "2026-10-22"))
    third = bring(conn, ("A", "海曙区", "2026-10-25"), ("C", "江北区", "2026-10-26"))
    batches = (first, second, third)
    told = [Closed(second, "problems", 2, "A", "问题A"), Closed(third, "problems", 1, "C", "问题C")]
    assert closed(conn, (COUNTY, OTHER), batches, None) == told
    assert closed(conn, (COUNTY,), batches, None) == told[:1]
    assert closed(conn, (COUNTY, OTHER), (), None) == []
    take_back(conn, [second], by=NINGBO, reason="报错了")  # then the third settles A
    assert closed(conn, (COUNTY, OTHER), (third,), None) == [Closed(third, "problems", 2, "A", "问题A")]


def settle(conn, about: About, unit: str = COUNTY, *then: str) -> int:
    number = writing.put(
        conn, Order(f"查清{about.title.zh}。", unit, about), months.today(), CITY, LEADER, months.now()
    )
    for kind in then:
        one = reading.one(conn, number)
        assert one
        writing.take(conn, one, kind, LEADER, months.now(), "办理")
    return number


def test_accepted_ones_are_told_the_newest_first_and_no_restricted_one(conn):
    number = About("metric", COUNTY, date(2026, 10, 1), 1, Text("访问量", "Visits"), metric="visits")
    hidden = About("row", COUNTY, date(2026, 10, 1), 1, Text("预警", "Warning"), register="oversight", key="Y1")
    done = ("received", "reported", "accepted")
    settle(conn, hidden, COUNTY, "progressed", *done[1:])
    settle(conn, number, COUNTY, "received", "reported")
    first, second = settle(conn, number, COUNTY, *done), settle(conn, number, OTHER, *done)
    assert [each.number for each in accepted(conn, (COUNTY, OTHER), 9)] == [second, first]
    assert [each.number for each in accepted(conn, (COUNTY, OTHER), 1)] == [second]
    assert [(each.unit, each.text) for each in accepted(conn, (COUNTY,), 9)] == [(COUNTY, "查清访问量。")]
