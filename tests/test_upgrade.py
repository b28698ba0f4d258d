"""A store of release 0.2.0 comes along whole: everything in it, and every number as it was known at every revision.

`fixtures/store-0.2.0.sql.gz` was made by that release: starting data, reports, a withdrawal, lists that changed, people.
"""

import gzip
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from data import audit, store
from data.people import accounts
from metrics import METRICS, query

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
