"""The office's directory, against a real OpenLDAP: who comes in, with which roles, and what becomes of who moves and leaves."""

from argparse import Namespace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import audit, jobs, months, schema, store
from data.access import Grant
from data.commands import people as commands
from data.health.directory import people_directory
from data.people import accounts, claims, passwords, sessions, tokens
from data.people.ways import directory, leaving, typed
from data.settings import Ldap, Oidc, settings
from tests import slapd
from tests.gated import GOOD, sign_in
from tests.slapd import GROUPS, PEOPLE
from tests.staff import hire, settle
from web import background, factor, signing_in
from web.server import middleware

ORIGIN = {"address": "10.0.0.5", "agent": "Chromium"}
STEWARD = Grant("steward", "330200", frozenset({"大数据局"}))
APPROVER = Grant("approver", "330000")
PASSWORD = "目录里的密码 right"


@pytest.fixture(scope="module")
def ldap():
    """One directory for all tests of the file; each has people of its own in it."""
    with slapd.server() as made:
        yield made


@pytest.fixture
def configured(ldap, monkeypatch):
    """`configured(…)`: the section [ldap] for this test."""

    def configure(**section):
        usual = {
            "url": ldap.tls,
            "ca_file": ldap.ca,
            "bind_dn": slapd.READER,
            "bind_password": slapd.READERS_PASSWORD,
            "base": PEOPLE,
            "group_base": GROUPS,
        }
        lines = (
            "ningbo: steward 330200 大数据局",
            f"cn=approvers,ou=elsewhere,{slapd.BASE}: approver 330000",
        )
        roles = section.pop("second_factor", ())
        changed = settings().model_copy(
            update={
                "ldap": Ldap(**(usual | section)),
                "oidc": Oidc(grants=lines),
                "accounts": settings().accounts.model_copy(update={"second_factor": roles}),
            }
        )
        for module in (directory, claims, leaving, signing_in, sessions):
            monkeypatch.setattr(module, "settings", lambda: changed)

    configure()
    return configure


@pytest.fixture
def cockpit(engine, configured):
    """A store with units, beside that directory."""
    settle(engine)
    return engine


@pytest.fixture
def people(ldap, request):
    """`people(login, groups…)`: somebody of this test alone in the directory; their DN."""
    made = []

    def person(login: str, *groups: str, **more: str) -> str:
        dn = ldap.person(login, PASSWORD, **more)
        made.append(dn)
        for group in groups:
            name, _, below = group.partition("@")
            made.append(ldap.group(name, dn, below=f"ou={below},{slapd.BASE}" if below else GROUPS))
        return dn

    yield person
    for dn in reversed(made):
        if dn not in ldap.removed:
            ldap.change(dn, "changetype: delete")


def come_in(engine, login, password=PASSWORD):
    """Who that is now, by the session they are given."""
    return sessions.find(engine, typed.sign_in(engine, login, password, **ORIGIN))


def lines(engine):
    with engine.connect() as conn:
        return list(audit.listing(conn)["action"])[::-1]


def test_somebody_of_a_group_comes_in_with_what_the_group_gives(cockpit, people):
    people("Zhang.San", "ningbo", name="张三", mail="zs@example.cn")
    session = come_in(cockpit, "zhang.san")
    assert (session.actor.login, session.actor.name, session.actor.grants) == ("zhang.san", "张三", (STEWARD,))
    assert lines(cockpit) == ["person_added", "role_given", "signed_in"]
    assert come_in(cockpit, "ZHANG.SAN").actor.login == "zhang.san"
    with cockpit.connect() as conn:
        (row,) = accounts.listing(conn).to_dict("records")
    assert row["mail"] == "zs@example.cn"


