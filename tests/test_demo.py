"""The demonstration: it looks like life, comes in through the door, tells its stories, and goes without a trace."""

import csv
import io
import re
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import func, select

from data import batches, demo, figures, months, registers, revisions, starting, units
from data.clocks import reading
from data.clocks.life import STATES
from data.demo import delays, deliveries, stories, world
from data.measures import MEASURES
from data.reporting import calendar, obligations
from data.reporting.direct import commit
from data.schema import batch, figure, rollup, withdrawal
from data.settings import settings
from data.training_mark import is_training
from data.uploads import check
from data.uploads.commit import Source
from data.uploads.compare import compare
from metrics import charging
from metrics.delivery import by_unit
from metrics.radar.looking import odd
from tests import prepared
from tests.frames import drawn
from tests.frames import figures as drawn_figures
from tests.people import everybody

TODAY = date(2026, 5, 15)
LAST = date(2026, 4, 1)
SOMEBODY = everybody("王")
SHORT = 9  # months, as many as the stories need: a short demonstration comes and goes as a long one does


@pytest.fixture(scope="module")
def loaded(stores, tmp_path_factory):
    """A store in which the demonstration is live."""
    with stores.sqlite(prepared.with_starting_data, tmp_path_factory.mktemp("demo")) as engine:
        demo.load(engine, today=TODAY)
        yield engine


@pytest.fixture(scope="module")
def made(loaded):
    """The world of the demonstration."""
    with loaded.connect() as conn:
        return world.make(units.load(conn), TODAY)


@pytest.fixture
def conn(loaded):
    with loaded.connect() as conn:
        yield conn


@pytest.fixture(scope="module")
def current(loaded):
    """Every figure that counts."""
    with loaded.connect() as conn:
        return pd.read_sql(select(figures.as_of(figure)), conn, parse_dates=["month"])


@pytest.fixture(scope="module")
def problems(loaded):
    """Every problem as it stands."""
    with loaded.connect() as conn:
        rows = select(figures.as_of(registers.TABLES["problems"]))
        return pd.read_sql(rows, conn, parse_dates=["found", "assigned", "due", "closed", "accepted"])


def reported(conn, measure, unit, first, last, revision=None):
    """A unit's own figures by month, as people would draw them."""
    rows = figures.own(conn, [measure], [unit], months.parse(first), months.parse(last), revision=revision)
    return {months.label(row.month): row.value for row in rows.sort_values("month").itertuples()}


def test_it_covers_the_province_for_36_months(current, made):
    by_level = {
        level: {unit for unit in made.tree.codes if made.tree[unit].level == level} for level in ("city", "county")
    }
    assert (len(by_level["city"]), len(by_level["county"])) == (11, 90)
    owed = {key for key, measure in MEASURES.items() if measure.owed}
    seen = current.groupby("unit")["measure"].agg(set)
    assert all(owed <= seen[county] for county in by_level["county"])
    assert current["month"].nunique() == 36
    assert (current["month"].min(), current["month"].max()) == (pd.Timestamp(2023, 5, 1), pd.Timestamp(LAST))
    assert 120_000 < len(current) < 200_000


def test_the_registers_are_as_large_as_promised(conn, problems):
    applications = pd.read_sql(select(figures.as_of(registers.TABLES["applications"])), conn)
    # But for what was found in two months in the county that hands in nothing any more.
    assert (len(applications), problems["list"].nunique()) == (60, 7)
    assert 13_950 < len(problems) < 14_000
    assert set(applications["system"]) == {key for key, _ in registers.SYSTEMS}
    assert set(applications["status"]) == {"live", "building", "stopped"}
    assert set(problems["status"]) == {"found", "assigned", "closed", "accepted"}


def test_nothing_in_it_is_taken_from_the_real_ledger(conn):
    applications = pd.read_sql(select(registers.TABLES["applications"]), conn)
    invented = applications["key"].str.startswith("DEMO-")
    assert not set(applications.loc[invented, "name"]) & set(applications.loc[~invented, "name"])


