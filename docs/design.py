"""Writes `docs/design.md`: colours, sizes and the parts a page is made of, from the tokens and the style sheets.

Run it after a token has changed: `python -m docs.design`.
"""

from pathlib import Path

from charts import style

HERE = Path(__file__).parent
PAGE = HERE / "design.md"
HEAD = """# How the cockpit looks, and where that is decided

A calm dark ground, one accent for all quantities, three colours that mean status and nothing else. Every colour and size has a name in `charts/style.py` and reaches a style sheet as a custom property; a test fails where a style sheet or a page has one of its own. Written out by `python -m docs.design`.

"""
COLOURS = {
    "ground": "behind everything, from the first byte of a page",
    "depth": "below the ground: the edge of the land on maps",
    "panel": "a panel on the ground",
    "raised": "what lies on a panel: a chip, a bar's track, a row under the pointer",
    "line": "hairlines and borders",
    "ink": "figures and names",
    "muted": "what explains them",
    "accent": "every quantity, and what can be pressed",
    "accent-deep": "the ground of the primary button",
    "accent-faint": "what is chosen",
    "good": "status: met, ahead (✓)",
    "warn": "status: near, behind (◐ ▲); the mark of demonstration data and of a frozen view",
    "bad": "status: far behind, missed (✕)",
}
SIZES = {
    "small": "what explains a cell or a field at a desk; never on a wall or the front page",
    "text": "the text of a page, a cell, a name",
    "lead": "titles of panels, sentences of conclusions",
    "title": "the title of a page, a tile's value in a row",
    "figure": "a number that stands by itself",
    "display": "the one number or code that a page is about",
}
PARTS = """## Parts

| part | what it is for | template, style sheet |
|---|---|---|
| panel | one answer: a title, what qualifies it on its right, a body; links in it are plain addresses | `ui/panels.py`, `ui/templates/page.html`, `board.css` |
| tile | one number: name, value with unit, change, against its target, sparkline, coverage | `ui/cards.py`, `ui/templates/tiles.html`, `overview.css` |
| table | many rows; numbers to the right, flows into lines on a phone, a page at a time | `ui/tables.py`, `tables.css` |
| headline | what one number or object is, before all else | `ui/templates/headline.html`, `tables.css` |
| button | one primary a form, on `accent-deep`; what cannot be taken back asks again in a popover | Streamlit's own, coloured in `.streamlit/config.toml` |
| note | a sentence about what an address or a file said wrong | `ui/templates/notes.html`, `board.css` |
| calm | what is shown while something is away or broken | `ui/calm.py`, `board.css` |
| chart | one function a form in `charts/`, an SVG drawn on the server; plotly where one explores | `charts/` |
| wall | the front page without what one would press, laid out by what can be read from the farthest seat | `ui/wall_layout.py`, `wall.css` |

## Rules

- Distances are steps of half a rem; sides of a panel are one.
- Status is told by colour, shape (✓ ◐ ▲ ✕) and a word; never by colour alone.
- Success is not a warning's colour; a sign of something new is the accent.
- A number is never cut: it wraps, its column grows, or the table becomes lines.
- What can be touched is 40 px high on a phone, 24 px and more everywhere else; no letter is smaller than 11 px, in a drawing neither.
- `prefers-reduced-motion` ends every movement; what changes is announced to readers of screens.
- Printed pages are light, on A4 and A3, lying as a desk, standing in two columns (`print.css`); a rule for the width of a window says `screen`.
"""


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How many times as light the lighter of two colours is (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colours() -> str:
    rows = ["## Colours", "", "| name | value | for | against ground, panel |", "|---|---|---|---|"]
    for name, told in COLOURS.items():
        value = getattr(style, name.upper().replace("-", "_"))
        against = ", ".join(f"{contrast(value, ground):.1f}" for ground in (style.GROUND, style.PANEL))
        rows.append(f"| `--{name}` | `{value}` | {told} | {against} |")
    for name, ramp, told in (
        ("ramp", style.RAMP, "size, low to high: the accent, lighter with each step"),
        ("heat", style.HEAT, "from well to worst: hotter is worse"),
    ):
        rows.append(
            f"| `--{name}-0` … `--{name}-{len(ramp) - 1}` | {' '.join(f'`{each}`' for each in ramp)} | {told} | |"
        )
    return "\n".join([*rows, "", "Text has at least 4.5 to 1 on each ground it stands on.", "", ""])


def _sizes() -> str:
    rows = ["## Sizes of type", "", "| name | rem | for |", "|---|---|---|"]
    rows += [f"| `--{name}` | {style.SIZES[name]:g} | {told} |" for name, told in SIZES.items()]
    told = (
        "A rem is the reader's own at a desk, and the screen's on a wall, so that zoom works and a wall is read from afar. "
        "Words in a drawing are as large as the words beside it."
    )
    return "\n".join([*rows, "", told, "", ""])


def written() -> str:
    """The whole page."""
    return HEAD + _colours() + _sizes() + PARTS


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
