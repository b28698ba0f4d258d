"""The scope: the URL says what is shown; what it says wrong is told, and something right is shown instead."""

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st

from data import access, months, store
from data.access import Actor, Grant
from data.people.sessions import Session
from tests import prepared
from tests.people import everybody, somebody
from ui import actor as signed
from ui import reads
from ui import scope as scopes
from ui.kept import forget
from ui.overview import concluded
from ui.scope import Scope

OCTOBER = date(2026, 10, 1)


@pytest.fixture(scope="module")
def filled(stores, tmp_path_factory):
    """A store with the starting data, read on the sixteenth of November 2026."""
    with stores.sqlite(prepared.with_starting_data, tmp_path_factory.mktemp("scope")) as engine:
        yield engine


@pytest.fixture
def opened(filled, monkeypatch):
    """`opened(unit="330200")` is the scope of a URL with that query."""
    monkeypatch.setattr(store, "engine", lambda *_: filled)
    monkeypatch.setattr(months, "today", lambda: date(2026, 11, 16))
    forget()

    def open_(*, as_: Actor | None = None, overview: bool = True, **query):
        monkeypatch.setattr(st, "query_params", query)
        monkeypatch.setattr(signed, "signed_in", lambda: Session(as_ or everybody()))
        return scopes.scope_of_url(overview=overview)

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
        ({"period": "decade"}, "decade"),
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


NINGBO, COUNTY = somebody("leader", "330200"), somebody("steward", "330203")


@pytest.fixture
def published(monkeypatch):
    """October is open to all."""
    monkeypatch.setattr(reads, "published", lambda: frozenset({OCTOBER}))


def test_one_comes_in_at_ones_own_unit(opened):
    assert opened(as_=NINGBO).unit == "330200"
    assert opened(as_=COUNTY).unit == "330203"
    assert opened(as_=somebody("leader")).unit == "330000"
    assert opened(as_=NINGBO).notes == ()


@pytest.mark.parametrize(
    ("who", "asked", "shown"),
    [
        (NINGBO, "330203", "330203"),
        (NINGBO, "330000", "330200"),
        (NINGBO, "330300", "330200"),
        (COUNTY, "330205", "330203"),
        (Actor("王芳", "330100", (Grant("leader", "330100"), Grant("steward", "330203"))), "330205", "330203"),
    ],
)
def test_a_unit_that_is_not_ones_own_leads_to_the_nearest_that_is(opened, who, asked, shown):
    scope = opened(as_=who, unit=asked)
    assert scope.unit == shown
    assert len(scope.notes) == (asked != shown)


def test_neighbours_one_may_not_read_are_not_compared(opened):
    scope = opened(as_=COUNTY)
    assert (scope.above, scope.compared) == ("330203", ("330203",))
    assert opened(as_=NINGBO, unit="330203").above == "330200"
    assert opened(as_=NINGBO).above == "330200"


def test_a_published_month_is_open_to_all_on_the_overview_only(opened, published):
    assert opened(as_=COUNTY).unit == "330203"
    scope = opened(as_=COUNTY, unit="330300")
    assert (scope.unit, scope.notes) == ("330300", ())
    assert scope.may_read("330000")
    assert not scope.is_own("330300")
    assert opened(as_=COUNTY, unit="330300", month="2026-09").unit == "330203"
    assert opened(as_=COUNTY, unit="330300", overview=False).unit == "330203"


def test_what_is_drawn_for_one_is_not_what_is_drawn_for_another(opened):
    """Boards are kept by the scope as it is written."""
    mine, theirs = opened(as_=NINGBO, unit="330203"), opened(as_=COUNTY, unit="330203")
    assert repr(mine) != repr(theirs)
    assert repr(mine) == repr(opened(as_=somebody("steward", "330200", name="李娜"), unit="330203"))


