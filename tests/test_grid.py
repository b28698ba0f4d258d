"""The grid of a draft: which cells are to be filled in, what they say, and what is typed into them."""

from datetime import date

import pytest

from data.measures import MEASURES
from data.measures.units import RATE
from data.uploads.edit import Edit
from tests.workbooks import read, xlsx
from ui.desk.grid_cells import Cell, choose, parts, place_of, typed
from ui.desk.grid_typed import edits_of, grouped, value_of

WIDE = """
单位代码 | 单位   | 评价数 | 满意数
330203   | 海曙区 | 1000   | 900
330205   | 江北区 |        | 约30
上月     | 上月 海曙区 | 5 | 4
合计     |        | 1000   | 900
"""
LONG = """
单位   | 月份    | 填报项 | 数值
海曙区 | 2026-10 | 评价数 | 1000
海曙区 | 2026-10 | 满意数 | 900
"""
PROBLEMS = [
    ["问题编号*", "清单*", "单位*", "问题*", "发现日期*", "备注"],
    ["W-1", "审计", "海曙区", "账实不符", date(2026, 10, 1), "甲"],
]
UNITS = {"海曙区": "330203", "江北区": "330205", "330203": "330203", "330205": "330205"}


def parts_of(**sheets):
    return parts(read(xlsx(**sheets)))


def test_only_the_cells_of_figures_are_filled_in_and_totals_and_hints_are_left_out():
    (part,) = parts_of(月报=WIDE)
    assert [part.names(row) for row in part.rows] == [("海曙区",), ("江北区",)]
    assert [part.what(column) for column in part.filling] == ["rated", "satisfied"]


def test_a_cell_says_what_it_holds_and_whose_it_is():
    (part,) = parts_of(月报=WIDE)
    assert part.cell(part.rows[0], part.filling[0], UNITS) == Cell("月报", "C2", "1000", "rated", "330203")
    assert part.cell(part.rows[1], part.filling[1], UNITS) == Cell("月报", "D3", "约30", "satisfied", "330205")


def test_a_long_table_is_filled_in_at_its_values():
    (part,) = parts_of(表=LONG)
    assert part.names(part.rows[1]) == ("海曙区", "2026-10", "满意数")
    assert part.cell(part.rows[0], part.filling[0], UNITS).address == "D2"
    assert not part.standing


def test_a_register_offers_new_rows_and_its_notes_are_not_filled_in():
    (part,) = parts_of(七张问题清单=PROBLEMS)
    assert len(part.rows) == 3
    assert part.column_of("七张问题清单", "F2") is None
    assert part.cell(part.rows[0], part.filling[4], UNITS).text == "2026-10-01"
    assert part.cell(part.rows[1], part.filling[0], UNITS).address == "A3"


def test_the_template_has_every_sheet_that_people_fill_in():
    (part, register) = parts_of(月报=WIDE, 七张问题清单=PROBLEMS)
    assert place_of([part, register], "月报", "D3") == (0, 2)
    assert place_of([part, register], "七张问题清单", "B3") == (1, 2)
    assert place_of([part, register], "月报", "B3") is None
    assert place_of([part, register], "无", "D3") is None


def many(rows):
    return parts_of(表=[["单位", "评价数"], *([f"单位{number}", number] for number in range(rows))])[0]


def test_a_large_table_is_shown_a_page_at_a_time():
    part = many(5000)
    first = choose(part, words="", only=None, offset=0, size=40)
    assert (len(first.rows), first.total) == (40, 5000)
    assert choose(part, words="", only=None, offset=85, size=40).offset == 80
    assert choose(part, words="", only=None, offset=99999, size=40).offset == 4960


def test_rows_are_found_by_words_by_marks_and_by_a_cell():
    part = many(500)
    assert choose(part, words="单位499", only=None, offset=0, size=40).total == 1
    assert choose(part, words="", only={"B7", "B9"}, offset=0, size=40).rows == (6, 8)
    assert 401 in choose(part, words="", only=None, offset=0, size=40, cell="B402").rows
    assert choose(part, words="没有", only=None, offset=0, size=40).rows == ()


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("1200", "rated", 1200), ("1,200.5", "rated", 1200.5), ("−3", "rated", -3), (" 12 ", "rated", 12), ("", "rated", None),
        ("约30", "rated", "约30"), ("撤回", "rated", "撤回"), ("1,20", "rated", "1,20"), ("=1+1", "rated", "=1+1"),
        ("1e5", "rated", "1e5"), ("12345678901234567890", "rated", "12345678901234567890"), ("９", "rated", 9),
    ],
)  # fmt: skip
def test_numbers_are_typed_as_numbers_and_words_stay_words(text, what, value):
    assert value_of(text, what) == value


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [("007", "key", "007"), ("2026-10-01", "found", date(2026, 10, 1)), ("下周", "found", "下周"), ("2", "reopened", 2), ("330203", "unit", "330203")],
)  # fmt: skip
def test_a_register_keeps_what_its_fields_are(text, field, value):
    assert value_of(text, field, "problems") == value


@pytest.mark.parametrize("value", [1000.0, 0.5, -3.0, 1e14, "约30", "五星"])
def test_what_is_shown_can_be_typed_again(value):
    assert value_of(typed(value, "rated"), "rated") == value


def test_a_share_is_shown_and_typed_in_per_cent():
    share = next(key for key, measure in MEASURES.items() if measure.unit == RATE)
    assert typed(0.953, share) == "95.3%"
    assert value_of("95.3%", share) == 0.953
    assert value_of("95.3％", share) == 0.953


def test_large_numbers_are_set_apart_by_thousands():
    assert grouped(Cell("月报", "C2", "1234567", "rated")) == "1,234,567"
    assert grouped(Cell("月报", "C2", "1234.5", "rated")) == "1234.5"
    assert grouped(Cell("月报", "C2", "约3000", "rated")) == "约3000"
    assert grouped(Cell("台账", "A2", "330203", "key")) == "330203"


def test_nothing_is_written_but_cells_that_people_fill_in():
    found = parts_of(月报=WIDE)
    sent = [{"sheet": "月报", "cell": cell, "value": "7"} for cell in ("C2", "B2", "C1", "C4", "Z99", "")]
    assert edits_of(found, sent) == [Edit("月报", "C2", 7)]
