"""Commit and withdraw: the only two writers, whole or not at all."""

import pandas as pd
import pytest
from sqlalchemy import func, select

import data.store
from data import access, batches, months, registers, revisions, rollups, starting, training_mark
from data.figures import BETWEEN, as_of, by_system, own, whole
from data.reporting import calendar, direct
from data.reporting.direct import StoreMoved, commit, withdraw
from data.schema import audit, figure, rollup
from data.uploads.commit import Refused, Source
from data.uploads.compare import compare
from tests import prepared
from tests.frames import figures
from tests.people import somebody, steward

NINGBO = steward("王", "330200")
PROVINCE = steward("数改办", "330000")
FIRST, LAST = months.parse("2024-01"), months.parse("2024-12")
PREPARED = prepared.with_starting_data


@pytest.fixture
def store(engine):
    """A store with the starting data."""
    return engine


def upload(store, table, *, kind="workbook", name="月报.xlsx"):
    frame = figures(table)
    with store.connect() as conn:
        compared = compare(conn, frame, {})
    return commit(store, compared, Source(kind, name, table.encode()), by=NINGBO)


def visits(store, revision=None, system=""):
    with store.connect() as conn:
        rows = own(conn, ["visits"], ["330203", "330205"], FIRST, LAST, revision=revision, system=system)
    return {(row.unit, f"{row.month:%m}"): row.value for row in rows.itertuples()}


def rollup_is_what_the_figures_say(store):
    with store.connect() as conn:
        held = {_in_order(row) for row in conn.execute(select(rollup))}
        figures_now = as_of(figure)
        computed = {
            _in_order(row) for sums in (whole(figures_now), by_system(figures_now)) for row in conn.execute(sums)
        }
    return held == computed


def _in_order(row):
    """A row of the rollup; in which order it names the applications of a sum is the database's own."""
    return (*row[:-1], tuple(sorted(row.subjects.split(BETWEEN))))


JANUARY = """
    measure | unit   | month   | value
    visits  | 330203 | 2024-01 |   100
    visits  | 330205 | 2024-01 |   200
"""


def test_a_commit_raises_the_revision_by_one_and_says_what_it_added(store):
    before = _revision(store)
    done = upload(store, JANUARY)
    assert done.revision == _revision(store) == before + 1
    with store.connect() as conn:
        newest = batches.listing(conn).iloc[0]
    assert (newest["number"], newest["added"], newest["changed"], newest["same"]) == (done.batch, 2, 0, 0)
    assert visits(store) == {("330203", "01"): 100, ("330205", "01"): 200}


def test_a_later_batch_replaces_and_its_withdrawal_brings_the_earlier_back(store):
    upload(store, JANUARY)
    later = upload(store, JANUARY.replace("100", "111"))
    assert visits(store)["330203", "01"] == 111
    withdraw(store, later.batch, by=NINGBO, reason="填错")
    assert visits(store)["330203", "01"] == 100
    assert rollup_is_what_the_figures_say(store)


def test_withdrawing_january_leaves_february_untouched(store):
    january = upload(store, JANUARY)
    upload(store, JANUARY.replace("2024-01", "2024-02"))
    withdraw(store, january.batch, by=NINGBO, reason="重报")
    assert visits(store) == {("330203", "02"): 100, ("330205", "02"): 200}


def test_a_repeated_figure_still_stands_when_the_first_batch_is_withdrawn(store):
    first = upload(store, JANUARY)
    upload(store, JANUARY + " \n")
    withdraw(store, first.batch, by=NINGBO, reason="重复")
    assert visits(store) == {("330203", "01"): 100, ("330205", "01"): 200}


def test_a_withdrawn_figure_is_not_zero(store):
    upload(store, JANUARY)
    upload(store, JANUARY.replace("100", "").replace("200", "250"))
    assert visits(store) == {("330205", "01"): 250}
    assert rollup_is_what_the_figures_say(store)


def test_every_earlier_revision_stays_as_it_was(store):
    first = upload(store, JANUARY)
    second = upload(store, JANUARY.replace("100", "111"))
    third = withdraw(store, first.batch, by=NINGBO, reason="核对")
    fourth = withdraw(store, second.batch, by=NINGBO, reason="核对")
    assert visits(store, first.revision) == {("330203", "01"): 100, ("330205", "01"): 200}
    assert visits(store, second.revision)["330203", "01"] == 111
    assert visits(store, third)["330203", "01"] == 111
    assert visits(store, fourth) == visits(store) == {}


def test_the_whole_units_figure_wins_over_the_sum_of_its_applications(store):
    upload(
        store,
        """
        measure | unit   | month   | subject | value | qualifier
        visits  | 330203 | 2024-01 | ZJ001   |    30 | exact
        visits  | 330203 | 2024-01 | ZJ009   |    50 | more_than
        visits  | 330203 | 2024-02 | ZJ001   |    30 | exact
        visits  | 330203 | 2024-02 |         |    99 | exact
        """,
    )
    assert visits(store) == {("330203", "01"): 80, ("330203", "02"): 99}
    assert visits(store, system="economy") == {("330203", "01"): 30, ("330203", "02"): 30}
    assert visits(store, system="society") == {("330203", "01"): 50}
    assert rollup_is_what_the_figures_say(store)


