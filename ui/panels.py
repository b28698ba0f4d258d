"""A panel: a titled part of the board."""

from typing import NamedTuple

from markupsafe import Markup


class Panel(NamedTuple):
    """`aside` stands beside the title; without a title there is no frame."""

    title: Markup | str
    body: Markup
    aside: Markup = Markup("")
