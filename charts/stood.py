"""How the things on several shelves stand: a strip a shelf, each of its parts in words that lead to them."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from charts.parts import strip


def stood(data: Sequence[Mapping], *, alt: str) -> Markup:
    """A row a shelf: its name, a bar split as its things stand, and the parts in words. Choose it where several wholes of
    different sizes are to be told apart by how much of each stands well.

    Each of `data` has `name`, `href`, `note` (what else is to be said, `""` for nothing), `none` (said instead of a bar
    where there is nothing) and `parts`: mappings with `text`, `value` (above 0), `sign`, `meaning` (as `charts.parts`) and
    `href`. `alt` is what a screen reader says of it all.
    """
    return Markup('<ul class="stood" aria-label="{}">{}</ul>').format(alt, Markup("").join(map(_row, data)))


def _row(row: Mapping) -> Markup:
    name = Markup('<a href="{}">{}</a>').format(row["href"], row["name"]) if row["href"] else row["name"]
    if not row["parts"]:
        return Markup('<li class="none"><span class="stood-name">{}</span><span class="stood-none">{}</span></li>').format(
            name, row["none"]
        )  # fmt: skip
    bar = strip([(part["meaning"], part["value"]) for part in row["parts"]])
    words = Markup(" ").join(
        Markup('<a class="state {}" href="{}"><i aria-hidden="true">{}</i> {} <b>{:,}</b></a>').format(
            part["meaning"], part["href"], part["sign"], part["text"], part["value"]
        )
        for part in row["parts"]
    )
    note = Markup("<small>{}</small>").format(row["note"]) if row["note"] else ""
    return Markup(
        '<li><span class="stood-name">{}{}</span><span class="stood-bar">{}</span><span class="stood-parts">{}</span></li>'
    ).format(name, note, bar, words)
