"""Accounts: made, given roles, disabled by who may, where they may; nobody acts beyond their own subtree through others."""

import json

import pytest
from sqlalchemy import select

from data import access, schema
from data.access import Grant
from data.people import accounts, passwords, sessions, walls
from data.people.grants import tree_of_today
from tests.people import somebody
from tests.staff import hire, settle

ALL = somebody("administrator")
NINGBO = somebody("administrator", "330200")


@pytest.fixture
def people(engine):
    """A store with units."""
    settle(engine)
    return engine


def listed(engine, login):
    with engine.connect() as conn:
        rows = accounts.listing(conn)
    return rows[rows["login"] == login]


def actions(engine):
    with engine.connect() as conn:
        return list(conn.scalars(select(schema.audit.c.action).order_by(schema.audit.c.number)))


def test_a_new_account_has_no_role_and_a_password_to_be_changed(people):
    once = accounts.add(people, " WangFang ", "王芳", "330200", by=NINGBO, mail="w@ningbo.gov.cn")
    (row,) = listed(people, "wangfang").to_dict("records")
    assert (row["name"], row["unit"], row["must_change"], row["mail"]) == ("王芳", "330200", True, "w@ningbo.gov.cn")
    with people.connect() as conn:
        assert accounts.actor_of(conn, "wangfang").grants == ()
        kept = conn.scalar(select(schema.person.c.password))
        told = " ".join(conn.scalars(select(schema.audit.c.after)))
    assert kept.startswith("$argon2id$")
    assert once not in kept + told
    assert actions(people) == ["person_added"]


@pytest.mark.parametrize(
    ("login", "name", "unit", "reason"),
    [
        ("w", "王芳", "330200", "login"),
        ("wang fang", "王芳", "330200", "login"),
        ("wall:x", "王芳", "330200", "login"),
        ("wangfang", "  ", "330200", "name"),
        ("wangfang", "王" * 41, "330200", "name"),
        ("taken", "王芳", "330200", "taken"),
        ("TAKEN", "王芳", "330200", "taken"),
    ],
)
def test_what_cannot_be_an_account_is_refused(people, login, name, unit, reason):
    hire(people, "taken", "330200")
    with pytest.raises(accounts.Refused) as refused:
        accounts.add(people, login, name, unit, by=ALL)
    assert refused.value.reason == reason
    assert actions(people) == []


def test_a_role_is_given_and_taken_and_the_past_can_be_told(people):
    hire(people, "wangfang", "330200")
    number = accounts.give(people, "wangfang", Grant("steward", "330203", frozenset({"财政局"})), by=NINGBO)
    (row,) = listed(people, "wangfang").to_dict("records")
    assert (row["grant"], row["role"], row["for_unit"], row["departments"]) == (
        number,
        "steward",
        "330203",
        ("财政局",),
    )
    accounts.take(people, number, by=NINGBO)
    assert listed(people, "wangfang")["role"].isna().all()
    assert actions(people) == ["role_given", "role_taken"]
    with people.connect() as conn:
        assert json.loads(conn.scalars(select(schema.audit.c.before)).all()[1])["role"] == "steward"
        assert conn.scalar(select(schema.role_grant.c.until)) is not None


def test_nobody_is_given_the_role_of_a_wall_or_the_same_role_twice(people):
    hire(people, "wangfang", "330200", Grant("leader", "330200"))
    for grant in (Grant("wall", "330200"), Grant("leader", "330200")):
        with pytest.raises(accounts.grants.Refused):
            accounts.give(people, "wangfang", grant, by=ALL)


def test_an_administrator_of_a_city_keeps_the_people_of_that_city_only(people):
    hire(people, "wangfang", "330200")
    hire(people, "lina", "330100")
    for act in (
        lambda: accounts.add(people, "zhang", "张伟", "330000", by=NINGBO),
        lambda: accounts.give(people, "wangfang", Grant("leader", "330000"), by=NINGBO),
        lambda: accounts.disable(people, "lina", by=NINGBO),
        lambda: accounts.reset_password(people, "lina", by=NINGBO),
        lambda: sessions.end_all(people, "lina", by=NINGBO),
    ):
        with pytest.raises(access.Refused):
            act()
    assert actions(people) == []


