"""Reads: kept by revision, shared by all who look."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import event

from data import store
from data.people.sessions import Session
from metrics import OVERVIEW
from tests import cases, prepared
from tests.frames import figures
from tests.people import everybody
from ui import actor as signed
from ui import reads
from ui.kept import forget
from ui.overview import concluded
from ui.room import REAL, Room

KEYS = tuple(metric.key for metric in OVERVIEW)
MONTH = date(2022, 12, 1)
VIEWERS = 20
PREPARED = prepared.with_starting_data


@dataclass(frozen=True)
class At:
    revision: int
    room: Room = REAL


@pytest.fixture
def served(engine, monkeypatch):
    """The store the screens read, and every statement sent to it."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    monkeypatch.setattr(signed, "signed_in", lambda: Session(everybody()))
    forget()
    sent = []
    event.listen(engine, "before_cursor_execute", lambda conn, cursor, statement, *rest: sent.append(statement))
    yield sent
    forget()


def look(scope):
    return reads.snapshot(scope, KEYS, "330000", MONTH), reads.history(scope, KEYS, ("330000",), (MONTH,))


def test_twenty_viewers_cost_one_set_of_queries(served):
    scope = At(reads.current_revision())
    served.clear()
    look(scope)
    for_one = len(served)
    assert for_one > 0
    forget()
    served.clear()
    together = Barrier(VIEWERS)

    def viewer(_):
        together.wait()
        return look(scope)

    with ThreadPoolExecutor(VIEWERS) as pool:
        seen = list(pool.map(viewer, range(VIEWERS)))
    assert len(served) == for_one
    assert all(frame is seen[0][0] for frame, _ in seen)


def test_an_earlier_revision_is_kept_beside_the_present(served):
    now = reads.current_revision()
    early = reads.snapshot(At(1), KEYS, "330200", MONTH)
    present = reads.snapshot(At(now), KEYS, "330200", MONTH)
    assert early["value"].isna().all()
    assert present["value"].notna().any()
    served.clear()
    assert reads.snapshot(At(1), KEYS, "330200", MONTH) is early
    assert not served


def test_readers_with_the_same_arguments_do_not_answer_for_each_other(served):
    scope = At(reads.current_revision())
    reads.who_owes(scope, KEYS[0], "330200", MONTH)
    late = concluded.of_unit(scope, "330200", MONTH)
    assert isinstance(late, tuple)


def test_what_a_commit_elsewhere_did_not_touch_is_not_read_again(served, engine):
    before = At(reads.current_revision())
    kept = {unit: reads.snapshot(before, KEYS, unit, MONTH) for unit in ("330000", "330100", "330200")}
    with store.writing(engine) as conn:
        cases.report(conn, figures("measure | unit | month | value\nvisits | 330203 | 2022-12 | 7"))
    after = At(reads.current_revision())
    served.clear()
    assert reads.snapshot(after, KEYS, "330100", MONTH) is kept["330100"]
    assert not [statement for statement in served if "rollup" in statement]
    moved = [unit for unit in kept if reads.snapshot(after, KEYS, unit, MONTH) is not kept[unit]]
    assert moved == ["330000", "330200"]
    assert reads.snapshot(before, KEYS, "330200", MONTH) is kept["330200"]
