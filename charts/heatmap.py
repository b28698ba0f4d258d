"""Rows by columns, a number a cell, hotter where there is more: where do two things meet?"""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

BOUNDS = (0.02, 0.05, 0.25)  # of all cells together


def heatmap(data: pd.DataFrame, *, rows: Mapping[str, str], columns: Mapping[str, str], total: str, alt: str) -> Markup:
    """A table whose cells are shaded by their share of the whole. Choose it to see at once which row and column hold most.

    `data` has `row`, `column`, `value`, `href` and `tip`, a row a cell; `rows` and `columns` are keys → names, in order. The
    last column, headed `total`, adds up each row. Every cell with something in it is a link.
    """
    whole = float(data["value"].sum())
    cells = {(cell["row"], cell["column"]): cell for cell in data.to_dict("records")}
    heads = Markup("").join(Markup("<th scope='col'>{}</th>").format(name) for name in columns.values())
    body = Markup("").join(
        _row(name, [cells.get((key, column)) for column in columns], whole) for key, name in rows.items()
    )
    return Markup(
        '<table class="heat" aria-label="{}"><thead><tr><td></td>{}<th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(alt, heads, total, body)


def _row(name: str, cells: list, whole: float) -> Markup:
    drawn = Markup("").join(_cell(cell, whole) for cell in cells)
    total = sum(cell["value"] for cell in cells if cell)
    return Markup('<tr><th scope="row">{}</th>{}<td class="total">{:,.0f}</td></tr>').format(name, drawn, total)


def _cell(cell: Mapping | None, whole: float) -> Markup:
    if not cell or not cell["value"] > 0:
        return Markup('<td><span class="heat-0">·</span></td>')
    step = 1 + sum(cell["value"] >= bound * whole for bound in BOUNDS)
    return Markup('<td><a class="heat-{}" href="{}" data-tip="{}">{:,.0f}</a></td>').format(
        step, cell["href"], cell["tip"], cell["value"]
    )
