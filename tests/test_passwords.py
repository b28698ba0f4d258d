"""Passwords: what a good one is, and a door that tells who guesses nothing and lets them guess slowly."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from data import months, schema, store
from data.people import accounts, passwords, sessions
from data.settings import settings
from tests.conftest import REAL_HASHER
from tests.people import somebody
from tests.staff import hire, settle

GOOD = "三个 不相关 的词 1612"
NOW = months.now()
MANY = settings().accounts.attempts


@pytest.fixture
def wang(engine):
    """王芳, who has chosen a good password."""
    settle(engine)
    actor = hire(engine, "wangfang", "330200")
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD)))
    return actor


def sign_in(engine, password=GOOD, login="wangfang", address="10.0.0.1", browser=""):
    return passwords.sign_in(engine, login, password, address=address, agent="Chromium", browser=browser)


def refused(engine, *arguments, **named):
    with pytest.raises(passwords.Refused) as caught:
        sign_in(engine, *arguments, **named)
    return caught.value


def told(engine):
    with engine.connect() as conn:
        return conn.execute(select(schema.audit).order_by(schema.audit.c.number)).all()


def test_who_is_turned_away_while_the_password_is_looked_at_is_not_let_in(engine, wang, clock, monkeypatch):
    def slow(known, password):
        with store.writing(engine) as conn:
            conn.execute(update(schema.person).values(disabled_at=months.now()))
        return True

    monkeypatch.setattr(passwords, "_verified", slow)
    assert refused(engine).reason == "wrong"


@pytest.mark.parametrize("login", ["wangfang", " WangFang ", "ｗａｎｇｆａｎｇ"])
def test_who_knows_the_password_is_let_in(engine, wang, clock, login):
    actor = sessions.actor(engine, sign_in(engine, login=login))
    assert (actor.login, actor.origin) == ("wangfang", "10.0.0.1")
    assert [(row.action, row.login, row.origin) for row in told(engine)] == [("signed_in", "wangfang", "10.0.0.1")]


def test_a_wrong_password_and_an_unknown_login_are_answered_alike(engine, wang, clock):
    wrong, unknown = refused(engine, "falsch"), refused(engine, "falsch", login="nobody")
    assert wrong.sentence == unknown.sentence
    for _ in range(MANY - 1):
        wrong, unknown = refused(engine, "falsch"), refused(engine, "falsch", login="nobody")
    assert wrong.sentence == unknown.sentence
    assert wrong.reason == unknown.reason == "locked"


def test_an_unknown_login_costs_as_much_as_a_wrong_password(engine, wang, monkeypatch):
    """Not timed: both verify one argon2id hash of the same parameters."""
    seen = []

    class Counting(PasswordHasher):
        def verify(self, kept, password):
            seen.append(kept.rsplit("$", 2)[0])
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Counting(time_cost=1, memory_cost=64, parallelism=1))
    refused(engine, "falsch")
    refused(engine, "falsch", login="nobody")
    assert len(seen) == 2
    assert seen[0] == seen[1]


def test_many_failures_have_to_wait_there_and_the_right_password_too(engine, wang, clock):
    for _ in range(MANY):
        refused(engine, "falsch")
    assert refused(engine, GOOD).reason == "locked"
    assert [row.action for row in told(engine)] == ["sign_in_failed"] * MANY + ["account_locked"]
    with engine.connect() as conn:
        assert accounts.listing(conn)["locked_until"].notna().all()
    clock(minutes=1)
    assert sign_in(engine)
    with engine.connect() as conn:
        assert accounts.listing(conn)["locked_until"].isna().all()


def test_nobody_is_kept_out_by_what_strangers_do_elsewhere(engine, wang, clock):
    for _ in range(MANY):
        refused(engine, "falsch", address="6.6.6.6")
    assert refused(engine, GOOD, address="6.6.6.6").reason == "locked"
    assert sign_in(engine, address="10.0.0.77")


def test_each_further_failure_waits_longer_and_none_for_good(engine, wang, clock):
    for _ in range(MANY - 1):
        assert refused(engine, "falsch").reason == "wrong"
    for minutes in (1, 2, 4, 8, 15):
        assert refused(engine, "falsch").reason == "locked"
        clock(minutes=minutes, seconds=-1)
        assert refused(engine, GOOD).reason == "locked"
        clock(seconds=1)
    assert sign_in(engine)


def test_a_browser_that_signed_in_before_is_never_kept_out_by_others(engine, wang, clock):
    known = passwords.known_browser("wangfang")
    for tried in range(MANY * passwords.ELSEWHERE):
        with pytest.raises(passwords.Refused):
            sign_in(engine, "falsch", address=f"6.6.{tried // 4}.6")
    assert refused(engine, GOOD, address="10.0.0.1").reason == "too_often"
    assert sign_in(engine, address="6.6.0.6", browser=known)


def test_such_a_browser_guesses_no_more_than_another(engine, wang, clock):
    known = passwords.known_browser("wangfang")
    for _ in range(MANY):
        refused(engine, "falsch", browser=known)
    assert refused(engine, GOOD, browser=known).reason == "locked"
    assert sign_in(engine, browser=passwords.known_browser("wangfang"))


@pytest.mark.parametrize("made_for", ["lina", "wangfang2", "", "wang"])
def test_the_browser_of_another_person_is_a_strangers(engine, wang, clock, made_for):
    for _ in range(MANY):
        refused(engine, "falsch")
    for browser in (passwords.known_browser(made_for), passwords.known_browser("wangfang") + "x", "名"):
        assert refused(engine, GOOD, browser=browser).reason == "locked"


def test_a_one_time_password_runs_out(engine, wang, clock):
    once = accounts.reset_password(engine, "wangfang", by=somebody("administrator"))
    clock(days=settings().accounts.one_time_days, minutes=1)
    assert refused(engine, once).reason == "expired"
    once = accounts.reset_password(engine, "wangfang", by=somebody("administrator"))
    clock(days=settings().accounts.one_time_days, minutes=-1)
    who = sessions.find(engine, sign_in(engine, once)).actor
    passwords.change(engine, who, once, GOOD)
    clock(days=900)
    assert sign_in(engine)


def test_failures_count_only_together(engine, wang, clock):
    for _ in range(MANY - 1):
        refused(engine, "falsch")
    sign_in(engine)
    assert refused(engine, "falsch").reason == "wrong"
    clock(minutes=settings().accounts.lockout_minutes + 1)
    for _ in range(MANY - 1):
        assert refused(engine, "falsch").reason == "wrong"


def test_one_address_may_not_try_every_login(engine, wang, clock):
    limit = MANY * passwords.SAME_ADDRESS
    for tried in range(limit):
        assert refused(engine, "falsch", login=f"somebody{tried}").reason == "wrong"
    assert refused(engine, GOOD).reason == "too_often"
    assert sign_in(engine, address="10.0.0.2")


def test_a_reset_lifts_the_lockout(engine, wang, clock):
    for _ in range(MANY):
        refused(engine, "falsch")
    once = accounts.reset_password(engine, "wangfang", by=somebody("administrator"))
    assert sessions.find(engine, sign_in(engine, once)).must_change


def test_a_password_in_the_field_of_the_login_is_written_nowhere(engine, wang):
    refused(engine, "x", login=GOOD)
    with engine.connect() as conn:
        kept = [*conn.execute(select(schema.audit)), *conn.execute(select(schema.failed_sign_in))]
    assert GOOD not in str(kept)


def test_who_is_disabled_learns_it_with_the_right_password_only(engine, wang, clock):
    accounts.disable(engine, "wangfang", by=somebody("administrator"))
    assert refused(engine, "falsch").reason == "wrong"
    assert refused(engine, GOOD).reason == "disabled"


def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(engine, wang, clock):
    old = PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash(GOOD)
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(password=old))
    sign_in(engine)
    with engine.connect() as conn:
        fresh = conn.scalar(select(schema.person.c.password))
    assert not passwords._hasher.check_needs_rehash(fresh)
    assert sign_in(engine)


def test_a_change_ends_every_other_session(engine, wang, clock):
    here, there = sign_in(engine), sign_in(engine)
    new = GOOD + "!"
    passwords.change(engine, wang, GOOD, new, keep=here)
    assert sessions.actor(engine, here)
    assert sessions.actor(engine, there) is None
    assert refused(engine, GOOD).reason == "wrong"
    assert sign_in(engine, new)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("kurz", "short"),
        ("x" * 129, "long"),
        ("wangfang-1612", "login"),
        ("Password2026!", "common"),
        ("P@ssw0rd12", "common"),
        ("1234567890", "common"),
        ("qwertyuiop1", "common"),
        ("aaaaaaaaaaaa", "common"),
        (GOOD, "same"),
    ],
)
def test_a_bad_new_password_is_refused_and_the_old_one_stays(engine, wang, clock, new, reason):
    with pytest.raises(passwords.Refused) as caught:
        passwords.change(engine, wang, GOOD, new)
    assert caught.value.reason == reason
    assert sign_in(engine)


def test_who_found_an_open_browser_cannot_guess_the_old_password(engine, wang, clock):
    for _ in range(MANY):
        with pytest.raises(passwords.Refused):
            passwords.change(engine, wang, "falsch", GOOD + "!")
    with pytest.raises(passwords.Refused) as caught:
        passwords.change(engine, wang, GOOD, GOOD + "!")
    assert caught.value.reason == "locked"


def test_who_comes_by_an_identity_provider_has_no_password(engine, wang, clock):
    hire(engine, "lina", "330200", subject="https://id 1")
    assert refused(engine, "", login="lina").reason == "wrong"


def test_a_password_is_kept_as_argon2id_as_the_standard_advises(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", REAL_HASHER)
    assert passwords.hashed(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_one_time_passwords_differ_and_are_good_enough():
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        passwords.check(each, "wangfang")


def test_a_password_that_was_reset_meanwhile_is_not_changed_back(engine, monkeypatch):
    settle(engine)
    wang = hire(engine, "wangfang", "330200")
    old = accounts.reset_password(engine, "wangfang", by=somebody("administrator"))
    known = passwords.check

    def meanwhile(*typed) -> None:
        accounts.reset_password(engine, "wangfang", by=somebody("administrator"))
        known(*typed)

    monkeypatch.setattr(passwords, "check", meanwhile)
    with pytest.raises(passwords.Refused) as refused:
        passwords.change(engine, wang, old, GOOD)
    assert refused.value.reason == "old"
    with engine.connect() as conn:
        assert passwords.must_change(conn, "wangfang")
