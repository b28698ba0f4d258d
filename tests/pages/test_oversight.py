"""The page of oversight: for those alone who were named for it, of their units alone."""

import io
import json

import openpyxl
import pandas as pd
import pytest
from sqlalchemy import select

from data import starting
from data.access import Actor, Grant
from data.reporting.direct import commit
from data.schema import audit
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests import prepared
from tests.frames import drawn
from tests.people import everybody, somebody
from ui.exporting import taken_along
from ui.filters import Filters
from ui.registers import listing

OWNER = "纪委监委"
ASKED = {"unit": "330200", "month": "2024-10"}
ROWS = """
key | unit   | department | matter             | kind       | level   | raised     | due        | handled    | outcome
Y-1 | 330203 | 住建局     | 化整为零规避招标   | purchasing | warning | 2024-01-05 | 2024-04-30 |            |
Y-2 | 330205 | 财政局     | 专项资金滞留       | funds      | notice  | 2024-09-01 | 2024-12-31 |            |
Y-3 | 330205 | 财政局     | =HYPERLINK("x")    | funds      | notice  | 2024-02-01 | 2024-03-31 | 2024-03-20 | mended
Y-4 | 330102 | 交通局     | 杭州的预警         | works      | grave   | 2024-02-01 | 2024-03-31 |            |
"""

PREPARED = prepared.with_starting_data


@pytest.fixture
def warned(engine):
    """The starting data and four warnings."""
    frame = drawn(ROWS).assign(sheet="公权力监督预警", cell="A2", removed=False).replace("", None)
    for name in ("raised", "due", "handled"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    with engine.connect() as conn:
        compared = compare(conn, starting.no_figures(), {"oversight": frame})
    commit(engine, compared, Source("workbook", "预警.xlsx", b"x"), by=somebody("steward", "330000", OWNER))
    return engine


def keys(html):
    return [part[:3] for part in html.split("<small>")[1:] if part.startswith("Y-")]


def test_each_warning_stands_where_its_dates_say(warned, screen_of):
    html = screen_of(warned, somebody("leader", "330200", OWNER)).open("oversight", **ASKED)
    assert keys(html) == ["Y-1", "Y-2", "Y-3"]
    assert "184" in html  # days from 30 April to 31 October
    assert "杭州的预警" not in html


def test_that_it_was_opened_and_taken_along_stands_in_the_log(warned, screen_of):
    screen = screen_of(warned, somebody("leader", "330200", OWNER))
    for _ in range(2):
        screen.open("oversight", **ASKED)
    screen.open("applications", **ASKED)
    screen.open("oversight", **ASKED | {"unit": "330205"})
    with warned.connect() as conn:
        lines = conn.execute(select(audit.c.action, audit.c.object, audit.c.after).order_by(audit.c.number)).all()
    assert [(line.object, json.loads(line.after)) for line in lines if line.action == "register_opened"] == [
        ("register oversight", {"unit": "330200"}),
        ("register oversight", {"unit": "330205"}),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "overdue"}, ["Y-1"]),
        ({"kind": "funds"}, ["Y-2", "Y-3"]),
        ({"outcome": "mended"}, ["Y-3"]),
        ({"q": "资金"}, ["Y-2"]),
        ({"unit": "330205"}, ["Y-2", "Y-3"]),
        ({"month": "2024-02"}, ["Y-3", "Y-1"]),
    ],
)
def test_filters_and_search(warned, screen_of, query, found):
    assert keys(screen_of(warned, somebody("leader", "330200", OWNER)).open("oversight", **ASKED | query)) == found


@pytest.mark.parametrize(
    "actor",
    [everybody(), somebody("leader", "330000", "改革办"), somebody("administrator", "330000", OWNER)],
    ids=["all roles, none named", "another department", "administrator"],
)
def test_others_are_not_offered_it_and_turned_away(warned, screen_of, actor):
    screen = screen_of(warned, actor)
    assert "./oversight" not in screen.open("problems", **ASKED)
    screen.app.query_params.update(ASKED)
    screen.app.switch_page("pages/leaders/oversight.py").run()
    shown = "".join(screen.boards().values())
    assert "Y-" not in shown
    assert "规避招标" not in shown


def test_a_leader_of_a_wider_unit_named_for_a_city_sees_the_city(warned, screen_of):
    both = Actor("李监", "330000", (Grant("leader", "330000"), Grant("leader", "330200", frozenset({OWNER}))))
    html = screen_of(warned, both).open("oversight", unit="330000", month="2024-10")
    assert keys(html) == ["Y-1", "Y-2", "Y-3"]


def test_the_export_holds_what_may_be_read_and_nothing_that_calculates(warned, screen_of):
    screen = screen_of(warned, somebody("leader", "330200", OWNER))
    screen.open("oversight", **ASKED)
    scope = screen.app.session_state["scope"]
    export = listing.export(scope, "oversight", Filters("oversight", (), {}, "", 0))
    content = taken_along(export, scope)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["预警编号", "Y-1", "Y-2", "Y-3"]
    assert '\'=HYPERLINK("x")' in rows[3]
    with warned.connect() as conn:
        last = conn.execute(select(audit.c.action, audit.c.after).order_by(audit.c.number.desc()).limit(1)).one()
    assert (last.action, json.loads(last.after)) == ("list_exported", {"rows": 3, "unit": "330200"})
