"""The scope of a view: whose state, of which month, as known when, in which language. It lives in the URL.

Every view is therefore a link; a server that restarts, or another one, shows the same. What the URL says wrong is told
in a sentence, and the nearest right thing is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

import streamlit as st

from data import access, months
from data.access import Actor
from data.asked import as_day, as_number
from data.people import screens
from data.people.screens import Screen
from data.settings import settings
from data.text import Language
from data.units import Tree
from metrics import METRICS
from metrics.periods import MONTH, PERIODS, PeriodKey
from ui import reads, room
from ui.actor import actor
from ui.room import REAL, Room
from ui.texts import language, t, tell

# What an address says of the scope; all else is the page's own.
OF_SCOPE = frozenset(
    ["unit", "month", "period", "revision", "known", "lang", "wall", "screen", "metric", "room", "part"]
)
SAID = 40  # letters of what an address says that a sentence repeats


@dataclass(frozen=True)
class Scope:
    """One view. `revision` is the one shown; `pinned` tells that the URL asked for it, so newer ones do not move it.

    `metric` is the one the map and the ranking show (`""`: the page's own choice); `notes` are sentences about what the
    URL said wrong. `reach` are the units that whoever looks may read with all below them, `opened` the months that are open
    to all on this page: what is drawn for one is never shown to another who may see less. `period` is what is added up to
    the month. `moment` is what numbers hang on beside the revision (`reads.moment`). `room` is whose store is shown. `hidden`
    are numbers (keys of metrics) that this view is to say nothing of. `screen` is the wall it hangs on, where that is known.
    """

    unit: str
    month: date
    revision: int
    pinned: bool = False
    lang: Language = "zh"
    wall: bool = False
    metric: str = ""
    notes: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    opened: frozenset[date] = frozenset()
    moment: tuple = ()
    room: Room = REAL
    period: PeriodKey = "month"
    hidden: tuple[str, ...] = ()
    screen: Screen | None = None

    @cached_property
    def tree(self) -> Tree:
        """The units that hold in the month shown."""
        return reads.units(self).in_month(self.month)

    def name(self, unit: str) -> str:
        """A unit's name in the language of the view."""
        return self.tree[unit].name(self.lang)

    def may_read(self, unit: str) -> bool:
        """Whether the unit's figures of this period may be read: as one's own, or because all its months are published."""
        run = months.between(PERIODS[self.period].first(self.month), self.month)
        return unit in self.tree and (self.opened.issuperset(run) or self.is_own(unit))

    def is_own(self, unit: str) -> bool:
        """Whether everything of the unit may be read, rows of registers and other months too."""
        return unit in self.tree and not set(self.reach).isdisjoint(self.tree.path(unit))

    @property
    def above(self) -> str:
        """The unit whose children are compared: this one, or the one above it where this one has none."""
        parent = self.tree[self.unit].parent
        return parent if parent and not self.tree.children.get(self.unit) and self.may_read(parent) else self.unit

    @property
    def compared(self) -> tuple[str, ...]:
        """The units to compare: those below; for a unit without any, it and its neighbours, if they may be read."""
        return self.tree.children.get(self.above, (self.unit,))

    def link(self, page: str = "", **more: Any) -> str:
        """The address of a page in this scope. Scope fields given are changed first; anything else joins the query.

        Only the overview, the page without a name, hangs on a wall.
        """
        fields: dict[str, Any] = {name: more.pop(name) for name in list(more) if name in self.__dataclass_fields__}
        scope = replace(self, **fields)
        return f"./{page}?{urlencode({**(replace(scope, wall=False) if page else scope)._query(), **more})}"

    def link_here(self, page: str, asked: Mapping[str, str], **changed: Any) -> str:
        """The address of the page that is open, as it was `asked` for (which row, how narrowed), with something of the scope
        changed."""
        scope = replace(self, **changed)
        own = {name: value for name, value in asked.items() if name not in OF_SCOPE}
        return f"./{page}?{urlencode({**own, **(replace(scope, wall=False) if page else scope)._query()})}"

    def in_room(self) -> dict[str, str]:
        """What an address says of the room; nothing of the real one."""
        part = {"part": self.room.part} if self.room.part else {}
        return {"room": self.room.name, **part} if self.room.is_training else {}

    def _query(self) -> dict[str, object]:
        asked = {
            "unit": self.unit,
            "month": months.label(self.month),
            "period": self.period if self.period != MONTH.key else None,
            "revision": self.revision if self.pinned else None,
            "lang": self.lang,
            "wall": 1 if self.wall else None,
            "screen": self.screen.written if self.wall and self.screen else None,
            "metric": self.metric or None,
            **self.in_room(),
        }
        return {name: value for name, value in asked.items() if value is not None}


def pick_scope() -> Scope:
    """The scope of this run: what every page starts with."""
    return st.session_state.get("scope") or open_scope()


def open_scope(*, overview: bool = True, wall: bool = True, owed: bool = False) -> Scope:
    """Read the scope once a run, for all that is drawn in it. Only on the overview a published month shows units that are
    not one's own: what stands behind the figures is for those who answer for them. `wall`: whether this page may hang on
    one, as the overview does, and any other page only while somebody presents it. `owed`: whether it is about what is to be
    reported, and opens there."""
    asked = scope_of_url(overview=overview, owed=owed)
    st.session_state["scope"] = asked if wall else replace(asked, wall=False)
    return st.session_state["scope"]


def scope_of_url(*, overview: bool = True, owed: bool = False) -> Scope:
    """The scope the URL asks for, with notes where it asks for what there is not or may not be seen."""
    here = room.here()
    current, moment, who = reads.current_revision(), reads.moment(), actor()
    notes: list[str] = []
    revision = _revision(current, notes)
    month = _month(notes, reads.usual_month(current, moment, owed=owed))
    period = _period(notes)
    usual = Scope(
        settings().unit,
        month,
        current,
        room=here,
        opened=reads.published() if overview else frozenset(),
        period=period,
    )
    usual = replace(usual, reach=_reach(who, usual.tree))
    return replace(
        usual,
        unit=_unit(replace(usual, unit=_usual_unit(who, usual)), notes),
        revision=current if revision is None else revision,
        pinned=revision is not None,
        lang=language(),
        wall=st.query_params.get("wall") == "1",
        metric=_metric(notes),
        screen=_screen(notes),
        notes=tuple(notes),
        moment=moment,
        room=here,
    )


def _reach(who: Actor, tree: Tree) -> tuple[str, ...]:
    """The topmost units of somebody's roles."""
    held = {unit for unit in access.roots(who) if unit in tree}
    return tuple(sorted(unit for unit in held if held.isdisjoint(tree.path(unit)[:-1])))


def _usual_unit(who: Actor, scope: Scope) -> str:
    """The unit shown to who asks for none: the cockpit's, or the first of their own."""
    own = (settings().unit, who.unit, *scope.reach)
    return next((unit for unit in own if scope.is_own(unit)), settings().unit)


def month_name(month: date, lang: Language) -> str:
    """The month as a title says it."""
    return tell(lang, "month_label", year=month.year, month=month.month if lang == "zh" else f"{month:%b}")


def period_name(scope: Scope) -> str:
    """What the numbers of a view are of: the month, or the months added up to it (2026年1—10月累计)."""
    period, month = PERIODS[scope.period], scope.month
    if period is MONTH:
        return month_name(month, scope.lang)
    first = period.first(month)
    key = "months_of_year" if first.year == month.year else "months_over"
    names = {"first": month_name(first, scope.lang), "last": month_name(month, scope.lang)}
    short = (first.month, month.month) if scope.lang == "zh" else (f"{first:%b}", f"{month:%b}")
    run = tell(scope.lang, key, **names, year=month.year, since=short[0], until=short[1])
    return f"{run}{period.text.zh}" if scope.lang == "zh" else f"{period.text.en}, {run}"


def titled(title: str, scope: Scope) -> str:
    """A panel's title with the period its numbers are of, unless that is the month."""
    return title if scope.period == MONTH.key else f"{title} · {PERIODS[scope.period].text.in_(scope.lang)}"


def last_month() -> date:
    """The newest month one can look at: the present one, for which figures may already come in."""
    return months.today().replace(day=1)


def _revision(current: int, notes: list[str]) -> int | None:
    """The revision asked for by number, or by the day on which it was the newest; None for the present."""
    asked, day = st.query_params.get("revision"), st.query_params.get("known")
    if asked:
        number = as_number(asked)
        if number and number <= current:
            return number
        notes.append(t("unknown_revision", value=asked[:SAID], last=current))
    elif day:
        asked_day = as_day(day)
        if asked_day is None:
            notes.append(t("unknown_day", value=day[:SAID]))
            return None
        known = reads.known_on(asked_day)
        # A day that is over stays what it was, also while nothing has come since; today still moves.
        return known if known < current or asked_day < months.today() else None
    return None


def _month(notes: list[str], usual: date) -> date:
    asked = st.query_params.get("month")
    if not asked:
        return usual
    try:
        month = months.parse(asked)
    except ValueError:
        notes.append(t("unknown_month", value=asked[:SAID], used=months.label(usual)))
        return usual
    first, last = settings().months.first, last_month()
    if first <= month <= last:
        return month
    labels = {"value": asked, "first": months.label(first), "last": months.label(last), "used": months.label(usual)}
    notes.append(t("month_outside", **labels))
    return usual


def _period(notes: list[str]) -> PeriodKey:
    asked = st.query_params.get("period")
    if not asked or asked in PERIODS:
        return cast(PeriodKey, asked or MONTH.key)
    notes.append(t("unknown_period", value=asked[:SAID]))
    return MONTH.key


def _unit(usual: Scope, notes: list[str]) -> str:
    asked = st.query_params.get("unit") or usual.unit
    if asked not in usual.tree:
        used = usual.name(usual.unit) if usual.unit in usual.tree else usual.unit
        notes.append(t("unknown_unit", value=asked[:SAID], month=months.label(usual.month), used=used))
        return usual.unit
    if usual.may_read(asked) or not usual.reach:
        return asked
    near = _nearest(asked, usual)
    notes.append(t("not_your_unit", value=usual.name(asked), used=usual.name(near)))
    return near


def _nearest(asked: str, scope: Scope) -> str:
    """Of one's own units the one that shares most of the way down with the unit asked for."""
    way = set(scope.tree.path(asked))
    return max(scope.reach, key=lambda own: (len(way.intersection(scope.tree.path(own))), own == scope.unit))


def _metric(notes: list[str]) -> str:
    asked = st.query_params.get("metric", "")
    if asked and asked not in METRICS:
        notes.append(t("unknown_metric", value=asked[:SAID]))
        return ""
    return asked


def _screen(notes: list[str]) -> Screen | None:
    asked = st.query_params.get("screen", "")
    found = screens.read(asked)
    if asked and not found:
        notes.append(t("unknown_screen", value=asked[:SAID]))
    return found


def when(moment: datetime) -> str:
    """A moment as Zhejiang's clocks show it, to the minute."""
    return f"{moment.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M}"
