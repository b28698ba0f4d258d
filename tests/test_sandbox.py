"""The worker in which files are opened: it ends when it must, knows nothing of the server, and answers with plain values."""

import os
import pickle
import time
from datetime import date
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pandas as pd
import pytest

from data.lanes import Busy, Lane
from data.sandbox import pool, wire
from data.settings import Limits
from data.text import Text
from data.uploads.reading.traits import Shown

pytestmark = pytest.mark.sandboxed


def test_a_reader_that_hangs_is_ended():
    """By its own CPU, so that a busy machine refuses nothing; and one that only waits, by the clock."""
    with pytest.raises(pool.TooSlow):
        pool.run(sum, range(10**12), limits=Limits(seconds=0.3))
    with pytest.raises(pool.TooSlow):
        pool.run(time.sleep, 600, limits=Limits(seconds=0.1))


def test_a_reader_that_takes_all_memory_is_ended():
    with pytest.raises(pool.TooMuchMemory):
        pool.run(bytearray, 80 << 20, limits=Limits(memory_mb=50))


def test_what_fails_in_a_worker_is_told_by_its_kind():
    with pytest.raises(pool.Failed, match="ValueError"):
        pool.run(int, "三", limits=Limits())


def test_a_worker_knows_nothing_of_the_server():
    """No secret, no address of the database: whatever a file makes of the program that reads it."""
    assert not [name for name in pool._environment() if name.startswith(("COCKPIT_", "PG"))]
    assert pool.run(os.getenv, "COCKPIT_STORE_URL", limits=Limits()) is None


def test_what_a_worker_writes_aside_is_no_larger_than_its_memory(tmp_path):
    with pytest.raises(pool.Failed, match="OSError"):
        pool.run(Path.write_bytes, tmp_path / "aside", bytes(20 << 20), limits=Limits(memory_mb=10))


def test_an_answer_holds_nothing_that_acts():
    with pytest.raises(pickle.UnpicklingError, match="system"):
        wire.unpacked(pickle.dumps(os.system))
    told = pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": ["x", None], "c": [date(2026, 10, 1), None]})
    values = (
        pd.Timestamp("2026-10-01"),
        pd.NaT,
        pd.NA,
        np.float64(1),
        frozenset({1}),
        Text("一", "one"),
        Shown(1.5, "1.5万"),
    )
    assert repr(wire.unpacked(wire.packed(values))) == repr(values)
    told["d"] = pd.to_datetime(told["c"]).astype("datetime64[s]")
    assert wire.unpacked(wire.packed(told)).equals(told)
    assert (wire.unpacked(wire.packed(told)).dtypes == told.dtypes).all()


def test_one_person_does_not_take_every_place():
    lane = Lane(1, 2, 2, pool.BUSY, pool.BUSY_WITH_YOURS)
    done, going = Event(), []

    def wait(who: str) -> None:
        with lane.turn(who, seconds=60):
            going.append(who)
            done.wait(60)

    threads = [Thread(target=wait, args=(who,)) for who in ("wang", "wang", "li")]
    for thread in threads:
        thread.start()
    while lane._queued < 2:
        time.sleep(0.01)
    with pytest.raises(Busy, match="您还有 2 个文件"), lane.turn("wang", seconds=60):
        pass
    with pytest.raises(Busy, match="稍等片刻"), lane.turn("zhao", seconds=60):
        pass
    done.set()
    for thread in threads:
        thread.join()
    with lane.turn("zhao", seconds=1):
        assert sorted(going) == ["li", "wang", "wang"]
