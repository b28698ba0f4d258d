"""Lists as workbooks: typed values, marked when invented, never a formula."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from data import months
from data.exports import workbook


def sheet(rows, **more):
    return openpyxl.load_workbook(io.BytesIO(workbook("问题", ["一", "二"], rows, **more))).active


def test_numbers_days_and_nothing_stay_what_they_are():
    written = sheet(
        [[1.5, date(2024, 10, 31)], [None, float("nan")], [3, datetime(2024, 10, 31, 8, 0, tzinfo=months.SHANGHAI)]]
    )
    assert [[cell.value for cell in row] for row in written.iter_rows(min_row=2)] == [
        [1.5, datetime(2024, 10, 31)],
        [None, None],
        [3, datetime(2024, 10, 31, 8, 0)],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_text_is_never_left_to_calculate(text):
    cell = sheet([[text, ""]])["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_a_demonstration_says_so_in_the_sheet_and_above_it():
    marked = sheet([["a", "b"]], mark="演示数据")
    assert marked.title == "演示数据问题"
    assert marked["A1"].value == "演示数据"
    assert marked["A2"].value == "一"
