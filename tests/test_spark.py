"""Spark makes the rollup: the same as the store's own, to the last digits that matter. `make test-spark` runs it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from data import store
from data.rolling.engines import Spark
from tests import prepared, rolled
from tests.rolled import KEYS, MONTHS, at_random, differing, kept, ledger, roll, spoil, sums, worked

PREPARED = prepared.migrated
# pyspark warns of pandas 3 and leaves its own sockets to the garbage collector.
pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module", autouse=True)
def session(tmp_path_factory):
    """One Spark for all tests of the file: it takes half a minute to start."""
    pytest.importorskip("pyspark", reason="Spark is not installed: `make test-spark` installs it and runs these")
    made = Spark("local[2]", tmp_path_factory.mktemp("spark"), "1g")._session()
    yield made
    made.stop()


@pytest.fixture
def spark(tmp_path):
    return Spark("local[2]", tmp_path / "figures", "1g")


def planted(engine, fill, *more):
    with store.writing(engine) as conn:
        fill(conn, *more)
    spoil(engine)


def test_the_worked_case_comes_out_the_same(engine, spark):
    planted(engine, worked)
    roll(engine, spark, "spark")
    rolled.assert_same(engine)


@pytest.mark.parametrize("seed", range(3))
def test_random_reports_with_withdrawals_and_corrections_come_out_the_same(engine, spark, seed):
    planted(engine, at_random, seed)
    roll(engine, spark, "spark")
    rolled.assert_same(engine)
    with store.writing(engine) as conn:
        rolled.report(conn, rolled.said_at_random(rolled.random.Random(seed)).query("month == @MONTHS[1]"))
        rolled.take_one_back(conn)
    assert roll(engine, spark, "spark").months
    rolled.assert_same(engine)


def test_sums_have_sixty_four_bits(engine, spark):
    """Of 32 bits: 16,777,217 is no float, 0.1 + 0.2 differs in the eighth digit, and 2^31 is no int."""
    values = [16_777_217.0, 1.0, 0.1, 2.0**31, 2.0**53 - 2**32]
    rows = [(KEYS[0], "330203", MONTHS[0], f"APP{at}", value) for at, value in enumerate(values)]
    frame = pd.DataFrame(rows, columns=["measure", "unit", "month", "subject", "value"])
    usual = {name: value for name, value in rolled.DEFAULTS.items() if name != "subject"}

    def fill(conn):
        rolled.plant(conn, rolled.ZHEJIANG)
        rolled.report(conn, applications=ledger())
        rolled.report(conn, frame.assign(**usual).astype({"month": "datetime64[s]"}))

    planted(engine, fill)
    roll(engine, spark, "spark")
    with engine.connect() as conn:
        (value, *_) = kept(conn)["", KEYS[0], "330203", MONTHS[0].date()]
        assert differing(kept(conn), sums(conn)) == {}
    assert value == pytest.approx(sum(values), rel=1e-15)


COMMAND = [sys.executable, "-m", "data", "rollup", "--engine", "spark", "--master", "local[2]"]


def test_the_command_publishes_and_killed_half_way_leaves_what_was(engine, tmp_path):
    planted(engine, at_random, 1)
    with store.reading(engine) as conn:
        before = kept(conn)
    told = os.environ | {
        "COCKPIT_STORE_URL": engine.url.render_as_string(hide_password=False),
        "COCKPIT_ROLLUPS_FOLDER": str(tmp_path / "shared"),
        "COCKPIT_ROLLUPS_MEMORY": "1g",
    }
    half = subprocess.Popen(
        COMMAND, cwd=ROOT, env=told, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not list((tmp_path / "shared").glob("*/runs/*/rollup")):  # Spark has begun to write
        assert half.poll() is None
        time.sleep(0.1)
    os.killpg(half.pid, signal.SIGKILL)
    half.wait()
    with store.reading(engine) as conn:
        assert kept(conn) == before
    done = subprocess.run(COMMAND, cwd=ROOT, env=told, capture_output=True, text=True)
    assert (done.returncode, "all months" in done.stdout) == (0, True), done.stderr[-2000:]
    rolled.assert_same(engine)