def test_nobody_gets_at_a_right_of_the_province_by_the_password_of_who_sits_in_the_city(people):
    hire(people, "boss", "330200", Grant("administrator", "330000"))
    with pytest.raises(access.Refused):
        accounts.reset_password(people, "boss", by=NINGBO)


def test_who_keeps_the_people_of_one_department_gives_roles_for_that_one_only(people):
    hire(people, "wangfang", "330200")
    treasurer = somebody("administrator", "330200", "财政局")
    for departments in (frozenset(), frozenset({"审计局"}), frozenset({"财政局", "审计局"})):
        with pytest.raises(access.Refused):
            accounts.give(people, "wangfang", Grant("steward", "330200", departments), by=treasurer)
    accounts.give(people, "wangfang", Grant("steward", "330200", frozenset({"财政局"})), by=treasurer)


def test_who_is_disabled_is_signed_out_and_known_again_when_enabled(people):
    hire(people, "wangfang", "330200", Grant("leader", "330200"))
    with accounts.store.writing(people) as conn:
        cookie = sessions.open_(conn, "wangfang", address="10.0.0.1", agent="")
    accounts.disable(people, "wangfang", by=NINGBO)
    assert sessions.actor(people, cookie) is None
    with people.connect() as conn, pytest.raises(accounts.Refused):
        accounts.actor_of(conn, "wangfang")
    accounts.enable(people, "wangfang", by=NINGBO)
    with people.connect() as conn:
        assert accounts.actor_of(conn, "wangfang").roles == {"leader"}
    assert sessions.actor(people, cookie) is None


def test_there_is_always_an_administrator_left(people):
    number = 1
    me = hire(people, "me", "330000", Grant("administrator", "330000"))
    for act in (lambda: accounts.disable(people, "me", by=me), lambda: accounts.take(people, number, by=me)):
        with pytest.raises(accounts.Refused) as refused:
            act()
        assert refused.value.reason == "yourself"


def test_who_must_be_told_are_those_who_may_now(people):
    hire(people, "city", "330200", Grant("approver", "330200"))
    hire(people, "county", "330203", Grant("approver", "330203"))
    hire(people, "money", "330200", Grant("approver", "330200", frozenset({"财政局"})))
    hire(people, "gone", "330200", Grant("approver", "330200"))
    accounts.disable(people, "gone", by=ALL)
    with people.connect() as conn:
        tree = tree_of_today(conn)
        assert accounts.holders(conn, "approve", "330203", tree) == ["city", "county", "money"]
        assert accounts.holders(conn, "approve", "330203", tree, "审计局") == ["city", "county"]
        assert accounts.holders(conn, "approve", "330200", tree) == ["city", "money"]
        assert accounts.holders(conn, "report", "330200", tree) == []


def test_the_first_administrator_is_made_where_there_is_nobody(people):
    login, once = accounts.first(people)
    assert accounts.first(people) is None
    cookie = passwords.sign_in(people, login, once, address="10.0.0.1", agent="")
    found = sessions.find(people, cookie)
    assert found.must_change
    assert found.actor.roles == {"administrator", "leader"}


def test_who_keeps_the_people_of_one_department_does_not_get_at_rights_for_all(people):
    hire(people, "chen", "330200", Grant("approver", "330200"))
    hire(people, "yao", "330200", Grant("approver", "330200", frozenset({"财政局"})))
    treasurer = somebody("administrator", "330200", "财政局")
    with pytest.raises(access.Refused):
        accounts.reset_password(people, "chen", by=treasurer)
    with pytest.raises(access.Refused):
        accounts.disable(people, "chen", by=treasurer)
    assert accounts.reset_password(people, "yao", by=treasurer)


def test_who_lost_the_role_keeps_no_people_by_a_page_that_is_still_open(people):
    hire(people, "wangfang", "330200")
    keeper = hire(people, "keeper", "330200", Grant("administrator", "330200"))
    number = int(listed(people, "keeper")["grant"].iloc[0])
    accounts.take(people, number, by=ALL)
    for act in (
        lambda: accounts.add(people, "zhang", "张伟", "330200", by=keeper),
        lambda: accounts.give(people, "wangfang", Grant("leader", "330200"), by=keeper),
        lambda: accounts.reset_password(people, "wangfang", by=keeper),
        lambda: walls.make(people, "大厅", "330200", {}, by=keeper),
    ):
        with pytest.raises(access.Refused):
            act()
    assert actions(people) == ["role_taken"]
