"""The views that listeners look at, drawn once for all who hold the same rights: who asks first has one drawn, the others wait.

They are drawn by who draws pages (`ui.looking`, handed in by `app.py`), and kept until the store moves.
"""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any

from data import rooms
from data.people.sessions import Session
from data.pulse import Pulse

AT_ONCE = 2  # drawn beside each other; a third would only share the processors

Draw = Callable[[Session, str, Mapping[str, str], str], dict[str, Any] | None]


@dataclass(frozen=True)
class View:
    """A page at a query in a room, at a pulse of its store. `at` names the pulse and the rights of whoever looks; a device has
    no login, and nothing to press. `address` is where a wall was sent, "" for a browser that says itself where it is."""

    room: rooms.Name
    pulse: Pulse
    at: str
    page: str
    asked: tuple[tuple[str, str], ...]
    of_device: bool
    address: str = ""


class Views:
    """What of each view is sent, drawn by `draw` when first asked for."""

    def __init__(self, draw: Draw):
        self._draw = draw
        self._lock = Lock()
        self._made: dict[View, Future[str]] = {}
        self._threads = ThreadPoolExecutor(AT_ONCE, "views")

    def of(self, view: View, session: Session) -> Future[str]:
        """What is sent of a view, once it is drawn: as `draw` gives it, or that it takes a run of the script."""
        with self._lock:
            if view not in self._made:
                past = [each for each in self._made if each.room == view.room and each.pulse != view.pulse]
                for each in past:
                    del self._made[each]
                self._made[view] = self._threads.submit(self._sent, view, session)
            return self._made[view]

    def _sent(self, view: View, session: Session) -> str:
        made = self._draw(session, view.page, dict(view.asked), view.at)
        told = {"view": made, "address": view.address} if made else {"anew": True}
        return json.dumps({"at": view.at, **told}, ensure_ascii=False)
