"""Tokens of programs: told once, good for what their person may do, gone when revoked."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from data import access, audit, months, store
from data.access import Grant
from data.people import accounts, sessions, tokens
from data.people import token_use as token_use_
from data.schema import person, token, token_use
from data.settings import settings
from tests.frames import drawn
from tests.people import somebody
from tests.prepared import migrated
from tests.staff import hire, settle


@pytest.fixture
def wang(engine):
    settle(engine)
    return hire(engine, "wangfang", "330200", Grant("steward", "330200"), name="王芳")


@pytest.fixture
def admin(engine, wang):
    return hire(engine, "admin", "330000", Grant("administrator", "330000"))


def used(engine):
    with engine.connect() as conn:
        return conn.scalar(select(token.c.used_at))


def test_a_token_acts_as_its_person_with_the_rights_of_this_moment(engine, wang, admin):
    told = tokens.make(engine, "报表系统", by=wang)
    actor = tokens.actor(engine, told, "10.0.0.7")
    assert (actor.login, actor.grants, actor.origin) == ("wangfang", wang.grants, "10.0.0.7 via token 报表系统")
    accounts.give(engine, "wangfang", Grant("approver", "330200"), by=admin)
    assert tokens.actor(engine, told, "").roles == {"steward", "approver"}


def test_the_table_and_the_log_hold_only_a_hash(engine, wang):
    told = tokens.make(engine, "报表系统", by=wang)
    with engine.connect() as conn:
        assert told not in str(conn.execute(select(token)).mappings().all())
        assert told not in str(audit.listing(conn).to_dict("records"))
        assert list(tokens.listing(conn, "wangfang")["name"]) == ["报表系统"]
        assert "hash" not in tokens.listing(conn, "wangfang")


@pytest.mark.parametrize("presented", ["", "cockpit_", "cockpit_wrong", "x" * 5000])
def test_an_unknown_token_is_nobody(engine, wang, presented):
    tokens.make(engine, "报表系统", by=wang)
    assert tokens.actor(engine, presented, "") is None


def test_a_token_ends_when_it_is_revoked(engine, wang):
    told = tokens.make(engine, "报表系统", by=wang)
    tokens.revoke(engine, 1, by=wang)
    assert tokens.actor(engine, told, "") is None
    with pytest.raises(tokens.Refused, match="has been revoked"):
        tokens.revoke(engine, 1, by=wang)


def test_a_token_ends_by_itself(engine, wang, monkeypatch):
    told = tokens.make(engine, "报表系统", by=wang)
    later = months.now() + timedelta(days=settings().accounts.token_days)
    monkeypatch.setattr(months, "now", lambda: later)
    assert tokens.actor(engine, told, "") is None


def test_a_token_of_a_disabled_person_is_nobody(engine, wang, admin):
    told = tokens.make(engine, "报表系统", by=wang)
    accounts.disable(engine, "wangfang", by=admin)
    assert tokens.actor(engine, told, "") is None
    with pytest.raises(tokens.Refused, match="belongs to an account"):
        tokens.make(engine, "报表系统", by=wang)


def test_its_use_is_written_down_once_a_minute(engine, wang, monkeypatch):
    told = tokens.make(engine, "报表系统", by=wang)
    begin = months.now()
    for seconds, noted in ((0, 0), (30, 0), (59, 0), (60, 60), (90, 60)):
        monkeypatch.setattr(months, "now", lambda now=begin + timedelta(seconds=seconds): now)
        tokens.actor(engine, told, "")
        assert used(engine) == begin + timedelta(seconds=noted)


def test_a_store_that_cannot_write_lets_programs_read(engine, wang, monkeypatch):
    told = tokens.make(engine, "报表系统", by=wang)

    def full(_engine):
        raise store.Refused("not_written", cause="disk full")

    monkeypatch.setattr(store, "writing", full)
    assert tokens.actor(engine, told, "").login == "wangfang"


def test_a_token_is_revoked_by_its_person_or_who_keeps_them(engine, wang, admin):
    tokens.make(engine, "报表系统", by=wang)
    other = hire(engine, "li", "330600", Grant("administrator", "330600"))
    with pytest.raises(access.Refused):
        tokens.revoke(engine, 1, by=other)
    tokens.revoke(engine, 1, by=admin)


def test_a_token_has_a_name_and_an_account(engine, wang):
    with pytest.raises(tokens.Refused, match="Say which program"):
        tokens.make(engine, " ", by=wang)
    with pytest.raises(tokens.Refused, match="belongs to an account"):
        tokens.make(engine, "报表系统", by=somebody("steward"))


@pytest.mark.parametrize(
    "end",
    [
        lambda engine, wang, admin: accounts.reset_password(engine, "wangfang", by=admin),
        lambda engine, wang, admin: accounts.disable(engine, "wangfang", by=admin),
        lambda engine, wang, admin: sessions.end_all(engine, "wangfang", by=wang),
        lambda engine, wang, admin: sessions.end_all(engine, "wangfang", by=admin),
    ],
    ids=["reset", "disabled", "everywhere", "everywhere by another"],
)
def test_what_ends_all_sign_ins_ends_the_tokens_too(engine, wang, admin, end):
    told = tokens.make(engine, "报表系统", by=wang)
    end(engine, wang, admin)
    assert tokens.actor(engine, told, "") is None
    with store.writing(engine) as conn:
        conn.execute(update(person).values(must_change=False, disabled_at=None))
    assert tokens.actor(engine, told, "") is None  # for good, whatever comes after


def test_who_must_change_their_password_has_programs_wait(engine, wang):
    told = tokens.make(engine, "报表系统", by=wang)
    with store.writing(engine) as conn:
        conn.execute(update(person).values(must_change=True))
    assert tokens.actor(engine, told, "") is None
    with store.writing(engine) as conn:
        conn.execute(update(person).values(must_change=False))
    assert tokens.actor(engine, told, "").login == "wangfang"


def test_whose_roles_a_provider_gives_has_programs_for_so_long_after_a_sign_in(engine, wang, monkeypatch):
    provided = hire(engine, "zhang", "330200", Grant("steward", "330200"), subject="https://id u-1")
    told, own, days = tokens.make(engine, "报表", by=provided), tokens.make(engine, "报表", by=wang), settings().oidc
    now = months.now()
    monkeypatch.setattr(months, "now", lambda: now + timedelta(days=days.fresh_days, minutes=-1))
    assert tokens.actor(engine, told, "")
    with store.writing(engine) as conn:
        sessions.open_(conn, "zhang", address="", agent="")
    monkeypatch.setattr(months, "now", lambda: now + timedelta(days=2 * days.fresh_days, minutes=-2))
    assert tokens.actor(engine, told, "")
    monkeypatch.setattr(months, "now", lambda: now + timedelta(days=2 * days.fresh_days))
    assert tokens.actor(engine, told, "") is None
    assert tokens.actor(engine, own, "")


USE = drawn(
    """
    minute before | this minute | second | waits
    0             | 0           | 30     | 0
    0             | 9           | 30     | 0
    0             | 10          | 30     | 30
    0             | 12          | 59     | 1
    10            | 4           | 30     | 0
    10            | 5           | 30     | 30
    10            | 5           | 33     | 0
    """
)


def test_a_token_is_counted_over_all_servers_by_the_last_sixty_seconds(stores):
    """The minute before counts by as much of it as lies within them; one that is refused is not counted."""
    minute = 29_000_000
    with stores.postgresql(migrated) as engine:
        for number, row in enumerate(USE.astype(int).to_dict("records")):
            key = f"{number:064}"
            with engine.begin() as conn:
                for of, times in ((-2, 500), (-1, row["minute before"]), (0, row["this minute"])):
                    conn.execute(insert(token_use).values(token=key, minute=minute + of, times=times))
            at = datetime.fromtimestamp(minute * token_use_.WINDOW + row["second"], months.SHANGHAI)
            assert token_use_.count(engine, key, 10, at) == row["waits"], row
            here = (token_use.c.token == key) & (token_use.c.minute == minute)
            with engine.connect() as conn:
                assert conn.scalar(select(token_use.c.times).where(here)) == row["this minute"] + (not row["waits"])
        first = datetime.fromtimestamp(0, months.SHANGHAI)
        assert token_use_.count(engine, "f" * 64, 10, first) == 0  # another token's use is none of its own


def test_one_server_of_sqlite_counts_for_itself(stores, tmp_path):
    with stores.sqlite(migrated, tmp_path) as engine:
        assert token_use_.count(engine, "f" * 64, 0, months.now()) == 0
