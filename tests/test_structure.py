"""Structure belongs to a unit and has a date from which it holds."""

import pytest

from data import months, units
from data.structure import structure_of
from tests import prepared

PREPARED = prepared.with_starting_data


@pytest.fixture
def ask(engine):
    """The structure of a unit in a month, in a store with the starting data."""
    with engine.connect() as conn:
        known = units.load(conn)
        yield lambda unit, month: structure_of(conn, known.on(months.parse(month)), unit, months.parse(month))


def test_ningbos_six_are_five_systems_and_the_platform(ask):
    ningbo = ask("330200", "2026-10")
    assert ningbo.name == "1+6+N"
    assert [each.key for each in ningbo.systems] == ["party", "government", "economy", "society", "law", "platform"]
    assert [each.kind for each in ningbo.systems] == ["system"] * 5 + ["platform"]


@pytest.mark.parametrize(
    ("unit", "declared_by", "name"),
    [
        ("330203", "330200", "1+6+N"),
        ("330600", "330600", "1612"),
        ("330602", "330600", "1612"),
        ("330100", "330000", "1612"),
    ],
)
def test_a_unit_without_a_structure_of_its_own_has_that_of_the_nearest_unit_above(ask, unit, declared_by, name):
    held = ask(unit, "2026-10")
    assert (held.unit, held.name) == (declared_by, name)


def test_before_the_first_date_there_is_none(ask):
    assert ask("330200", "2021-12") is None