def test_no_part_is_greater_than_its_whole(current):
    keys = ["unit", "month", "subject"]
    for key, measure in MEASURES.items():
        if measure.owed and measure.part_of and measure.reported_as == MEASURES[measure.part_of].reported_as:
            parts = current[current["measure"] == key].merge(current[current["measure"] == measure.part_of], on=keys)
            assert len(parts), key
            assert (parts["value_x"] <= parts["value_y"]).all(), key


def test_no_stock_falls_outside_a_story(current):
    stocks = [key for key, measure in MEASURES.items() if measure.kind == "stock"]
    rows = current[current["measure"].isin(stocks)].sort_values("month")
    steps = rows.groupby(["measure", "unit", "subject"])["value"].diff()
    fallen = rows[steps < 0]
    cities = set(world.CITIES)
    storm = (fallen["measure"] == "active_users") & (fallen["month"] == "2025-09-01")
    assert fallen[~storm].empty
    assert not set(fallen["unit"]) & cities


def test_what_is_reported_to_date_grows_within_the_year(current):
    rows = current[current["measure"] == "service_requests"].sort_values("month")
    steps = rows.groupby(["unit", rows["month"].dt.year])["value"].diff()
    assert (steps.dropna() > 0).all()


def test_the_spring_festival_is_a_quiet_month(conn, made):
    requests = sum(pd.Series(reported(conn, "requests", county, "2024-01", "2024-03")) for county in made.counties)
    assert requests["2024-02"] < 0.85 * requests["2024-01"]
    assert requests["2024-02"] < 0.85 * requests["2024-03"]


def test_every_batch_is_marked_and_dated_when_it_would_have_come(conn):
    rows = batches.listing(conn, limit=1000).query("demo")
    assert set(rows["source"]) == {"demo"}
    assert rows["file_name"].str.startswith("演示数据-").all()
    monthly = rows[rows["file_name"].str.fullmatch(r"演示数据-\d{4}-\d{2}\.csv")]
    assert len(monthly) == 36
    for row in monthly.itertuples():
        month = months.parse(re.search(r"\d{4}-\d{2}", row.file_name)[0])
        assert months.shift(month, 1) == row.at.date().replace(day=1)
        assert 5 <= row.at.day <= 10


def test_revisions_are_in_the_order_of_time(conn):
    assert revisions.listing(conn)["at"].is_monotonic_decreasing


def test_the_same_seed_makes_the_same_files(conn, monkeypatch):
    monkeypatch.setattr(world, "MONTHS", SHORT)
    tree = units.load(conn)
    once, again = ([each.content for each in deliveries.make(world.make(tree, TODAY))] for _ in range(2))
    assert once == again
    assert len(once) > SHORT


def test_a_value_stands_in_the_cell_that_the_figure_names(conn):
    number = batch_of(conn, "演示数据-2024-10.csv")
    rows = list(csv.reader(io.StringIO(batches.file_of(conn, number, everybody())[1].decode("utf-8-sig"))))
    stored = pd.read_sql(select(figure).where(figure.c.batch == number), conn)
    assert len(stored) == len(rows) - 1
    assert set(stored["sheet"]) == {"CSV"}
    for row in stored.sample(50, random_state=1).itertuples():
        column, line = "ABCDE".index(row.cell[0]), int(row.cell[1:])
        assert float(rows[line - 1][column]) == row.value
        assert rows[line - 1][2] == MEASURES[row.measure].zh
        assert rows[line - 1][3] == row.subject


