"""The scope: the URL says what is shown; what it says wrong is told, and something right is shown instead."""

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st

from data import months, starting, store
from data.people.sessions import Session
from tests.people import everybody
from ui import actor as signed
from ui import scope as scopes
from ui.scope import Scope

OCTOBER = date(2026, 10, 1)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with the starting data, read on the sixteenth of November 2026."""
    engine = store.connect(f"sqlite:///{tmp_path_factory.mktemp('scope')}/cockpit.db")
    store.migrate(engine)
    starting.load(engine)
    return engine


@pytest.fixture
def opened(filled, monkeypatch):
    """`opened(unit="330200")` is the scope of a URL with that query."""
    monkeypatch.setattr(store, "engine", lambda: filled)
    monkeypatch.setattr(signed, "signed_in", lambda: Session(everybody()))
    monkeypatch.setattr(months, "today", lambda: date(2026, 11, 16))
    st.cache_resource.clear()

    def open_(**query):
        monkeypatch.setattr(st, "query_params", query)
        return scopes.scope_of_url()

    return open_


def test_without_a_word_it_is_the_last_full_month_of_the_owner_as_it_stands(opened):
    scope = opened()
    assert (scope.unit, scope.month, scope.pinned, scope.lang, scope.wall) == ("330000", OCTOBER, False, "zh", False)
    assert scope.revision > 0
    assert scope.notes == ()


def test_the_url_decides(opened):
    scope = opened(unit="330200", month="2022-12", revision="1", lang="en", wall="1", metric="visits")
    assert (scope.unit, scope.month, scope.revision) == ("330200", date(2022, 12, 1), 1)
    assert (scope.pinned, scope.lang, scope.wall, scope.metric) == (True, "en", True, "visits")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"unit": "999999"}, "999999"),
        ({"month": "soon"}, "soon"),
        ({"month": "2031-01"}, "2031-01"),
        ({"month": "1999-01"}, "1999-01"),
        ({"revision": "0"}, "“0”"),
        ({"revision": "four"}, "four"),
        ({"revision": "99999"}, "99999"),
        ({"known": "yesterday"}, "yesterday"),
        ({"metric": "happiness"}, "happiness"),
    ],
)
def test_what_there_is_not_is_told_and_the_usual_is_shown(opened, query, told):
    scope, usual = opened(**query), opened()
    assert len(scope.notes) == 1
    assert told in scope.notes[0]
    assert (scope.unit, scope.month, scope.revision, scope.pinned) == (usual.unit, usual.month, usual.revision, False)
    assert len(opened(**query, lang="en").notes) == 1


def test_a_day_of_knowledge_is_the_revision_that_was_the_newest_then(opened):
    assert opened(known="2000-01-01").revision == 0
    assert opened(known="2000-01-01").pinned
    assert not opened(known="2099-01-01").pinned


def test_a_link_keeps_the_scope_and_changes_what_is_asked():
    scope = Scope("330200", OCTOBER, 7, lang="en", wall=True)
    link = urlsplit(scope.link("problems", unit="330203", list="audit"))
    asked = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert link.path == "./problems"
    assert asked == {"unit": "330203", "month": "2026-10", "lang": "en", "list": "audit"}


def test_only_the_overview_hangs_on_a_wall():
    wall = Scope("330200", OCTOBER, 7, wall=True)
    assert "wall=1" in wall.link(unit="330203")
    assert "wall" not in wall.link("passport", metric="satisfaction")
    assert "revision=7" in Scope("330200", OCTOBER, 7, pinned=True).link()


def test_a_unit_without_any_below_is_compared_with_its_neighbours(opened):
    city, county = opened(unit="330200"), opened(unit="330203")
    assert city.above == "330200"
    assert county.above == "330200"
    assert county.unit in county.compared
    assert county.compared == city.compared


def test_a_moment_is_told_by_the_clocks_of_zhejiang():
    assert scopes.when(datetime.fromisoformat("2026-11-15T20:30:00+00:00")) == "2026-11-16 04:30"
