"""An address may say anything: a page opens all the same, and what was meant as a number or a day and is none is let be."""

import pytest

from data import asked
from tests import prepared
from tests.pages.screen import ROOT

PREPARED = prepared.with_starting_data
PAGES = sorted(path.stem for path in ROOT.glob("pages/*/*.py"))
SAID = [
    "add", "ask", "at", "back", "batch", "before", "by", "cell", "charge", "correct", "day", "department", "device",
    "draft", "from", "group", "instruction", "item", "key", "known", "look", "meeting", "notice", "of", "part",
    "person", "q", "question", "rest", "revision", "rule", "said", "screen", "sheet", "show", "since", "source",
    "standing", "status", "step", "storyline", "submission", "system", "verdict", "version", "view", "watch", "way",
    "who", "withdraw", "year",
]  # fmt: skip
TYPED = ["9" * 5000, "9" * 30, "9999-12-31"]


@pytest.mark.parametrize("page", PAGES)
def test_no_address_breaks_a_page(engine, screen_of, page, caplog):
    screen = screen_of(engine)
    for typed in TYPED:
        screen.knock(page, **dict.fromkeys(SAID, typed))
    assert "ui.calm" not in {record.name for record in caplog.records}  # what went wrong is logged


@pytest.mark.parametrize(
    ("written", "number"),
    [("", None), ("0", 0), ("12", 12), ("999999999", 999_999_999), ("1000000000", None), ("-1", None), ("1.5", None), ("x", None)],
)  # fmt: skip
def test_a_number_in_an_address_is_one_that_every_database_takes(written, number):
    assert asked.as_number(written) == number


@pytest.mark.parametrize(
    ("written", "known"), [("2026-10-31", True), ("9999-12-31", False), ("0001-01-01", False), ("2026-13-01", False)]
)
def test_a_day_in_an_address_has_days_around_it(written, known):
    assert (asked.as_day(written) is not None) == known
