"""The rollup made by an engine: the rules as plain SQL over Parquet, and published whole or not at all. What Spark itself makes
of it is in `test_spark.py`; here the same statement runs in SQLite."""

import json
import sqlite3
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select

from data import audit, store
from data.commands import rolling as command
from data.health import options
from data.rolling import engines, parquet, publishing, rules
from data.schema import rollup, rollup_load, rollup_staged
from data.settings import Rollups, settings
from tests import prepared, rolled
from tests.rolled import MONTHS, at_random, differing, kept, ledger, roll, said_at_random, spoil, sums, worked

PREPARED = prepared.migrated


class Sql:
    """The statement of `rules` over Parquet, by SQLite in memory."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, conn, revision, months):
        source = parquet.export(conn, self.folder, revision, months)
        with sqlite3.connect(":memory:") as memory:
            for name in source.figures:
                month = name.parts[-3].removeprefix("month=")
                pq.read_table(name, partitioning=None).to_pandas().assign(month=month).to_sql(
                    "figures", memory, index=False, if_exists="append"
                )
            for name in ("live", "applications"):
                pq.read_table(getattr(source, name)).to_pandas().to_sql(name, memory, index=False)
            if source.figures:
                rows = memory.execute(rules.sql("group_concat({}, char(31))".format)).fetchall()
                yield pd.DataFrame(rows, columns=list(rules.COLUMNS))
        memory.close()


@pytest.fixture(params=["embedded", "sql"])
def make(request, tmp_path):
    """Each engine that runs everywhere."""
    return engines.embedded if request.param == "embedded" else Sql(tmp_path / "figures")


def planted(engine, fill, *more):
    with store.writing(engine) as conn:
        fill(conn, *more)
    spoil(engine)
    return engine


def test_the_worked_case_comes_out_the_same(engine, make):
    planted(engine, worked)
    done = roll(engine, make)
    rolled.assert_same(engine)
    with engine.connect() as conn:
        assert done.rows == conn.scalar(select(func.count()).select_from(rollup))


@pytest.mark.parametrize("seed", range(4))
def test_random_reports_with_withdrawals_and_corrections_come_out_the_same(engine, make, seed):
    planted(engine, at_random, seed)
    roll(engine, make)
    rolled.assert_same(engine)


def test_only_months_that_changed_are_made_again(engine, make):
    planted(engine, at_random, 1)
    assert roll(engine, make).months is None
    chance = rolled.random.Random(7)
    with store.writing(engine) as conn:
        rolled.report(conn, said_at_random(chance).query("month == @MONTHS[1]"))
    with store.writing(engine) as conn:  # which only the engine can put right
        conn.execute(rollup.update().where(rollup.c.month == MONTHS[1].date()).values(qualifier="about"))
        conn.execute(rollup.update().where(rollup.c.month == MONTHS[0].date()).values(qualifier="wrong"))
    assert roll(engine, make).months == 1
    with engine.connect() as conn:
        wrong = {key[3] for key in differing(kept(conn), sums(conn))}
    assert wrong == {MONTHS[0].date()}
    assert roll(engine, make).months == 0
    with store.writing(engine) as conn:
        rolled.take_one_back(conn)
    assert roll(engine, make, anew=True).months is None
    rolled.assert_same(engine)


def test_where_an_applications_system_changed_all_months_are_made_again(engine, make):
    planted(engine, at_random, 2)
    roll(engine, make)
    with store.writing(engine) as conn:
        rolled.report(conn, applications=ledger(rolled.LEDGER.replace("economy", "society")))
    spoil(engine)
    assert roll(engine, make).months is None
    rolled.assert_same(engine)


def test_other_rules_make_everything_anew(engine, make, monkeypatch):
    planted(engine, at_random, 2)
    roll(engine, make)
    monkeypatch.setattr(rules, "fingerprint", lambda: "x" * 64)
    assert roll(engine, make).months is None


def test_what_is_committed_meanwhile_counts(engine, make):
    """A commit, a correction and a withdrawal come while the engine is at work."""
    planted(engine, at_random, 4)
    chance = rolled.random.Random(11)

    def slow(conn, revision, months):
        frames = list(make(conn, revision, months))
        with store.writing(engine) as other:
            rolled.report(other, said_at_random(chance))
            rolled.report(other, applications=ledger(rolled.LEDGER.replace("economy", "society")))
            rolled.take_one_back(other)
        yield from frames

    roll(engine, slow)
    rolled.assert_same(engine)
    with engine.connect() as conn:
        last = publishing.last(conn)
        assert last == ("embedded", rolled.publishing.revisions.current(conn) - 3)
    roll(engine, make)
    rolled.assert_same(engine)


def test_a_reader_sees_the_old_or_the_new_and_never_half(engine, make):
    planted(engine, at_random, 5)
    roll(engine, make)
    with store.reading(engine) as conn:
        before = kept(conn)
    seen = []

    def watched(conn, revision, months):
        for frame in make(conn, revision, months):
            for part in (frame.iloc[: len(frame) // 2], frame.iloc[len(frame) // 2 :]):
                yield part
                with store.reading(engine) as other:
                    seen.append(kept(other) == before)

    with store.reading(engine) as standing:
        assert kept(standing) == before
        roll(engine, watched, anew=True)
        assert kept(standing) == before
    assert set(seen) == {True}
    rolled.assert_same(engine)


def interrupted(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize("at", ["making", "staging", "publishing"])
def test_what_is_interrupted_leaves_the_old_and_is_begun_anew(engine, make, monkeypatch, at):
    planted(engine, at_random, 5)
    roll(engine, make)
    with store.reading(engine) as conn:
        before = kept(conn)

    def broken(conn, revision, months):
        for number, frame in enumerate(make(conn, revision, months)):
            if at == "making" or (at == "staging" and number):
                raise KeyboardInterrupt
            yield frame
            if at == "staging":
                raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if at == "publishing":
            patched.setattr(publishing.audit, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            roll(engine, broken, anew=True)
    with store.reading(engine) as conn:
        assert kept(conn) == before
    roll(engine, make, anew=True)
    rolled.assert_same(engine)
    with engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(rollup_staged)) == 0
        assert (
            conn.scalar(select(func.count()).select_from(rollup_load).where(rollup_load.c.published_at.is_(None))) == 0
        )
        assert list(audit.listing(conn)["action"]).count("rollup_rebuilt") == 2


def exported(engine, folder):
    with store.reading(engine) as conn:
        return parquet.export(conn, folder, publishing.revisions.current(conn))


def test_figures_are_only_added_by_month_and_load(engine, tmp_path):
    planted(engine, at_random, 3)
    first = exported(engine, tmp_path)
    held = {name: name.read_bytes() for name in first.figures}
    with store.writing(engine) as conn:
        rolled.report(conn, said_at_random(rolled.random.Random(1)))
        rolled.take_one_back(conn)
    again = exported(engine, tmp_path)
    assert set(first.figures) < set(again.figures)
    assert {name: name.read_bytes() for name in first.figures} == held
    assert all(
        name.parts[-3].startswith("month=2026-0") and name.parts[-2].startswith("load=") for name in again.figures
    )
    assert exported(engine, tmp_path).figures == again.figures


def test_a_load_that_was_interrupted_is_not_read_and_made_anew(engine, tmp_path, monkeypatch):
    planted(engine, at_random, 3)
    write, written = parquet._write, []

    def failing(place, *more):
        if len(written) == 2:
            raise OSError("disk full")
        written.append(place)
        return write(place, *more)

    monkeypatch.setattr(parquet, "_write", failing)
    with pytest.raises(OSError, match="disk full"):
        exported(engine, tmp_path)
    assert list((tmp_path / "figures").rglob("*.parquet"))
    assert not list((tmp_path / "loads").glob("*.json")) if (tmp_path / "loads").exists() else True
    monkeypatch.undo()
    roll(engine, Sql(tmp_path))
    rolled.assert_same(engine)


def test_figures_of_another_store_are_not_taken_for_those_of_this(engine, tmp_path):
    planted(engine, at_random, 3)
    exported(engine, tmp_path)
    (place,) = (tmp_path / "loads").glob("*.json")
    place.write_text(json.dumps(json.loads(place.read_text()) | {"store": "of another"}))
    roll(engine, Sql(tmp_path))
    rolled.assert_same(engine)
    assert "another" not in place.read_text()


def test_nothing_of_the_rules_has_thirty_two_bits_in_spark():
    """FLOAT is a double in PostgreSQL and half of one in Spark; whole numbers are never divided nor multiplied."""
    said = rules.sql(engines._joined)
    assert "FLOAT" not in (said + engines.SCHEMA).upper()
    assert "/" not in said
    assert " INT" not in engines.SCHEMA
    assert {str(parquet.FIGURES.field(name).type) for name in ("value", "batch")} == {"double", "int64"}


def test_two_at_once_are_one(engine, make, monkeypatch):
    planted(engine, at_random, 3)
    monkeypatch.setattr(publishing.jobs, "only_one", lambda *_: rolled.nobody())
    with pytest.raises(publishing.Refused, match="being made already"):
        roll(engine, make)


def asked(engine, **more):
    usual = {"engine": engine, "room": "real", "maker": None, "master": None, "anew": False}
    return command.argparse.Namespace(**(usual | more))


def test_the_command_says_what_was_published(engine, capsys):
    planted(engine, at_random, 3)
    command.roll(asked(engine))
    assert "all months" in capsys.readouterr().out
    rolled.assert_same(engine)


def test_without_spark_the_command_says_how_to_get_it(engine, monkeypatch):
    monkeypatch.setattr(engines, "spark_is_there", lambda: False)
    with pytest.raises(publishing.Refused, match=r"requirements-spark\.txt"):
        command.roll(asked(engine, maker="spark"))


def test_the_doctor_says_that_spark_is_asked_for_and_not_there(monkeypatch):
    chosen = settings().model_copy(update={"rollups": Rollups(engine="spark")})
    monkeypatch.setattr(options, "settings", lambda: chosen)
    monkeypatch.setattr(engines, "spark_is_there", lambda: False)
    assert options.options().state == "watch"
    monkeypatch.setattr(engines, "spark_is_there", lambda: True)
    assert options.options().state == "good"
