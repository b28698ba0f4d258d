"""How an instruction stands after what happened, on any day: drawn as runs of events."""

from datetime import date, datetime
from typing import get_args

import pytest

from data.clocks.life import CARRYING, DECIDING, FROM, STATES, STEPS, Event, Showing, standing
from data.months import SHANGHAI

DUE = date(2026, 12, 10)


def run(happened: str, on: str = "12-31"):
    """Events as `day kind [until]`, separated by commas; the standing at the end of a day."""
    events = []
    for position, told in enumerate(happened.split(", "), 1):
        day, kind, *until = told.split()
        at = datetime.fromisoformat(f"2026-{day}T23:59").replace(tzinfo=SHANGHAI)
        events.append(
            Event(position, at, kind, "", "", "", *(date.fromisoformat(f"2026-{each}") for each in until[:1]))
        )
    return standing(DUE, "330203", events, date.fromisoformat(f"2026-{on}"))


@pytest.mark.parametrize(
    ("happened", "on", "state", "overdue", "due"),
    [
        ("12-01 issued", "12-10", "open", False, "12-10"),  # the day due is still in time
        ("12-01 issued", "12-11", "open", True, "12-10"),
        ("12-01 issued, 12-05 shown", "12-20", "reported", False, "12-10"),
        ("12-01 issued, 12-05 shown, 12-06 unshown", "12-20", "under_way", True, "12-10"),
        ("12-01 issued, 12-05 shown, 12-06 accepted, 12-08 unshown", "12-20", "accepted", False, "12-10"),
        ("12-01 issued, 12-05 shown, 12-06 sent_back, 12-08 unshown", "12-09", "under_way", False, "12-10"),
        ("12-01 issued, 12-02 received", "12-02", "received", False, "12-10"),
        ("12-01 issued, 12-02 received", "12-01", "open", False, "12-10"),  # as it stood the day before
        ("12-01 issued, 12-02 received, 12-03 progressed", "12-11", "under_way", True, "12-10"),
        ("12-01 issued, 12-02 received, 12-09 reported", "12-20", "reported", False, "12-10"),
        ("12-01 issued, 12-02 received, 12-09 reported, 12-12 sent_back", "12-12", "under_way", True, "12-10"),
        ("12-01 issued, 12-02 received, 12-09 reported, 12-12 sent_back 12-20", "12-12", "under_way", False, "12-20"),
        ("12-01 issued, 12-02 received, 12-09 reported, 12-12 accepted", "12-31", "accepted", False, "12-10"),
        ("12-01 issued, 12-02 received, 12-05 asked_longer 12-20", "12-15", "received", True, "12-10"),
        ("12-01 issued, 12-05 asked_longer 12-20, 12-06 granted", "12-15", "open", False, "12-20"),
        ("12-01 issued, 12-05 asked_longer 12-20, 12-06 granted 12-18", "12-19", "open", True, "12-18"),
        ("12-01 issued, 12-05 asked_longer 12-20, 12-06 declined", "12-15", "open", True, "12-10"),
        ("12-01 issued, 12-02 received, 12-05 paused 12-15", "12-15", "paused", False, "12-10"),
        ("12-01 issued, 12-02 received, 12-05 paused 12-15", "12-16", "received", False, "12-20"),  # ends by itself
        ("12-01 issued, 12-02 received, 12-05 paused 12-15, 12-08 resumed", "12-13", "received", False, "12-13"),
        ("12-01 issued, 12-02 cancelled", "12-31", "closed", False, "12-10"),
        ("12-01 issued, 12-02 received, 12-03 passed_on", "12-03", "open", False, "12-10"),
    ],
)
def test_it_stands_as_what_happened_says(happened, on, state, overdue, due):
    found = run(happened, on)
    day = date.fromisoformat(f"2026-{on}")
    assert (found.state, found.is_overdue(day), found.due) == (state, overdue, date.fromisoformat(f"2026-{due}"))


def test_it_counts_how_often_it_was_sent_back_and_reopened():
    found = run(
        "12-01 issued, 12-02 received, 12-03 reported, 12-04 sent_back, 12-05 reported, 12-06 sent_back, 12-07 reported, "
        "12-08 accepted, 12-09 reopened 12-20, 12-10 reported, 12-11 accepted"
    )
    assert (found.state, found.returned, found.reopened, found.done) == ("accepted", 2, 1, date(2026, 12, 10))


def test_what_was_sent_back_or_reopened_is_no_longer_done():
    assert run("12-01 issued, 12-02 received, 12-03 reported, 12-04 sent_back").done is None
    assert run("12-01 issued, 12-02 received, 12-03 reported, 12-04 accepted, 12-05 reopened 12-20").done is None


def test_a_longer_term_is_asked_for_once_at_a_time_and_answered_only_where_asked():
    asked = run("12-01 issued, 12-05 asked_longer 12-20")
    assert asked.may("granted")
    assert asked.may("declined")
    assert not asked.may("asked_longer")
    assert not run("12-01 issued").may("granted")


def test_every_step_is_named_and_belongs_to_one_side():
    assert set(STEPS) == {"issued", *CARRYING, *DECIDING, *get_args(Showing)} == {"issued", *FROM}
    assert set.union(*map(set, FROM.values())) == set(STATES) - {"closed"}
