"""Is all well? Each check finds the fault that is planted for it, and says nothing of a store in which there is none."""

import contextlib
import json
import os
import socket
import ssl
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, insert, text, update

from data import (
    anchors,
    audit,
    bulk,
    first_steps,
    forecasts,
    months,
    rollups,
    schema,
    secret,
    store,
    training_mark,
    versions,
)
from data.__main__ import main
from data.commands import health as command
from data.commands.health import doctor
from data.health import (
    backups,
    certificate,
    clock,
    database,
    disks,
    fonts,
    jobs,
    log,
    looking,
    month,
    notices,
    options,
    walls,
)
from data.health import figures as sums
from data.health import secrets as secrets_
from data.health.finding import Finding, finding
from data.health.looking import CHECKS, OF_MACHINE, OF_STORE, look
from data.settings import Accounts, Evidence, Notices, Settings, settings
from data.text import Text
from tests.cases import ZHEJIANG, plant, report, reports
from tests.duties import oblige
from tests.notices import make
from tests.people import somebody
from tests.spec.test_registers import problems

COUNTY = "330203"
OPERATOR = somebody("administrator", login="admin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIGURES = f"""
unit     | month   | visits | app_users
{COUNTY} | 2026-09 | 100    | 40
{COUNTY} | 2026-10 | 120    | 45
"""


@pytest.fixture
def noting(tmp_path, monkeypatch):
    """The secret, and what is noted beside it, in files of the test's own."""
    secret.secret()
    monkeypatch.setattr(anchors, "file", lambda: tmp_path / "noted")


@pytest.fixture
def filled(conn, noting):
    """Units and two months of a county, looked at right after they came."""
    plant(conn, ZHEJIANG)
    report(conn, reports(FIGURES))
    return conn


def log_line(conn, action="role_given", **after):
    audit.add(conn, OPERATOR, action, "store", after=after)


def note_all(conn):
    """As if what was written had been committed: the notes outside follow the commit."""
    for what in conn.get_execution_options()["later"]:
        what()


# The database


def test_a_store_of_today_is_good(filled):
    assert [database.database(filled, months.now()).state, database.migrations(filled, months.now()).state] == [
        "good",
        "good",
    ]


@pytest.mark.parametrize(
    ("there", "said"),
    [(["0001"], "older"), ([], "older"), (["9999"], "newer program"), (["0001", "0002"], "several versions")],
)
def test_tables_of_another_version_are_told(conn, there, said):
    conn.execute(text("DELETE FROM alembic_version"))
    for version in there:
        conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": version})
    found = database.migrations(conn, months.now())
    assert found.state == "bad"
    assert said in found.said.en


def test_tables_one_step_newer_that_this_program_may_serve_are_no_alarm(conn):
    conn.execute(text("UPDATE alembic_version SET version_num = '9999', oldest = :ours"), {"ours": versions.ours()})
    found = database.migrations(conn, months.now())
    assert (found.state, "newer program" in found.said.en, "this server, too" in found.todo.en) == ("watch", True, True)
    conn.execute(text("UPDATE alembic_version SET oldest = '9998'"))
    assert database.migrations(conn, months.now()).state == "bad"


def test_a_register_without_its_table_is_told(conn):
    conn.execute(text("DROP TABLE problems"))
    found = database.migrations(conn, months.now())
    assert (found.state, "problems" in found.said.zh) == ("bad", True)


# The sums


def test_sums_that_are_those_of_the_figures_are_good_and_so_is_an_empty_store(conn, filled):
    assert sums.rollup(filled, months.now()).state == "good"
    assert not rollups.differing(filled, [("visits", COUNTY)])


@pytest.mark.parametrize("planted", ["another value", "missing", "too many"])
def test_a_sum_that_is_not_of_the_figures_is_named(filled, planted):
    of_october = (schema.rollup.c.measure == "visits") & (schema.rollup.c.month == datetime(2026, 10, 1).date())
    if planted == "another value":
        filled.execute(update(schema.rollup).where(of_october).values(value=121))
    elif planted == "missing":
        filled.execute(delete(schema.rollup).where(of_october))
    else:
        filled.execute(update(schema.rollup).where(of_october).values(month=datetime(2026, 8, 1).date()))
    found = sums.rollup(filled, months.now())
    assert found.state == "bad"
    assert f"{COUNTY} 2026-{'08' if planted == 'too many' else '10'} visits" in found.said.zh
    rollups.rebuild(filled)
    assert sums.rollup(filled, months.now()).state == "good"


def test_a_row_that_is_kept_to_stand_otherwise_is_named(conn):
    plant(conn, ZHEJIANG)
    report(conn, problems=problems())
    assert "行登记" in sums.rollup(conn, months.now()).said.zh
    conn.execute(update(schema.row_standing).values(standing="accepted"))
    found = sums.rollup(conn, months.now())
    assert (found.state, "七张问题清单 P" in found.said.zh) == ("bad", True)
    rollups.rebuild(conn)
    assert sums.rollup(conn, months.now()).state == "good"


# The audit log


def test_a_log_that_is_whole_and_noted_is_good(conn, noting):
    log_line(conn)
    assert log.log(conn, months.now()).state == "watch"  # nothing is noted outside yet
    note_all(conn)
    assert log.log(conn, months.now()).state == "good"


def test_a_line_that_nobody_sealed_is_found(conn, noting):
    log_line(conn)
    row = dict.fromkeys(("login", "name", "origin", "action", "object", "before", "after", "previous", "hash"), "")
    conn.execute(insert(schema.audit).values(number=bulk.next_number(conn, schema.audit), at=months.now(), **row))
    assert log.log(conn, months.now()).state == "bad"


def test_without_the_secret_nothing_is_verified_and_none_is_made(conn, tmp_path, monkeypatch):
    monkeypatch.setattr(secret, "file", lambda: tmp_path / "away")
    assert log.log(conn, months.now()).state == "unknown"
    assert secrets_.secrets(None).state == "bad"
    assert not (tmp_path / "away").exists()


# Backups, and the disks


@pytest.mark.parametrize(("later", "state"), [(HOUR, "good"), (3 * DAY, "watch"), (8 * DAY, "bad")])
def test_a_backup_grows_old(filled, later, state):
    log_line(filled, first_steps.BACKED_UP, file="/srv/backup/cockpit.db")
    assert backups.backups(filled, months.now() + later).state == state


@pytest.mark.parametrize(("later", "state"), [(HOUR, "watch"), (8 * DAY, "bad")])
def test_a_store_with_figures_of_people_and_no_backup_is_told(filled, later, state):
    assert backups.backups(filled, months.now() + later).state == state


def test_what_is_only_tried_needs_neither_backup_nor_reminder(filled, monkeypatch):
    monkeypatch.setattr(jobs.reminders, "untold", lambda *_: ["one"])
    filled.execute(update(schema.batch).values(demo=True))
    training_mark.put(filled)
    assert backups.backups(filled, months.now() + 8 * DAY).state == "good"
    assert jobs.jobs(filled, months.now()).state == "good"


def test_a_store_without_figures_of_people_needs_no_backup(conn):
    assert backups.backups(conn, months.now()).state == "good"


Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free", "state"), [(50e9, "good"), (4e9, "watch"), (0.5e9, "bad")])
def test_a_disk_fills_up(monkeypatch, tmp_path, conn, noting, free, state):
    monkeypatch.setattr(disks.shutil, "disk_usage", lambda _: Usage(100e9, 100e9 - free, free))
    assert disks.disk(None).state == state
    log_line(conn, first_steps.BACKED_UP, file=str(tmp_path / "cockpit.db"))
    assert backups.backups_disk(conn, months.now()).state == state


def test_a_large_store_needs_more_room(monkeypatch, tmp_path):
    monkeypatch.setattr(disks.shutil, "disk_usage", lambda _: Usage(100e9, 90e9, 10e9))
    assert [disks.free([tmp_path], needs=needs).state for needs in (1e9, 4e9, 11e9)] == ["good", "watch", "bad"]


def test_a_disk_of_backups_that_is_not_there_is_told(conn, noting, tmp_path):
    assert backups.backups_disk(conn, months.now()).state == "good"
    log_line(conn, first_steps.BACKED_UP, file=str(tmp_path / "unmounted" / "cockpit.db"))
    assert backups.backups_disk(conn, months.now()).state == "watch"


# The clock, fonts, secret files


@pytest.mark.parametrize(("later", "state"), [(timedelta(), "good"), (-HOUR, "bad")])
def test_a_moment_that_is_still_to_come_is_told(filled, later, state):
    assert clock.clock(filled, months.now() + later).state == state


def test_a_database_server_with_another_clock_is_told(filled, monkeypatch):
    monkeypatch.setattr(clock, "_apart", lambda _: timedelta(minutes=2))
    found = clock.clock(filled, months.now())
    assert (found.state, "120" in found.said.en) == ("watch", True)


@pytest.mark.parametrize(
    ("there", "told", "state"),
    [(True, "Noto Sans CJK SC\n", "good"), (True, "", "watch"), (False, "", "unknown")],
)
def test_fonts_are_as_fontconfig_says(monkeypatch, there, told, state):
    monkeypatch.setattr(fonts, "which", lambda _: "/usr/bin/fc-list" if there else None)
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: namedtuple("Done", "stdout")(told))
    assert fonts.fonts().state == state


