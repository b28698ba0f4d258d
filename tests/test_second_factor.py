"""The second factor: a code is good once, for a step before and after; who is asked for it; nothing to read in the store."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import delete, select, update

from data import months, schema, store
from data.access import Grant
from data.backing_up import backup
from data.people import accounts, grants, passwords, second_factor, sessions, tokens
from data.secret import secret
from data.settings import settings
from tests.frames import drawn
from tests.people import somebody
from tests.staff import hire, settle

GOOD = "三个 不相关 的词 1612"
NINGBO = "330200"
HERE = "10.0.0.1"
NOW = months.now().replace(second=0, microsecond=0)  # the first second of a step
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MANY = settings().accounts.attempts
BOSS = somebody("administrator")


@pytest.fixture
def asked(monkeypatch):
    """`asked(role, …)`: these need a second factor from now on."""

    def ask(*roles: str) -> None:
        monkeypatch.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", str(list(roles)).replace("'", '"'))
        settings.cache_clear()

    ask("administrator", "approver")
    yield ask
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def wang(engine, clock, asked):
    """王芳, approver of Ningbo, with a password and an authenticator whose key is KEY."""
    settle(engine)
    actor = hire(engine, "wangfang", NINGBO, Grant("approver", NINGBO), name="王芳")
    kept = second_factor._locked(f"factor wangfang {KEY}")
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD), second_factor=kept))
    return actor


def sign_in(engine, password=GOOD, login="wangfang", address=HERE):
    return passwords.sign_in(engine, login, password, address=address, agent="Chromium")


def code(steps=0, key=KEY):
    return pyotp.TOTP(key).at(months.now() + timedelta(seconds=30 * steps))


def give(engine, actor, typed, cookie=None, address=HERE):
    return second_factor.give(engine, actor, typed, cookie=cookie or sign_in(engine), address=address)


def refused(do, *arguments, **named):
    with pytest.raises((second_factor.Refused, passwords.Refused)) as caught:
        do(*arguments, **named)
    return caught.value


def forget(engine):
    """Forget the failures so far."""
    with store.writing(engine) as conn:
        conn.execute(delete(schema.failed_sign_in))


def column(engine, name, login="wangfang"):
    with engine.connect() as conn:
        return conn.scalar(select(schema.person.c[name]).where(schema.person.c.login == login))


# Who is asked: by the roles they hold anywhere, what the configuration names, and how they came in.
ASKED = drawn(
    """
    roles         | held                   | came     | factor | first
    administrator | administrator          | password | yes    | give
    administrator | administrator          | password |        | set_up
    administrator | steward                | password | yes    |
    administrator | steward                | password |        |
    approver      | leader approver        | password |        | set_up
    approver      | leader approver        | provider |        |
    approver      | leader approver        | provider | yes    |
    leader        | leader approver        | password | yes    | give
                  | administrator approver | password | yes    |
                  | administrator approver | password |        |
    administrator |                        | password | yes    |
    """
).fillna("")


def test_who_is_asked_and_for_what(engine, asked):
    settle(engine)
    for number, row in enumerate(ASKED.to_dict("records")):
        login = f"li{number}"
        hire(engine, login, NINGBO, *(Grant(role, "330205") for role in row["held"].split()))
        asked(*row["roles"].split())
        with store.writing(engine) as conn:
            conn.execute(update(schema.person).values(second_factor="kept" if row["factor"] else ""))
            proof = f"proof {number}" if row["came"] == "provider" else None
            cookie = sessions.open_(conn, login, address=HERE, agent="", provided=proof)
        assert sessions.find(engine, cookie).comes_first == row["first"], row
        assert sessions.remembered(cookie).comes_first == row["first"], row  # while the store is away, too


def test_nobody_is_asked_as_it_is_shipped():
    assert settings().accounts.second_factor == ()
    assert not sessions.needs_factor([Grant("administrator", "330000")])


FIRST = [("kept", True, "give"), ("kept", False, "give"), ("", True, "password"), ("", False, "set_up")]


def test_a_one_time_password_is_changed_by_who_has_the_phone(engine, wang):
    cookie = sign_in(engine)
    for factor, must_change, first in FIRST:
        with store.writing(engine) as conn:
            conn.execute(update(schema.person).values(second_factor=factor, must_change=must_change))
        assert sessions.find(engine, cookie).comes_first == first


def test_a_role_given_meanwhile_is_asked_for_from_the_next_view_on(engine, asked, clock):
    settle(engine)
    hire(engine, "li", NINGBO, Grant("steward", NINGBO))
    with store.writing(engine) as conn:
        cookie = sessions.open_(conn, "li", address=HERE, agent="")
    assert sessions.find(engine, cookie).comes_first == ""
    number = accounts.give(engine, "li", Grant("approver", NINGBO), by=BOSS)
    assert sessions.find(engine, cookie).comes_first == "set_up"
    accounts.take(engine, number, by=BOSS)
    assert sessions.find(engine, cookie).comes_first == ""


@pytest.mark.parametrize("second", [0, 29])
def test_a_code_is_good_for_one_step_before_and_after(engine, wang, clock, second):
    clock(seconds=second)
    for steps in (-10, -3, -2, 2, 3, 10):
        found = refused(give, engine, wang, code(steps))
        assert (found.reason, "检查手机时间" in found.sentence.zh, "clock" in found.sentence.en) == (
            "wrong",
            True,
            True,
        )
        forget(engine)
    for steps in (-1, 0, 1):
        assert sessions.find(engine, give(engine, wang, code(steps))).comes_first == ""


def test_what_is_no_code_is_a_wrong_one(engine, wang):
    for typed in ("", " ", "12345", "1234567", "abcdef", "000000 ", KEY, "一二三四五六", "-00001"):
        assert refused(give, engine, wang, typed).reason == "wrong", typed
        forget(engine)


def test_a_code_is_read_as_it_is_typed(engine, wang):
    right = code()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in right)
    assert give(engine, wang, f" {wide[:3]} {wide[3:]} ")


def test_a_code_is_good_once_and_none_before_it(engine, wang):
    for first, used in ((-1, (-1,)), (0, (0, -1)), (1, (1, 0, -1))):
        give(engine, wang, code(first))
        for then in used:
            assert refused(give, engine, wang, code(then)).reason == "used", (first, then)
    with engine.connect() as conn:
        assert not conn.scalar(select(schema.failed_sign_in.c.number))  # who sends a form twice is no stranger


def test_the_next_code_is_good_again(engine, wang, clock):
    give(engine, wang, code())
    clock(seconds=30)
    assert give(engine, wang, code())


def test_the_session_gets_another_name_and_the_old_one_is_worth_nothing(engine, wang):
    cookie, other = sign_in(engine), sign_in(engine)
    assert sessions.find(engine, cookie).comes_first == "give"
    fresh = give(engine, wang, code(), cookie)
    assert sessions.find(engine, cookie) is None
    assert sessions.remembered(cookie) is None
    assert sessions.find(engine, fresh).comes_first == ""
    assert sessions.find(engine, other).comes_first == "give"


def test_no_code_opens_a_session_that_is_not_theirs(engine, wang):
    hire(engine, "li", NINGBO)
    with store.writing(engine) as conn:
        theirs = sessions.open_(conn, "li", address=HERE, agent="")
    ended = sign_in(engine)
    sessions.end(engine, ended)
    for held in ("nonsense", ended, theirs):
        assert refused(give, engine, wang, code(), held).reason == "ended"
    assert column(engine, "second_factor_step") == 0  # and it is not used up


def test_wrong_codes_have_to_wait_longer_each_time_and_the_right_one_too(engine, wang, clock):
    cookie = sign_in(engine)
    for _ in range(MANY - 1):
        assert refused(give, engine, wang, "000000", cookie).reason == "wrong"
    for minutes in (1, 2, 4):
        assert refused(give, engine, wang, "000000", cookie).reason == "locked"
        assert refused(give, engine, wang, code(), cookie).reason == "locked"
        clock(minutes=minutes)
    assert give(engine, wang, code(), cookie)
    with engine.connect() as conn:
        told = list(conn.scalars(select(schema.audit.c.action).order_by(schema.audit.c.number)))
        assert not conn.scalar(select(schema.failed_sign_in.c.number))
    assert told == [
        "signed_in",
        *["sign_in_failed"] * (MANY - 1),
        *["sign_in_failed", "account_locked"] * 3,
        "factor_given",
    ]


def test_who_knows_the_password_guesses_no_more_by_signing_in_again_or_from_elsewhere(engine, wang, clock):
    for tried in range(MANY):
        address = f"6.6.6.{tried}"
        refused(give, engine, wang, "000000", sign_in(engine, address=address), address)
    assert refused(give, engine, wang, code(), sign_in(engine, address="7.7.7.7"), "7.7.7.7").reason == "locked"


def test_wrong_codes_count_as_wrong_passwords_do_at_that_address(engine, wang, clock):
    for _ in range(MANY):
        refused(give, engine, wang, "000000", sign_in(engine))
    assert refused(sign_in, engine).reason == "locked"
    assert sign_in(engine, address="10.0.0.2")


def test_many_wrong_codes_from_one_address_hold_it_up(engine, wang, clock):
    for number in range(passwords.SAME_ADDRESS):
        hire(engine, f"li{number}", NINGBO)
        kept = second_factor._locked(f"factor li{number} {KEY}")
        with store.writing(engine) as conn:
            conn.execute(update(schema.person).where(schema.person.c.login == f"li{number}").values(second_factor=kept))
            who = accounts.actor_of(conn, f"li{number}")
        for _ in range(MANY):
            refused(second_factor.give, engine, who, "000000", cookie="x", address=HERE)
    assert refused(second_factor.give, engine, wang, code(), cookie="x", address=HERE).reason == "locked"


def test_a_factor_counts_once_a_code_of_it_was_given(engine, wang, clock):
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(second_factor=""))
    cookie = sign_in(engine)
    offered = second_factor.offer("wangfang", cookie)
    again = second_factor.offer("wangfang", cookie, offered.sealed)
    assert (again.key, len(offered.key)) == (offered.key, 32)
    told = {"cookie": cookie, "address": HERE}
    for _ in range(MANY + 1):  # who sees the key guesses nothing
        found = refused(second_factor.set_up, engine, wang, offered.sealed, "000000", **told)
        assert found.reason == "wrong"
    assert column(engine, "second_factor") == ""
    right = code(key=offered.key)
    fresh = second_factor.set_up(engine, wang, again.sealed, right, **told)
    assert (sessions.find(engine, cookie), sessions.find(engine, fresh).comes_first) == (None, "")
    assert refused(give, engine, wang, right).reason == "used"
    clock(seconds=30)
    assert give(engine, wang, code(key=offered.key))


def test_only_what_was_shown_to_this_session_is_set_up(engine, wang, clock):
    cookie, kept = sign_in(engine), column(engine, "second_factor")
    offered = second_factor.offer("wangfang", cookie)
    wrong = {
        "none": second_factor.Offer(KEY, "", ""),
        "changed": replace(offered, sealed=offered.sealed[:-8] + "AAAAAAA="),
        "of another session": second_factor.offer("wangfang", sign_in(engine)),
        "of another person": second_factor.offer("li", cookie),
        "one that is kept": second_factor.Offer(KEY, "", kept),
    }
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(second_factor=""))

    def set_up(offer):
        typed = code(key=offer.key)
        return second_factor.set_up(engine, wang, offer.sealed, typed, cookie=cookie, address=HERE)

    for case, offer in wrong.items():
        assert refused(set_up, offer).reason == "stale", case
    clock(seconds=second_factor.OFFERED + 1)
    assert refused(set_up, offered).reason == "stale"
    clock(seconds=-1)
    assert set_up(offered)


def test_nobody_sets_up_another_over_one_that_is_there(engine, wang):
    cookie = sign_in(engine)
    offered = second_factor.offer("wangfang", cookie)
    told = {"cookie": cookie, "address": HERE}
    assert refused(second_factor.set_up, engine, wang, offered.sealed, code(key=offered.key), **told).reason == "held"


def test_replacing_it_takes_a_code_of_each_and_ends_the_other_sessions(engine, wang, clock):
    other, cookie = give(engine, wang, code(-1)), give(engine, wang, code())
    offered = second_factor.offer("wangfang", cookie)

    def change(new, old):
        return second_factor.change(engine, wang, offered.sealed, new, old, cookie=cookie, address=HERE)

    assert refused(change, code(key=offered.key), code()).reason == "used"
    clock(seconds=30)
    assert refused(change, code(key=offered.key), "000000").reason == "wrong"
    assert refused(change, "000000", code()).reason == "wrong_new"
    fresh = change(code(key=offered.key), code())
    assert sessions.find(engine, fresh).comes_first == ""
    assert [sessions.find(engine, each) for each in (other, cookie)] == [None, None]
    clock(seconds=30)
    assert refused(give, engine, wang, code()).reason == "wrong"
    assert give(engine, wang, code(key=offered.key))


def test_wrong_codes_count_when_it_is_replaced_too(engine, wang, clock):
    cookie = give(engine, wang, code())
    clock(seconds=30)
    offered = second_factor.offer("wangfang", cookie)
    for _ in range(MANY):
        found = refused(
            second_factor.change,
            engine,
            wang,
            offered.sealed,
            code(key=offered.key),
            "000000",
            cookie=cookie,
            address=HERE,
        )
    assert found.reason == "locked"


def test_a_lost_phone_is_reset_by_who_keeps_the_account(engine, wang, clock):
    cookie = give(engine, wang, code())
    told = tokens.make(engine, "月报", by=wang)
    second_factor.reset(engine, "wangfang", by=BOSS)
    assert sessions.find(engine, cookie) is None
    assert tokens.actor(engine, told, HERE) is None  # as with a password that is reset
    assert sessions.find(engine, sign_in(engine)).comes_first == "set_up"
    with engine.connect() as conn:
        row = conn.execute(select(schema.audit).where(schema.audit.c.action == "factor_reset")).one()
    assert (row.object, row.before, row.after) == ("person wangfang", "", "")
    assert refused(second_factor.reset, engine, "wangfang", by=BOSS).reason == "none"


def test_a_reset_lifts_the_wait(engine, wang, clock):
    for _ in range(MANY):
        refused(give, engine, wang, "000000", address="6.6.6.6")
    second_factor.reset(engine, "wangfang", by=BOSS)
    with engine.connect() as conn:
        assert not conn.scalar(select(schema.failed_sign_in.c.number))


def test_nobody_resets_their_own(engine, wang):
    own = hire(engine, "li", "330000", Grant("administrator", "330000"))
    assert refused(second_factor.reset, engine, "li", by=own).reason == "yourself"


def test_a_password_that_is_reset_or_changed_leaves_the_factor(engine, wang, clock):
    kept = column(engine, "second_factor")
    once = accounts.reset_password(engine, "wangfang", by=BOSS)
    assert sessions.find(engine, sign_in(engine, once)).comes_first == "give"
    cookie = give(engine, wang, code(), sign_in(engine, once))
    assert sessions.find(engine, cookie).comes_first == "password"
    passwords.change(engine, wang, once, GOOD + "!", keep=cookie)
    assert sessions.find(engine, cookie).comes_first == ""
    assert column(engine, "second_factor") == kept


def test_programs_go_on_without_a_code(engine, wang):
    told = tokens.make(engine, "月报", by=wang)
    assert tokens.actor(engine, told, HERE).login == "wangfang"


def test_the_key_is_nowhere_but_encrypted(engine, wang, clock, tmp_path, caplog):
    cookie = give(engine, wang, code())
    clock(seconds=30)
    offered, typed = second_factor.offer("wangfang", cookie), code()
    told = {"cookie": cookie, "address": HERE}
    second_factor.change(engine, wang, offered.sealed, code(key=offered.key), typed, **told)
    file = tmp_path / "backup.db"
    backup.backup(engine, file)
    kept = column(engine, "second_factor")
    with engine.connect() as conn:
        written = str(conn.execute(select(schema.audit)).all()) + str(accounts.listing(conn).to_dict())
    for hidden in (offered.key, KEY):
        assert hidden not in kept + written + caplog.text + repr(offered)
        assert hidden.encode() not in file.read_bytes()
    assert kept not in written
    assert kept.encode() in file.read_bytes()


def test_with_another_secret_of_the_installation_no_code_is_taken_and_a_reset_helps(engine, wang, monkeypatch):
    cookie = sign_in(engine)
    kept = secret()
    monkeypatch.setattr(second_factor, "secret", lambda: kept + b"x")
    found = refused(give, engine, wang, code(), cookie)
    assert (found.reason, "重置" in found.sentence.zh) == ("unreadable", True)
    second_factor.reset(engine, "wangfang", by=BOSS)
    assert sessions.find(engine, sign_in(engine)).comes_first == "set_up"


def test_the_factor_of_one_person_is_none_for_another(engine, wang):
    """Who can write into the store puts their own key in nobody's place."""
    hire(engine, "li", NINGBO, Grant("approver", NINGBO))
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(second_factor=second_factor._locked(f"factor li {KEY}")))
    assert refused(give, engine, wang, code()).reason == "unreadable"


def test_people_are_listed_with_whether_they_have_one(engine, wang):
    hire(engine, "li", NINGBO)
    with engine.connect() as conn:
        listed = accounts.listing(conn).set_index("login")["factor"]
        assert {login: bool(has) for login, has in listed.items()} == {"li": False, "wangfang": True}
        assert second_factor.is_kept(conn, wang)
        assert not second_factor.is_kept(conn, accounts.actor_of(conn, "li"))
        assert grants.of(conn, "wangfang")
