"""The look: every colour and every size of type of the product; style sheets know them by name alone.

One accent carries all quantities. The three status colours mean status and nothing else. Text colours keep a contrast of
at least 4.5 to 1 on both grounds (`tests/test_charts_style.py` computes it).
"""

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

# A ramp of the accent, low to high, for areas; lightness alone carries the order, so it also reads in grey.
RAMP = ("#1a3350", "#21466e", "#2a5c8e", "#3a7ab5", "#5599d8")
# From well to worst: lightness alone carries the order.
HEAT = ("#232f45", "#47323f", "#74404a", "#b0555a", "#f58078")

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
    statuses = "".join(f".{status}{{--status:{colour};}}" for status, colour in STATUS.items())
    return ":root{" + "".join(f"--{name}:{value};" for name, value in tokens.items()) + "}" + statuses
