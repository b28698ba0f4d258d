"""Small digits in a cell's text: a footnote's mark or a power is no digit of the number."""

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests import workbooks
from tests.workbooks import checked, saved, told


@pytest.mark.parametrize(
    ("small", "found"),
    [("superscript", {("footnote_mark", "B2")}), ("subscript", {("footnote_mark", "B2")}), (None, set())],
)
def test_small_digits_are_told_and_others_read(conn, small, found):
    workbooks.plant(conn)
    book = Workbook()
    book.active.append(["单位", "应用访问量"])
    book.active.append(["海曙区", CellRichText("1234", TextBlock(InlineFont(vertAlign=small), "5"))])
    result = checked(conn, saved(book))
    assert told(result) == found
    assert result.figures["value"].tolist() == ([] if found else [12345])
