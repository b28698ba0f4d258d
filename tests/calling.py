"""A program that calls the interface, over a store with units and the people who report and approve."""

from datetime import date, datetime

import pytest
from starlette.testclient import TestClient

from data import months, store
from data.access import Grant
from data.people import tokens
from tests import workbooks
from tests.staff import hire, settle
from web.api import app, door
from web.api.counting import Counts

OCTOBER = date(2026, 10, 1)
REPORT = "宁波市 2026年10月"
HERE = {"unit": "330200", "month": "2026-10"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI))
    monkeypatch.setattr(door, "asked", Counts(door.REQUESTS, door.WINDOW, door.MOST))
    monkeypatch.setattr(door, "wrong", Counts(door.WRONG, door.WINDOW, door.MOST))


@pytest.fixture
def at_work(engine, monkeypatch):
    """A store with units, and the people who report for Ningbo and approve it."""
    settle(engine)
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


class Caller:
    """A program with a token."""

    def __init__(self, engine, actor):
        self.actor = actor
        self.http = TestClient(app, root_path="/api", raise_server_exceptions=False)
        self.http.headers["Authorization"] = f"Bearer {tokens.make(engine, '报表系统', by=actor)}"

    def upload(self, value: object = 2900, measure: str = "应用访问量", **query: str):
        content = workbooks.xlsx(月报=[[REPORT], ["单位代码", "单位", measure], ["330200", "330200", value]])
        return self.http.post("/v1/submissions", params=HERE | query, files={"file": ("月报.xlsx", content)})

    def figures(self, *figures: dict, headers: dict | None = None, **query: str):
        return self.http.post("/v1/submissions", params=HERE | query, json={"figures": figures}, headers=headers)


@pytest.fixture
def steward(at_work):
    return Caller(at_work, hire(at_work, "wangfang", "330200", Grant("steward", "330200"), name="王芳"))


@pytest.fixture
def approver(at_work):
    return hire(at_work, "lijing", "330000", Grant("approver", "330000"), name="李静")


def said(answer) -> dict:
    """A problem as JSON, complete in both languages."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    for words in ("zh", "en"):
        assert problem[words]
        assert problem["expected"][words]
        assert problem["to_do"][words]
        assert "{" not in problem[words] + problem["expected"][words] + problem["to_do"][words]
    return problem