@pytest.mark.parametrize("secured", ["tls", "plain"])
def test_both_ways_of_tls_do_and_a_certificate_of_others_does_not(cockpit, people, ldap, configured, secured):
    people("zhang", "ningbo")
    configured(url=getattr(ldap, secured))
    assert come_in(cockpit, "zhang")
    for wrong in ({"ca_file": ldap.other_ca}, {"ca_file": ""}, {"url": ldap.tls.replace("127.0.0.1", "localhost")}):
        configured(**({"url": getattr(ldap, secured)} | wrong))
        with pytest.raises(directory.Refused, match="cannot be reached"):
            come_in(cockpit, "zhang")


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("zhang", "wrong"),
        ("zhang", ""),
        ("nobody", PASSWORD),
        ("*", PASSWORD),
        ("zha*", PASSWORD),
        ("zhang)(uid=*", PASSWORD),
        ("x" * 200, PASSWORD),
        ("zhang", "x" * 200),
        ("", PASSWORD),
    ],
)
def test_what_is_not_theirs_lets_nobody_in(cockpit, people, login, password):
    people("zhang", "ningbo")
    with pytest.raises(passwords.Refused, match="account or the password is wrong"):
        come_in(cockpit, login, password)
    with cockpit.connect() as conn:
        assert accounts.listing(conn).empty


@pytest.mark.parametrize(("login", "password"), [("zhang\0", PASSWORD), ("zhang", PASSWORD + "\0")])
def test_what_no_form_sends_is_not_asked_about(configured, people, login, password):
    people("zhang", "ningbo")
    with pytest.raises(directory.Refused, match="wrong"):
        directory.told(login, password)


def test_who_guesses_waits_as_with_passwords_of_ours(cockpit, people):
    people("zhang", "ningbo")
    for _ in range(settings().accounts.attempts - 1):
        with pytest.raises(passwords.Refused, match="wrong"):
            come_in(cockpit, "zhang", "guess")
    with pytest.raises(passwords.Refused, match="Too many wrong passwords"):
        come_in(cockpit, "zhang", "guess")
    with pytest.raises(passwords.Refused, match="Too many wrong passwords"):
        come_in(cockpit, "zhang")  # the directory is not asked any more


def test_a_right_password_forgives_the_wrong_ones(cockpit, people):
    people("zhang", "ningbo")
    for _ in range(3):
        for _ in range(settings().accounts.attempts - 1):
            with pytest.raises(passwords.Refused, match="wrong"):
                come_in(cockpit, "zhang", "guess")
        assert come_in(cockpit, "zhang")


def test_a_group_of_the_same_name_elsewhere_gives_nothing(cockpit, people):
    people("zhang", "ningbo@elsewhere")
    with pytest.raises(claims.Refused, match="have no role in this cockpit"):
        come_in(cockpit, "zhang")
    assert "sign_in_refused" in lines(cockpit)


def test_a_group_is_named_by_all_of_its_name_wherever_it_stands(cockpit, people):
    people("zhang", "approvers@elsewhere")
    assert come_in(cockpit, "zhang").actor.grants == (APPROVER,)


def test_groups_are_found_by_a_search_where_nothing_stands_at_the_person(cockpit, people, configured):
    people("zhang", "ningbo")
    configured(groups="", group="(member={dn})")
    assert come_in(cockpit, "zhang").actor.grants == (STEWARD,)


def test_who_is_removed_from_a_group_has_lost_the_role_at_the_next_sign_in(cockpit, people, ldap):
    dn = people("zhang", "ningbo", "approvers@elsewhere")
    assert set(come_in(cockpit, "zhang").actor.grants) == {STEWARD, APPROVER}
    remove(ldap, dn, "ningbo")
    assert come_in(cockpit, "zhang").actor.grants == (APPROVER,)


def test_an_account_of_ours_is_never_asked_of_the_directory(cockpit, people):
    people("zhang", "ningbo")
    hire(cockpit, "zhang", "330200", Grant("leader", "330200"))
    with store.writing(cockpit) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD)))
    with pytest.raises(passwords.Refused, match="wrong"):
        come_in(cockpit, "zhang")
    assert come_in(cockpit, "zhang", GOOD).actor.grants == (Grant("leader", "330200"),)


