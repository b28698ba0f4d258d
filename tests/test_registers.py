"""Every declaration of a register goes all the way: from its own template to rows that stand as it says."""

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from data.registers import REGISTERS, TABLES, Field, Register
from data.registers.declaration import NUMBERS
from data.settings import ROOT
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from data.uploads.template import register_template
from data.uploads.understanding import headers
from metrics import METRICS, query, standings
from metrics.registers import OWN, of_register
from tests import prepared, workbooks
from tests.people import everybody, somebody
from tests.workbooks import checked

TODAY = date(2026, 10, 20)
DOMAIN = (
    {f"A{n}" for n in range(1, 21)} | {f"B{n}" for n in range(1, 23)} | {f"C{n}" for n in range(1, 8)}
    | {f"D{n}" for n in range(1, 14)} | {f"E{n}" for n in range(1, 15)} | {f"F{n}" for n in range(1, 9)}
    | {f"G{n}" for n in range(1, 5)} | {f"H{n}" for n in range(1, 4)} | {f"I{n}" for n in range(1, 6)}
    | {f"J{n}" for n in range(1, 11)}
)  # fmt: skip
# What is no register: metrics, the league and clocks that act, sessions and the wall itself.
ELSEWHERE = {"C3", "D7", "D8", "E2", "E5", "E6", "E10", "E12", "F3", "I2", "I5"}

RULES = {"index_metrics"}  # whose status is its index system's


def fields_named(register: Register) -> set[str]:
    conditions = (each for state in register.states for where in state.when for each in where)
    grids = (key for grid in register.grids for key in grid if key != "standing")
    shown = (each.key for each in (*register.columns_of_list, *register.filters_of_list))
    others = (register.title_field, register.title_en, register.due, register.there_since)
    return {*(each.field for each in conditions), *grids, *shown, *others} - {""}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_what_a_declaration_names_is_there(register):
    known = {field.key for field in (register.key_field, *register.fields)}
    assert fields_named(register) <= known
    assert {field.to for field in register.references} <= set(REGISTERS)
    assert {field.after for field in register.fields if field.after} <= known
    assert all(field.unit for field in register.fields if field.type == "money")
    assert not known & {"batch", "sheet", "cell", "removed", "holds_from", "standing", "late", "judged"} - {"key"}
    assert len(register.zh) <= 31  # characters of a sheet's name
    assert register.has("unit")


@pytest.mark.parametrize("register", [each for each in REGISTERS.values() if each.covers], ids=lambda each: each.key)
def test_whatever_covers_a_row_of_the_domain_has_owner_status_date_and_evidence(register):
    assert register.owner
    assert register.states or register.key in RULES
    assert any(field.type == "date" for field in register.fields) or register.key in RULES
    assert any(field.type == "link" for field in register.fields) or register.in_report


@pytest.mark.parametrize(
    ("register", "more", "lies"),
    [
        ("cloud", {}, True),  # counted by unit
        ("cloud", {"on_map": False}, False),
        ("bodies", {}, False),  # counted by kind and level
        ("bodies", {"on_map": True}, True),
    ],
)
def test_a_register_lies_on_the_map_where_it_is_counted_by_unit_or_says_so(register, more, lies):
    assert replace(REGISTERS[register], **more).lies_on_map is lies


def test_a_header_is_found_by_every_name_of_its_key_under_a_sheet_of_any_name():
    missed = [
        (register.key, name)
        for register in REGISTERS.values()
        for field in (register.key_field,)
        for name in (field.zh, field.en.upper(), *field.aliases, field.key, f"{field.zh}*", f"{field.zh}（必填）")
        if register.key not in headers._keyed(np.array([name, "x", 1.0], dtype=object))
    ]
    assert missed == []


def test_every_row_of_the_domain_is_a_register_or_named_as_something_else():
    covered = {row for register in REGISTERS.values() for row in register.covers}
    assert covered <= DOMAIN
    assert DOMAIN - covered == ELSEWHERE


