"""The pages as they are found by name: handed down to `metrics.finding`, which every answer comes from."""

from collections.abc import Mapping

from data.access import Action
from metrics.finding import ADDRESSES, PAGES, Page
from ui.texts import TEXTS

OPENED_OTHERWISE = {"passport", "register", "object"}  # of a number, a list, a row: by themselves they are of nothing


def declare(sections: Mapping[str, Mapping[str, Action]]) -> None:
    """Say which pages there are and what one must be allowed to do for each: section → page → action."""
    ADDRESSES.update(name for pages in sections.values() for name in pages)
    PAGES.update(
        (name, Page(TEXTS[name], action))
        for pages in sections.values()
        for name, action in pages.items()
        if name not in OPENED_OTHERWISE
    )
