"""Walls: made by who may, paired once, shown what their owner chose, gone when revoked."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from data import access, audit, months
from data.access import Grant
from data.people import accounts, pairing, screens, sessions, walls
from data.schema import session, wall
from data.settings import settings
from tests.people import somebody
from tests.staff import hire, settle


@pytest.fixture
def owner(engine):
    """The administrator of Ningbo."""
    settle(engine)
    return hire(engine, "wangfang", "330200", Grant("administrator", "330200"), name="王芳")


def made(engine, owner, **view):
    return walls.make(engine, "大厅", "330200", view, by=owner)


def pair(engine, code, address="10.0.0.9"):
    return walls.pair(engine, code, address, "Chromium")


def listed(engine):
    with engine.connect() as conn:
        return walls.listing(conn, somebody("administrator")).to_dict("records")


def test_a_wall_is_paired_with_its_code_and_shows_what_its_owner_chose(engine, owner):
    code = made(engine, owner, unit="330203", lang="en", metric="visits", period="ytd", revision="1")
    assert len(code) == walls.LENGTH
    assert set(code) <= set(walls.LETTERS)
    found = sessions.find(engine, pair(engine, code))
    assert dict(parse_qsl(found.view)) == {"unit": "330203", "lang": "en", "metric": "visits", "period": "ytd"}
    assert (found.actor.name, found.actor.unit, found.actor.grants) == ("大厅", "330200", (Grant("wall", "330200"),))
    (row,) = listed(engine)
    assert (row["paired"], row["address"], row["owner_name"]) == (True, "10.0.0.9", "王芳")


def test_a_wall_keeps_its_size_and_how_far_away_people_sit(engine, owner):
    found = sessions.find(engine, pair(engine, made(engine, owner, screen="4x2.25x6")))
    assert dict(parse_qsl(found.view))["screen"] == "4x2.25x6"
    with pytest.raises(walls.Refused, match="4x"):
        made(engine, owner, screen="4x?x6")


def test_who_stands_before_it_says_how_large_it_is(engine, owner):
    code = made(engine, owner, screen="4x2.25x6", metric="visits")
    with pytest.raises(walls.Refused, match=r"8x\?x20"):
        walls.pair(engine, code, "", "TV", screens.written("8", "", " 20 "))
    found = sessions.find(engine, walls.pair(engine, code, "", "TV", screens.written("8", "4.5", "20")))
    assert dict(parse_qsl(found.view)) == {"unit": "330200", "metric": "visits", "screen": "8x4.5x20"}
    again = walls.renew(engine, 1, by=owner)
    kept = sessions.find(engine, walls.pair(engine, again, "", "TV", screens.written("", " ", "")))
    assert dict(parse_qsl(kept.view))["screen"] == "8x4.5x20"


def test_a_wall_may_look_and_nothing_else(engine, owner):
    actor = sessions.actor(engine, pair(engine, made(engine, owner)))
    allowed = {action for action in access.MAY if access.may_somewhere(actor, action)}
    assert allowed == {"read"}


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_a_code_may_be_typed_as_people_type(engine, owner, typed):
    assert pair(engine, typed(made(engine, owner)))


def test_a_code_is_good_once_and_for_ten_minutes(engine, owner, monkeypatch):
    code = made(engine, owner)
    pair(engine, code)
    with pytest.raises(walls.Refused, match="wrong or has run out"):
        pair(engine, code)
    late = made(engine, owner)
    later = months.now() + timedelta(minutes=walls.MINUTES)
    monkeypatch.setattr(months, "now", lambda: later)
    with pytest.raises(walls.Refused, match="wrong or has run out"):
        pair(engine, late)


def test_a_new_code_pairs_another_device_and_ends_the_old_code(engine, owner):
    old = made(engine, owner)
    new = walls.renew(engine, 1, by=owner)
    with pytest.raises(walls.Refused):
        pair(engine, old)
    assert pair(engine, new)


def test_the_table_holds_neither_code_nor_cookie(engine, owner):
    code = made(engine, owner)
    with engine.connect() as conn:
        assert code not in str(conn.execute(select(wall)).mappings().all())
    cookie = pair(engine, code)
    with engine.connect() as conn:
        assert cookie.split(".")[0] not in str(conn.execute(select(session)).mappings().all())
        told = str(audit.listing(conn).to_dict("records"))
    assert code not in told
    assert cookie not in told


def test_who_tries_too_many_codes_must_wait(engine, owner, monkeypatch):
    code = made(engine, owner)
    for _ in range(settings().accounts.attempts):
        with pytest.raises(walls.Refused, match="wrong"):
            pair(engine, "AAAAAAAA")
    with pytest.raises(pairing.TooOften):
        pair(engine, code)
    assert pair(engine, code, address="10.0.0.10")  # another device is not held up
    later = months.now() + timedelta(minutes=settings().accounts.lockout_minutes + 1)
    code = made(engine, owner)
    monkeypatch.setattr(months, "now", lambda: later)
    code = walls.renew(engine, 2, by=owner)
    assert pair(engine, code)


def test_a_revoked_wall_sees_nothing_more_at_once(engine, owner):
    cookie = pair(engine, made(engine, owner))
    walls.revoke(engine, 1, by=owner)
    assert sessions.find(engine, cookie) is None
    assert not listed(engine)[0]["paired"]
    with pytest.raises(walls.Refused, match="has been revoked"):
        walls.revoke(engine, 1, by=owner)
    with pytest.raises(walls.Refused):
        walls.renew(engine, 1, by=owner)


def test_a_wall_ends_after_its_days(engine, owner, monkeypatch):
    cookie = pair(engine, made(engine, owner))
    later = months.now() + timedelta(days=settings().accounts.wall_days)
    monkeypatch.setattr(months, "now", lambda: later)
    assert sessions.find(engine, cookie) is None


def test_a_wall_shows_units_of_its_owner_only(engine, owner):
    with pytest.raises(access.Refused):
        walls.make(engine, "省", "330000", {}, by=owner)
    with pytest.raises(walls.Refused, match="units below it only"):
        made(engine, owner, unit="330600")
    with pytest.raises(walls.Refused, match="Give the wall a name"):
        walls.make(engine, " ", "330200", {}, by=owner)
    with pytest.raises(walls.Refused, match="needs an owner"):
        walls.make(engine, "大厅", "330200", {}, by=somebody("administrator"))
    other = hire(engine, "li", "330600", Grant("administrator", "330600"))
    made(engine, owner)
    with engine.connect() as conn:
        assert walls.listing(conn, other).empty
        assert len(walls.listing(conn, owner)) == 1
    for refused in (walls.revoke, walls.renew):
        with pytest.raises(access.Refused):
            refused(engine, 1, by=other)


def test_every_step_is_in_the_audit_log(engine, owner):
    pair(engine, made(engine, owner))
    walls.renew(engine, 1, by=owner)
    walls.revoke(engine, 1, by=owner)
    with engine.connect() as conn:
        found = audit.listing(conn)
    assert list(found["action"]) == ["wall_revoked", "wall_code", "wall_paired", "wall_made"]
    assert set(found["object"]) == {"wall 1"}
    assert found["origin"].iloc[2] == "10.0.0.9"


def test_a_wall_is_worth_what_its_owner_still_may(engine, owner):
    province = hire(engine, "admin", "330000", Grant("administrator", "330000"))
    cookie = pair(engine, made(engine, owner))
    with engine.connect() as conn:
        number = int(accounts.listing(conn).set_index("login").loc["wangfang", "grant"])
    accounts.take(engine, number, by=province)
    assert sessions.find(engine, cookie) is None
    assert sessions.remembered(cookie) is None
    assert listed(engine)[0]["owner_disabled"]
    accounts.give(engine, "wangfang", Grant("presenter", "330000"), by=province)  # above the wall's unit
    assert sessions.find(engine, cookie)
    assert not listed(engine)[0]["owner_disabled"]
    accounts.disable(engine, "wangfang", by=province)
    assert sessions.find(engine, cookie) is None


def test_a_wall_is_handed_over_by_an_act(engine, owner):
    province = hire(engine, "admin", "330000", Grant("administrator", "330000"))
    cookie = pair(engine, made(engine, owner))
    accounts.disable(engine, "wangfang", by=province)
    with pytest.raises(access.Refused):
        walls.take_over(engine, 1, by=hire(engine, "shao", "330600", Grant("leader", "330600")))
    walls.take_over(engine, 1, by=province)
    assert sessions.find(engine, cookie).view
    with engine.connect() as conn:
        line = audit.listing(conn).iloc[0]
    assert (line["action"], line["object"]) == ("wall_taken_over", "wall 1")
