"""Rows of registers over HTTP and on the command line: as the pages show them, to who may read them."""

import json

import pytest
from starlette.testclient import TestClient

from data import store
from data.access import Grant
from data.people import tokens
from metrics.__main__ import main
from tests.pages.stores import with_ningbo
from tests.staff import hire
from web.api import app

PREPARED = with_ningbo
ASKED = {"unit": "330200", "month": "2024-10"}


def caller(engine, unit: str, departments: frozenset = frozenset(), role: str = "leader") -> TestClient:
    """A program of somebody with that role there."""
    actor = hire(engine, f"{role}{unit}{len(departments)}", unit, Grant(role, unit, departments))
    http = TestClient(app, root_path="/api", raise_server_exceptions=False)
    http.headers["Authorization"] = f"Bearer {tokens.make(engine, '报表', by=actor)}"
    return http


@pytest.fixture
def at(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    return engine


def test_the_rows_stand_as_the_page_shows_them(at):
    told = caller(at, "330200").get("/v1/registers/problems/rows", params=ASKED).json()
    assert [(row["key"], row["standing"], row["late"]) for row in told["rows"]] == [
        ("W-01", "overdue", 184),
        ("W-02", "open", None),
        ("W-04", "closed", None),
        ("W-03", "accepted", None),
    ]
    assert (told["total"], told["next"]) == (4, None)


def test_a_page_at_a_time_and_narrowed(at):
    http = caller(at, "330200")
    first = http.get("/v1/registers/problems/rows", params=ASKED | {"limit": 3}).json()
    assert (len(first["rows"]), first["next"]) == (3, 3)
    late = http.get("/v1/registers/problems/rows", params=ASKED | {"standing": "overdue"}).json()
    assert [row["key"] for row in late["rows"]] == ["W-01"]


def test_one_row_tells_every_change_with_its_cell(at):
    told = caller(at, "330200").get("/v1/registers/problems/rows/W-01", params={"month": "2024-10"}).json()
    assert told["row"]["fields"]["list"]
    (version,) = told["versions"]
    assert (version["kind"], version["cell"][0]) == ("added", "A")
    assert {change["field"] for change in version["changes"]} >= {"title", "found", "due"}


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("nonsense/rows", {}, 404),
        ("problems/rows/W-99", {}, 404),
        ("problems/rows", {"unit": "330100"}, 403),
        ("problems/rows", {"revision": 999999}, 404),
        ("oversight/rows", {}, 403),
        ("oversight/moves", {"since": "2024-01-01", "until": "2024-10-31"}, 403),
        ("problems/moves", {"since": "2024-01-01", "until": "2024-10-31", "field": "title"}, 404),
        ("problems/moves", {"since": "2024-10-31", "until": "2024-01-01"}, 422),
        ("problems/moves", {"since": "2024-01-01", "until": "2024-10-31", "unit": "330100"}, 403),
        ("nonsense/moves", {"since": "2024-01-01", "until": "2024-10-31"}, 404),
    ],
)
def test_what_is_not_there_or_not_theirs_is_refused(at, path, params, status):
    asked = ({} if "since" in params else {"month": ASKED["month"]}) | params
    assert caller(at, "330200").get(f"/v1/registers/{path}", params=asked).status_code == status


def test_a_row_of_another_unit_is_not_there(at):
    assert caller(at, "330100").get("/v1/registers/problems/rows/W-01", params={"month": "2024-10"}).status_code == 404


def test_registers_are_told_to_who_may_read_them(at):
    def keys(http):
        return {each["key"] for each in http.get("/v1/registers").json()["registers"]}

    assert "oversight" not in keys(caller(at, "330200"))
    assert "oversight" in keys(caller(at, "330200", frozenset({"纪委监委"})))


def test_the_command_line_lists_them_the_worst_first(at, capsys):
    assert main(["rows", "problems", "--unit", "330200", "--month", "2024-10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(": 4")
    assert "[超期 +184] W-01" in lines[1]
    assert main(["rows", "nonsense"]) == 2


def test_how_rows_moved_between_two_days_is_told_alike_by_both(at, capsys):
    days = {"since": "2024-02-29", "until": "2024-10-31"}
    told = (
        caller(at, "330200").get("/v1/registers/problems/moves", params={"unit": "330200", "limit": 1, **days}).json()
    )
    assert sum(each["count"] for each in told["flow"]) == 4
    assert told["total"] == sum(each["count"] for each in told["flow"] if each["was"] != each["now"])
    assert (len(told["moved"]), told["next"]) == (1, 1)
    line = ["moves", "problems", "--unit", "330200", "--from", days["since"], "--to", days["until"]]
    assert main([*line, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["flow"] == told["flow"]
    assert main(line) == 0
    assert " → " in capsys.readouterr().out
    assert main(["moves", "problems", "title", *line[2:]]) == 2
    assert main([*line[:-1], "2024-01-01"]) == 2  # before it
