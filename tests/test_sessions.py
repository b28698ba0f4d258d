"""Sessions: whoever has the cookie is who signed in, until it ends; the table is of no use to who reads it."""

from datetime import timedelta

import pytest
from itsdangerous import Signer
from sqlalchemy import event, select

from data import access, months, schema, store
from data.access import Grant
from data.people import accounts, sessions
from data.settings import settings
from tests.people import somebody
from tests.staff import hire, settle

NOW = months.now()
ACCOUNTS = settings().accounts


@pytest.fixture
def wang(engine):
    """王芳, steward of Ningbo."""
    settle(engine)
    return hire(engine, "wangfang", "330200", Grant("steward", "330200"), name="王芳")


def begin(engine, login="wangfang"):
    with store.writing(engine) as conn:
        return sessions.open_(conn, login, address="10.0.0.1", agent="Chromium")


def test_the_cookie_names_its_person_with_the_rights_of_this_moment(engine, wang, clock):
    cookie = begin(engine)
    assert sessions.actor(engine, cookie).roles == {"steward"}
    number = accounts.give(engine, "wangfang", Grant("leader", "330200"), by=somebody("administrator"))
    assert sessions.actor(engine, cookie).roles == {"steward", "leader"}
    accounts.take(engine, number, by=somebody("administrator"))
    assert sessions.actor(engine, cookie).roles == {"steward"}


def test_the_table_does_not_hold_what_the_cookie_holds(engine, wang):
    cookie = begin(engine)
    with engine.connect() as conn:
        kept = conn.scalar(select(schema.session.c.hash))
    assert kept not in cookie
    assert cookie.split(".")[0] not in kept
    assert sessions.actor(engine, kept) is None
    assert sessions.actor(engine, Signer(b"guessed", salt=sessions.COOKIE).sign(cookie.split(".")[0]).decode()) is None


@pytest.mark.parametrize("cookie", ["", ".", "x", "x.y", "é.é", "a" * 5000])
def test_a_cookie_of_somebody_elses_making_is_nobodys(engine, wang, cookie):
    assert sessions.find(engine, cookie) is None


def test_a_session_ends_when_its_hours_are_over(engine, wang, clock):
    cookie = begin(engine)
    for _ in range(int(ACCOUNTS.hours)):
        assert sessions.actor(engine, cookie)
        clock(hours=1)
    assert sessions.actor(engine, cookie) is None


def test_a_session_that_nobody_uses_ends_earlier(engine, wang, clock):
    cookie = begin(engine)
    clock(minutes=ACCOUNTS.idle_minutes - 1)
    assert sessions.actor(engine, cookie)
    clock(minutes=ACCOUNTS.idle_minutes - 1)
    assert sessions.actor(engine, cookie)
    clock(minutes=ACCOUNTS.idle_minutes)
    assert sessions.actor(engine, cookie) is None


def test_a_view_is_written_down_once_a_minute(engine, wang, clock):
    cookie, written = begin(engine), []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: written.append(statement))
    for _ in range(5):
        sessions.find(engine, cookie)
    assert not [each for each in written if each.startswith("UPDATE")]
    clock(minutes=1)
    sessions.find(engine, cookie)
    sessions.find(engine, cookie)
    assert len([each for each in written if each.startswith("UPDATE")]) == 1


def test_signing_out_ends_this_session_alone(engine, wang):
    here, there = begin(engine), begin(engine)
    sessions.end(engine, here)
    sessions.end(engine, here)
    sessions.end(engine, "nonsense")
    assert sessions.actor(engine, here) is None
    assert sessions.actor(engine, there)
    with engine.connect() as conn:
        assert list(conn.scalars(select(schema.audit.c.action))) == ["signed_out"]


def test_signing_out_everywhere_ends_all_of_ones_own_and_nobody_elses(engine, wang):
    hire(engine, "lina", "330200")
    mine, hers = [begin(engine), begin(engine)], begin(engine, "lina")
    assert sessions.end_all(engine, "wangfang", by=wang) == 2
    assert [sessions.actor(engine, each) for each in mine] == [None, None]
    assert sessions.actor(engine, hers)
    with pytest.raises(access.Refused):
        sessions.end_all(engine, "lina", by=wang)
    assert sessions.actor(engine, begin(engine))


def test_a_store_that_cannot_write_still_lets_one_read(engine, wang, clock):
    cookie = begin(engine)
    clock(minutes=5)

    def hold(conn) -> None:
        conn.exec_driver_sql("PRAGMA query_only = ON" if conn.dialect.name == "sqlite" else "SET TRANSACTION READ ONLY")

    event.listen(engine, "begin", hold)
    assert sessions.actor(engine, cookie)
    event.remove(engine, "begin", hold)
    engine.dispose()


def test_the_token_of_a_form_is_good_for_its_cookie_only():
    token = sessions.form_token("a")
    assert sessions.is_form_token(token, "a")
    for other in ((token, "b"), ("", "a"), ("é", "a"), (sessions.form_token(""), "")):
        assert not sessions.is_form_token(*other)


def test_what_was_ended_is_not_remembered_for_the_time_the_store_is_away(engine, wang):
    here, there = begin(engine), begin(engine)
    for each in (here, there):
        sessions.find(engine, each)
        assert sessions.remembered(each)
    sessions.end(engine, here)
    assert sessions.remembered(here) is None
    assert sessions.remembered(there)
    sessions.end_all(engine, "wangfang", by=wang)
    assert sessions.remembered(there) is None


def test_when_somebody_last_looked_is_that_of_an_earlier_session_of_theirs(engine, wang, clock):
    """Of another device as well, and never of the present one: what turned meanwhile stays told for as long as one is signed in."""
    first = begin(engine)
    assert sessions.looked_before(engine, first) is None
    sessions.find(engine, first)
    looked = months.now()
    clock(hours=3)
    hire(engine, "limin", "330200", Grant("leader", "330200"), name="李民")
    sessions.find(engine, begin(engine, "limin"))
    second = begin(engine)
    clock(hours=1)
    sessions.find(engine, second)
    assert abs(sessions.looked_before(engine, second) - looked) < timedelta(minutes=1)
    assert sessions.looked_before(engine, "nobody's") is None