def test_while_the_directory_is_away_accounts_of_ours_come_in(cockpit, people, configured):
    hire(cockpit, "admin", "330000", Grant("administrator", "330000"))
    with store.writing(cockpit) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD)))
    configured(url="ldaps://127.0.0.1:1", seconds=1)
    with pytest.raises(directory.Refused, match="cannot be reached"):
        come_in(cockpit, "zhang")
    assert come_in(cockpit, "admin", GOOD)
    with cockpit.connect() as conn:
        assert people_directory(conn, months.now()).state == "bad"


def test_a_reader_whose_password_is_wrong_is_a_directory_that_is_away(cockpit, people, configured):
    people("zhang", "ningbo")
    configured(bind_password="changed since")
    with pytest.raises(directory.Refused, match="cannot be reached"):
        come_in(cockpit, "zhang")
    assert "sign_in_failed" not in lines(cockpit)  # it is not they who guess


def test_a_password_of_the_directory_is_one_factor(cockpit, people, configured):
    people("zhang", "ningbo")
    configured(second_factor=("steward",))
    assert come_in(cockpit, "zhang").comes_first == "set_up"


def test_by_the_form(cockpit, people, monkeypatch):
    people("zhang", "ningbo")
    monkeypatch.setattr(store, "engine", lambda *_: cockpit)
    client = TestClient(
        Starlette(routes=[*signing_in.ROUTES, *factor.ROUTES], middleware=middleware()), follow_redirects=False
    )
    assert "单位目录" in client.get("/login").text
    assert sign_in(client, "wrong", "zhang").status_code == 401
    assert sign_in(client, PASSWORD, "zhang").status_code == 303
    assert sessions.find(cockpit, client.cookies[sessions.COOKIE]).actor.grants == (STEWARD,)


def remove(ldap, dn, group):
    """Out of the group, of which somebody has to stay a member."""
    ldap.change(f"cn={group},{GROUPS}", "changetype: modify", "add: member", f"member: {slapd.READER}", "-", "delete: member", f"member: {dn}")  # fmt: skip


def test_the_roster_takes_what_a_group_no_longer_gives_and_signs_out_who_has_nothing_left(cockpit, people, ldap):
    both, one = people("zhang", "ningbo", "approvers@elsewhere"), people("li")
    ldap.change(f"cn=ningbo,{GROUPS}", "changetype: modify", "add: member", f"member: {one}")
    kept, lost = (typed.sign_in(cockpit, login, PASSWORD, **ORIGIN) for login in ("zhang", "li"))
    remove(ldap, both, "ningbo")
    ldap.change(f"cn=ningbo,{GROUPS}", "changetype: modify", "delete: member", f"member: {one}")
    assert leaving.follow(cockpit, months.now(), dry=True).moved == ("li", "zhang")
    assert sessions.find(cockpit, lost)
    assert leaving.follow(cockpit, months.now()) == leaving.Followed(2, ("li", "zhang"), ())
    assert sessions.find(cockpit, kept).actor.grants == (APPROVER,)
    assert sessions.find(cockpit, lost) is None
    assert leaving.follow(cockpit, months.now()).moved == ()


def test_who_left_is_signed_out_at_once_and_their_programs_with_them(cockpit, people, ldap):
    people("stays", "ningbo")
    dn = people("gone1", "approvers@elsewhere")
    cookie, stays = (typed.sign_in(cockpit, login, PASSWORD, **ORIGIN) for login in ("gone1", "stays"))
    who = sessions.find(cockpit, cookie).actor
    program = tokens.make(cockpit, "报表", by=who)
    accounts.give(cockpit, "gone1", Grant("leader", "330200"), by=hire_admin(cockpit))
    ldap.change(dn, "changetype: delete")
    assert leaving.follow(cockpit, months.now()).left == ("gone1",)
    assert sessions.find(cockpit, cookie) is None
    assert tokens.actor(cockpit, program, "10.0.0.5") is None
    assert sessions.find(cockpit, stays)
    assert lines(cockpit)[-1] == "person_left"
    with pytest.raises(passwords.Refused, match="wrong"):
        come_in(cockpit, "gone1")
    assert leaving.follow(cockpit, months.now()).left == ()  # once


