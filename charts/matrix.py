"""Rows by months, a sign a cell: who delivered when, and who never did?"""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

# A sign a state, on a sheet of 16 by 16. Each has a shape of its own, so that it reads without any colour.
SIGNS: dict[str, str] = {
    "on_time": '<circle cx="8" cy="8" r="3"/>',
    "late": '<path d="M8 2 15 14H1Z"/>',
    "partial": '<path d="M8 1.5a6.5 6.5 0 0 1 0 13Z"/><circle class="ring" cx="8" cy="8" r="6"/>',
    "missing": '<rect x="1" y="1" width="14" height="14" rx="2"/><path class="cross" d="M5 5 11 11M11 5 5 11"/>',
    "estimated": '<path class="ring" d="M2 6q3-4 6 0t6 0M2 11q3-4 6 0t6 0"/>',
    "waiting": '<circle class="ring" cx="8" cy="8" r="6"/><path class="ring" d="M8 4.5V8l2.6 1.8"/>',
    "coming": '<circle class="ring" cx="8" cy="8" r="2.6"/>',
    "not_owed": '<path class="ring" d="M6 8h4"/>',
}


def matrix(
    data: pd.DataFrame,
    *,
    months: Sequence[str],
    words: Mapping[str, str],
    alt: str,
    heads: Mapping[str, tuple[str, str]],
) -> Markup:
    """A block a group, in it a row a unit (or a measure) with a sign for each month. Choose it to see at once who is late
    again and again, and which month was bad for all.

    `data` has `group`, `row`, `name`, `href` (where the row leads, `""`: nowhere), `month` (0, 1 … the place in `months`),
    `state` (a key of SIGNS) and `tip`, a row a cell, in the order in which they stand. `months` are the headings, `words`
    name the states, `heads` give each group's title and what stands beside it.
    """
    blocks = Markup("").join(
        _block(rows, heads.get(str(group), ("", "")), months, words)
        for group, rows in data.groupby("group", sort=False)
    )
    return _symbols() + Markup('<div class="matrix" role="group" aria-label="{}" style="--months:{}">{}</div>').format(
        alt, len(months), blocks
    )


def legend(words: Mapping[str, str]) -> Markup:
    """What each sign means."""
    signs = (
        Markup('<span><svg class="sign {}" aria-hidden="true"><use href="#sign-{}"/></svg>{}</span>').format(
            state, state, words[state]
        )
        for state in words
    )
    return Markup('<div class="matrix-legend">{}</div>').format(Markup("").join(signs))


def _symbols() -> Markup:
    drawn = "".join(
        f'<symbol id="sign-{state}" viewBox="0 0 16 16">{drawing}</symbol>' for state, drawing in SIGNS.items()
    )
    return Markup('<svg class="matrix-signs" aria-hidden="true">{}</svg>').format(Markup(drawn))


def _block(rows: pd.DataFrame, head: tuple[str, str], months: Sequence[str], words: Mapping[str, str]) -> Markup:
    headings = Markup("").join(Markup("<i>{}</i>").format(month) for month in months)
    lines = Markup("").join(_line(line, len(months), words) for _, line in rows.groupby("row", sort=False))
    return Markup(
        '<section class="matrix-block"><header class="matrix-row"><b>{}<small>{}</small></b>'
        '<span class="matrix-months" aria-hidden="true">{}</span></header>{}</section>'
    ).format(*head, headings, lines)


def _line(cells: pd.DataFrame, months: int, words: Mapping[str, str]) -> Markup:
    first = cells.iloc[0]
    signs = Markup("").join(
        Markup(
            '<use class="sign {0}" href="#sign-{0}" x="{1:.2f}%" y=".1em" width="1em" height="1em" data-tip="{2}"/>'
        ).format(state, 100 * month / months, tip)
        for state, month, tip in zip(cells["state"], cells["month"], cells["tip"], strict=True)
    )
    said = "; ".join(
        tip.splitlines()[-1] if tip else words[state]
        for state, tip in zip(cells["state"], cells["tip"], strict=True)
        if state not in ("on_time", "not_owed", "coming")
    )
    tag, close = (Markup('a href="{}"').format(first["href"]), "a") if first["href"] else (Markup("div"), "div")
    return Markup(
        '<{} class="matrix-row"><span class="matrix-name">{}</span><svg class="matrix-cells" role="img" aria-label="{}">{}</svg></{}>'
    ).format(tag, first["name"], f"{first['name']}: {said or words['on_time']}", signs, close)
