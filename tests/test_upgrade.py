"""A store of release 0.2.0 comes along whole: everything in it, and every number as it was known at every revision.

`fixtures/store-0.2.0.sql.gz` was made by that release: starting data, reports, a withdrawal, lists that changed, people.
"""

import gzip
import json
import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data import audit, figures, published, starting, starting_corrected, store
from data.people import accounts
from data.registers import TABLES
from data.schema import batch, figure
from metrics import METRICS, query
from tests import cases, frames

FIXTURES = Path(__file__).parent / "fixtures"
TOLD = json.loads((FIXTURES / "store-0.2.0.json").read_text(encoding="utf-8"))
OCTOBER = date(2024, 10, 1)
# What the law of numbers says differently since, and why.
CHANGED = {
    "problems_open",
    "problems_overdue",
    "closed_loop_rate",
}  # lists are of the month for which they were handed in


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """The store of 0.2.0 after the first start of this program."""
    path = tmp_path_factory.mktemp("old") / "cockpit.db"
    old = sqlite3.connect(path)
    old.executescript(gzip.decompress((FIXTURES / "store-0.2.0.sql.gz").read_bytes()).decode())
    old.close()
    engine = store.connect(f"sqlite:///{path}")
    store.migrate(engine)
    yield engine
    engine.dispose()


def test_nothing_is_lost(upgraded):
    with upgraded.connect() as conn:
        there = {name: conn.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in TOLD["counts"]}
    assert {name: there[name] >= count for name, count in TOLD["counts"].items()} == dict.fromkeys(TOLD["counts"], True)
    same = ("figure", "problems", "applications", "batch", "revision", "withdrawal", "person", "batch_file")
    assert {name: there[name] for name in same} == {name: TOLD["counts"][name] for name in same}


def test_every_number_is_as_it_was_known_at_every_revision(upgraded):
    keys = sorted({told.split()[1] for told in TOLD["values"]} - CHANGED)
    last = max(int(told.split()[0]) for told in TOLD["values"])
    found = {}
    with upgraded.connect() as conn:
        for revision in range(1, last + 1):
            frame = query.snapshot(conn, [METRICS[key] for key in keys], "330200", OCTOBER, revision=revision)
            for row in frame.to_dict("records"):
                value = None if row["value"] != row["value"] else round(float(row["value"]), 10)
                found[f"{revision} {row['metric']} {row['unit']}"] = value
    wrong = {
        told: (found.get(told), value)
        for told, (value, *_) in TOLD["values"].items()
        if told.split()[1] in keys and found.get(told) != value
    }
    assert wrong == {}


def test_lists_are_of_the_months_they_came_for_and_stand_as_they_are_now(upgraded):
    with upgraded.connect() as conn:
        frame = query.snapshot(conn, [METRICS["problems_open"]], "330200", OCTOBER)
    value = frame[frame["unit"] == "330200"]["value"].iloc[0]
    last = max(int(told.split()[0]) for told in TOLD["values"])
    assert value == TOLD["values"][f"{last} problems_open 330200"][0]


def test_the_audit_log_still_verifies_and_people_are_known(upgraded, monkeypatch):
    """With the secret that the store of this test was made with: it seals nothing else."""
    sealed_with = (FIXTURES / "store-0.2.0.secret").read_bytes()
    monkeypatch.setattr(audit, "secret", lambda: sealed_with)
    with upgraded.connect() as conn:
        assert audit.verify(conn).broken == ()
        assert "wangfang" in set(accounts.listing(conn)["login"])


def test_who_signed_in_before_second_factors_were_asked_for_is_asked_too(upgraded):
    with upgraded.connect() as conn:
        assert conn.exec_driver_sql("SELECT person, unconfirmed FROM session").all() == [("wangfang", 1)]


READ_OTHERWISE = """
measure                   | unit   | month   | subject | value        | qualifier
problems_assigned         | 330000 | 2022-06 |         | 14000        | exact
core_industry_value_added | 330200 | 2022-12 |         | 111900000000 | reaches
cloud_stability           | 330200 | 2023-03 |         | 1            | reaches
app_daily_visits          | 330000 | 2022-06 | ZJ042   | 810000       | reaches
app_daily_visitors        | 330000 | 2022-06 | ZJ042   | gone         |
security_incidents        | 330200 | 2023-03 |         | gone         |
"""


