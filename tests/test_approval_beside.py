"""What an approver sees beside the figures: other months, cells that came back before, their own decisions."""

from datetime import date, timedelta

import pytest

from data import months
from data.reporting import approval, beside, submissions
from data.reporting.approval import Back
from tests import prepared
from tests.frames import figures
from tests.pages.handed_in import NINGBO, ROWS, already_counts, hand_in, people

OTHER = [["海曙区", "2024-10", 1000, 850], *ROWS[1:]]
PREPARED = prepared.with_starting_data


@pytest.fixture
def staff(engine, approval_levels):
    approval_levels(1)
    return people(engine)


def back(reason="与材料不符", sheet="月报", cell="D2"):
    return Back(sheet, cell, reason, months.now() + timedelta(days=3))


def read(engine, what, *more, **named):
    with engine.connect() as conn:
        return what(conn, *more, **named)


def test_other_months_of_the_figures_shown_and_of_no_others(engine, staff):
    table = """
    measure   | unit   | month   | value | subject
    rated     | 330203 | 2024-09 |   800 |
    rated     | 330203 | 2023-10 |   700 |
    rated     | 330205 | 2024-09 |   900 |
    satisfied | 330203 | 2024-09 |   600 |
    """
    already_counts(engine, table, staff["王芳"])
    shown = figures("measure | unit | month | value\nrated | 330203 | 2024-10 | 1000\nsatisfied | 330205 | 2024-10 | 1")
    found = read(engine, beside.earlier, shown, [date(2024, 9, 1), date(2023, 10, 1)])
    told = sorted(found[["measure", "unit", "subject", "month", "value"]].to_numpy().tolist(), key=str)
    assert told == [
        ["rated", "330203", "", date(2023, 10, 1), 700],
        ["rated", "330203", "", date(2024, 9, 1), 800],
    ]


def test_the_thread_tells_what_came_back_why_and_how_it_was_mended(engine, staff):
    first = hand_in(engine, staff["王芳"])
    approval.accept(engine, first, by=staff["李敏"], step=0, sending_back=[back()])
    open_ = read(engine, beside.thread, NINGBO).iloc[0]
    assert (open_["said"], open_["reason"], open_["name"]) == ("900", "与材料不符", "李敏")
    assert open_[["settled_at", "mended"]].isna().all()
    second = hand_in(engine, staff["王芳"], *OTHER)
    waiting = read(engine, beside.thread, NINGBO).iloc[0]
    assert (waiting["settled_by"], waiting["settled_at"] is not None) == (second, True)
    approval.accept(engine, second, by=staff["李敏"], step=0)
    assert read(engine, beside.thread, NINGBO)["mended"].tolist() == [850]


def test_the_newest_comes_first_and_only_of_that_unit(engine, staff):
    first = hand_in(engine, staff["王芳"])
    cells = [back("一"), back("二", cell="D3")]
    approval.accept(engine, first, by=staff["李敏"], step=0, sending_back=cells)
    assert read(engine, beside.thread, NINGBO)["reason"].tolist() == ["二", "一"]
    assert read(engine, beside.thread, NINGBO, 1)["reason"].tolist() == ["二"]
    assert read(engine, beside.thread, "330600").empty


def test_a_person_finds_their_own_decisions_the_newest_first(engine, staff):
    first = hand_in(engine, staff["王芳"])
    approval.accept(engine, first, by=staff["李敏"], step=0, sending_back=[back()], note="其余无误")
    second = hand_in(engine, staff["王芳"], *OTHER)
    approval.send_back(engine, second, "又错了", months.now() + timedelta(days=1), by=staff["李敏"], step=0)
    third = hand_in(engine, staff["王芳"], *OTHER)
    submissions.recall(engine, third, by=staff["王芳"])
    found = read(engine, beside.decided, "limin")
    assert found[["submission", "kind", "note", "returned"]].to_numpy().tolist() == [
        [second, "returned", "又错了", 1],
        [first, "accepted", "其余无误", 1],
    ]
    assert found["handed_in_by"].tolist() == ["王芳", "王芳"]
    assert read(engine, beside.decided, "chengang").empty
