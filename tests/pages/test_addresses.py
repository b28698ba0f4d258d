"""An address may say anything: a page opens all the same, and what was meant as a number or a day and is none is let be."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

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


def test_another_language_or_month_keeps_the_row_and_the_list_one_looks_at(engine, screen_of):
    screen = screen_of(engine)
    said = {"register": "awards", "q": "数字", "from": "40", "unit": "330000", "month": "2024-10"}
    screen.open("register", **said)
    bar = unescape(screen.bar())
    [other] = re.findall(r'class="language" href="([^"]*)"', bar)
    [before] = re.findall(r'class="step" aria-label="[^"]*" href="([^"]*)">‹', bar)
    kept = {"register": "awards", "q": "数字"}
    assert dict(parse_qsl(urlsplit(other).query)).items() >= {**kept, "from": "40", "lang": "en"}.items()
    shown = dict(parse_qsl(urlsplit(before).query))
    assert shown.items() >= {**kept, "month": "2024-09"}.items()
    assert "from" not in shown  # another month's list begins at its first row
    screen.open("register", **said, reach="x", notes="y", lang="en")  # words that are ours elsewhere do no harm here
    assert 'class="language"' in screen.bar()
