"""Signing in with an identity provider: a real provider process, a real browser, claims that become roles."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from data import store
from data.access import Grant
from data.people import accounts
from tests import prepared
from tests.pages.conftest import Server

GRANTS = ("ningbo-steward: steward 330200", "ops: administrator 330000", "leaders: leader 330000")
PEOPLE = {
    "zhangsan": {"name": "张三", "email": "zs@example.cn", "roles": ["ningbo-steward"]},
    "lisi": {"name": "李四", "email": "ls@example.cn", "roles": ["ops", "unknown"]},
    "wangwu": {"name": "王五", "email": "ww@example.cn", "roles": ["somewhere-else"]},
}
# The page of the provider asks for a style sheet of the internet, which no test may.
OUTSIDE = re.compile(r"^https?://(?!127\.0\.0\.1|localhost)")


@dataclass
class Provider:
    """An identity provider on a port of its own."""

    address: str
    process: subprocess.Popen

    def tell(self, subject: str, **told: object) -> None:
        """From now on the provider says this of somebody."""
        body = json.dumps({**told, "sub": subject}).encode()
        request = Request(f"{self.address}/users/{subject}", body, {"content-type": "application/json"}, method="PUT")
        urlopen(request, timeout=10).close()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """`oidc-provider-mock` as a process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [each for sub, told in PEOPLE.items() for each in ("--user-claims", json.dumps({"sub": sub, **told}))]
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *users])
    made = Provider(f"http://127.0.0.1:{port}", process)
    _wait(f"{made.address}/.well-known/openid-configuration")
    yield made
    process.terminate()
    process.wait()


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            urlopen(address, timeout=1).close()
        except HTTPError:
            return
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture(scope="module")
def cockpit(provider, stores, tmp_path_factory) -> Iterator[Server]:
    """A cockpit that knows the provider: what an administrator writes into secrets.toml and config.toml."""
    folder = tmp_path_factory.mktemp("oidc")
    with stores.sqlite(prepared.with_starting_data, folder) as engine:
        server = Server(engine.url.render_as_string())
    (folder / "secrets.toml").write_text(
        f"""
        [auth]
        redirect_uri = "{server.address}/oauth2callback"
        cookie_secret = "{"0123456789abcdef" * 2}"
        [auth.gov]
        client_id = "cockpit"
        client_secret = "secret"
        server_metadata_url = "{provider.address}/.well-known/openid-configuration"
        client_kwargs = {{ scope = "openid profile email roles" }}
        """,
        encoding="utf-8",
    )
    ours = {
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
        "COCKPIT_OIDC_PROVIDER": "gov",
        "COCKPIT_OIDC_GRANTS": json.dumps(GRANTS),
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ours.items():
            environment.setenv(name, value)
        server.start()
    yield server
    server.kill()


@pytest.fixture
def arrive(browser, cockpit):
    """`arrive(subject, path)`: somebody new before the cockpit, who signs in with the provider."""
    contexts = []

    def sign_in(subject: str, path: str = "/") -> Page:
        contexts.append(browser.new_context(viewport={"width": 1920, "height": 1080}))
        contexts[-1].route(OUTSIDE, lambda route: route.abort())
        page = contexts[-1].new_page()
        page.goto(cockpit.address + path)
        page.get_by_role("link", name="用统一身份认证登录").click()
        page.get_by_role("button", name=subject, exact=True).click()
        return page

    yield sign_in
    for context in contexts:
        context.close()


def held(cockpit, login):
    engine = store.connect(cockpit.store)
    try:
        with engine.connect() as conn:
            return accounts.actor_of(conn, login)
    finally:
        engine.dispose()


def test_claims_become_roles_and_roles_decide_which_pages_open(arrive, cockpit):
    page = arrive("zhangsan")
    expect(page.locator(".frame")).to_contain_text("张三")
    who = held(cockpit, "zhangsan")
    assert (who.name, who.unit, who.grants) == ("张三", "330200", (Grant("steward", "330200"),))
    page.goto(f"{cockpit.address}/desk?unit=330200")
    expect(page.locator(".st-key-page-desk")).to_be_visible()
    page.goto(f"{cockpit.address}/people?unit=330200")
    expect(page.get_by_text("张三没有打开“人员”的权限")).to_be_visible()


def test_an_administrator_of_the_provider_administers(arrive, cockpit):
    page = arrive("lisi", "/people")
    expect(page.locator(".frame")).to_contain_text("李四")
    page.goto(f"{cockpit.address}/people")
    expect(page.locator('[data-panel="people"]')).to_contain_text("lisi")


def test_who_has_no_mapped_role_is_told_so_and_sees_nothing(arrive):
    page = arrive("wangwu")
    expect(page.get_by_text("王五，您已通过身份验证，但还没有本驾驶舱的任何角色")).to_be_visible()
    expect(page.locator(".frame")).to_have_count(0)


def test_the_providers_cookie_is_not_for_scripts_and_other_sites(arrive):
    page = arrive("zhangsan")
    expect(page.locator(".frame")).to_contain_text("张三")
    kept = {each["name"]: each for each in page.context.cookies() if each["name"].startswith("_streamlit_user")}
    assert "_streamlit_user" in kept
    assert all(each["httpOnly"] and each["sameSite"] == "Lax" for each in kept.values())
    assert "roles" not in page.url


def test_roles_follow_the_claims_at_the_next_sign_in(arrive, provider, cockpit):
    provider.tell("zhangsan", **PEOPLE["zhangsan"] | {"roles": ["leaders"]})
    page = arrive("zhangsan", "/?unit=330000")
    expect(page.locator(".frame")).to_contain_text("张三")
    page.goto(f"{cockpit.address}/desk")
    expect(page.get_by_text("张三没有打开“我的填报”的权限")).to_be_visible()
    assert held(cockpit, "zhangsan").grants == (Grant("leader", "330000"),)
    provider.tell("zhangsan", **PEOPLE["zhangsan"])


def test_signing_out_leaves_nobody_signed_in(arrive, cockpit):
    page = arrive("lisi")
    page.locator(".frame details:has(form) summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="End session").click()  # the provider's own page: signed out there as well
    expect(page.get_by_role("link", name="用统一身份认证登录")).to_be_visible()
    page.goto(cockpit.address)
    expect(page.get_by_role("link", name="用统一身份认证登录")).to_be_visible()
    expect(page.locator(".frame")).to_have_count(0)


def test_who_is_not_signed_in_gets_nothing_by_the_back_door(cockpit):
    for path in ("/media/x", "/_stcore/metrics", "/_stcore/upload_file/x/y"):
        with pytest.raises(HTTPError) as refused:
            urlopen(cockpit.address + path, timeout=10)
        refused.value.close()
        assert refused.value.code in (401, 403, 404, 405)
    assert os.environ.get("COCKPIT_OIDC_PROVIDER") is None  # nothing of this test stays for others