def hire_admin(engine):
    return hire(engine, "admin", "330000", Grant("administrator", "330000"))


def test_who_is_called_otherwise_now_is_the_same_person(cockpit, people, ldap):
    dn = people("zhang", "ningbo", name="张三")
    come_in(cockpit, "zhang")
    ldap.change(dn, "changetype: modify", "replace: cn", "cn: 张三丰")
    assert leaving.follow(cockpit, months.now()).moved == ("zhang",)
    assert lines(cockpit)[-1] == "person_renamed"


def test_where_everybody_is_gone_at_once_nothing_is_done(cockpit, people, configured):
    for number in range(5):
        people(f"p{number}", f"g{number}")
    with store.writing(cockpit) as conn:
        for number in range(5):
            claims_of = claims.Told(
                directory.issuer(), f"old-{number}", f"old{number}", "", "", frozenset({"ningbo"}), 0, 0
            )
            claims.follow(conn, claims_of, "")
    before = lines(cockpit)
    with pytest.raises(leaving.Refused, match="5 of 5 people are gone"):
        leaving.follow(cockpit, months.now())
    assert lines(cockpit) == before
    with cockpit.connect() as conn:
        assert people_directory(conn, months.now()).state == "watch"
    configured(most_leave=1)
    assert len(leaving.follow(cockpit, months.now()).left) == 5


def test_the_roster_is_due_once_a_night(cockpit):
    at = datetime(2026, 11, 30, 2, 50, tzinfo=months.now().tzinfo)
    due = []
    for minutes in (0, 20, 40, 24 * 60, 24 * 60 + 20):
        with cockpit.connect() as conn:
            due.append(leaving.is_due(conn, at + timedelta(minutes=minutes)))
        if due[-1]:
            leaving.follow(cockpit, at + timedelta(minutes=minutes))
    assert due == [False, True, False, False, True]
    with cockpit.connect() as conn:
        assert leaving.WORK in jobs.last(conn)


def test_bytes_that_are_no_letters_are_found_again():
    """objectGUID of an Active Directory: sixteen bytes, of which some may be letters."""
    for value in (b"\x00\x9f(*)\\abcdefghij", b"0x0123456789abcd", b"plain-entry-uuid"):
        subject = directory._subject([value])
        assert subject.isprintable()
        assert subject == "plain-entry-uuid" or directory._as_filter(subject) == "".join(f"\\{b:02x}" for b in value)


def test_the_command_says_what_it_did_or_would_do(cockpit, people, ldap, capsys):
    dn = people("gone2", "ningbo")
    come_in(cockpit, "gone2")
    ldap.change(f"cn=ningbo,{GROUPS}", "changetype: delete")
    ldap.change(dn, "changetype: delete")
    for dry, said in ((True, "would follow, 1 left"), (False, "disabled and signed out: gone2")):
        commands.follow(Namespace(engine=cockpit, dry_run=dry))
        assert said in capsys.readouterr().out


def test_without_a_directory_there_is_nothing_to_follow(cockpit, configured):
    configured(url="")
    with pytest.raises(commands.NoDirectory, match="There is no directory"):
        commands.follow(Namespace(engine=cockpit, dry_run=False))
    with cockpit.connect() as conn:
        assert people_directory(conn, months.now()).state == "good"
        assert not leaving.is_due(conn, months.now())


def test_the_server_follows_it_by_itself(cockpit, people, ldap, monkeypatch):
    dn = people("gone3", "ningbo")
    cookie = typed.sign_in(cockpit, "gone3", PASSWORD, **ORIGIN)
    ldap.change(f"cn=ningbo,{GROUPS}", "changetype: delete")
    ldap.change(dn, "changetype: delete")
    monkeypatch.setattr(store, "engine", lambda *_: cockpit)
    (job,) = (each for each in background.jobs() if each.name == "roster")
    job.run(months.now().replace(hour=4))
    assert sessions.find(cockpit, cookie) is None