@pytest.mark.parametrize(
    ("file", "folder", "state"),
    [
        (0o600, 0o700, "good"),
        (0o640, 0o700, "bad"),
        (0o604, 0o700, "bad"),
        (0o600, 0o755, "watch"),
        (0o600, 0o770, "bad"),
    ],
)
def test_what_others_may_read_is_told(tmp_path, monkeypatch, file, folder, state):
    lies = tmp_path / "var"
    lies.mkdir()
    (lies / "secret").write_text("x")
    monkeypatch.setattr(secrets_, "_files", lambda _: [lies / "secret", lies / "not-made"])
    monkeypatch.setattr(secret, "file", lambda: lies / "secret")
    os.chmod(lies / "secret", file)
    os.chmod(lies, folder)
    assert secrets_.secrets(None).state == state


# Notices, walls, work in the background, the month


@pytest.fixture
def sending(conn):
    """`sending(**outgoing)`: a notice of now on its way out by mail."""
    make(conn, "wangfang", "wang@example.gov.cn")

    def send(**row):
        told = {"person": "wangfang", "at": months.now(), "kind": "question_asked", "blanks": "{}", "link": ""}
        number = bulk.next_number(conn, schema.notice)
        conn.execute(insert(schema.notice).values(number=number, **told))
        usual = {"tries": 1, "next_at": months.now(), "error": "SMTPServerDisconnected: wang@example.gov.cn"}
        conn.execute(
            insert(schema.outgoing).values(**{"number": number, "notice": number, "channel": "mail", **usual, **row})
        )

    return send


