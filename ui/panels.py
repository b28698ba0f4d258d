"""A panel: a titled part of the board."""

from typing import NamedTuple

from markupsafe import Markup


class Panel(NamedTuple):
    """`aside` stands beside the title; without a title there is no frame."""

    title: Markup | str
    body: Markup
    aside: Markup = Markup("")


def beside_title(told: object, *, thin: bool = False) -> Markup:
    """What stands beside a title; `thin` where it says that something is lacking."""
    return Markup('<span class="aside{}">{}</span>').format(" thin" if thin else "", told)
