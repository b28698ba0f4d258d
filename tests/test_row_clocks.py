"""An instruction that hangs on a row is its clock: what a workbook may say of such a row, and what is told with its cell."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from data import months
from data.clocks import reading
from data.clocks import rows as clocks
from data.clocks.reading import About
from data.instructions import writing
from data.instructions.writing import Order
from data.registers import REGISTERS
from data.text import Text
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import workbooks
from tests.frames import drawn
from tests.people import somebody
from tests.workbooks import NINGBO, checked, told, xlsx

LEADER = somebody("leader", "330200", name="李民")
STEWARD = somebody("steward", "330203", name="王芳")
HEADER = "问题编号 | 清单 | 单位 | 责任部门 | 问题 | 发现日期 | 交办日期 | 整改期限 | 办结日期 | 验收日期 | 撤回"
ROW = "W1 | 审计 | 海曙区 | 财政局 | 账实不符 | 2026-09-01 | 2026-09-02 | 2026-12-01 | | | "
LATER = date(2026, 12, 15)  # the day due of the clock
KEPT = [key for key, register in REGISTERS.items() if register.clock]


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def book(**cells: str) -> bytes:
    """The list with its one row, some cells otherwise."""
    names, row = HEADER.split(" | "), [cell.strip() for cell in ROW.split("|")]
    for name, value in cells.items():
        row[names.index(name)] = value
    return xlsx(七张问题清单=[names, [cell or None for cell in row]])


def commit(conn: Connection, content: bytes) -> None:
    result = checked(conn, content, "七张问题清单2026年10月.xlsx")
    assert not result.errors, [finding.told("zh") for finding in result.errors]
    write(conn, compare(conn, result.figures, result.records), Source("workbook", "清单.xlsx", content), by=NINGBO)


def charge(conn: Connection, *then: str, key: str = "W1", register: str = "problems", due: date = LATER, **more) -> int:
    """An instruction about the row, and the steps that followed; its number."""
    about = About("row", "330203", date(2026, 10, 1), 1, Text("账实不符", "Books"), register=register, key=key)
    order = replace(Order("整改到位。", "330203", about), **more)
    number = writing.put(conn, order, due, "330200", LEADER, months.now())
    for kind in then:
        one = reading.one(conn, number)
        assert one
        writing.take(conn, one, kind, STEWARD if kind in ("received", "reported") else LEADER, months.now(), "办理")
    return number


# What happened to the instruction, what the workbook says, and the finding with its cell.
CASES = """
then                        | field    | value      | rule               | cell
received                    |          |            |                    |
received                    | 问题     | 账目不符   |                    |
received                    | 办结日期 | 2026-11-10 | clock_runs         | I2
received                    | 验收日期 | 2026-11-12 | clock_runs         | J2
received,reported           | 办结日期 | 2026-11-10 |                    |
received,reported           | 验收日期 | 2026-11-12 | clock_runs         | J2
received                    | 整改期限 | 2026-12-15 |                    |
received                    | 整改期限 | 2026-12-20 | clock_until        | H2
received                    | 整改期限 |            | clock_until        | H2
received                    | 撤回     | 是         | clock_of_removed   | A2
received,reported,accepted  |          |            | clock_was_accepted | J2
received,reported,accepted  | 验收日期 | 2026-11-12 |                    |
received,reported,accepted  | 整改期限 | 2026-12-20 | clock_was_accepted | J2
received,reported,accepted  | 撤回     | 是         |                    |
cancelled                   | 办结日期 | 2026-11-10 |                    |
cancelled                   | 撤回     | 是         |                    |
"""


@pytest.mark.parametrize(
    "case", list(drawn(CASES).itertuples(index=False)), ids=lambda case: f"{case.then} {case.value}"
)
def test_what_a_workbook_may_say_of_a_row_whose_clock_runs(conn, case):
    commit(conn, book())
    charge(conn, *case.then.split(","))
    result = checked(conn, book(**({case.field: case.value} if case.field else {})), "七张问题清单2026年10月.xlsx")
    ours = {(finding.rule, finding.cell) for finding in result.findings if finding.rule.startswith("clock")}
    assert ours == ({(case.rule, case.cell)} if case.rule else set())
    is_kept = bool(len(result.records.get("problems", ())))
    assert is_kept == (not result.errors)
    for finding in result.findings:
        assert "{" not in finding.told("zh") + finding.told("en")
        if finding.rule.startswith("clock"):
            assert "第 1 号" in finding.told("zh")
            assert "No. 1" in finding.told("en")


def test_a_row_without_a_clock_and_one_of_another_key_are_as_they_were(conn):
    commit(conn, book())
    assert not told(checked(conn, book(办结日期="2026-11-10", 验收日期="2026-11-11"), "七张问题清单2026年10月.xlsx"))
    charge(conn, "received", key="W9")
    assert not told(checked(conn, book(办结日期="2026-11-10", 验收日期="2026-11-11"), "七张问题清单2026年10月.xlsx"))


def test_the_clock_of_a_row_is_the_whole_that_runs_and_is_due_first(conn):
    charge(conn, "received", "reported", "accepted", due=date(2026, 12, 1))
    later = charge(conn, "received", due=date(2026, 12, 30))
    first = charge(conn, due=date(2026, 12, 20))
    charge(conn, due=date(2026, 12, 9), part_of=later)
    charge(conn, "cancelled", due=date(2026, 12, 8))
    found = clocks.of_rows(conn, "problems", ["W1", "W2"])
    assert {key: one.number for key, one in found.items()} == {"W1": first}
    assert clocks.of_rows(conn, "applications", ["W1"]) == {}


@pytest.mark.parametrize("key", KEPT)
def test_what_a_register_declares_of_its_clock_is_there(key):
    register = REGISTERS[key]
    days = {field.key for field in register.fields if field.type == "date"}
    assert register.clock
    assert register.clock.accepted
    assert {register.clock.accepted, register.clock.reported, register.clock.due} - {""} <= days


def test_the_lists_of_closed_loops_run_on_the_one_engine():
    assert {"problems", "inspections", "keystone_reforms", "weaknesses", "oversight"} == set(KEPT)
