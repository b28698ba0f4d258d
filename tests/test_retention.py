"""What ages out and what never does: a row on each side of every rule; work that one process does for all."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from data import audit, files, jobs, months, retention, schema, store
from data.__main__ import main
from data.health.retention import retained
from data.schema import METADATA
from data.settings import Retention, Settings, settings
from tests.cases import ZHEJIANG, plant, report, reports
from tests.notices import make
from tests.people import somebody

NOW = datetime(2026, 11, 30, 9, tzinfo=months.SHANGHAI)
COUNTY, DAY = "330203", timedelta(days=1)
KEPT = Retention()
HASH = "0" * 64


def before(days: float) -> datetime:
    return NOW - timedelta(days=days)


def put(conn, table, **row) -> None:
    conn.execute(insert(table).values(**row))


def fill(conn) -> None:
    """Of everything that ages out a row that is due and one that is not, with figures, lists and a log beside."""
    plant(conn, ZHEJIANG)
    report(conn, reports(f"unit | month | visits\n{COUNTY} | 2019-10 | 1"))
    make(conn, "wangfang")
    make(conn, "lihua")
    audit.add(conn, somebody("administrator"), "role_given", "store")
    _sessions(conn)
    for number, at in ((1, before(2)), (2, before(0.5))):
        put(conn, schema.failed_sign_in, number=number, at=at, address="", login="x")
    for hours in (2, 0.5):
        put(conn, schema.token_use, token=HASH, minute=before(hours / 24).timestamp() // 60, times=1)
    for day in (before(KEPT.looks_days + 1), before(KEPT.looks_days - 1)):
        put(conn, schema.look, metric="visits", day=day.date(), times=1)
    _notices(conn)
    _drafts(conn)
    for key, at in (("old", before(8)), ("young", before(6))):
        put(conn, schema.request_done, key=key, person="wangfang", at=at, fingerprint="", status=200, answer="")


def _sessions(conn) -> None:
    put(conn, schema.wall, number=1, name="大厅", owner="wangfang", unit=COUNTY, view="", made_at=before(900))
    long, short = KEPT.sessions_days + 1, KEPT.sessions_days - 1
    rows = {
        "ended long ago": ("wangfang", None, long + 1, before(long)),
        "ran out long ago": ("wangfang", None, long + 2, None),
        "ended lately": ("wangfang", None, long + 3, before(short)),
        "the newest of its person": ("lihua", None, long + 1, before(long)),
        "a wall's, ended long ago": (None, 1, long + 1, before(long)),
        "a wall's": (None, 1, long + 1, None),
        "open": ("wangfang", None, 0.1, None),
    }
    for name, (login, wall, started, ended) in rows.items():
        ends = before(-300) if name == "a wall's" else before(started - 0.5)
        seen = {"started": before(started), "seen": before(started), "ends": ends, "address": "", "agent": ""}
        put(conn, schema.session, hash=name, person=login, wall=wall, ended=ended, **seen)


def _notices(conn) -> None:
    long, short = before(KEPT.notices_days + 1), before(KEPT.notices_days - 1)
    told = [
        (long, None),
        (long, "due 330203 2025-01 … wangfang"),
        (long, "instruction 3 2025-01-02 wangfang"),
        (short, None),
    ]
    for number, (at, once) in enumerate(told, 1):
        row = {"person": "wangfang", "kind": "question_asked", "blanks": "{}", "link": "", "once": once}
        put(conn, schema.notice, number=number, at=at, **row)
        gone = {"channel": "mail", "tries": 1, "next_at": at, "sent_at": at, "error": ""}
        put(conn, schema.outgoing, number=number, notice=number, **gone)


def _drafts(conn) -> None:
    long, short = before(KEPT.drafts_days + 1), before(KEPT.drafts_days - 1)
    # number → closed, state of its submission, versions
    drafts = {1: (long, "accepted", 4), 2: (long, None, 2), 3: (long, "waiting", 3), 4: (short, "accepted", 3), 5: (short, None, 1), 6: (None, None, 2)}  # fmt: skip
    for number, (closed, state, versions) in drafts.items():
        row = {"unit": COUNTY, "month": date(2025, 1, 1), "correction": "", "opened_at": long}
        put(conn, schema.draft, number=number, closed_at=closed, **row)
        for version in range(1, versions + 1):
            sha256 = files.keep(conn, f"{number} {version}".encode())
            who = {"at": long, "person": "wangfang", "name": "", "file_name": "", "edits": "[]"}
            put(conn, schema.draft_version, draft=number, version=version, sha256=sha256, **who)
        if state:
            told = {"source": "workbook", "correction": "", "at": long, "person": "wangfang", "name": "", "file_name": "", "base": 0, "cells": 1, "warnings": 0, "step": 0, "steps": 1}  # fmt: skip
            put(conn, schema.submission, number=number, draft=number, unit=COUNTY, month=date(2025, 1, 1), sha256=sha256, state=state, **told)  # fmt: skip


def left(conn, table, *columns) -> list:
    return sorted(conn.execute(select(*(table.c[name] for name in columns))).all())


def counts(conn) -> dict[str, int]:
    return {table.name: conn.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables}


def test_what_has_served_its_time_goes_and_nothing_else(engine, monkeypatch):
    with store.writing(engine) as conn:
        fill(conn)
        was = counts(conn)
        said = retention.due(conn, NOW)
    monkeypatch.setattr(retention, "AT_ONCE", 2)  # several parts
    gone = retention.retain(engine, NOW)
    with engine.connect() as conn:
        assert {row.hash for row in conn.execute(select(schema.session))} == {
            "ended lately", "the newest of its person", "a wall's", "open",
        }  # fmt: skip
        assert left(conn, schema.failed_sign_in, "number") == [(2,)]
        assert left(conn, schema.request_done, "key") == [("young",)]
        assert left(conn, schema.token_use, "minute") == [(before(0.5 / 24).timestamp() // 60,)]
        assert left(conn, schema.look, "day") == [(before(KEPT.looks_days - 1).date(),)]
        assert left(conn, schema.notice, "number") == [(3,), (4,)]  # 3 would be told again
        assert left(conn, schema.outgoing, "notice") == [(3,), (4,)]
        assert left(conn, schema.draft, "number") == [(1,), (3,), (4,), (5,), (6,)]
        assert left(conn, schema.draft_version, "draft", "version") == [
            (1, 1), (1, 4), (3, 1), (3, 2), (3, 3), (4, 1), (4, 2), (4, 3), (5, 1), (6, 1), (6, 2),
        ]  # fmt: skip
        now = counts(conn)
        assert {name: was[name] - now[name] for name in gone} == gone
        assert gone == said | {"batch_file": 4}  # of two versions in between and of the draft thrown away
        assert set(gone) <= set(retention.KINDS)
        untouched = was.keys() - gone.keys() - {"audit"}
        assert {name: now[name] for name in untouched} == {name: was[name] for name in untouched}
        lines = audit.listing(conn, action=retention.AGED_OUT)
        assert len(lines) == 1
        assert now["audit"] == was["audit"] + 1
        assert audit.verify(conn).broken == ()
        assert retention.due(conn, NOW) == {}
    assert retention.retain(engine, NOW) == {}  # and no line for nothing


def test_the_log_and_what_counts_are_named_by_no_rule():
    never = {
        "audit", "figure", "rollup", "batch", "revision", "withdrawal", "submission", "decision", "sent_back", "obligation",
        "obligation_change", "question", "message", "evidence", "instruction", "instruction_event", "meeting", "seal",
        "forecast", "definition", "person", "role_grant", "unit_term", "handed_list", "month_state", "change_request",
    }  # fmt: skip
    named = {rule.table.name for rule in retention.rules(NOW)}
    assert never <= set(METADATA.tables)
    assert not named & never
    assert named == set(retention.KINDS)


def test_zero_days_keep_for_ever(conn, monkeypatch):
    fill(conn)
    nothing = Settings(retention=Retention(sessions_days=0, looks_days=0, notices_days=0, drafts_days=0))
    monkeypatch.setattr(retention, "settings", lambda: nothing)
    assert set(retention.due(conn, NOW)) == {"failed_sign_in", "request_done", "token_use"}


def test_looks_stay_as_long_as_burden_asks_for_them(conn, monkeypatch):
    fill(conn)
    long = Settings(burden={"unseen_months": 40})
    monkeypatch.setattr(retention, "settings", lambda: long)
    assert "look" not in retention.due(conn, NOW)


def test_too_short_a_time_stops_the_start():
    with pytest.raises(ValueError, match="90"):
        Retention(notices_days=30)


def test_the_doctor_says_when_nothing_goes(conn):
    assert retained(conn, NOW).state == "good"
    fill(conn)
    conn.execute(schema.revision.update().values(at=before(30)))
    found = retained(conn, NOW)
    assert (found.state, "从未" in found.said.zh, "never" in found.said.en) == ("watch", True, True)
    put(conn, schema.job_done, work="retention", at=before(1))
    assert retained(conn, NOW).state == "good"


def test_the_command_says_what_would_go_and_lets_it_go(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/x.db")
    settings.cache_clear()
    engine = store.engine(f"sqlite:///{tmp_path}/x.db")
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    store.migrate(engine)
    with store.writing(engine) as conn:
        put(
            conn,
            schema.request_done,
            key="old",
            person="x",
            at=months.now() - 9 * DAY,
            fingerprint="",
            status=200,
            answer="",
        )
    said = []
    for arguments in (["retain", "--dry-run"], ["retain"], ["retain"]):
        assert main(arguments) == 0
        said.append(capsys.readouterr().out)
    assert ["幂等键" in each for each in said] == [True, True, False]
    assert ["应清理" in each for each in said] == [True, False, False]
    engine.dispose()
    monkeypatch.undo()
    settings.cache_clear()


# Work that one process does for all


def test_work_is_done_once_until_it_is_time_again_and_anew_where_it_failed(engine):
    done, hour = [], timedelta(hours=1)

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        jobs.do_alone(engine, "reminders", hour, NOW, fail)
    for minutes, expected in ((0, True), (1, False), (59, False), (60, True), (61, False)):
        now = NOW + timedelta(minutes=minutes)
        assert jobs.do_alone(engine, "reminders", hour, now, lambda: done.append(1)) is expected, minutes
    assert jobs.do_alone(engine, "forecasts", hour, NOW, lambda: done.append(1))  # another work has its own time
    assert len(done) == 3
    with engine.connect() as conn:
        assert jobs.last(conn) == {"reminders": NOW + hour, "forecasts": NOW}


def test_while_one_process_is_at_it_no_other_is(stores, tmp_path):
    from tests.prepared import migrated

    with stores.postgresql(migrated) as engine:
        other = store.connect(engine.url.render_as_string(hide_password=False))
        with jobs.only_one(engine, "backup") as mine:
            assert mine
            with jobs.only_one(other, "backup") as theirs, jobs.only_one(other, "retention") as another:
                assert (theirs, another) == (False, True)
            assert not jobs.do_alone(other, "backup", DAY, NOW, lambda: pytest.fail("at the same time"))
        with jobs.only_one(other, "backup") as theirs:
            assert theirs
        other.dispose()