@pytest.mark.parametrize("name", ["演示数据-2024-10.csv", "演示数据-2025-12-更正.csv"])
def test_the_door_reads_the_stored_file_as_it_was_stored(conn, name):
    number = batch_of(conn, name)
    checked = read_again(conn, number)
    columns = ["measure", "unit", "month", "subject", "value", "qualifier", "grade", "said", "sheet", "cell"]
    order = ["measure", "unit", "month", "subject"]
    stored = pd.read_sql(select(figure).where(figure.c.batch == number), conn, parse_dates=["month"])
    assert not checked.errors
    pd.testing.assert_frame_equal(
        checked.figures[columns].sort_values(order, ignore_index=True),
        stored[columns].sort_values(order, ignore_index=True),
        check_dtype=False,
    )


@pytest.mark.parametrize(
    ("register", "name"),
    [("problems", "问题清单-2024-10"), ("targets", "年度目标-2024-01"), ("applications", "应用一本账-2023-04")],
)
def test_the_door_reads_the_registers_without_an_error(conn, register, name):
    number = batch_of(conn, f"演示数据-{name}.csv")
    checked = read_again(conn, number)
    stored = conn.scalars(select(registers.TABLES[register].c.key).where(registers.TABLES[register].c.batch == number))
    assert not checked.errors
    assert set(checked.records[register]["key"]) == set(stored)


def test_a_late_county_has_reported_nothing_for_two_months(conn):
    assert list(reported(conn, "rated", stories.LATE_COUNTY, "2025-12", "2026-04")) == ["2025-12", "2026-01", "2026-02"]
    owed = select(func.count()).where(figure.c.unit == stories.LATE_COUNTY, figure.c.month > date(2026, 2, 1))
    assert conn.scalar(owed) == 0


def test_a_city_reports_more_records_than_its_counties_together(conn, made):
    apart = {}
    for month in ("2026-03", "2026-04"):
        own = reported(conn, "data_records", stories.DISAGREEING_CITY, month, month)[month]
        counties = made.tree.leaves(stories.DISAGREEING_CITY)
        parts = sum(reported(conn, "data_records", county, month, month)[month] for county in counties)
        apart[month] = f"{own / parts - 1:.1%}"
    assert apart == {"2026-03": "0.0%", "2026-04": "2.4%"}


def test_a_month_was_revised_when_it_was_corrected(conn, made):
    county = made.tree.leaves(stories.REVISED_CITY)[0]
    before = revisions.known_on(conn, date(2026, 3, 19))
    after = revisions.known_on(conn, date(2026, 3, 20))
    first = reported(conn, "interface_calls", county, "2025-11", "2026-01", before)
    corrected = reported(conn, "interface_calls", county, "2025-11", "2026-01", after)
    assert {month: round(first[month] / corrected[month], 2) for month in first} == {
        "2025-11": 1.0,
        "2025-12": 1.38,
        "2026-01": 1.0,
    }


def test_a_target_is_missed(conn, made):
    targets = registers.TABLES["targets"]
    of_city = (targets.c.unit == stories.MISSING_TARGET) & (targets.c.metric == "visits") & (targets.c.year == 2024)
    target = conn.scalar(select(targets.c.value).where(of_city))
    reached = sum(
        sum(reported(conn, "visits", county, "2024-01", "2024-12").values())
        for county in made.tree.leaves(stories.MISSING_TARGET)
    )
    assert reached / target < 0.75


def test_a_typhoon_shows_as_a_spike(conn, made):
    usual = {}
    for month in ("2025-07", "2025-08", "2025-09"):
        usual[month] = sum(own(conn, "grassroots", county, month) for county in made.tree.leaves(stories.STORM_CITY))
    assert usual["2025-08"] > 2 * max(usual["2025-07"], usual["2025-09"])


def test_overdue_problems_lie_in_one_city_and_one_department(problems, made):
    end = pd.Timestamp(months.end_of(LAST))
    overdue = problems[(problems["due"] < end) & problems["closed"].isna()]
    there = overdue["unit"].isin(made.tree.below(stories.OVERDUE_CITY))
    theirs = overdue["department"] == stories.OVERDUE_DEPARTMENT
    assert (there & theirs).mean() > 0.4
    assert problems["unit"].isin(made.tree.below(stories.OVERDUE_CITY)).mean() < 0.1