def test_an_application_that_moves_to_another_system_takes_its_figures_along(store):
    upload(store, "measure | unit | month | subject | value\nvisits | 330203 | 2024-01 | ZJ001 | 30")
    record = {"key": "ZJ001", "name": "新材云创", "unit": "330200", "system": "government"}
    moved = pd.DataFrame([record | {"sheet": "应用一本账", "cell": "A2", "removed": False}])
    with store.connect() as conn:
        compared = compare(conn, starting.no_figures(), {"applications": moved})
    commit(store, compared, Source("workbook", "一本账.xlsx", b"moved"), by=NINGBO)
    assert visits(store, system="economy") == {}
    assert visits(store, system="government") == {("330203", "01"): 30}
    assert rollup_is_what_the_figures_say(store)


def test_the_second_of_two_commits_is_told_what_changed_since_its_preview(store):
    frame = figures(JANUARY)
    with store.connect() as conn:
        mine = compare(conn, frame, {})
        theirs = compare(conn, frame.assign(value=5), {})
    commit(store, theirs, Source("workbook", "李的月报.xlsx", b"1"), by=steward("李", "330200"))
    revision = _revision(store)
    with pytest.raises(StoreMoved) as refused:
        commit(store, mine, Source("workbook", "月报.xlsx", b"2"), by=NINGBO)
    assert refused.value.since["file_name"].tolist() == ["李的月报.xlsx"]
    assert "李" in refused.value.sentence.zh
    assert _revision(store) == revision


def test_a_batch_that_fails_half_way_leaves_nothing(store):
    frame = figures(JANUARY)
    frame.loc[1, "qualifier"] = None
    before = _counts(store)
    with store.connect() as conn:
        compared = compare(conn, frame, {})
    with pytest.raises(Exception, match=r"(?i)null"):
        commit(store, compared, Source("workbook", "月报.xlsx", b"x"), by=NINGBO)
    assert _counts(store) == before


@pytest.mark.parametrize("number", [99, 1])
def test_what_is_not_there_or_already_gone_cannot_be_withdrawn(store, number):
    if number == 1:
        withdraw(store, 1, by=PROVINCE, reason="第一次")
    with pytest.raises(Refused):
        withdraw(store, number, by=PROVINCE, reason="第二次")


def test_only_who_reports_for_every_unit_commits_or_withdraws(store):
    done = upload(store, JANUARY)
    with store.connect() as conn:
        compared = compare(conn, figures(JANUARY), {})
    source = Source("workbook", "月报.xlsx", b"x")
    for by in (steward("李", "330203"), somebody("approver"), somebody("leader"), somebody("administrator")):
        with pytest.raises(access.Refused):
            commit(store, compared, source, by=by)
    for by in (steward("李", "330203"), somebody("leader"), somebody("presenter"), somebody("administrator")):
        with pytest.raises(access.Refused):
            withdraw(store, done.batch, by=by, reason="试")
    withdraw(store, done.batch, by=somebody("approver"), reason="试")


def test_commits_and_withdrawals_are_in_the_audit_log(store):
    done = upload(store, JANUARY)
    withdraw(store, done.batch, by=NINGBO, reason="填错")
    with store.connect() as conn:
        lines = conn.execute(select(audit).order_by(audit.c.number.desc()).limit(2)).all()
    assert [(line.action, line.object, line.name) for line in lines] == [
        ("withdraw", f"batch {done.batch}", "王"),
        ("commit", f"batch {done.batch}", "王"),
    ]
    assert "填错" in lines[0].after


def test_a_closed_month_takes_nothing_and_gives_nothing_back(store):
    done = upload(store, JANUARY)
    calendar.lock(store, FIRST, by=somebody("administrator"))
    with pytest.raises(calendar.Refused, match="2024-01"):
        upload(store, JANUARY.replace("100", "7"))
    with pytest.raises(calendar.Refused, match="2024-01"):
        withdraw(store, done.batch, by=NINGBO, reason="试")
    upload(store, JANUARY.replace("2024-01", "2024-02"))


def test_where_approval_is_asked_nothing_is_committed_past_it(store, approval_levels):
    approval_levels(1)
    with pytest.raises(direct.Refused) as refused:
        upload(store, JANUARY)
    assert refused.value.reason == "needs_approval"


def test_a_training_store_shows_what_is_invented_or_tried_there_and_nothing_published(store):
    with data.store.writing(store) as conn:
        training_mark.put(conn)
        rollups.rebuild(conn)
    assert _published(store) == {}
    upload(store, JANUARY, kind="demo")
    tried = upload(store, JANUARY.replace("100", "7"))
    assert set(visits(store).values()) == {7, 200}
    withdraw(store, tried.batch, by=NINGBO, reason="再试")
    assert set(visits(store).values()) == {100, 200}
    assert rollup_is_what_the_figures_say(store)


def test_a_demonstration_does_not_come_into_a_real_store(store):
    before = _published(store)
    with pytest.raises(Refused, match="演练"):
        upload(store, JANUARY, kind="demo")
    assert _published(store) == before


def test_197_yi_is_kept_beside_the_later_200_yi(store):
    assert _published(store) == {"2022-12": (1.97e10, "exact"), "2023-03": (2e10, "more_than")}


def _published(store):
    with store.connect() as conn:
        rows = own(conn, ["data_records"], ["330200"], months.parse("2022-01"), months.parse("2023-12"))
    return {f"{row.month:%Y-%m}": (row.value, row.qualifier) for row in rows.itertuples()}


def _revision(store):
    with store.connect() as conn:
        return revisions.current(conn)


def _counts(store):
    tables = (figure, rollup, *registers.TABLES.values())
    with store.connect() as conn:
        return [conn.scalar(select(func.count()).select_from(table)) for table in tables] + [revisions.current(conn)]
