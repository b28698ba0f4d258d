"""Storylines: what can be a step, who may do what with one, and that no version is ever lost."""

from dataclasses import replace
from datetime import date

import pytest

from data import access, audit, months, personal, store, units
from data.demo import rehearsal
from data.people import accounts
from data.presenting import reading, storylines, views
from data.presenting.reading import Step
from data.presenting.views import View
from data.refusal import Refusal
from data.text import Text
from tests import presenting
from tests.cases import plant
from tests.frames import drawn
from tests.presenting import CITY, DISTRICT, OCTOBER, OTHER, STEPS, TITLE, made, who

PREPARED = presenting.started
USUAL = {"unit": CITY, "month": "2024-10"}


def now(engine, number=1, login="lan", version=None):
    with engine.connect() as conn:
        return reading.one(conn, number, who(engine, login), version)


@pytest.mark.parametrize(
    ("address", "view"),
    [
        ("./?unit=330203&month=2024-09&lang=en&wall=1", View("overview", DISTRICT, date(2024, 9, 1))),
        ("/map?metric=visits&unit=330203&part=steward.330203", View("map", DISTRICT, OCTOBER, (("metric", "visits"),))),
        (
            "./object?register=problems&key=W-01&lang=zh&ask=E6&room=training",
            View("object", CITY, OCTOBER, (("key", "W-01"), ("register", "problems"), ("room", "training"))),
        ),
    ],
)
def test_an_address_of_ours_is_a_view_without_who_looked(address, view):
    assert views.read(address, USUAL) == view


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://elsewhere/map?unit=330200", "not_ours"),
        ("//elsewhere/map", "not_ours"),
        ("/guides/presenter.md", "not_ours"),
        ("javascript:alert(1)", "not_ours"),
        ("./map?" + "&".join(f"a{nth}=1" for nth in range(99)), "not_ours"),
        ("./desk?unit=330200", "page"),
        ("./people", "page"),
        ("./oversight", "page"),
        ("./map?month=2024-13", "month"),
        ("./map?a.b=1", "part"),
        ("./map?q=" + "x" * 300, "part"),
        ("./map?q=a%00b", "part"),
    ],
)
def test_whatever_else_is_no_view(address, reason):
    with pytest.raises(views.Refused) as refused:
        views.read(address, USUAL)
    assert refused.value.reason == reason


def test_a_view_leads_back_to_its_address():
    view = View("map", DISTRICT, OCTOBER, (("metric", "visits"),))
    assert view.address("zh") == "/map?unit=330203&month=2024-10&metric=visits&lang=zh"
    assert View("overview", CITY, OCTOBER).address("en", wall=True) == "/?unit=330200&month=2024-10&lang=en&wall=1"
    assert views.read(view.address("en"), {}) == view


def test_what_is_saved_is_read_as_it_was_and_every_version_stays(engine):
    number = made(engine)
    assert now(engine).steps == STEPS
    assert (now(engine).title, now(engine).minutes, now(engine).shared) == (TITLE, 6, (("yun", "yun"),))
    turned = (STEPS[2], replace(STEPS[0], focus="map", hidden=("visits", "users")))
    assert storylines.save(engine, number, 1, Text("", "Only English"), turned, by=who(engine, "yun")) == 2
    assert now(engine).steps == turned
    assert now(engine).title == Text("Only English", "Only English")
    assert now(engine, version=1).steps == STEPS
    with engine.connect() as conn:
        assert [(each.version, each.name, each.steps) for each in reading.versions(conn, number)] == [
            (2, "yun", 2), (1, "lan", 3),
        ]  # fmt: skip


def test_two_who_save_from_one_version_do_not_overwrite_each_other(engine):
    number = made(engine)
    storylines.save(engine, number, 1, TITLE, STEPS[:1], by=who(engine, "yun"))
    with pytest.raises(storylines.Refused, match="yun has just saved version 2"):
        storylines.save(engine, number, 1, TITLE, (), by=who(engine, "lan"))
    assert now(engine).steps == STEPS[:1]


def test_a_copy_is_ones_own_with_every_month_moved(engine):
    number = storylines.copy(engine, made(engine), Text("十一月例会", ""), 1, by=who(engine, "yun"))
    copied = now(engine, number, "yun")
    assert (copied.owner, copied.version, copied.title.zh, copied.shared) == ("yun", 1, "十一月例会", ())
    assert [step.view.month for step in copied.steps] == [date(2024, 11, 1)] * 3
    assert [step.notes for step in copied.steps] == [step.notes for step in STEPS]


# Who may do what with lan's storyline of the city, which is shared with yun.
DONE = drawn(
    """
    what      | lan | yun | bao  | far  | head
    read      | yes | yes | gone | gone | gone
    save      | yes | yes | gone | gone | gone
    copy      | yes | yes | gone | gone | gone
    share     | yes | owner | gone | gone | gone
    keep_from | yes | owner | gone | gone | gone
    end       | yes | owner | gone | gone | gone
    """
).set_index("what")
DO = {
    "save": lambda engine, by: storylines.save(engine, 1, 1, TITLE, (), by=by),
    "copy": lambda engine, by: storylines.copy(engine, 1, TITLE, by=by),
    "share": lambda engine, by: storylines.share(engine, 1, "bao", by=by),
    "keep_from": lambda engine, by: storylines.keep_from(engine, 1, "yun", by=by),
    "end": lambda engine, by: storylines.end(engine, 1, by=by),
}