def test_problems_came_back_in_the_last_month(conn):
    table = registers.TABLES["problems"]
    before = pd.read_sql(select(figures.as_of(table, revisions.known_on(conn, date(2026, 5, 1)))), conn).set_index(
        "key"
    )
    now = pd.read_sql(select(figures.as_of(table)), conn).set_index("key")
    both = now.loc[before.index]
    back = before["accepted"].notna() & both["closed"].isna() & (both["reopened"] > before["reopened"])
    assert back.sum() == stories.REOPENED_PROBLEMS


def test_a_county_is_less_and_less_satisfied(conn):
    satisfied = reported(conn, "satisfied", stories.UNHAPPY_COUNTY, "2025-08", "2026-04")
    rated = reported(conn, "rated", stories.UNHAPPY_COUNTY, "2025-08", "2026-04")
    rates = pd.DataFrame(
        {"month": satisfied, "rate": {month: f"{satisfied[month] / rated[month]:.1%}" for month in rated}}
    )["rate"]
    expected = drawn(
        """
        month   | rate
        2025-08 | 95.0%
        2025-11 | 92.0%
        2026-02 | 89.0%
        2026-04 | 87.0%
        """
    )
    assert [rates[month] for month in expected["month"]] == list(expected["rate"])


def test_a_mistaken_batch_was_withdrawn_and_no_longer_counts(conn):
    number = batch_of(conn, "演示数据-2026-02-误报.csv")
    row = conn.execute(select(withdrawal).where(withdrawal.c.batch == number)).one()
    while_it_counted = reported(conn, "data_records", stories.MISTAKEN_COUNTY, "2026-01", "2026-03", row.revision - 1)
    now = reported(conn, "data_records", stories.MISTAKEN_COUNTY, "2026-01", "2026-03")
    assert while_it_counted["2026-02"] < now["2026-01"] / 1_000
    assert now["2026-01"] <= now["2026-02"] <= now["2026-03"]


def test_a_live_demonstration_is_not_loaded_twice(loaded):
    assert demo.load(loaded, today=TODAY) == 0


def test_the_demonstration_is_not_loaded_over_real_uploads(engine, monkeypatch):
    monkeypatch.setattr(world, "MONTHS", SHORT)
    starting.load(engine)
    table = """
        measure | unit   | month   | value
        visits  | 330203 | 2024-01 |   100
    """
    with engine.connect() as conn:
        compared = compare(conn, drawn_figures(table), {})
    commit(engine, compared, Source("workbook", "月报.xlsx", b"visits"), by=SOMEBODY)
    before = contents(engine)
    with pytest.raises(demo.Refused):
        demo.load(engine, today=TODAY)
    assert contents(engine) == before


def batch_of(conn, name):
    return conn.scalar(select(batch.c.number).where(batch.c.file_name == name))


def read_again(conn, number):
    name, content = batches.file_of(conn, number, everybody())
    return check.read(conn, content, name, SOMEBODY, TODAY)[1]


def own(conn, system, unit, month):
    day = months.parse(month)
    rows = figures.own(conn, ["visits"], [unit], day, day, system=system)
    return float(np.sum(rows["value"]))


def contents(engine):
    with engine.connect() as conn:
        return sorted(tuple(row) for row in conn.execute(select(rollup)))


