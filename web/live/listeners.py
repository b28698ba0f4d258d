"""Who listens, and what of everything is theirs: asked when they come, and again for all of them together while they stay."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import HTTPConnection

from data import access, months, rooms, store
from data.asked import as_number
from data.people import sessions
from data.people.sessions import Session
from data.presenting import phones, running
from data.presenting.playing import Standing
from data.presenting.running import Running
from data.presenting.views import FRONT
from data.pulse import Pulse
from data.settings import settings
from data.text import LANGUAGES, Language
from web import visitors
from web.live.views import View

TRAINING: rooms.Name = "training"
# What of an address says which view it is: whatever else stands there makes no view of its own.
ASKED = ("unit", "month", "period", "revision", "known", "lang", "wall", "metric", "room", "part", "screen")


@dataclass(eq=False)
class Listener:
    """One who listens: a wall, a browser with a wall's view (what its address asks for in `query`), or a console of a
    `presentation`, whose phone has no session. `address` is where a wall was sent last, `at` how it heard last that the store stands, `drawn` by which standing its
    view was drawn, `changed` is set whenever there may be something else to say."""

    cookie: str
    query: Mapping[str, str]
    presentation: int = 0
    phone: str = ""
    session: Session | None = None
    ended: bool = False
    address: str = ""
    at: str = ""
    drawn: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_wall(self) -> bool:
        """Whether it is a paired wall, which goes where it is led."""
        return self.session is not None and self.session.wall > 0

    @property
    def asked(self) -> dict[str, str]:
        """What its view is asked for."""
        if self.session and self.is_wall:
            return dict(parse_qsl(urlsplit(self.address).query or self.session.view))
        return {name: self.query[name] for name in ASKED if name in self.query}

    @property
    def room(self) -> rooms.Name:
        """Whose store its view shows, if that room is there."""
        if self.session is None or self.asked.get("room") != TRAINING:
            return "real"
        return TRAINING if self.is_wall or access.may_somewhere(self.session.actor, "train") else "real"

    def told(self, stands: Standing | None, pulses: Mapping[rooms.Name, Pulse | None]) -> dict[str, Any] | None:
        """What it is sent; None as long as nothing is known. A wall that a presenter holds hears of nothing new."""
        if self.presentation:
            return _of_console(stands, self.presentation) if stands else None
        if self.session is None or not pulses or (self.is_wall and stands is None):
            return None
        shown = of_wall(stands, self.session) if stands and self.is_wall else {}
        self.address = shown.get("address", "")
        pulse = self._pulse(pulses)
        led = stands.led.walls.get(self.session.wall) if stands else None
        if pulse and not (led and led[0].frozen and self.at):
            self.at = pulse.name_for(self.session.actor)
        return {**shown, "at": self.at}

    def view(self, pulses: Mapping[rooms.Name, Pulse | None]) -> View | None:
        """The view it is to be handed after it was told how all stands; None where it has that already, or none at all."""
        pulse = self._pulse(pulses)
        if self.session is None or self.presentation or pulse is None or self.drawn == self.at:
            return None
        if self.at != pulse.name_for(self.session.actor):  # held by a presenter, or not told yet of what moved since
            return None
        page = urlsplit(self.address).path.strip("/") or FRONT
        query, device = tuple(sorted(self.asked.items())), not self.session.actor.login
        return View(self.room, pulse.shown, self.at, page, query, device, self.address)

    def _pulse(self, pulses: Mapping[rooms.Name, Pulse | None]) -> Pulse | None:
        """The pulse of its room; the real one's where there is no such room, None where that was not asked yet."""
        return (pulses[self.room] or pulses.get("real")) if self.room in pulses else None


def coming(connection: HTTPConnection) -> Listener | None:
    """Who asks to listen, with the rights of this moment; None for who may not."""
    query = dict(connection.query_params)
    cookie, phone = visitors.cookie(connection), connection.cookies.get(phones.COOKIE, "")
    found = Listener(cookie, query, as_number(query.get("presentation", "")) or 0, phone, drawn=query.get("at", ""))
    try:
        ask_again([found])
    except store.Unreachable:
        found.session = sessions.remembered(cookie)
        found.ended = found.presentation > 0 or not _looks(found)
    return None if found.ended else found


def ask_again(listening: Collection[Listener]) -> None:
    """Note who of them may listen no more, and the rights of the others, in one set of questions."""
    known = sessions.find_all(rooms.real(), {each.cookie for each in listening if each.cookie})
    for each in listening:
        each.session = known.get(each.cookie)
        if each.is_wall:
            each.presentation = 0
        each.ended = not (_leads(each) if each.presentation else _looks(each))


def _looks(each: Listener) -> bool:
    session = each.session
    return (
        session is not None
        and not session.kiosk
        and not session.comes_first
        and (each.is_wall or each.query.get("wall") == "1")
    )


def _leads(each: Listener) -> bool:
    session = each.session
    able = session is not None and not session.view and not session.comes_first
    with rooms.real().connect() as conn:
        if session is not None and able and running.mine(conn, each.presentation, session.actor):
            return True
        phone = phones.find(conn, each.phone)
    return bool(phone and phone[0] == each.presentation)


def of_wall(stands: Standing, wall: Session) -> dict[str, Any]:
    """What a wall shows: the address, and what of it is black, in focus, hidden. One that follows nothing goes to its own view."""
    found = stands.of_wall(wall.wall, months.now())
    if found is None:
        return {"address": f"/?wall=1&{wall.view}", "black": False, "focus": "", "hidden": []}
    shown = {
        "address": found.step.view.address(language_of(wall), wall=True),
        "black": bool(found.led and found.led.black),
    }
    pointed = {"pointer": list(found.led.pointer)} if found.led and found.led.pointer else {}
    turned = _turned(found.led) if found.led else {"rolls": found.step.seconds}  # by the clock where nobody presents
    lit, hidden = (found.led.lit, found.led.hidden.split()) if found.led else ("", [])
    return {**shown, "focus": lit or found.step.focus, "hidden": [*found.step.hidden, *hidden], **pointed, **turned}


def _of_console(stands: Standing, number: int) -> dict[str, Any]:
    """What moves a console: the turn, 0 once it has ended, and the screenfuls that its walls said they have."""
    return {"turn": stands.led.turns.get(number, 0), "screens": stands.led.screens.get(number, 1)}


def _turned(led: Running) -> dict[str, Any]:
    """Which screenful of a page that is taller than the wall, and of what the wall is to say how many there are."""
    return {"screen": led.screen, "of": [led.number, led.shown]}


def language_of(wall: Session) -> Language:
    """The language that a wall's owner chose."""
    asked = dict(parse_qsl(wall.view)).get("lang")
    return next((each for each in LANGUAGES if each == asked), settings().language)
