"""Rows by columns, in each cell how what is there stands: where two things meet, how far is it?"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from charts.parts import strip


def quilt(
    data: Sequence[Mapping], *, rows: Mapping[str, str], columns: Mapping[str, str], corner: str, alt: str
) -> Markup:
    """A table with a bar in each cell, split as its things stand, below how many of them stand well. Choose it to see at once
    where two things meet well and where nothing is there at all.

    Each of `data` has `row`, `column`, `text` (such as 3/5), `burning` (what stands worst, with its sign; "" for nothing),
    `parts` (meanings and amounts, as `charts.parts.strip`), `href` ("": leads nowhere) and `tip`. `rows` and `columns` are
    keys → names, in order; `corner` names both.
    """
    cells = {(cell["row"], cell["column"]): cell for cell in data}
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in columns.values())
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name, Markup("").join(_cell(cells.get((key, column))) for column in columns)
        )
        for key, name in rows.items()
    )
    return Markup(
        '<table class="quilt" aria-label="{}"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(alt, corner, heads, body)


def _cell(cell: Mapping | None) -> Markup:
    if not cell:
        return Markup('<td class="none">·</td>')
    burning = Markup('<i class="state over">{}</i>').format(cell["burning"]) if cell["burning"] else ""
    way = Markup('a href="{}"').format(cell["href"]) if cell["href"] else Markup("span")
    return Markup('<td><{} data-tip="{}"><b>{}</b> {}{}</{}></td>').format(
        way, cell["tip"], cell["text"], burning, strip(cell["parts"]), "a" if cell["href"] else "span"
    )