def test_some_report_late_and_two_change_their_ways(conn):
    run = months.between(date(2025, 5, 1), LAST)
    rows = by_unit(conn, "330000", run, now=datetime(2026, 5, 30, tzinfo=months.SHANGHAI))
    state = rows.set_index(["unit", rows["month"].dt.strftime("%Y-%m")])["state"]
    assert set(state[delays.CATCHING_UP][:"2025-10"]) == {"late"}
    assert set(state[delays.CATCHING_UP]["2025-11":]) == {"on_time"}
    assert set(state[delays.SLIPPING][:"2025-10"]) == {"on_time"}
    assert set(state[delays.SLIPPING]["2025-11":"2026-03"]) == {"late"}
    assert set(state[stories.SILENT_COUNTY]["2026-01":]) <= {"partial"}
    assert set(state[stories.LATE_COUNTY]["2026-03":]) == {"missing"}
    assert (rows["estimated"] > 0).sum() == 2
    assert 0.85 < (rows["state"] == "on_time").mean() < 0.97


@pytest.fixture
def asking_from_the_last_month(monkeypatch):
    """The store asks from the month after the last one shown."""
    monkeypatch.setenv("COCKPIT_CALENDAR_OWED_FROM", months.label(months.shift(LAST, 1)))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite is that of `loaded`
def test_its_months_are_open_to_all_but_the_latest_and_were_owed(engine, monkeypatch, asking_from_the_last_month):
    monkeypatch.setattr(world, "MONTHS", SHORT)
    starting.load(engine)
    with engine.connect() as conn:
        before = calendar.published(conn)
    demo.load(engine, today=TODAY)
    with engine.connect() as conn:
        assert calendar.published(conn) - before == set(months.between(months.shift(LAST, 1 - SHORT), LAST)) - {LAST}
        assert len(obligations.owed(conn, LAST))
        assert len(obligations.owed(conn, months.shift(LAST, 1)))
        assert is_training(conn)


def test_instructions_stand_in_every_state_and_say_what_their_numbers_said(conn):
    """Their values are worked out beside the metrics, which `data` does not know: each is the metric's own."""
    issued = reading.listing(conn, day=TODAY)
    assert {one.standing.state for one in issued} == set(STATES)
    assert len(issued) > 30
    burning = [one for one in issued if one.is_overdue]
    assert sum(one.standing.unit.startswith("3305") for one in burning) >= 4  # the place that leaves its problems open
    assert any(one.standing.returned for one in burning)
    assert any(one.standing.reopened for one in issued)
    assert any(one.standing.due == TODAY for one in issued)
    assert any(one.standing.asked for one in issued)
    assert any(one.standing.due > one.first_due for one in issued)
    numbers = [one.about for one in issued if one.about.kind == "metric"]
    for about in numbers:
        told = charging.of_metric(conn, about.metric, about.unit, about.month, about.revision)
        expected = (told.title, None if told.value is None else pytest.approx(told.value), told.qualifier)
        assert (about.title, about.value, about.qualifier) == expected, about
    assert sum(about.value is None for about in numbers) == 2  # the late county, and the one that asks nobody


def test_the_problems_that_were_charged_were_open_and_each_is_charged_once(conn, problems):
    rows = [one.about for one in reading.listing(conn, day=TODAY) if one.about.register == "problems"]
    assert len({about.key for about in rows}) == len(rows)
    charged = problems.set_index("key").loc[[about.key for about in rows]]
    assert charged["assigned"].notna().all()
    assert (charged["found"].dt.date <= pd.Series([months.end_of(about.month) for about in rows], charged.index)).all()
    assert list(charged["title"]) == [about.title.zh for about in rows]


def test_what_was_staged_is_pointed_at_and_no_holiday_launch_or_typhoon(conn):
    found, count = odd(conn, "330000", LAST)
    seen = {(each.unit, each.measure.key): {sign.key for sign in each.signs} for each in found}
    by_chance = [key for key, signs in seen.items() if signs == {"digits"}]
    assert {key: signs for key, signs in seen.items() if key not in by_chance} == {
        (stories.PUSHING_COUNTY, "interface_calls"): {"pushed"},
        (stories.INSPECTED_COUNTY, "interface_calls"): {"inspected"},
    }
    assert len(by_chance) <= 0.005 * count  # their rate as stated is 0.3 %
    assert count > 900