def published_rows(conn, revision=None):
    """What counts of the published figures: by measure, unit, month and subject."""
    only = figure.c.measure.in_(published.printed()["measure"].unique().tolist())
    rows = conn.execute(select(figures.as_of(figure, revision, only)))
    return {(row.measure, row.unit, f"{row.month:%Y-%m}", row.subject): row for row in rows}


@pytest.fixture
def old(upgraded):
    """A transaction in the upgraded store that will be taken back."""
    with upgraded.connect() as conn, conn.begin() as transaction:
        yield conn
        transaction.rollback()


def corrected(conn, monkeypatch):
    """The correction inside the transaction; how much it moved."""
    monkeypatch.setattr(store, "writing", lambda _: _Open(conn))
    return starting_corrected.correct(conn.engine)


class _Open:
    def __init__(self, conn):
        self.conn = conn

    def __enter__(self):
        return self.conn

    def __exit__(self, *_):
        return False


def test_starting_data_read_better_since_come_as_batches_and_the_past_stays(old, monkeypatch):
    before, last = published_rows(old), old.scalar(select(batch.c.revision).order_by(batch.c.revision.desc()))
    assert corrected(old, monkeypatch) > 0
    now = published_rows(old)
    for row in frames.drawn(READ_OTHERWISE).to_dict("records"):
        found = now.get((row["measure"], row["unit"], row["month"], row["subject"]))
        if row["value"] == "gone":
            assert found is None
        else:
            assert (found.value, found.qualifier) == (float(row["value"]), row["qualifier"])
    new = old.execute(select(batch).where(batch.c.revision > last)).all()
    assert {(row.source, row.actor) for row in new} == {("published", starting_corrected.PROGRAM)}
    assert published_rows(old, last) == before
    assert corrected(old, monkeypatch) == 0


def test_a_corrected_store_says_of_the_documents_what_a_new_one_says(old, monkeypatch):
    corrected(old, monkeypatch)
    said = pd.concat([starting.figures(key) for key in published.sources()["key"]])
    now = published_rows(old)
    for row in said.drop_duplicates(starting_corrected.FIGURE_KEY, keep="last").to_dict("records"):
        found = now[row["measure"], row["unit"], f"{row['month']:%Y-%m}", row["subject"]]
        assert (found.qualifier, found.grade, found.said) == (row["qualifier"], row["grade"], row["said"])
        assert (found.value is None and row["value"] != row["value"]) or found.value == row["value"]
    for register, rows in (starting.applications() | starting.rows()).items():
        keys = set(old.scalars(select(figures.as_of(TABLES[register]).c.key)))
        assert keys >= set(rows["key"])


def test_what_anybody_changed_since_is_theirs(old, monkeypatch):
    theirs = frames.figures(
        "measure | unit | month | value\nproblems_assigned | 330000 | 2022-06 | 13999\ncloud_stability | 330200 | 2023-03 | 0.99"
    )
    revision = cases.report(old, theirs)
    late = old.scalar(select(batch.c.number).where(batch.c.revision == revision))
    renamed = pd.DataFrame({"key": ["ZJ001"], "name": ["改过的名字"], "unit": ["330200"], "removed": [False]})
    cases.report(old, applications=renamed.assign(sheet="一本账", cell="A2"))
    corrected(old, monkeypatch)
    now = published_rows(old)
    assert now["problems_assigned", "330000", "2022-06", ""].value == 13999
    assert now["cloud_stability", "330200", "2023-03", ""].value == 0.99
    ledger = figures.as_of(TABLES["applications"])
    assert old.scalar(select(ledger.c.name).where(ledger.c.key == "ZJ001")) == "改过的名字"
    cases.withdraw(old, late)
    assert published_rows(old)["problems_assigned", "330000", "2022-06", ""].value == 14000


def test_what_was_withdrawn_stays_withdrawn(old, monkeypatch):
    mine = batch.c.source == "published", batch.c.file_name == published.FILE
    for number in old.scalars(select(batch.c.number).where(*mine)).all():
        cases.withdraw(old, number)
    corrected(old, monkeypatch)
    assert ("problems_assigned", "330000", "2022-06", "") not in published_rows(old)
