"""Rows by columns, a sign a cell that leads somewhere: who has what?"""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup


def crossed(
    data: pd.DataFrame, *, rows: Mapping[str, tuple[str, str]], columns: Mapping[str, tuple[str, str]], alt: str
) -> Markup:
    """A table with a sign and a number where something is, and a dot where nothing is. Choose it to see at once who lacks what;
    on a phone every row is a card with what it has.

    `data` has `row`, `column`, `meaning` (as `charts.parts`), `sign`, `text`, `href` and `tip`, a line a cell with something
    in it. `rows` are keys → name and address (`""`: leads nowhere); `columns` keys → heading and the group it stands under.
    """
    cells = {(cell["row"], cell["column"]): cell for cell in data.to_dict("records")}
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            Markup('<a href="{}">{}</a>').format(href, name) if href else name,
            Markup("").join(_cell(cells.get((key, column)), *columns[column]) for column in columns),
        )
        for key, (name, href) in rows.items()
    )
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name, _ in columns.values())
    return Markup(
        '<table class="crossed" aria-label="{}"><thead><tr><td></td>{}</tr><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(alt, _groups(columns), heads, body)


def _groups(columns: Mapping[str, tuple[str, str]]) -> Markup:
    groups = [group for _, group in columns.values()]
    return Markup("").join(
        Markup('<th scope="colgroup" colspan="{}">{}</th>').format(groups.count(group), group)
        for group in dict.fromkeys(groups)
    )


def _cell(cell: Mapping | None, name: str, group: str) -> Markup:
    if not cell:
        return Markup('<td class="none">·</td>')
    return Markup(
        '<td><a data-label="{}" class="state {}" href="{}" data-tip="{}"><i aria-hidden="true">{}</i> {}</a></td>'
    ).format(f"{group}·{name}", cell["meaning"], cell["href"], cell["tip"], cell["sign"], cell["text"])