@pytest.mark.parametrize(("later", "state"), [(HOUR / 2, "good"), (2 * HOUR, "watch"), (2 * DAY, "bad")])
def test_a_notice_that_does_not_leave_is_told_without_whose_it_is(conn, sending, later, state):
    sending()
    sending(sent_at=months.now(), error="")
    found = notices.notices(conn, months.now() + later)
    assert found.state == state
    assert "@" not in found.said.zh
    assert state == "good" or "1 条" in found.said.zh


def test_a_notice_that_was_given_up_is_told_for_a_week(conn, sending):
    sending(given_up_at=months.now())
    states = [notices.notices(conn, months.now() + later).state for later in (HOUR, 8 * DAY)]
    assert states == ["watch", "good"]


@pytest.fixture
def hung(conn):
    """`hung(name, **session)`: a wall that is paired, seen just now."""
    make(conn, "owner")

    def hang(name, revoked=None, **row):
        number, now = bulk.next_number(conn, schema.wall), months.now()
        kept = {"owner": "owner", "unit": COUNTY, "view": "", "made_at": now, "revoked_at": revoked}
        conn.execute(insert(schema.wall).values(number=number, name=name, **kept))
        usual = {"hash": f"{number:064}", "wall": number, "started": now, "seen": now, "ends": now + 9 * DAY}
        conn.execute(insert(schema.session).values(**{**usual, "address": "", "agent": "", **row}))

    return hang


def test_a_wall_that_was_not_seen_of_late_is_named(conn, hung):
    assert walls.walls(conn, months.now()).state == "good"
    now = months.now()
    hung("大厅")
    assert walls.walls(conn, now).state == "good"
    hung("会议室", seen=now - HOUR)
    hung("已停用", revoked=now, seen=now - HOUR)
    hung("已退出", ended=now, seen=now - HOUR)
    hung("已过期", ends=now - HOUR / 2, seen=now - HOUR)
    found = walls.walls(conn, now)
    assert found.state == "watch"
    assert "1 块大屏不在线（共 2 块）：会议室" in found.said.zh
    assert not {"大厅", "已停用", "已退出", "已过期"} & set(found.said.zh.split("："))


@pytest.mark.parametrize(
    ("row", "state"),
    [({}, "bad"), ({"sent_at": months.now()}, "good"), ({"given_up_at": months.now()}, "good")],
)
def test_a_notice_that_nobody_took_up_tells_that_nothing_is_done(conn, sending, row, state):
    sending(**row)
    assert jobs.jobs(conn, months.now()).state == "good"
    assert jobs.jobs(conn, months.now() + HOUR / 2).state == state


