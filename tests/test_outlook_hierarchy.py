"""Whether forecasts of units add up to the unit's own: drawn trees, and each brought to the whole."""

from datetime import date
from math import isnan

import numpy as np
import pytest

from data import months, store, units
from metrics import METRICS
from metrics.__main__ import main
from metrics.outlook import hierarchy_telling, making
from metrics.outlook.backtest import Forecast
from metrics.outlook.hierarchy import hierarchy, kept_hierarchy
from metrics.outlook.series import Series
from tests import cases
from tests.frames import drawn
from tests.test_api_rows import caller

TREE = {"330000": None, "330200": "330000", "330203": "330200", "330205": "330200"}
SEPTEMBER = date(2026, 9, 1)
VISITS, RECORDS, RATE = METRICS["visits"], METRICS["data_records"], METRICS["satisfaction"]


def made(so_far, now, rest, year="sum", origin=SEPTEMBER):
    """A forecast: what is there, the last month, and what is to come."""
    scale = "log" if year == "sum" else "steps"
    told = Series("x", "u", origin, np.array([float(now)]), scale, year, float(so_far))
    ends = (so_far + rest) if year == "sum" else rest
    line = np.full(3, rest / 3)
    return told, Forecast("naive", line, line, line, ends, ends, ends, rest, 0.1, 0.1, 0.1, 0.8, ())


FLOWS = """
case          | whole      | a          | b          | why     | together | adjusted
one of three  | 900 100 300 | 600 60 180 | 300 40 120 | adds_up | 1200     | 780 420
too high      | 900 100 300 | 600 60 300 | 300 40 100 | apart   | 1300     | 825 375
too low       | 900 100 300 | 600 60 100 | 300 40 100 | apart   | 1100     | 750 450
own report    | 999 100 300 | 600 60 180 | 300 40 120 | own     | 1200     |
this month    | 900 120 300 | 600 60 180 | 300 40 120 | own     | 1200     |
one is short  | 900 100 300 | 600 60 180 |            | few     |          |
nothing comes | 900 100 300 | 600 60 0   | 300 40 0   | apart   | 900      |
"""


@pytest.mark.parametrize("case", list(drawn(FLOWS).itertuples()), ids=lambda case: case.case)
def test_flows_add_up_or_it_says_why_not(case):
    whole, *below = (made(*map(float, each.split())) if each else None for each in (case.whole, case.a, case.b))
    found = hierarchy(VISITS, whole, dict(zip("ab", below, strict=True)))
    assert found.why == case.why
    assert isnan(found.together) if not case.together else found.together == float(case.together)
    adjusted = [each.adjusted for each in found.parts if not isnan(each.adjusted)]
    assert adjusted == pytest.approx([float(each) for each in case.adjusted.split()])
    if adjusted:  # what is there stays as it is, what is to come is shared out
        assert sum(adjusted) == pytest.approx(found.whole)
    assert found.lacking == (("b",) if case.why == "few" else ())


def test_stocks_are_brought_to_the_level_of_the_whole():
    found = hierarchy(
        RECORDS, made(0, 100, 120, "level"), {"a": made(0, 60, 90, "level"), "b": made(0, 40, 60, "level")}
    )
    assert (found.why, found.together, round(found.gap, 2)) == ("apart", 150, 0.25)
    assert [each.adjusted for each in found.parts] == pytest.approx([72, 48])


def test_rates_are_no_sum_and_other_months_do_not_meet():
    told = made(0, 0.9, 0.92, "mean")
    assert hierarchy(RATE, told, {"a": told}).why == "no_sum"
    later = made(900, 100, 300, origin=date(2026, 8, 1))
    assert hierarchy(VISITS, made(900, 100, 300), {"a": later}).why == "few"
    assert hierarchy(VISITS, made(900, 100, 300, origin=date(2026, 12, 1)), {"a": later}).why == "year_over"
    assert hierarchy(VISITS, made(900, 100, 300), {}).why == "few"


@pytest.fixture
def kept(engine):
    """Two counties that report, one growing and one seasonal, and what is forecast of them and their city."""
    making._seen.clear()
    run = list(months.between(date(2022, 1, 1), date(2024, 10, 1)))
    rows = [f"330203 | {months.label(month)} | {1000 + 30 * i}" for i, month in enumerate(run)]
    rows += [f"330205 | {months.label(month)} | {2000 + 600 * (month.month % 3)}" for month in run]
    with store.writing(engine) as conn:
        cases.plant(conn, TREE)
        cases.report(conn, cases.reports("unit | month | visits\n" + "\n".join(rows)))
    making.refresh(engine, date(2024, 11, 20), pause=0)
    return engine


def test_what_is_kept_is_read_for_one_metric_and_told_in_words(kept):
    with kept.connect() as conn:
        tree = units.load(conn).in_month(date(2024, 10, 1))
        found = kept_hierarchy(conn, VISITS, "330200", date(2024, 10, 1), tree)
        assert found.why in ("adds_up", "apart")
        assert {each.unit for each in found.parts} == {"330203", "330205"}
        assert sum(each.adjusted for each in found.parts) == pytest.approx(found.whole)
        said = hierarchy_telling.sentence(VISITS, found, tree)
        assert "下级 2 个单位" in said.zh
        assert "2 units below" in said.en
        assert kept_hierarchy(conn, VISITS, "330203", date(2024, 10, 1), tree) is None  # nobody below
        assert kept_hierarchy(conn, RATE, "330200", date(2024, 10, 1), tree) is None  # nothing forecast


def test_over_http_and_on_the_command_line(kept, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda *_: kept)
    asked = {"unit": "330200", "month": "2024-10", "metric": "visits"}
    city = caller(kept, "330200")
    told = city.get("/v1/outlook/parts", params=asked).json()
    assert (told["why"] in ("adds_up", "apart"), len(told["units"])) == (True, 2)
    assert caller(kept, "330203").get("/v1/outlook/parts", params=asked).status_code == 403
    for wrong in ("nothing", "satisfaction"):
        assert city.get("/v1/outlook/parts", params=asked | {"metric": wrong}).status_code == 404
    assert main(["forecast", "visits", "--unit", "330200", "--month", "2024-10"]) == 0
    out = capsys.readouterr().out
    assert "下级 2 个单位" in out
    assert " → " in out
