"""The stopwatch strip: what burns, what is due, what runs, what was accepted – each a link to the list so filtered."""

from datetime import date
from math import isnan

from markupsafe import Markup

from data import months
from data.clocks import reading
from data.clocks.present import CLOCKS, Clock
from data.text import Text
from metrics import recent
from metrics.instructions import Hanging, Stopwatch, stopwatch
from metrics.instructions import hanging as hanging_on
from ui import room
from ui.kept import kept
from ui.room import Room
from ui.rows.fields import SIGNS
from ui.scope import Scope
from ui.templates import render

FEW = 8  # accepted ones among what happened lately
TEXTS: dict[Clock, Text] = {
    "burning": Text("超期", "Overdue"),
    "today": Text("今天到期", "Due today"),
    "week": Text("7天内到期", "Due in 7 days"),
    "running": Text("在办", "Under way"),
    "accepted": Text("本月验收", "Accepted this month"),
}
STRIP = Text("交办跑表", "Instructions")
ON_TIME = Text("按期 {share}", "{share} on time")
HANGING = {
    "on": Text("在办交办 {count} 件", "{count} instructions under way"),
    "late": Text("在办交办 {count} 件，超期 {late} 件", "{count} instructions under way, {late} overdue"),
}
CLOSED_LOOP = Text("闭环率 {share}", "{share} closed")
WAITING = {
    "to_receive": Text("待签收 {count}", "{count} to receive"),
    "to_accept": Text("待验收 {count}", "{count} to accept"),
}


def running(scope: Scope) -> Stopwatch | None:
    """The clocks of the scope's unit as they run now; None where nothing was issued, for another's unit, and for a view of the
    past."""
    moved = version()
    if not moved or scope.pinned or not scope.is_own(scope.unit):
        return None
    return _kept(scope.room, moved, tuple(scope.tree.below(scope.unit)), months.today())


def hanging(scope: Scope) -> Hanging:
    """What runs on the numbers of the scope's unit and at the places below; nothing where `running` tells nothing."""
    moved = version()
    if not moved or scope.pinned or not scope.is_own(scope.unit):
        return Hanging()
    return _hanging(scope.room, moved, tuple(scope.tree.below(scope.unit)), months.today())


@kept(200)
def _hanging(at: Room, moved: int, units: tuple[str, ...], day: date) -> Hanging:
    with room.engine().connect() as conn:
        return hanging_on(conn, units, day)


def mark(running: int, overdue: int) -> str:
    """The sign and the count beside what it is about: ▲ where one of them is overdue, ○ else; "" for none."""
    return f"{SIGNS['over' if overdue else 'neutral']}{running}" if running else ""


def said(running: int, overdue: int, scope: Scope) -> str:
    """The same in words, for a tip; "" for none."""
    key = "late" if overdue else "on"
    return HANGING[key].in_(scope.lang, count=running, late=overdue) if running else ""


def accepted(scope: Scope) -> tuple[recent.Accepted, ...]:
    """The instructions of the scope's unit and all below that were accepted last; none where `running` tells nothing."""
    moved = version()
    if not moved or scope.pinned or not scope.is_own(scope.unit):
        return ()
    return _accepted(scope.room, moved, tuple(scope.tree.below(scope.unit)))


@kept(200)
def _accepted(at: Room, moved: int, units: tuple[str, ...]) -> tuple[recent.Accepted, ...]:
    with room.engine().connect() as conn:
        return recent.accepted(conn, units, FEW)


def version() -> int:
    """How much has happened to all instructions: asked each run, the rest only where it moved."""
    with room.engine().connect() as conn:
        return reading.version(conn)


@kept(200)
def _kept(at: Room, moved: int, units: tuple[str, ...], day: date) -> Stopwatch | None:
    with room.engine().connect() as conn:
        return stopwatch(conn, units, day)


def strip(told: Stopwatch | None, scope: Scope) -> Markup:
    """The clocks side by side; nothing where there are none."""
    if told is None:
        return Markup("")
    lang = scope.lang
    rates = {"accepted": (ON_TIME, told.on_time), "running": (CLOSED_LOOP, told.closed_loop)}
    shares = {
        clock: "" if isnan(rate) else text.in_(lang, share=f"{rate:.0%}") for clock, (text, rate) in rates.items()
    }
    waits = [text.in_(lang, count=f"{count:,}") for name, text in WAITING.items() if (count := getattr(told, name))]
    shares["running"] = " · ".join(part for part in (*waits, shares["running"]) if part)
    clocks = [
        {
            "key": clock if getattr(told, clock) else "",
            "count": f"{getattr(told, clock):,}",
            "name": TEXTS[clock].in_(lang),
            "more": shares.get(clock, ""),
            "current": False,
            "href": scope.link("instructions", metric="", clock=clock),
        }
        for clock in CLOCKS
    ]
    return render("clocks", title=STRIP.in_(lang), clocks=clocks)