def test_who_may_do_what_with_one(engine):
    made(engine)
    for login in ("far", "bao", "head", "yun", "lan"):
        assert (now(engine, login=login) is not None) == (DONE.loc["read", login] == "yes")
        for what, do in DO.items():
            if DONE.loc[what, login] == "yes" and login == "yun":
                continue  # done below, by its owner
            outcome = "yes"
            try:
                do(engine, who(engine, login))
            except storylines.Refused as refused:
                outcome = refused.reason
            assert outcome == DONE.loc[what, login], (login, what)


def test_one_that_is_not_shared_any_more_or_ended_is_gone_and_its_versions_stay(engine):
    number = made(engine)
    storylines.keep_from(engine, number, "yun", by=who(engine, "lan"))
    assert now(engine, login="yun") is None
    storylines.end(engine, number, by=who(engine, "lan"))
    assert now(engine) is None
    with engine.connect() as conn:
        assert reading.at_version(conn, number, 1).steps == STEPS
        log = audit.listing(conn, words="storyline 1")
    assert list(log["action"])[::-1] == ["storyline_made", "storyline_shared", "storyline_unshared", "storyline_ended"]


def test_who_lost_the_role_has_no_storyline_any_more(engine):
    made(engine)
    former = replace(who(engine, "lan"), grants=())
    with engine.connect() as conn:
        assert reading.listing(conn, former) == []
    with pytest.raises(storylines.Refused):
        storylines.save(engine, 1, 1, TITLE, (), by=former)


def test_it_is_shared_only_with_who_may_present_the_unit(engine):
    number = made(engine)
    for login in ("far", "head"):
        with pytest.raises(storylines.Refused, match="may not present"):
            storylines.share(engine, number, login, by=who(engine, "lan"))


STEP = STEPS[0]
WRONG = {
    "no_title": (Text(" ", ""), ()),
    "long": (Text("长" * 81, ""), ()),
    "steps": (TITLE, (STEP,) * 101),
    "minutes": (TITLE, (replace(STEP, minutes=-1),)),
    "seconds": (TITLE, (replace(STEP, seconds=1),)),
    "shown": (TITLE, (replace(STEP, focus="map] *"),)),
    "no_unit": (TITLE, (replace(STEP, view=View("map", "999999", OCTOBER)),)),
    "month": (TITLE, (replace(STEP, view=View("map", CITY, months.shift(months.today().replace(day=1), 1))),)),
}


def test_what_cannot_be_saved_is_told(engine):
    number = made(engine)
    for reason, (title, steps) in WRONG.items():
        with pytest.raises(storylines.Refused) as refused:
            storylines.save(engine, number, 1, title, steps, by=who(engine, "lan"))
        assert refused.value.reason == reason
    assert now(engine).version == 1


def test_a_step_is_of_units_one_may_read_and_holds_no_personal_data(engine):
    number = made(engine)
    for step, error in (
        (replace(STEP, view=View("map", OTHER, OCTOBER)), access.Refused),
        (replace(STEP, notes="请联系 13812345678"), personal.Refused),
    ):
        with pytest.raises(error):
            storylines.save(engine, number, 1, TITLE, (step,), by=who(engine, "lan"))


def test_the_program_itself_and_an_unknown_partner_are_refused(engine):
    number = made(engine)
    with pytest.raises(Refusal):
        storylines.create(engine, TITLE, CITY, by=replace(who(engine, "lan"), login=""))
    with pytest.raises(accounts.Refused):
        storylines.share(engine, number, "nobody", by=who(engine, "lan"))


def test_a_step_has_usual_values():
    assert (Step(STEP.view).title, Step(STEP.view).seconds) == (Text("", ""), 20)


def test_a_storyline_to_rehearse_with_shows_the_stories_that_its_maker_may_read(engine):
    """Every step is a view that may be one; of a city those of the city, with notes in the language of who rehearses."""
    with store.writing(engine) as conn:
        plant(conn, {"330382": "330000", "330500": "330000", "331000": "330000"})
        tree = units.load(conn).in_month(OCTOBER)
    room, lan = {"room": "training"}, who(engine, "lan")
    told, city = (
        rehearsal.steps(unit, OCTOBER, "zh", tree, room, someone)
        for unit, someone in (("330000", who(engine, "yun")), (CITY, lan))
    )
    assert [step.view.unit for step in told if step.view.unit != "330000"] == ["330382", "330500", "331000"]
    assert len(told) == len(city) + 3
    assert {step.view.unit for step in city} == {CITY}
    assert all(views.read(step.view.address("zh"), USUAL) == step.view for step in told)
    assert {dict(step.view.query)["room"] for step in told} == {"training"}
    english = rehearsal.steps(CITY, OCTOBER, "en", tree, room, lan)
    number = storylines.create(engine, rehearsal.TITLE, CITY, english, by=lan)
    kept = now(engine, number)
    assert kept.steps == english
    assert all(step.notes.isascii() and step.title.zh and step.title.en for step in kept.steps)
    assert kept.minutes <= 15
