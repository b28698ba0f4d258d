"""The look: readable on both grounds, and the same in the program and in Streamlit's own configuration."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from charts import style
from docs import design
from docs.design import contrast
from metrics.status import Status

ROOT = Path(__file__).parent.parent
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


@pytest.mark.parametrize("ground", [style.GROUND, style.PANEL, style.RAISED])
@pytest.mark.parametrize("ink", [style.INK, style.MUTED, style.ACCENT, style.GOOD, style.WARN, style.BAD])
def test_text_stands_out_from_every_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", ["ground", "panel", "raised"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "good", "warn", "bad"])
def test_text_stands_out_from_paper(ink, ground):
    assert contrast(style.PAPER[ink], style.PAPER[ground]) >= 4.5


@pytest.mark.parametrize("ramp", ["ramp", "heat"])
def test_on_paper_a_ramp_grows_darker_and_its_numbers_can_be_read(ramp):
    lights = [contrast(colour, "#000000") for colour in style.PAPER[ramp]]
    assert lights == sorted(lights, reverse=True)
    assert ramp == "ramp" or all(contrast(style.PAPER["ink"], colour) >= 4.5 for colour in style.PAPER["heat"])


def test_every_colour_has_one_on_paper():
    tokens = re.findall(r"--([a-z0-9-]+):#", style.css_tokens())
    half = len(tokens) // 2
    assert tokens[:half] == tokens[half:]


def test_the_page_of_the_design_is_written_out_from_the_tokens():
    """After a change: python -m docs.design."""
    assert design.PAGE.read_text(encoding="utf-8") == design.written()
    assert list(design.SIZES) == list(style.SIZES)


def test_style_sheets_know_sizes_of_type_by_their_names_alone():
    """Apart from what a phone's own keyboard asks for (16px), print, and parts of a word's size (em)."""
    sheets = [*ROOT.glob("ui/styles/*.css"), *ROOT.glob("web/templates/*")]
    own = {
        f"{sheet.name}: {found}"
        for sheet in sheets
        for found in re.findall(r"font(?:-size)?: *[^;}]*?\d+(?:\.\d+)?rem[^;}]*", sheet.read_text(encoding="utf-8"))
    }
    assert own == set()


@pytest.mark.parametrize("ramp", [style.RAMP, style.HEAT])
def test_a_ramp_grows_lighter_step_by_step(ramp):
    lights = [contrast(colour, "#000000") for colour in ramp]
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
    tokens = style.css_tokens()
    for status, colour in style.STATUS.items():
        name = re.search(rf"\.{status}\{{--status:var\(--(\w+)\);\}}", tokens)[1]
        assert f"--{name}:{colour};" in tokens
    assert set(style.STATUS) == set(get_args(Status))