@pytest.mark.parametrize(
    ("done", "state", "said"),
    [
        ({}, "watch", "5 小时以来一项也没有做"),
        ({"walls": HOUR / 2, "retention": 20 * HOUR}, "good", "没有积压"),
        ({"walls": HOUR, "retention": 20 * HOUR}, "watch", "1 小时以来"),
    ],
)
def test_a_server_that_does_nothing_by_itself_is_told(filled, monkeypatch, done, state, said):
    now = months.now() + 5 * HOUR + timedelta(minutes=1)
    monkeypatch.setattr(jobs, "_unforecast", lambda *_: False)
    for work, ago in done.items():
        filled.execute(insert(schema.job_done).values(work=work, at=now - ago))
    found = jobs.jobs(filled, now)
    assert (found.state, said in found.said.zh) == (state, True)


def test_a_reminder_that_was_not_told_is_counted(filled, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs.reminders, "untold", lambda _, now: asked.append(now) or ["one", "two"])
    found = jobs.jobs(filled, months.now())
    assert (found.state, "2 条提醒" in found.said.zh) == ("watch", True)
    assert months.now() - asked[0] >= jobs.SOON  # the hourly look may still be to come


def test_forecasts_that_were_never_made_are_told(filled):
    later = months.now() + 2 * HOUR
    filled.execute(insert(schema.job_done).values(work="walls", at=later))
    assert jobs.jobs(filled, months.now()).state == "good"
    assert jobs.jobs(filled, later).state == "watch"
    kept = forecasts.Kept("visits", COUNTY, 1, datetime(2026, 10, 1).date(), "x", "", 2, "")
    forecasts.keep(filled, [kept])
    assert jobs.jobs(filled, later).state == "good"


@pytest.mark.parametrize(
    ("duties", "day", "state", "said"),
    [
        ("", 20, "good", "没有填报要求"),
        (f"unit | what\n{COUNTY} | visits", 20, "good", "已收齐"),
        (f"unit | what\n{COUNTY} | rated", 5, "good", "还差 1 个单位的 1 项"),
        (f"unit | what\n{COUNTY} | rated\n{COUNTY} | satisfied", 20, "watch", "还差 1 个单位的 2 项"),
    ],
)
def test_the_month_is_a_hint(filled, duties, day, state, said):
    oblige(filled, duties)
    found = month.month(filled, datetime(2026, 11, day, 9, tzinfo=months.SHANGHAI))
    assert found.state == state
    assert said in found.said.zh


# The certificate