def a_value(field: Field, place: int, keys: dict[str, str]):
    """Something that the field takes, as people write it."""
    if field.type == "reference":
        return keys.get(field.to)
    if field.choices:
        return field.choices[0][1].zh
    if field.type == "date":
        return date(2026, 1, 1) + timedelta(days=10 * place)
    if field.type in NUMBERS:
        return "95%" if field.share else 3
    return {"unit": "宁波市", "month": "2026-09", "link": "https://example.gov.cn/a", "person": "王某"}.get(
        field.type, f"{field.zh}甲"
    )


def keeper(register: Register):
    """Who may keep its rows everywhere."""
    return somebody("steward", "330000", register.owner) if register.restricted else everybody()


FILLED: dict[str, bytes] = {}  # a workbook a register, made once for both kinds of store


def filled(conn, register: Register, keys: dict[str, str]) -> bytes:
    """The register's own template with one row."""
    if register.key in FILLED:
        return FILLED[register.key]
    book = load_workbook(io.BytesIO(register_template(conn, register.key, "330200", keeper(register), TODAY)))
    sheet = book[register.zh]
    heads = [str(cell.value).rstrip("*").split("（")[0] for cell in sheet[2]]
    for place, field in enumerate((register.key_field, *register.fields)):
        assert field.zh.split("（")[0] in heads
        value = f"{register.key}-1" if field.key == "key" else a_value(field, place, keys)
        sheet.cell(3, place + 1).value = value
    content = io.BytesIO()
    book.save(content)
    return FILLED.setdefault(register.key, content.getvalue())


def in_order() -> list[Register]:
    """Each after those that it must refer to."""
    done: dict[str, Register] = {}
    left = dict(REGISTERS)
    while left:
        ready = [
            each
            for each in left.values()
            if all(field.to in done or field.to == each.key for field in each.references if field.required)
        ]
        assert ready, f"these wait for each other: {sorted(left)}"
        for each in ready:
            done[each.key] = left.pop(each.key)
    return list(done.values())


def burns(register: Register, standing: str) -> bool:
    """Whether there is a metric of its own for how a row stands."""
    return register.key not in OWN and bool(standing) and f"{register.key}_{standing}" in METRICS


def counted(conn, register: Register) -> dict[str, int]:
    """The register's own metrics that are not 0, in October."""
    metrics = list(of_register(register))
    if register.key in OWN:
        return {f"{register.key}_kept": 1}
    frame = query.snapshot(conn, metrics, "330200", date(2026, 10, 1))
    values = frame[frame["unit"] == "330200"].set_index("metric")["value"]
    return {key: int(value) for key, value in values.items() if value}


OWN_RULES = {
    "targets",
    "index_metrics",
}  # whose values must be of a metric (`test_check_rows`, `test_check_index_systems`)


def test_each_goes_from_its_own_template_to_a_row_that_stands(conn):
    workbooks.plant(conn)
    keys: dict[str, str] = {}
    for register in in_order():
        if register.key in OWN_RULES:
            continue
        known = dict(keys)
        result = checked(conn, filled(conn, register, keys), "清单.xlsx", actor=keeper(register))
        assert [finding.told("zh") for finding in result.errors] == []
        assert list(result.records) == [register.key]
        compared = compare(conn, result.figures, result.records)
        write(conn, compared, Source("workbook", "清单.xlsx", register.key.encode()), by=keeper(register))
        keys[register.key] = f"{register.key}-1"
        page = standings.rows(conn, register.key, ["330200"], date(2026, 10, 1))
        (row,) = page.rows.to_dict("records")
        assert row["key"] == keys[register.key]
        assert row["standing"] in {state.key for state in register.states} | {""}
        assert pd.isna(row["late"]) or register.state(row["standing"]).meaning == "over"
        assert counted(conn, register) == {f"{register.key}_kept": 1} | (
            {f"{register.key}_{row['standing']}": 1} if burns(register, row["standing"]) else {}
        )
        for field in register.references:
            assert row[field.key] == known.get(field.to)
    assert set(keys) == set(TABLES) - OWN_RULES


def test_one_more_is_one_declaration_from_its_template_to_the_page_of_a_row(stores, tmp_path):
    file = tmp_path / "cockpit.db"
    shutil.copyfile(stores.file(prepared.with_starting_data), file)
    words = [sys.executable, "-m", "tests.new_register", str(file)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
