"""The form to sign in: what it says, what it forgets, where it leads, and what another site cannot do with it."""

import re

import pytest

from data.people import sessions
from data.settings import settings
from tests.gated import GOOD, sign_in, token
from tests.gated import browser as browser
from tests.gated import served as served
from tests.gated import signed as signed
from web import landing, signing_in


def test_the_cookie_is_out_of_reach(browser, monkeypatch):
    made = sign_in(browser()).headers["set-cookie"]
    assert re.search(rf"{sessions.COOKIE}=\S+; HttpOnly; Path=/; SameSite=lax", made)
    assert "Secure" not in made
    behind_tls = settings().model_copy(update={"accounts": settings().accounts.model_copy(update={"https": True})})
    monkeypatch.setattr(signing_in, "settings", lambda: behind_tls)
    assert "Secure" in sign_in(browser()).headers["set-cookie"]


def test_a_wrong_password_says_so_and_keeps_what_was_typed_but_the_password(browser):
    answer = sign_in(browser(), "falsch-geheim")
    assert answer.status_code == 401
    assert "账号或密码不正确" in answer.text
    assert 'value="wangfang"' in answer.text
    assert "falsch-geheim" not in answer.text
    assert sessions.COOKIE not in answer.headers.get("set-cookie", "")


def test_a_form_of_another_site_signs_nobody_in_or_out(browser, signed):
    client = browser()
    client.get("/login")
    for forged in ("", "0" * 64, sessions.form_token("")):
        answer = client.post("/login", data={"login": "wangfang", "password": GOOD, "token": forged})
        assert answer.status_code == 403
    signed.post("/logout", data={"token": "0" * 64})
    signed.post("/logout")


def test_signing_out_ends_the_session_of_the_cookie(signed):
    form = signed.get("/password")
    kept = signed.cookies[sessions.COOKIE]
    signed.post("/logout", data={"token": "0" * 64})
    signed.cookies.set(sessions.COOKIE, kept)
    assert signed.get("/").status_code == 200
    assert signed.post("/logout", data={"token": token(form)}).headers["location"].startswith("/login")
    signed.cookies.set(sessions.COOKIE, kept)
    assert signed.get("/").status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_signed_out_by_a_picture(signed, method):
    signed.request(method, "/logout")
    assert signed.get("/").status_code == 200


@pytest.mark.parametrize("place", ["/people?unit=330200", "/"])
def test_after_signing_in_one_is_where_one_wanted_to_go(browser, place):
    assert sign_in(browser(), next=place).headers["location"] == place


@pytest.mark.parametrize(
    ("place", "leads"),
    [
        ("/", "/today"),
        ("/?lang=en", "/today?lang=en"),
        ("/?unit=330200", "/?unit=330200"),
        ("/people?unit=330200", "/people?unit=330200"),
    ],
)
def test_who_has_something_to_do_begins_with_it_where_no_page_was_asked_for(browser, place, leads, monkeypatch):
    monkeypatch.setattr(
        landing.lanes, "waiting", lambda conn, asked: {"received": int(asked.actor.login == "wangfang")}
    )
    assert sign_in(browser(), next=place).headers["location"] == leads


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil",
        "//[",
        "http://[",
        "",
    ],
)
def test_nobody_is_sent_out_of_the_cockpit(browser, place):
    assert sign_in(browser(), next=place).headers["location"] == "/"
