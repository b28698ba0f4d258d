"""Registers: rows by their names, typed, each rule met by a real workbook."""

import pandas as pd
import pytest

from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import workbooks
from tests.workbooks import NINGBO, checked, told, xlsx

HEADER = [
    "问题编号",
    "清单",
    "单位",
    "责任部门",
    "问题",
    "严重程度",
    "发现日期",
    "交办日期",
    "整改期限",
    "办结日期",
    "反弹次数",
]
ROW = ["W1", "审计", "海曙区", "财政局", "账实不符", "一般", "2026-09-01", "2026-09-02", "2026-12-01", None, 0]


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def problems(*rows: list, header: list = HEADER) -> bytes:
    return xlsx(七张问题清单=[["七张问题清单 2026年10月"], header, *rows])


def with_cell(name: str, value: object) -> list:
    row = list(ROW)
    row[HEADER.index(name)] = value
    return row


def test_a_row_becomes_a_record(conn):
    result = checked(conn, problems(ROW))
    (record,) = result.records["problems"].to_dict("records")
    assert result.findings == ()
    assert (record["key"], record["list"], record["unit"], record["severity"]) == ("W1", "audit", "330203", "general")
    assert record["found"] == pd.Timestamp(2026, 9, 1)
    assert pd.isna(record["closed"])
    assert (record["reopened"], record["removed"], record["sheet"], record["cell"]) == (0, False, "七张问题清单", "A3")


def test_a_text_file_is_known_by_its_header(conn):
    lines = [",".join(HEADER), ",".join(str(each or "") for each in ROW)]
    assert list(checked(conn, "\n".join(lines).encode("gbk"), "导出.csv").records["problems"]["key"]) == ["W1"]


def test_english_names_and_keys(conn):
    header = ["Problem key", "list", "Unit", "Responsible department", "Problem", "Found"]
    row = ["W1", "Audit", "Haishu", "财政局", "账实不符", "2026/9/1"]
    result = checked(conn, xlsx(problems=[header, row]))
    assert result.findings == ()
    assert result.records["problems"]["list"].tolist() == ["audit"]


ERRORS = {
    "no key": (with_cell("问题编号", None), "required", "A3"),
    "required": (with_cell("问题", None), "required", "E3"),
    "choice": (with_cell("清单", "审记"), "unknown_choice", "B3"),
    "unit": (with_cell("单位", "海署区"), "unknown_unit", "C3"),
    "not yours": (with_cell("单位", "杭州市"), "not_yours", "C3"),
    "date": (with_cell("发现日期", "去年"), "not_a_date", "G3"),
    "count": (with_cell("反弹次数", "两三次"), "not_a_count", "K3"),
    "negative count": (with_cell("反弹次数", -1), "not_a_count", "K3"),
    "order": (with_cell("交办日期", "2026-08-01"), "dates_out_of_order", "H3"),
    "error cell": (with_cell("问题", "#N/A"), "error_cell", "E3"),
}


@pytest.mark.parametrize(("row", "rule", "cell"), ERRORS.values(), ids=ERRORS.keys())
def test_errors(conn, row, rule, cell):
    result = checked(conn, problems(row))
    (finding,) = result.findings
    assert (finding.rule, finding.cell) == (rule, cell)
    assert "{" not in finding.told("zh") + finding.told("en")


@pytest.mark.parametrize(
    ("written", "kept"), [("95%", 0.95), ("0.95", 0.95), (1, 1.0), (0, 0.0), (95, None), ("120%", None), (-0.1, None)]
)
def test_a_share_is_written_in_per_cent_or_as_a_part_of_one(conn, written, kept):
    rows = [["小事编号", "关键小事", "单位", "满意率"], ["M1", "新生儿出生", "宁波市", written]]
    result = checked(conn, xlsx(民生关键小事=rows))
    assert told(result) == (set() if kept is not None else {("not_a_count", "D2")})
    if kept is not None:
        assert result.records["small_matters"]["satisfaction"].tolist() == [kept]


def test_two_rows_of_the_same_key(conn):
    result = checked(conn, problems(ROW, ROW))
    assert told(result) == {("duplicate", "A4")}
    assert "A3" in result.findings[0].told("en")


def test_missing_and_unknown_columns(conn):
    header = ["Q" if name == "责任部门" else name for name in HEADER]
    assert told(checked(conn, problems(ROW, header=header))) == {("missing_column", "A2"), ("unknown_column", "D2")}


def test_empty_rows_and_totals_are_left_out(conn):
    result = checked(conn, problems(ROW, [None] * 3, ["合计", None, None, None, "1"]))
    assert (result.findings, len(result.records["problems"])) == ((), 1)


def committed(conn, content: bytes):
    result = checked(conn, content)
    assert not result.errors, result.errors
    compared = compare(conn, result.figures, result.records)
    write(conn, compared, Source("workbook", "清单.xlsx", content), by=NINGBO)
    return compared.records["problems"]


def test_a_second_upload_is_the_same_or_changed_or_takes_a_row_off(conn):
    second = ["W2", *ROW[1:]]
    assert committed(conn, problems(ROW, second))["change"].tolist() == ["added", "added"]
    assert committed(conn, problems(ROW, ["W2", *with_cell("问题", "别的")[1:]]))["change"].tolist() == [
        "same",
        "changed",
    ]
    removed = problems([*ROW, "是"], header=[*HEADER, "撤回"])
    assert committed(conn, removed)["removed"].tolist() == [True]
    assert committed(conn, problems(ROW))["change"].tolist() == ["added"]


def test_a_column_that_is_not_in_the_workbook_keeps_what_the_store_has(conn):
    committed(conn, problems(ROW))
    short = problems(ROW[:7], header=HEADER[:7])
    frame = committed(conn, short)
    assert frame["change"].tolist() == ["same"]
    assert str(frame["assigned"].iloc[0])[:10] == "2026-09-02"


def test_text_that_was_exported_with_an_apostrophe_comes_back_as_it_was(conn):
    frame = checked(conn, problems(with_cell("问题", "'=1+1"))).records["problems"]
    assert frame["title"].tolist() == ["=1+1"]
