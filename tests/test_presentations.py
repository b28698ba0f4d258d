"""Presentations: started on walls, steered by whoever has them, taken over, ended; and the phones that command one."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from data import access, audit, months
from data.people import accounts, pairing, walls
from data.presenting import moves, phones, running, screenfuls, storylines
from data.presenting.screenfuls import Screenfuls
from data.settings import settings
from tests import presenting
from tests.frames import drawn
from tests.presenting import CITY, STEPS, TITLE, made, who

PREPARED = presenting.started


def hall(engine, unit=CITY, login="yun") -> int:
    """A wall of a unit; its number."""
    walls.make(engine, "大厅", unit, {"lang": "en"}, by=who(engine, login))
    with engine.connect() as conn:
        return int(walls.listing(conn, who(engine, login))["number"].max())


def begun(engine, *devices, by="lan") -> int:
    return running.start(engine, made(engine), devices, by=who(engine, by))


def now(engine, number=1):
    with engine.connect() as conn:
        return running.state(conn, number)


def press(engine, command, step=0, *, what="", by="lan", turn=None, number=1):
    stands = now(engine, number)
    return running.steer(engine, number, command, turn or stands.turn, by=who(engine, by), step=step, what=what)


def shown(engine, device):
    with engine.connect() as conn:
        found = running.of_wall(conn, device)
    return found and found[1]


PRESSED = drawn(
    """
    command | step | at | shown | black | frozen
    next    | 0    | 2  | 2     |       |
    next    | 0    | 3  | 3     |       |
    next    | 0    | 3  | 3     |       |
    back    | 0    | 2  | 2     |       |
    go      | 1    | 1  | 1     |       |
    back    | 0    | 1  | 1     |       |
    black   | 0    | 1  | 1     | yes   |
    next    | 0    | 2  | 2     | yes   |
    light   | 0    | 2  | 2     |       |
    freeze  | 0    | 2  | 2     |       | yes
    next    | 0    | 3  | 2     |       | yes
    release | 0    | 3  | 3     |       |
    """
)


def test_commands_move_it_and_walls_follow_but_where_it_is_frozen(engine):
    device = hall(engine)
    begun(engine, device)
    for turn, row in enumerate(PRESSED.to_dict("records"), 2):
        stands = press(engine, row["command"], int(row["step"]))
        expected = (turn, int(row["at"]), int(row["shown"]), row["black"] == "yes", row["frozen"] == "yes")
        assert (stands.turn, stands.step, stands.shown, stands.black, stands.frozen) == expected, row
        assert shown(engine, device) == STEPS[stands.shown - 1]
    with pytest.raises(running.Refused, match="no step 9"):
        press(engine, "go", 9)


def test_two_who_press_at_once_do_one_thing_and_a_second_presenter_takes_over(engine):
    begun(engine)
    press(engine, "next", by="yun")
    with pytest.raises(running.Refused, match="yun pressed something just before you"):
        press(engine, "next", turn=1)
    assert (now(engine).step, now(engine).led_by) == (2, "yun")
    with engine.connect() as conn:
        log = list(audit.listing(conn, words="presentation 1")["action"])
    assert log == ["presentation_taken_over", "presentation_started"]


def test_it_runs_the_version_it_began_with_and_its_walls_return_when_it_ends(engine):
    device = hall(engine)
    begun(engine, device)
    storylines.save(engine, 1, 1, TITLE, STEPS[1:], by=who(engine, "yun"))
    assert shown(engine, device) == STEPS[0]
    running.end(engine, 1, by=who(engine, "yun"))
    assert shown(engine, device) is None
    for late in (lambda: press(engine, "next"), lambda: running.end(engine, 1, by=who(engine, "lan"))):
        with pytest.raises(running.Refused, match="has ended"):
            late()
    with engine.connect() as conn:
        assert running.going(conn, who(engine, "lan")) == []


def test_a_spot_is_shown_for_a_moment_changes_no_turn_and_is_not_noted(engine, monkeypatch):
    begun(engine)
    turn, began = now(engine).turn, months.now()
    monkeypatch.setattr(months, "now", lambda: began)
    running.point(engine, 1, 0.25, 1, "figures", by=who(engine, "yun"))
    x, y, _, panel = now(engine).pointer
    assert (x, y, panel) == (0.25, 1, "figures")
    assert now(engine).turn == turn
    running.point(engine, 1, 0.9, 0.9, by=who(engine, "yun"))  # at once after the other: left out
    assert now(engine).pointer[:2] == (0.25, 1)
    with engine.connect() as conn:
        assert audit.listing(conn).iloc[0]["action"] == "presentation_started"
    later = began + running.POINTED + timedelta(seconds=1)
    monkeypatch.setattr(months, "now", lambda: later)
    assert now(engine).pointer is None
    for spot in ((-0.1, 0), (0, 1.1), (0, 0, 'a"]'), (0, 0, "x" * 41)):
        with pytest.raises(running.Refused, match="不在画面上"):
            running.point(engine, 1, *spot, by=who(engine, "lan"))
    with pytest.raises(running.Refused):
        running.point(engine, 1, 0, 0, by=who(engine, "bao"))


def test_who_does_not_have_the_storyline_leads_nothing(engine):
    begun(engine)
    for login in ("bao", "far", "head"):
        for late in (lambda by: press(engine, "next", by=by), lambda by: running.end(engine, 1, by=who(engine, by))):
            with pytest.raises(running.Refused, match="not shared with you"):
                late(login)
        with pytest.raises(storylines.Refused):
            running.start(engine, 1, (), by=who(engine, login))
    storylines.keep_from(engine, 1, "yun", by=who(engine, "lan"))  # in the middle of it
    with pytest.raises(running.Refused):
        press(engine, "next", by="yun")


def test_a_wall_that_cannot_follow_is_told_and_nothing_begins(engine):
    number, device = made(engine), hall(engine)
    narrow, elsewhere = hall(engine, "330203"), hall(engine, "330600", "yun")
    running.start(engine, made(engine), (device,), by=who(engine, "lan"))
    for asked, error, told in (
        ((99,), running.Refused, "no wall 99"),
        ((device,), running.Refused, "follows “十月例会” \\(lan\\)"),
        ((narrow,), running.Refused, "not step 1"),
        ((elsewhere,), access.Refused, "keep the walls"),
    ):
        with pytest.raises(error, match=told):
            running.start(engine, number, asked, by=who(engine, "lan"))
    with pytest.raises(running.Refused, match="no steps"):
        running.start(engine, storylines.create(engine, TITLE, CITY, by=who(engine, "lan")), (), by=who(engine, "lan"))
    with engine.connect() as conn:
        assert len(running.going(conn, who(engine, "yun"))) == 1


def test_a_phone_commands_one_presentation_as_who_made_its_code(engine, monkeypatch):
    begun(engine)
    code = phones.offer(engine, 1, by=who(engine, "lan"))
    cookie = phones.pair(engine, code.lower(), "10.0.0.7", "phone")
    with pytest.raises(phones.Refused):
        phones.pair(engine, code, "10.0.0.7", "phone")  # once

    def found(cookie=cookie):
        with engine.connect() as conn:
            return phones.find(conn, cookie)

    number, actor = found()
    assert (number, actor.login) == (1, "lan")
    assert found("nonsense") is None
    late = phones.offer(engine, 1, by=who(engine, "lan"))
    with monkeypatch.context() as later:
        moment = months.now() + timedelta(minutes=pairing.MINUTES)
        later.setattr(months, "now", lambda: moment)
        with pytest.raises(phones.Refused):
            phones.pair(engine, late, "10.0.0.8", "")
        moment += timedelta(hours=phones.HOURS)
        assert found() is None
    running.end(engine, 1, by=who(engine, "lan"))
    assert found() is None


def test_who_guesses_codes_waits_and_who_is_disabled_commands_nothing(engine):
    begun(engine)
    cookie = phones.pair(engine, phones.offer(engine, 1, by=who(engine, "lan")), "", "")
    for _ in range(settings().accounts.attempts):
        with pytest.raises(phones.Refused):
            phones.pair(engine, "WRONG234", "10.0.0.9", "")
    with pytest.raises(pairing.TooOften):
        phones.pair(engine, phones.offer(engine, 1, by=who(engine, "lan")), "10.0.0.9", "")
    admin = replace(who(engine, "head"), login="", grants=(access.Grant("administrator", "330000"),))
    accounts.disable(engine, "lan", by=admin)
    with engine.connect() as conn:
        assert phones.find(conn, cookie) is None


def test_who_waits_is_woken_by_a_command_and_by_nothing_else(engine):
    begun(engine)
    with moves.watching(engine) as wait:
        wait(0.01)  # what came before
        assert not wait(0.05)
        threading.Timer(0.1, lambda: press(engine, "next")).start()
        began = time.monotonic()
        assert wait(20)
        assert time.monotonic() - began < 20
        assert now(engine).step == 2


def test_a_panel_is_lit_and_numbers_are_hidden_until_the_walls_go_on(engine):
    begun(engine)
    assert press(engine, "spotlight", what="map").lit == "map"
    press(engine, "hide", what="visits")
    again = press(engine, "hide", what="visits")
    assert (again.lit, press(engine, "hide", what="usage").hidden) == ("map", "visits usage")
    press(engine, "freeze")
    assert press(engine, "next").lit == "map"  # the walls are still there
    gone = press(engine, "release")
    assert (gone.lit, gone.hidden) == ("", "")
    press(engine, "spotlight", what="figures")
    press(engine, "hide", what="visits")
    gone = press(engine, "restore")
    assert (gone.lit, gone.hidden, gone.shown) == ("", "", 2)


SCREENFULS = drawn(
    """
    command | on | of | at | screen
    next    | 1  | 3  | 1  | 2
    next    | 1  | 3  | 1  | 3
    next    | 1  | 3  | 2  | 1
    back    | 1  | 3  | 1  | 1
    next    | 1  | 3  | 1  | 2
    back    | 1  | 3  | 1  | 1
    next    | 2  | 4  | 2  | 1
    next    | 2  | 4  | 2  | 2
    go      | 3  | 2  | 3  | 1
    next    | 3  | 2  | 3  | 2
    next    | 3  | 1  | 3  | 2
    """
)


def test_next_and_back_turn_the_screenfuls_of_a_tall_page_before_they_lead_to_another_step(engine):
    begun(engine, hall(engine))
    for _, row in SCREENFULS.iterrows():
        screenfuls.keep(engine, [Screenfuls(1, 1, int(row["on"]), int(row["of"]))])
        stands = press(engine, row["command"], step=3 if row["command"] == "go" else 0)
        assert (stands.shown, stands.screen) == (int(row["at"]), int(row["screen"])), row
    press(engine, "go", step=1)
    screenfuls.keep(engine, [Screenfuls(1, 1, 1, 3), Screenfuls(9, 1, 1, 5)])  # the second does not follow
    press(engine, "freeze")
    assert (press(engine, "next").step, now(engine).screen) == (2, 1)  # the presenter goes on alone


def test_a_frozen_wall_keeps_its_screenful_until_it_follows_again(engine):
    begun(engine, hall(engine))
    screenfuls.keep(engine, [Screenfuls(1, 1, 1, 3)])
    press(engine, "next")
    press(engine, "freeze")
    assert (press(engine, "next").step, now(engine).screen) == (2, 2)
    assert (press(engine, "release").shown, now(engine).screen) == (2, 1)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('{"of": [7, 2], "screens": 3}', Screenfuls(1, 7, 2, 3)),
        ('{"of": [7, 2], "screens": 4000}', Screenfuls(1, 7, 2, 40)),
        ('{"of": [7, 2], "screens": 0}', None),
        ('{"of": [7], "screens": 3}', None),
        ('{"of": [7, true], "screens": 3}', None),
        ('{"of": [99999999999, 1], "screens": 3}', None),
        ('{"screens": 3}', None),
        ('{"of": [7, 2]}', None),
        ('{"of": [7, 2], "screens": 2.5}', None),
        ("[]", None),
        ("x", None),
    ],
)
def test_what_a_wall_says_of_its_screenfuls_is_read_by_its_shape_alone(said, read):
    assert screenfuls.read(1, said) == read


@pytest.mark.parametrize("command", ["spotlight", "hide"])
@pytest.mark.parametrize("what", ["", "a b", "map]{}", "x" * 41])
def test_what_could_be_no_panel_and_no_number_is_refused(engine, command, what):
    begun(engine)
    with pytest.raises(running.Refused) as refused:
        press(engine, command, what=what)
    assert refused.value.reason == "spot"
    assert now(engine).turn == 1
