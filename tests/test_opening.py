"""At which month a view opens that names none: figures at one that is due, work at the one that is owed."""

from datetime import date

import pytest

from data import months
from data.reporting import obligations, opening
from data.reporting.direct import commit
from data.reporting.obligations import Rule
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests import cases
from tests.frames import figures
from tests.people import everybody, somebody

TABLE = """
    today      | owed from | come in          | figures | owed    | due
    2024-12-01 | 2024-01   | 2024-10          | 2024-10 | 2024-11 | 2024-10
    2024-12-08 | 2024-01   | 2024-10          | 2024-10 | 2024-11 | 2024-10
    2024-12-08 | 2024-01   | 2024-10, 2024-11 | 2024-10 | 2024-11 | 2024-10
    2024-12-09 | 2024-01   | 2024-10          | 2024-11 | 2024-11 | 2024-11
    2024-12-09 | 2024-01   | 2024-10, 2024-11 | 2024-11 | 2024-11 | 2024-11
    2024-12-01 | 2024-01   |                  | 2024-11 | 2024-11 | 2024-10
    2024-12-01 | 2024-01   | 2024-08          | 2024-11 | 2024-11 | 2024-10
    2024-12-01 | 2024-12   |                  | 2024-12 | 2024-12 | 2024-10
    2024-12-20 |           | 2024-08          | 2024-08 | 2024-08 | 2024-11
    2024-12-01 |           |                  | 2024-11 | 2024-11 | 2024-10
"""
CASES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("today", "owed_from", "come_in", "of_figures", "owed", "due"), CASES)
def test_figures_open_at_a_month_that_is_due_and_work_at_the_one_owed(
    engine, today, owed_from, come_in, of_figures, owed, due
):
    with engine.begin() as conn:
        cases.plant(conn, cases.ZHEJIANG)
    if owed_from:
        rule = Rule("330000", "leaf", "visits", 1, 8, months.parse(owed_from))
        obligations.declare(engine, [rule], by=somebody("administrator"))
    for month in filter(None, come_in.split(", ")):
        frame = figures(f"measure | unit | month | value\nvisits | 330203 | {month} | 5")
        with engine.connect() as conn:
            compared = compare(conn, frame, {})
        commit(engine, compared, Source("workbook", "x.xlsx", month.encode()), by=everybody())
    with engine.connect() as conn:
        day = date.fromisoformat(today)
        assert months.label(opening.usual_month(conn, day)) == of_figures
        assert months.label(opening.owed_month(conn, day)) == owed
        assert months.label(opening.due_month(conn, day)) == due
