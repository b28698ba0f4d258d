"""The look: every colour and every size of type of the product; style sheets know them by name alone.

One accent carries all quantities. The three status colours mean status and nothing else. Text colours keep a contrast of
at least 4.5 to 1 on both grounds (`tests/test_charts_style.py` computes it).
"""

from collections.abc import Mapping
from functools import cache

GROUND = "#0a1120"  # behind everything
DEPTH = "#060b15"  # below the ground: the edge of the land
PANEL = "#111c30"  # a panel on the ground
RAISED = "#182640"  # what lies on a panel: a chip, a bar's track, a hovered row
LINE = "#24344f"  # hairlines
INK = "#eef3fa"  # figures and names
MUTED = "#9fb0c8"  # what explains them
ACCENT = "#63b3f4"
ACCENT_DEEP = "#2f6ea8"
ACCENT_FAINT = "#1b3a5c"

GOOD = "#62c993"
WARN = "#efbf5a"
BAD = "#f58078"

STATUS = {
    "met": GOOD,
    "ahead": GOOD,
    "near": WARN,
    "behind": WARN,
    "far_behind": BAD,
    "missed": BAD,
}

STATUS_NAMES = {key: {GOOD: "good", WARN: "warn", BAD: "bad"}[colour] for key, colour in STATUS.items()}

# A ramp of the accent, low to high, for areas; lightness alone carries the order, so it also reads in grey.
RAMP = ("#1a3350", "#21466e", "#2a5c8e", "#3a7ab5", "#5599d8")
# From well to worst: lightness alone carries the order.
HEAT = ("#232f45", "#47323f", "#74404a", "#b0555a", "#f58078")

# The same names on paper: dark on white, and what is worse or more is darker instead of lighter.
PAPER = {
    "ground": "#ffffff",
    "depth": "#d5dce6",
    "panel": "#ffffff",
    "raised": "#eff3f8",
    "line": "#c3cddb",
    "ink": "#10192b",
    "muted": "#46556e",
    "accent": "#1c5f9e",
    "accent-deep": "#1c5f9e",
    "accent-faint": "#dbe8f5",
    "good": "#17703f",
    "warn": "#855400",
    "bad": "#b0261d",
    "ramp": ("#e3edf7", "#bfd6ec", "#93b9dd", "#6398c9", "#3a78b0"),
    "heat": ("#eef1f5", "#f5dcd9", "#efb7b1", "#e48b83", "#d4655b"),
}

# Five sizes of type in rem (a wall has none below `text`), and one for the number or the code that a page is about.
SIZES = {"small": 0.875, "text": 1, "lead": 1.2, "title": 1.5, "figure": 2, "display": 3.5}

FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', 'WenQuanYi Micro Hei', sans-serif"


def css_tokens() -> str:
    """Colours and sizes as CSS custom properties, and `--status` for each status' class: the only way they reach a style sheet."""
    tokens = {
        "ground": GROUND,
        "depth": DEPTH,
        "panel": PANEL,
        "raised": RAISED,
        "line": LINE,
        "ink": INK,
        "muted": MUTED,
        "accent": ACCENT,
        "accent-deep": ACCENT_DEEP,
        "accent-faint": ACCENT_FAINT,
        "good": GOOD,
        "warn": WARN,
        "bad": BAD,
        "font": FONT,
    } | {f"ramp-{step}": colour for step, colour in enumerate(RAMP)}
    tokens |= {name: f"{size:g}rem" for name, size in SIZES.items()}
    tokens |= {f"heat-{step}": colour for step, colour in enumerate(HEAT)}
    statuses = "".join(f".{status}{{--status:var(--{name});}}" for status, name in STATUS_NAMES.items())
    return f":root{{{_declared(tokens)}}}{statuses}@media print{{:root{{{_declared(on_paper())}}}}}"


@cache
def on_paper() -> dict[str, str]:
    """The colours of `PAPER` as single tokens."""
    tokens = {name: value for name, value in PAPER.items() if isinstance(value, str)}
    for ramp in ("ramp", "heat"):
        tokens |= {f"{ramp}-{step}": colour for step, colour in enumerate(PAPER[ramp])}
    return tokens


def _declared(tokens: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())
