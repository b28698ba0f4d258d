"""Numbers over the rows of registers: as at the end of a month and at any revision."""

from datetime import date

import pandas as pd
import pytest

from data import months
from metrics import METRICS, query
from metrics.rows import counted
from metrics.scope import scope_of
from metrics.standings import counts
from tests import cases

DATES = ("found", "assigned", "due", "closed", "accepted")
PROBLEMS = """
    key | unit   | list  | department | found      | assigned   | due        | closed     | accepted   | reopened
    P1  | 330203 | audit | 水利局     | 2025-01-05 | 2025-01-10 | 2025-02-10 | 2025-02-10 | 2025-03-01 | 0
    P2  | 330203 | audit | 水利局     | 2025-01-06 | 2025-01-10 | 2025-02-28 | 2025-03-10 |            | 1
    P3  | 330205 | ecology | 环保局   | 2025-01-07 | 2025-01-20 | 2025-02-27 |            |            | 2
    P4  | 330200 | audit | 住建局     | 2025-02-28 |            |            |            |            |
"""


def problems(table: str = PROBLEMS):
    rows = cases.records(table, DATES)
    return rows.assign(title="问题", reopened=pd.to_numeric(rows["reopened"]).astype("Int64"))


@pytest.mark.parametrize(
    ("key", "january", "february", "march"),
    [
        ("problems_open", "3", "3", "2"),
        ("problems_overdue", "0", "1", "1"),
        ("problems_assigned", "3", "3", "3"),
        ("problems_closed", "0", "1", "2"),
        ("closed_loop_rate", "0", "0", "1/3"),
        ("on_time_rate", "—", "1", "1/2"),
        ("days_to_close", "—", "31", "45"),
        ("problems_reopened", "2", "2", "2"),
    ],
)
def test_problems_are_counted_by_the_dates_that_had_come(spec, key, january, february, march):
    spec(
        METRICS[key],
        "",
        f"""
        unit   | month   | value
        330200 | 2025-01 | {january}
        330200 | 2025-02 | {february}
        330200 | 2025-03 | {march}
        """,
        problems=problems(),
    )


def test_a_units_number_is_of_all_rows_of_its_subtree(spec):
    spec(
        METRICS["problems_open"],
        "",
        """
        unit   | month   | value | coverage | own
        330203 | 2025-02 |     1 | 1/1      | yes
        330205 | 2025-02 |     1 | 1/1      | yes
        330206 | 2025-02 |     — | 0/1      | no
        330200 | 2025-02 |     3 | 2/3      | no
        330000 | 2025-02 |     3 | 2/6      | no
        """,
        problems=problems(),
    )


def test_changes_and_the_year_to_date_are_as_at_the_end_of_the_month(spec):
    spec(
        METRICS["problems_open"],
        "",
        """
        unit   | month   | mom  | ytd | ytd_months
        330200 | 2025-03 | -1/3 |   2 | —
        """,
        problems=problems(),
    )
    spec(METRICS["closed_loop_rate"], "", "unit | month | mom\n330200 | 2025-03 | 1/3")


def test_where_nothing_below_has_rows_a_units_own_stand_for_it(spec):
    spec(
        METRICS["problems_open"],
        "",
        """
        unit   | month   | value | coverage | own
        330600 | 2025-01 |     1 | 1/1      | yes
        330000 | 2025-01 |     1 | 1/5      | no
        """,
        problems=problems(
            """
            key | unit   | list  | department | found      | assigned | due | closed | accepted | reopened
            P1  | 330600 | audit | 水利局     | 2025-01-05 |          |     |        |          |
            """
        ),
    )


def applications():
    table = """
        key | unit   | name | system  | stage   | status   | live_since | stopped_on
        A1  | 330200 | 甲   | society | iterate | live     | 2025-01-05 |
        A2  | 330203 | 乙   | economy | start   | stopped  | 2024-01-05 | 2025-02-10
        A3  | 330203 | 丙   | economy | plan    | building |            |
        A4  | 330205 | 丁   | economy | plan    | live     |            |
        A5  | 330600 | 戊   | culture |         |          |            |
        """
    return cases.records(table, ("live_since", "stopped_on"))


@pytest.mark.parametrize(
    ("key", "december", "january", "february"),
    [
        ("applications", "4", "4", "4"),
        ("applications_live", "2", "3", "2"),
        ("applications_building", "2", "1", "1"),
        ("applications_stopped", "0", "0", "1"),
    ],
)
def test_an_applications_dates_decide_and_its_status_where_they_are_empty(spec, key, december, january, february):
    spec(
        METRICS[key],
        "",
        f"""
        unit   | month   | value
        330200 | 2024-12 | {december}
        330200 | 2025-01 | {january}
        330200 | 2025-02 | {february}
        """,
        applications=applications(),
    )


def test_a_register_nobody_owes_expects_only_the_units_that_keep_it(spec):
    spec(
        METRICS["applications"],
        "",
        """
        unit   | month   | value | coverage
        330000 | 2025-01 |     5 | 4/4
        330100 | 2025-01 |     — | 0/0
        """,
        applications=applications(),
    )


