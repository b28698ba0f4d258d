"""A whole in its parts: how much of it stands how?"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup


def parts(data: Sequence[Mapping], *, alt: str) -> Markup:
    """One bar, split as the amounts are, above its parts in words. Choose it where the parts make up a whole, and there are
    at most some six.

    Each of `data` has `text`, `value` (above 0), `sign` and `meaning` (over, bad, watch, good, neutral: a shape and the colour
    of a status) and `href`. `alt` is what a screen reader says of the bar.
    """
    drawn = strip([(part["meaning"], part["value"]) for part in data])
    words = Markup("").join(
        Markup('<a class="state {}" href="{}"><i aria-hidden="true">{}</i> {} <b>{:,}</b></a>').format(
            part["meaning"], part["href"], part["sign"], part["text"], part["value"]
        )
        for part in data
    )
    return Markup('<div class="parts-of" aria-label="{}">{}<p>{}</p></div>').format(alt, drawn, words)


def strip(data: Sequence[tuple[str, float]]) -> Markup:
    """The bar alone: meanings and amounts (above 0), in their order. For many of them below each other."""
    whole = sum(value for _, value in data)
    place, drawn = 0.0, Markup("")
    for meaning, value in data:
        width = 100 * value / whole
        drawn += Markup('<rect class="part {}" x="{:.2f}%" width="{:.2f}%" height="100%"/>').format(
            meaning, place, width
        )
        place += width
    return Markup('<svg class="strip-of" aria-hidden="true">{}</svg>').format(drawn)