@pytest.fixture
def behind_tls(tmp_path, monkeypatch):
    """`behind_tls(days)`: the cockpit's address answers with a certificate that ends then; its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def answer():
        with contextlib.suppress(OSError):  # the end of the test
            while True:
                line, _ = listening.accept()
                with contextlib.suppress(OSError), asking.wrap_socket(line, server_side=True) as told:
                    told.recv(1)

    def serve(days):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "cockpit.example.gov.cn")])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(1).not_valid_before(now - 99 * DAY).not_valid_after(now + days * DAY + HOUR)
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
        written += made.sign(key, hashes.SHA256()).public_bytes(pem)
        (tmp_path / "both.pem").write_bytes(written)
        asking.load_cert_chain(tmp_path / "both.pem")
        Thread(target=answer, daemon=True).start()
        address = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        monkeypatch.setattr(certificate, "settings", lambda: Settings(notices=Notices(address=address)))

    yield serve
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


@pytest.mark.parametrize(
    ("days", "state", "said"), [(60, "good", "until"), (20, "watch", "ends"), (2, "bad", "ends"), (-1, "bad", "ended")]
)
def test_a_certificate_ends(behind_tls, days, state, said):
    behind_tls(days)
    found = certificate.certificate()
    assert (found.state, said in found.said.en) == (state, True)


@pytest.mark.parametrize(("address", "state"), [("http://localhost:8501", "good"), ("https://127.0.0.1:1/", "unknown")])
def test_an_address_without_a_certificate_or_that_is_not_reached(monkeypatch, address, state):
    monkeypatch.setattr(certificate, "settings", lambda: Settings(notices=Notices(address=address)))
    assert certificate.certificate().state == state


# Optional parts


def test_what_is_off_is_told_and_no_fault(monkeypatch):
    monkeypatch.setattr(options, "settings", Settings)
    found = options.options()
    assert found.state == "good"
    assert all(part in found.said.en for part in ("mail", "identity provider", "virus scanner"))


def test_an_address_with_tls_and_cookies_without_are_told(monkeypatch):
    over = Notices(address="https://cockpit.example.gov.cn")
    monkeypatch.setattr(options, "settings", lambda: Settings(notices=over))
    assert options.options().state == "watch"
    monkeypatch.setattr(options, "settings", lambda: Settings(notices=over, accounts=Accounts(https=True)))
    assert options.options().state == "good"


@pytest.mark.parametrize(("answer", "state"), [(b"PONG\0", "good"), (b"", "bad")])
def test_a_scanner_that_does_not_answer_is_told(monkeypatch, answer, state):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def once():
            line, _ = listening.accept()
            with line:
                line.recv(10)
                line.sendall(answer)

        thread = Thread(target=once)
        thread.start()
        here = Settings(evidence=Evidence(scanner=f"tcp:127.0.0.1:{listening.getsockname()[1]}"))
        for module in (options, options.scanner):
            monkeypatch.setattr(module, "settings", lambda: here)
        assert options.options().state == state
        thread.join()
    assert options.options().state == "bad"  # nobody listens any more


# All together


@pytest.fixture
def asked(monkeypatch):
    """`asked(**findings)`: every check is good, but for those that are given: a state, or what it raises."""

    def stand_in(table, names, answer):
        for name in names:
            monkeypatch.setitem(table, name, answer(name))

    def ask(**given):
        def answer(name):
            def check(*_):
                found = given.get(name, "good")
                if isinstance(found, Exception):
                    raise found
                return finding(found, Text("说", "said"))

            return check

        stand_in(OF_STORE, OF_STORE, answer)
        stand_in(OF_MACHINE, OF_MACHINE, answer)

    return ask


def test_every_check_has_its_name():
    assert set(CHECKS) == {*OF_STORE, *OF_MACHINE}


def test_the_worst_stands_first_and_one_that_breaks_spoils_no_other(lasting_engine, asked):
    asked(month="watch", walls="bad", fonts=ValueError("password=hunter2"), rollup=KeyError("visits"))
    found = look(lasting_engine)
    assert [each.check for each in found.findings[:4]] == ["walls", "month", "rollup", "fonts"]
    assert [each.state for each in found.findings[:4]] == ["bad", "watch", "unknown", "unknown"]
    assert len(found.findings) == len(CHECKS)
    assert "hunter2" not in str(found)


def test_old_tables_are_told_and_asked_no_more(lasting_engine, asked):
    asked(migrations="bad", rollup=KeyError("not asked"))
    found = look(lasting_engine)
    assert {each.check for each in found.findings} == {"database", "migrations", *OF_MACHINE}


def test_a_store_that_is_away_is_told_in_one_sentence_and_the_rest_is_still_looked_at(asked):
    asked()
    engine = store.connect("postgresql://nobody:hunter2@127.0.0.1:1/none")
    found = look(engine)
    engine.dispose()
    assert (found.findings[0].check, found.state) == ("database", "bad")
    assert {each.check for each in found.findings[1:]} == set(OF_MACHINE)
    assert "hunter2" not in str(found)


def test_a_store_that_goes_away_meanwhile_is_told_once(lasting_engine, asked, monkeypatch):
    gone = store.NoConnection("away")
    asked(rollup=gone)
    monkeypatch.setattr(looking, "_answers", lambda _: False)
    found = look(lasting_engine)
    assert (found.findings[0].check, found.count("bad")) == ("database", 1)
    assert {each.check for each in found.findings[1:]} == set(OF_MACHINE)
    monkeypatch.setattr(looking, "_answers", lambda _: True)
    found = look(lasting_engine)
    assert (found.findings[0].check, found.findings[0].state) == ("rollup", "unknown")
    assert len(found.findings) == len(CHECKS)


def test_no_store_at_all_is_told_and_none_is_made(asked, tmp_path, monkeypatch, capsys):
    asked()
    monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/none.db")
    settings.cache_clear()
    assert main(["doctor", "--json"]) == 1
    monkeypatch.undo()
    settings.cache_clear()
    told = json.loads(capsys.readouterr().out)
    assert told["checks"][0]["check"] == "database"
    assert "none.db" in told["checks"][0]["said"]["zh"]
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("state", "code"), [("good", 0), ("watch", 0), ("unknown", 0), ("bad", 1)])
def test_the_exit_code_says_whether_something_is_bad(monkeypatch, capsys, state, code):
    told = Finding(state, Text("汉字", "letters"), Text("做", "do"), "fonts")
    monkeypatch.setattr(command, "look", lambda *_: looking.Health(months.now(), (told,)))
    monkeypatch.setattr(command.rooms, "has_no_file", lambda _: True)
    asked = namedtuple("Asked", "room json lang")
    for lang, words in ((None, {"汉字", "letters"}), ("zh", {"汉字"}), ("en", {"letters"})):
        assert doctor(asked("real", False, lang)) == code
        out = capsys.readouterr().out
        assert {word for word in ("汉字", "letters") if word in out} == words
