"""What all sessions of a process share: asked once, kept by what it was asked with, the longest unused given up first.

Whoever asks for the same at the same time waits for one of them. Streamlit's own cache takes more: it walks through every argument
to tell whether it has seen it (half a millisecond a question, a fifth of a view), where ours only have to be hashable.
"""

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Given = ParamSpec("Given")
Found = TypeVar("Found")
_all: list[Any] = []


def kept(
    most: int, by: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep `most` answers of a function; `by` makes of its arguments what tells one from the next. What is kept is shared:
    nobody may change it. For functions of modules: a page is run anew for every view, and would keep nothing."""

    def keep(ask: Callable[Given, Found]) -> Callable[Given, Found]:
        if ask.__module__ == "__main__":
            raise TypeError(f"{ask.__qualname__} would be kept for one view alone")
        wrapped = cached(LRUCache(most), key=by, condition=Condition())(ask)
        _all.append(wrapped)
        return wrapped

    return keep


def forget() -> None:
    """Give up all that is kept, as a process does that starts anew."""
    for each in _all:
        each.cache_clear()