@pytest.mark.parametrize(
    ("period", "lang", "name"),
    [
        ("month", "zh", "2026年10月"),
        ("quarter", "zh", "2026年10—10月当季"),
        ("ytd", "zh", "2026年1—10月累计"),
        ("rolling", "zh", "2025年11月—2026年10月近12个月"),
        ("ytd", "en", "Year to date, Jan–Oct 2026"),
        ("rolling", "en", "Rolling 12 months, Nov 2025 – Oct 2026"),
    ],
)
def test_the_period_is_in_every_link_and_has_a_name(opened, period, lang, name):
    scope = opened(period=period, lang=lang)
    assert scopes.period_name(scope) == name
    asked = parse_qs(urlsplit(scope.link("passport", metric="visits")).query)
    assert asked.get("period", ["month"]) == [period]


def test_numbers_of_a_period_are_read_for_it_and_kept_apart(opened):
    values = {
        period: reads.snapshot(opened(period=period, month="2022-12"), ("data_records",), "330200", date(2022, 12, 1))
        for period in ("month", "rolling")
    }
    assert values["month"] is not values["rolling"]


def test_a_period_is_open_where_each_of_its_months_is_published(opened, published):
    """October alone is published: the month is open to all, the year to date is not."""
    assert opened(as_=COUNTY, unit="330300").unit == "330300"
    year = opened(as_=COUNTY, unit="330300", period="ytd")
    assert year.unit == "330203"
    with pytest.raises(access.Refused):
        READERS["snapshot"](year, "330300", OCTOBER)
    assert reads.history(year, ("visits",), ("330300",), (OCTOBER,)).empty
    assert opened(as_=COUNTY, unit="330300", period="quarter").unit == "330300"  # the quarter is October so far


def test_who_has_no_role_may_read_nothing(opened):
    scope = opened(as_=Actor("王芳", "330200"), unit="330200")
    assert not any(scope.may_read(unit) for unit in scope.tree.codes)


def test_a_unit_is_ones_own_in_the_months_in_which_it_stands_below(opened):
    new = somebody("leader", "330113")  # a district since 2021-04
    assert opened(as_=new).may_read("330113")
    assert opened(as_=new, month="2021-01").reach == ()


READERS = {
    "snapshot": lambda scope, unit, month: reads.snapshot(scope, ("visits",), unit, month),
    "who_owes": lambda scope, unit, month: reads.who_owes(scope, "visits", unit, month),
    "structure": lambda scope, unit, month: reads.structure(scope, unit, month),
    "conclusions": lambda scope, unit, month: concluded.of_unit(scope, unit, month),
}


@pytest.mark.parametrize("reader", READERS)
def test_readers_ask_again_and_before_what_is_kept_is_given(opened, reader):
    read = READERS[reader]
    scope = opened()
    read(scope, "330300", OCTOBER)  # now it is kept
    scope = opened(as_=NINGBO)
    read(scope, "330203", OCTOBER)
    for unit in ("330300", "330000"):
        with pytest.raises(access.Refused):
            read(scope, unit, OCTOBER)


def test_a_published_month_opens_figures_and_no_rows(opened, published):
    scope = opened(as_=COUNTY)
    READERS["snapshot"](scope, "330300", OCTOBER)
    with pytest.raises(access.Refused):
        READERS["conclusions"](scope, "330300", OCTOBER)
    with pytest.raises(access.Refused):
        READERS["snapshot"](scope, "330300", date(2026, 9, 1))


def test_of_other_units_the_published_months_are_told(opened, published):
    run = (date(2026, 9, 1), OCTOBER)
    own = reads.history(opened(as_=COUNTY), ("visits",), ("330203",), run)
    other = reads.history(opened(as_=COUNTY), ("visits",), ("330300",), run)
    assert {month.month for month in own["month"]} == {9, 10}
    assert {month.month for month in other["month"]} == {10}


def test_an_export_asks_as_well(opened):
    scope = opened(as_=NINGBO)
    with pytest.raises(access.Refused):
        reads.once(reads.who_owes, scope, "visits", "330300", OCTOBER)
