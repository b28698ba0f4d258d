"""One row through time: what each batch said of it, by whom, and who let it count."""

import pytest

from data.row_versions import versions
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import workbooks
from tests.workbooks import PROVINCE, checked, xlsx

HEAD = ["试点编号", "试点", "单位", "批准单位", "开始日期", "试点期限", "结题日期"]


def put(conn, *row, approved_by: str = "", **more) -> None:
    header = [*HEAD, *more]
    result = checked(conn, xlsx(改革试点=[["改革试点"], header, [*row, *more.values()]]))
    assert result.errors == ()
    source = Source("workbook", "试点.xlsx", str(row).encode(), approved_by=approved_by)
    write(conn, compare(conn, result.figures, result.records), source, by=PROVINCE)


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def test_each_change_says_from_what_to_what_in_which_cell_and_who_let_it_count(conn):
    """A pilot has fields that a batch has too (who approved it): they are never taken for each other."""
    put(conn, "P1", "甲试点", "宁波市", "国家部委", "2025-01-01", "2026-01-01", None)
    put(conn, "P1", "甲试点", "宁波市", "国家部委", "2025-01-01", "2026-06-01", None, approved_by="李静")
    put(conn, "P1", "甲试点", "宁波市", "国家部委", "2025-01-01", "2026-06-01", None, 撤回="是")
    gone, later, first = versions(conn, "pilots", "P1")
    assert [each.kind for each in (first, later, gone)] == ["added", "changed", "removed"]
    assert (first.approved_by, later.approved_by, later.cell) == ("", "李静", "A3")
    assert [(each.field, str(each.before), str(each.after)) for each in later.changes] == [
        ("due", "2026-01-01", "2026-06-01")
    ]
    assert {each.field for each in first.changes} == {"name", "unit", "approved_by", "start", "due"}
    assert [each.kind for each in versions(conn, "pilots", "P1", first.batch)] == ["added"]


def test_a_row_that_is_not_there_has_no_versions(conn):
    assert versions(conn, "pilots", "P9") == []
