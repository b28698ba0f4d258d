"""Things on the tracks they run on: which are crowded, which are empty?"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup


def tracks(data: Sequence[Mapping], *, empty: str, alt: str) -> Markup:
    """A row a track, on it what runs there, each a link. Choose it where one asks which tracks are crowded and which empty, and
    there are few enough things to be named.

    Each of `data` has `name`, `href`, `note` (how it stands, "" for nothing), `css` (`crowded`, `vacant` or "") and `things`:
    mappings with `name`, `href` ("": leads nowhere) and `meaning` (of how it stands, as `charts.parts`). `empty` is said on a
    track with nothing on it.
    """
    rows = Markup("").join(_row(row, empty) for row in data)
    return Markup('<ul class="tracks" aria-label="{}">{}</ul>').format(alt, rows)


def _row(row: Mapping, empty: str) -> Markup:
    things = Markup("").join(map(_thing, row["things"])) or Markup("<em>{}</em>").format(empty)
    return Markup(
        '<li class="{}"><a href="{}">{}</a><span class="track">{}</span><b>{:,}</b><small>{}</small></li>'
    ).format(row["css"], row["href"], row["name"], things, len(row["things"]), row["note"])


def _thing(thing: Mapping) -> Markup:
    if not thing["href"]:
        return Markup('<span class="{}">{}</span>').format(thing["meaning"], thing["name"])
    return Markup('<a class="{}" href="{}">{}</a>').format(thing["meaning"], thing["href"], thing["name"])