def test_without_any_status_nobody_can_tell_how_many_are_live(spec):
    spec(
        METRICS["applications_live"],
        "",
        "unit | month | value\n330600 | 2025-01 | —",
        applications=applications(),
    )


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("system", {"society": 1, "economy": 3, "culture": 1}),
        ("status", {"live": 2, "stopped": 1, "building": 1, "": 1}),
        ("stage", {"iterate": 1, "start": 1, "plan": 2, "": 1}),
    ],
)
def test_applications_by_system_status_and_stage(conn, by, expected):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, applications=applications())
    frame = query.history(conn, [METRICS["applications"]], ["330000"], [date(2025, 1, 1)], by=by)
    assert frame.set_index("part")["value"].to_dict() == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [("list", {"audit": 1, "ecology": 1}), ("department", {"环保局": 1, "住建局": 1, "水利局": 0})],
)
def test_problems_by_list_and_department(conn, by, expected):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, problems=problems())
    frame = query.history(conn, [METRICS["problems_open"]], ["330200"], [date(2025, 3, 1)], by=by)
    assert frame.set_index("part")["value"].to_dict() == expected


def test_an_earlier_revision_counts_the_rows_as_they_were(conn):
    cases.plant(conn, cases.ZHEJIANG)
    before = cases.report(conn, problems=problems())
    moved = problems().iloc[[2]].assign(unit="330602", changed_on=pd.Timestamp(2025, 2, 3))
    cases.report(conn, problems=moved)

    def open_problems(revision, month="2025-02"):
        frame = query.snapshot(conn, [METRICS["problems_open"]], "330000", months.parse(month), revision=revision)
        return frame.set_index("unit")["value"].dropna().to_dict()

    assert open_problems(before) == {"330000": 3, "330200": 3}
    assert open_problems(None) == {"330000": 3, "330200": 2, "330600": 1}
    assert open_problems(None, "2025-01") == {"330000": 3, "330200": 3}  # where it lay then


def test_the_median_of_a_subtree_is_of_its_rows_not_of_its_units(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, problems=problems())
    scope = scope_of(conn, ["330200"], date(2025, 3, 1), date(2025, 3, 1))
    word = METRICS["days_to_close"].rows[0]
    answer = counted(conn, [word], scope, [0])[""]
    assert answer.value[word][scope.grid.units.index("330203"), 0] == (31 + 59) / 2


def test_a_systems_number_adds_up_its_applications(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, applications=applications())
    cases.report(
        conn,
        cases.reports(
            """
            unit   | month   | subject | visits
            330203 | 2025-01 | A1      |      1
            330203 | 2025-01 | A2      |     10
            330205 | 2025-01 | A4      |    100
            330205 | 2025-01 |         |   5000
            """
        ),
    )
    of_systems = query.history(conn, [cases.visits], ["330200"], [date(2025, 1, 1)], by="system")
    assert of_systems.set_index("part")["value"].to_dict() == {"society": 1, "economy": 110}
    economy = query.snapshot(conn, [cases.visits], "330200", date(2025, 1, 1), system="economy")
    assert economy.set_index("unit")["value"].dropna().to_dict() == {"330200": 110, "330203": 10, "330205": 100}


CONTRADICTING = """
    key | unit   | name | system  | stage | status   | live_since | stopped_on
    A1  | 330200 | 甲   | society |       | stopped  | 2024-01-05 |
    A2  | 330203 | 乙   | economy |       | building | 2024-01-05 |
    A3  | 330203 | 丙   | economy |       | live     |            | 2025-01-10
    A4  | 330205 | 丁   | economy |       | building | 2025-06-01 |
    A5  | 330205 | 戊   | economy |       | stopped  | 2024-01-05 | 2025-02-10
"""


def test_rows_that_contradict_themselves_count_in_one_state_and_the_table_agrees_with_the_tiles(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, applications=cases.records(CONTRADICTING, ("live_since", "stopped_on")))
    metrics = {name: METRICS[f"applications_{name}"] for name in ("live", "building", "stopped")}
    for month, expected in {"2024-12": (3, 1, 1), "2025-01": (2, 1, 2), "2025-02": (1, 1, 3)}.items():
        frame = query.snapshot(conn, list(metrics.values()), "330000", months.parse(month))
        tiles = frame[frame["unit"] == "330000"].set_index("metric")["value"]
        assert tuple(tiles[metric.key] for metric in metrics.values()) == expected
        listed = counts(conn, "applications", list(cases.ZHEJIANG), months.parse(month), "standing").set_index(
            "standing"
        )["count"]
        assert tuple(listed.get(name, 0) for name in metrics) == expected


def test_on_time_is_counted_over_closed_rows_that_had_a_due_day(spec):
    table = """
        key | unit   | list  | department | found      | assigned   | due        | closed     | accepted   | reopened
        P1  | 330203 | audit | 水利局     | 2025-01-05 | 2025-01-10 | 2025-02-10 | 2025-01-20 |            | 0
        P2  | 330203 | audit | 水利局     | 2025-01-05 | 2025-01-10 |            | 2025-01-20 |            | 0
        P3  | 330203 | audit | 水利局     | 2025-01-05 |            |            | 2025-01-20 |            | 0
        P4  | 330203 | audit | 水利局     | 2025-01-05 | 2025-01-10 |            |            | 2025-01-25 | 0
        """
    expected = "unit | month | value\n330203 | 2025-01 | {}"
    spec(METRICS["on_time_rate"], "", expected.format(1), problems=problems(table))
    spec(METRICS["problems_closed"], "", expected.format(3))
    spec(METRICS["problems_open"], "", expected.format(1))  # accepted without a day of closing: open still
