"""Signing in by an identity provider: its claims become a person with roles, and roles follow the claims."""

from datetime import timedelta

import pytest

from data import audit, months
from data.access import Grant
from data.people import accounts, claims, sessions
from data.settings import Oidc, SettingsError, settings
from tests.staff import hire, settle

LINES = (
    "ningbo-steward: steward 330200 大数据局",
    "urn:gov:approver: approver 330200",
    "leaders: leader 330000",
    "leaders: presenter 330000",
)
STEWARD = Grant("steward", "330200", frozenset({"大数据局"}))
ADDRESS = "10.0.0.5"


@pytest.fixture
def configured(monkeypatch):
    """`configured(…)`: the section [oidc] for this test."""

    def configure(**section):
        changed = settings().model_copy(update={"oidc": Oidc(**({"grants": LINES, "login": "account"} | section))})
        monkeypatch.setattr(claims, "settings", lambda: changed)

    configure()
    return configure


@pytest.fixture
def cockpit(engine, configured):
    """A store with units."""
    settle(engine)
    return engine


def sign_in(engine, said, *, address):
    return claims.sign_in(engine, claims.of_oidc(said), address=address)


def told(*roles, **more):
    """What the provider says of 张三."""
    said = {
        "iss": "https://id.example",
        "sub": "u-77",
        "account": "Zhang.San",
        "name": "张三",
        "email": "zs@example.cn",
    }
    return said | {"roles": list(roles)} | more


def log(engine):
    with engine.connect() as conn:
        return list(audit.listing(conn)["action"])[::-1]


def test_a_person_is_made_at_their_first_sign_in(cockpit):
    actor = sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    assert (actor.login, actor.name, actor.unit, actor.origin) == ("zhang.san", "张三", "330200", ADDRESS)
    assert actor.grants == (STEWARD,)
    with cockpit.connect() as conn:
        (row,) = accounts.listing(conn).to_dict("records")
        lines = audit.listing(conn).to_dict("records")
    assert (row["mail"], row["given_by"], row["must_change"]) == ("zs@example.cn", claims.GIVEN_BY, False)
    assert {line["origin"] for line in lines} == {ADDRESS}
    assert log(cockpit) == ["person_added", "role_given"]


def test_the_same_claims_again_change_nothing(cockpit):
    first = sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    assert sign_in(cockpit, told("ningbo-steward"), address=ADDRESS) == first
    assert len(log(cockpit)) == 2


@pytest.mark.parametrize(
    ("roles", "held"),
    [
        (["ningbo-steward", "unknown"], {STEWARD}),
        ("urn:gov:approver", {Grant("approver", "330200")}),
        (["leaders"], {Grant("leader", "330000"), Grant("presenter", "330000")}),
        (["ningbo-steward", "ningbo-steward"], {STEWARD}),
        (["urn:gov:approver", "leaders", {"odd": 1}, None], {
            Grant("approver", "330200"), Grant("leader", "330000"), Grant("presenter", "330000"),
        }),
    ],
)  # fmt: skip
def test_each_value_gives_what_its_lines_say(cockpit, roles, held):
    assert set(sign_in(cockpit, told() | {"roles": roles}, address=ADDRESS).grants) == held


def test_a_role_the_claims_no_longer_give_ends_and_both_are_logged(cockpit):
    sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    actor = sign_in(cockpit, told("urn:gov:approver"), address=ADDRESS)
    assert actor.grants == (Grant("approver", "330200"),)
    assert log(cockpit)[2:] == ["role_taken", "role_given"]


def test_a_role_given_by_hand_stays(cockpit):
    admin = hire(cockpit, "admin", "330000", Grant("administrator", "330000"))
    sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    accounts.give(cockpit, "zhang.san", Grant("leader", "330200"), by=admin)
    assert sign_in(cockpit, told(), address=ADDRESS).grants == (Grant("leader", "330200"),)
    accounts.give(cockpit, "zhang.san", STEWARD, by=admin)
    assert set(sign_in(cockpit, told("ningbo-steward"), address=ADDRESS).grants) == {Grant("leader", "330200"), STEWARD}
    assert log(cockpit)[-1] == "role_given"  # what is held by hand already is not given a second time


def test_a_new_name_is_taken_over(cockpit):
    sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    assert sign_in(cockpit, told("ningbo-steward", name="张三丰"), address=ADDRESS).name == "张三丰"
    assert log(cockpit)[-1] == "person_renamed"


@pytest.mark.parametrize("roles", [[], ["unknown"], None, 5, {"ningbo-steward": True}])
def test_who_has_no_role_is_refused_clearly_and_not_made(cockpit, roles):
    with pytest.raises(claims.Refused, match="have no role in this cockpit"):
        sign_in(cockpit, told() | {"roles": roles}, address=ADDRESS)
    with cockpit.connect() as conn:
        assert accounts.listing(conn).empty


def test_who_lost_every_role_is_refused_and_has_lost_them(cockpit):
    sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    with pytest.raises(claims.Refused, match="have no role"):
        sign_in(cockpit, told(), address=ADDRESS)
    with cockpit.connect() as conn:
        assert accounts.actor_of(conn, "zhang.san").grants == ()


@pytest.mark.parametrize("missing", ["iss", "sub"])
def test_who_the_provider_does_not_name_is_nobody(cockpit, missing):
    said = told("ningbo-steward")
    del said[missing]
    with pytest.raises(claims.Refused, match="did not say who you are"):
        sign_in(cockpit, said, address=ADDRESS)


def test_without_a_login_nobody_is_made(cockpit):
    with pytest.raises(claims.Refused, match="the claim “account”"):
        sign_in(cockpit, told("ningbo-steward", account=""), address=ADDRESS)


def test_a_login_that_is_another_persons_is_not_taken_over(cockpit):
    hire(cockpit, "zhang.san", "330200", Grant("administrator", "330200"))
    with pytest.raises(accounts.Refused, match="exists already"):
        sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    sign_in(cockpit, told("ningbo-steward", account="zs"), address=ADDRESS)
    with pytest.raises(
        accounts.Refused, match="exists already"
    ):  # the same subject of another provider is another person
        sign_in(cockpit, told("ningbo-steward", account="zs", iss="https://other.example"), address=ADDRESS)


def test_a_disabled_person_is_refused_whatever_the_claims_say(cockpit):
    admin = hire(cockpit, "admin", "330000", Grant("administrator", "330000"))
    sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)
    accounts.disable(cockpit, "zhang.san", by=admin)
    with pytest.raises(accounts.Refused, match="is disabled"):
        sign_in(cockpit, told("ningbo-steward"), address=ADDRESS)


def test_signing_out_everywhere_ends_what_the_provider_said_before(cockpit):
    now = months.now()
    before, after = (now - timedelta(hours=1)).timestamp(), (now + timedelta(hours=1)).timestamp()
    actor = sign_in(cockpit, told("ningbo-steward", iat=int(before)), address=ADDRESS)
    sessions.end_all(cockpit, actor.login, by=actor)
    with pytest.raises(claims.Refused, match="signed out everywhere"):
        sign_in(cockpit, told("ningbo-steward", iat=int(before)), address=ADDRESS)
    assert sign_in(cockpit, told("ningbo-steward", iat=int(after)), address=ADDRESS) == actor


def test_a_line_with_a_unit_that_is_not_there_is_a_wrong_setting(cockpit, configured):
    configured(grants=("leaders: leader 999999",))
    with cockpit.connect() as conn, pytest.raises(SettingsError, match=r"no unit 999999"):
        claims.check(conn)
