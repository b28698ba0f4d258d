"""What can be read from where people sit: how much a wall shows, and how large its type is."""

import pytest

from data.people import screens
from data.people.screens import Screen
from ui import wall_layout
from ui.wall_layout import LAYOUTS, layout, readable_from


@pytest.mark.parametrize(
    ("screen", "zh", "en"),
    [
        # metres: width x height x distance
        ("4x2.25x6", "", ""),  # an LED wall in a meeting room
        ("7.68x2.16x6", "", ""),  # a long one
        ("2.2x1.24x5", "far", "farther"),
        ("1.43x0.8x3", "far", "far"),  # 65 inches
        ("1.2x0.68x5", "farther", "farther"),
        ("1x0.6x30", "farther", "farther"),  # nothing can be read: the largest type there is
        ("6x1x5", "farther", "farther"),  # its height is what there is too little of
    ],
)
def test_a_wall_shows_as_much_as_can_be_read(screen, zh, en):
    assert [layout(screens.read(screen), lang).name for lang in ("zh", "en")] == [zh, en]


def test_a_wall_of_unknown_size_has_the_usual_layout():
    assert layout(None, "zh") is LAYOUTS[0]


def test_what_is_shown_is_at_least_16_arc_minutes_high_where_it_can_be():
    screen = Screen(2.2, 1.24, 5)
    assert screen.least_type() == pytest.approx(
        5 * 0.004654 / 0.92, rel=1e-3
    )  # 16 minutes of arc are 4.654 mm on a metre
    assert readable_from(screen, "zh") > 5
    assert readable_from(Screen(1, 0.6, 30), "zh") == pytest.approx(0.6 / 33.75 * 0.92 / 0.004654, rel=0.1)


def test_the_further_away_the_larger_is_the_type_and_the_less_is_shown():
    for lang in ("zh", "en"):
        sizes = [each.rem(lang, 16, 9) for each in LAYOUTS]
        assert sizes == sorted(sizes)
    shown = [set(each.panels) for each in LAYOUTS]
    assert shown[0] > shown[1] > shown[2]


def test_every_layout_has_its_type_in_both_languages():
    rules = wall_layout.css().splitlines()
    assert len(rules) == 2 * len(LAYOUTS)
    assert (
        "html:lang(en):has(.overview.wall.far) { font-size: clamp(11px, min(100vw / 92, 100vh / 51.75), 147px)"
        in rules[3]
    )


@pytest.mark.parametrize(
    ("written", "screen"),
    [
        ("4x2.25x6", Screen(4, 2.25, 6)),
        ("0.3x0.3x150", Screen(0.3, 0.3, 150)),
        ("", None),
        ("4x2.25", None),
        ("4x?x6", None),
        ("0.2x1x5", None),
        ("61x9x20", None),
        ("4x2x151", None),
        ("-4x2x6", None),
        ("٤x2x6", None),
        ("4x2x6;}", None),
    ],
)
def test_a_screen_is_read_as_it_is_written(written, screen):
    assert screens.read(written) == screen
    assert screen is None or screen.written == written
