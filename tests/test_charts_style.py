"""The look: readable on both grounds, and the same in the program and in Streamlit's own configuration."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from charts import style
from metrics.status import Status

ROOT = Path(__file__).parent.parent
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", [style.GROUND, style.PANEL, style.RAISED])
@pytest.mark.parametrize("ink", [style.INK, style.MUTED, style.ACCENT, style.GOOD, style.WARN, style.BAD])
def test_text_stands_out_from_every_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ramp", [style.RAMP, style.HEAT])
def test_a_ramp_grows_lighter_step_by_step(ramp):
    lights = [luminance(colour) for colour in ramp]
    assert lights == sorted(lights)
    assert len(set(lights)) == len(lights)


def test_what_stands_on_a_hot_cell_is_readable():
    """Light figures on the cool steps, dark ones on the hottest; and the one primary button."""
    assert all(contrast(style.INK, colour) >= 4.5 for colour in style.HEAT[:3])
    assert contrast(style.GROUND, style.HEAT[4]) >= 4.5
    assert contrast(style.INK, style.ACCENT_DEEP) >= 4.5


def test_streamlit_wears_the_same_colours():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert theme["backgroundColor"] == style.GROUND
    assert theme["secondaryBackgroundColor"] == style.PANEL
    assert theme["textColor"] == style.INK
    assert theme["primaryColor"] == theme["linkColor"] == style.ACCENT
    assert theme["borderColor"] == style.LINE
    assert theme["font"] == style.FONT


def test_style_sheets_take_their_colours_from_the_tokens():
    """Only a shadow may be written as a colour: it is black whatever the palette."""
    for sheet in (ROOT / "ui" / "styles").glob("*.css"):
        assert set(COLOUR.findall(sheet.read_text(encoding="utf-8"))) <= {"#0008"}, sheet.name


def test_every_status_has_its_colour_in_the_style_sheet():
    assert all(f".{status}{{--status:{colour};}}" in style.css_tokens() for status, colour in style.STATUS.items())
    assert set(style.STATUS) == set(get_args(Status))
