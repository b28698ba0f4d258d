"""What reporting costs, what is asked twice, and what nobody looks at."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from data import burden, months, twice
from data.people.contacts import contacts
from data.reporting.obligations import Rule
from data.schema import batch_file, draft, draft_version, look, person, role_grant
from data.units import load
from tests import cases
from tests.duties import oblige

MARCH = date(2025, 3, 1)
RUN = months.between(date(2025, 1, 1), MARCH)
NOW = datetime(2025, 4, 20, 9, tzinfo=months.SHANGHAI)


@pytest.fixture
def planted(conn):
    cases.plant(conn, cases.ZHEJIANG)
    return conn


def test_a_declaration_says_before_what_it_would_ask(planted):
    rules = [Rule("330200", "leaf", "visits", 1, 8, MARCH), Rule("330000", "city", "rated", 3, 8, MARCH)]
    assert burden.cost(planted, rules) == (6, (3 * 12 + 3 * 4) / 6, 48 * 2.0)


def test_a_measure_of_applications_is_a_cell_for_each(planted):
    oblige(planted, "unit | what\n330203 | visits\n330205 | visits\n330203 | rated")
    cases.report(
        planted,
        cases.reports(
            """
            unit   | month   | subject | visits
            330203 | 2025-01 | A1      | 1
            330203 | 2025-01 | A2      | 1
            330203 | 2025-01 |         | 5
            """
        ),
    )
    asked = burden.asked(planted, "330200", RUN)
    cells = asked.set_index(["unit", "what", asked["month"].dt.month])["cells"].to_dict()
    assert cells["330203", "visits", 1] == 2
    assert cells["330203", "visits", 2] == cells["330205", "visits", 1] == cells["330203", "rated", 1] == 1
    assert set(asked["level"]) == {"county"}


def test_where_nothing_is_owed_nothing_is_asked_nor_asked_twice(planted):
    asked = burden.asked(planted, "330000", RUN)
    assert asked.empty
    assert list(asked) == ["unit", "what", "month", "level", "cells"]
    assert not twice.found(planted, "330000", MARCH)


def test_a_draft_is_measured_from_its_first_version_to_its_last(planted):
    planted.execute(insert(batch_file).values(sha256="x", content=b""))
    for number, versions in ((1, (0, 25, 40)), (2, (0,))):
        row = {"number": number, "unit": "330203", "month": MARCH, "correction": "", "opened_at": NOW}
        planted.execute(insert(draft).values(**row))
        for version, minutes in enumerate(versions, start=1):
            at = NOW + timedelta(minutes=minutes)
            said = {"person": "w", "name": "王", "file_name": "", "sha256": "x", "edits": "[]"}
            planted.execute(insert(draft_version).values(draft=number, version=version, at=at, **said))
    assert burden.measured(planted, "330200", RUN)["minutes"].tolist() == [40.0]


def found(conn, kind, unit="330000"):
    return [each for each in twice.found(conn, unit, MARCH) if each.kind == kind]


def test_the_same_measure_in_two_obligations_is_declared_twice(planted):
    oblige(planted, "unit | what\n330200 | visits\n330203 | visits\n330600 | visits\n330203 | rated")
    (each,) = found(planted, "declared")
    assert (each.what, each.units, each.saves, each.numbers) == (("visits",), 1, 0, (1, 2))
    assert not found(planted, "declared", "330600")


def test_a_city_asked_for_what_all_its_counties_owe_is_asked_twice(planted):
    oblige(planted, "unit | what | level | every\n330200 | visits | leaf | 1\n330000 | visits | city | 3")
    (each,) = found(planted, "levels")
    assert (each.what, each.units, each.saves) == (("visits",), 1, 4)


def test_names_that_are_nearly_the_same_are_told_but_not_the_sides_of_a_comparison(planted, monkeypatch):
    monkeypatch.setattr(twice, "ALIKE", 70)
    asked = ("requests", "requests_met", "materials_before", "materials_after", "visits")
    oblige(planted, "unit | what\n" + "\n".join(f"330200 | {what}" for what in asked))
    (each,) = found(planted, "names")
    assert (set(each.what), each.units, each.saves) == ({"requests", "requests_met"}, 3, 36)


def test_two_measures_with_the_same_numbers_are_one(planted):
    oblige(planted, "unit | what\n330200 | rated\n330200 | visits\n330200 | requests")
    lines = [
        f"{unit} | {months.label(month)} | {n + 3} | {n + 3 if unit != '330206' else 99} | {n + 7}"
        for n, month in enumerate(months.between(date(2024, 10, 1), MARCH))
        for unit in ("330203", "330205", "330206")
    ]
    cases.report(planted, cases.reports("unit | month | rated | visits | requests\n" + "\n".join(lines)))
    (each,) = found(planted, "values")
    assert (set(each.what), each.months, each.units, each.saves) == ({"rated", "visits"}, 6, 3, 36)


def test_what_nobody_looks_at_is_what_no_metric_of_it_was_opened_for(planted):
    readers = {"rated": ["satisfaction", "rating_rate"], "visits": ["visits"], "asked": []}
    assert twice.unseen(planted, readers, MARCH) == (["rated", "visits", "asked"], None)
    for metric, day in (("satisfaction", MARCH), ("visits", date(2025, 2, 28))):
        planted.execute(insert(look).values(metric=metric, day=day, times=1))
    assert twice.unseen(planted, readers, MARCH) == (["visits", "asked"], date(2025, 2, 28))


def test_whom_to_call_is_who_holds_the_role_nearest_to_the_unit(planted):
    people = (("a", "赵", "330200", "steward"), ("b", "钱", "330203", "steward"), ("c", "孙", "330000", "approver"))
    for number, (login, name, unit, role) in enumerate(people, start=1):
        about = {"login": login, "name": name, "unit": unit, "must_change": False, "made_at": NOW, "made_by": "x"}
        planted.execute(insert(person).values(**about, phone=f"0574-{number}"))
        grant = {"number": number, "person": login, "role": role, "unit": unit, "departments": "[]", "since": NOW}
        planted.execute(insert(role_grant).values(**grant, given_by="x"))
    tree = load(planted).on(MARCH)
    stewards = contacts(planted, "report", ["330203", "330205", "330602"], tree)
    names = {unit: [each.name for each in those] for unit, those in stewards.items()}
    assert names == {"330203": ["钱"], "330205": ["赵"], "330602": []}
    assert contacts(planted, "approve", ["330203"], tree)["330203"][0].name == "孙"
