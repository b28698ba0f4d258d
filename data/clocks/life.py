"""The life of an instruction: which step follows which, and how it stands after its events, as at a day.

What of it a kind of instruction has is said in `workflows`. Nothing of it is kept: state, day due and counts follow from what
happened, so they can be asked for of any day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from data.text import Text

State = Literal["open", "received", "under_way", "reported", "checked", "paused", "accepted", "closed"]
Carrying = Literal["received", "progressed", "reported", "asked_longer", "passed_on"]
Deciding = Literal[
    "checked", "accepted", "sent_back", "paused", "resumed", "granted", "declined", "reopened", "cancelled"
]
Showing = Literal["shown", "unshown"]  # what the metric does, noted by the program
Kind = Literal["issued"] | Carrying | Deciding | Showing

STATES: dict[State, Text] = {
    "open": Text("待签收", "To be received"),
    "received": Text("已签收", "Received"),
    "under_way": Text("办理中", "Under way"),
    "reported": Text("待验收", "To be accepted"),
    "checked": Text("已复核", "Checked"),
    "paused": Text("已暂停", "Paused"),
    "accepted": Text("已验收", "Accepted"),
    "closed": Text("已撤销", "Cancelled"),
}
STEPS: dict[Kind, Text] = {
    "issued": Text("交办", "Issued"),
    "received": Text("签收", "Received"),
    "progressed": Text("报进展", "Told how far it is"),
    "reported": Text("报办结", "Reported as done"),
    "asked_longer": Text("申请延期", "Asked for a longer term"),
    "passed_on": Text("转交下级", "Passed on"),
    "checked": Text("复核通过", "Checked on the spot"),
    "accepted": Text("验收通过", "Accepted"),
    "sent_back": Text("退回重办", "Sent back"),
    "paused": Text("暂停计时", "Paused"),
    "resumed": Text("恢复计时", "Resumed"),
    "granted": Text("同意延期", "Granted a longer term"),
    "declined": Text("不同意延期", "Declined a longer term"),
    "reopened": Text("重新办理", "Reopened"),
    "cancelled": Text("撤销交办", "Cancelled"),
    "shown": Text("指标已达到", "The metric shows it"),
    "unshown": Text("指标不再满足", "The metric no longer shows it"),
}
WORKED: frozenset[State] = frozenset({"received", "under_way"})
WAITING: frozenset[State] = WORKED | {"open"}
DECIDED: frozenset[State] = frozenset({"reported", "checked"})  # it waits for whoever decides
ENDED: frozenset[State] = frozenset({"accepted", "closed"})
FROM: dict[Kind, frozenset[State]] = {
    "received": frozenset({"open"}),
    "progressed": WORKED,
    "reported": WORKED,
    "asked_longer": WAITING,
    "passed_on": WAITING,
    "checked": frozenset({"reported"}),
    "accepted": DECIDED,
    "sent_back": DECIDED,
    "paused": WAITING,
    "resumed": frozenset({"paused"}),
    "granted": WAITING,
    "declined": WAITING,
    "reopened": frozenset({"accepted"}),
    "cancelled": WAITING | DECIDED | {"paused"},
    "shown": WAITING,
    "unshown": WAITING | DECIDED | {"paused", "accepted"},
}
CARRYING: tuple[Carrying, ...] = ("received", "progressed", "reported", "asked_longer", "passed_on")
DECIDING: tuple[Deciding, ...] = (
    "checked", "accepted", "sent_back", "granted", "declined", "paused", "resumed", "reopened", "cancelled",
)  # fmt: skip
SILENT: frozenset[Kind] = frozenset(
    {"received", "accepted", "resumed", "granted", "shown", "unshown"}
)  # these need no words
DATED: frozenset[Kind] = frozenset({"asked_longer", "paused", "reopened"})  # these name a day
AFTER: dict[Kind, State] = {
    "issued": "open",
    "received": "received",
    "progressed": "under_way",
    "reported": "reported",
    "passed_on": "open",
    "checked": "checked",
    "accepted": "accepted",
    "sent_back": "under_way",
    "reopened": "under_way",
    "cancelled": "closed",
    "shown": "reported",
}


@dataclass(frozen=True)
class Event:
    """Something that happened. `until` is the day that a pause ends, or the day due asked for or given; `unit` leads from
    then on."""

    position: int
    at: datetime
    kind: Kind
    person: str
    name: str
    text: str
    until: date | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Standing:
    """How an instruction stands on a day. `asked` is the longer term that waits for an answer; `done` is the day on which
    what counts was reported; `before` is the state to which a pause returns."""

    state: State
    due: date
    unit: str
    since: date
    returned: int = 0
    reopened: int = 0
    asked: date | None = None
    done: date | None = None
    paused_until: date | None = None
    before: State = "open"

    def is_overdue(self, day: date) -> bool:
        """Whether the day due has passed and nothing is reported."""
        return self.state in WAITING and day > self.due

    def may(self, kind: Kind, states: Collection[State] | None = None) -> bool:
        """Whether the step can follow now, if it follows from these states (those of `FROM`)."""
        here = self.state in (FROM[kind] if states is None else states)
        if kind in ("granted", "declined"):
            return here and self.asked is not None
        return here and not (kind == "asked_longer" and self.asked)


def standing(due: date, unit: str, events: Iterable[Event], day: date) -> Standing:
    """How it stands on a day: after what happened until the end of it. `due` and `unit` are those it was issued with."""
    now: Standing | None = None
    for event in events:
        on = event.at.date()
        if on > day:
            break
        before = now or Standing("open", due, unit, on)
        now = _after(_woken(before, on), event, on)
    assert now is not None, "an instruction is asked about before it was issued"
    return _woken(now, day)


def _woken(now: Standing, day: date) -> Standing:
    """A pause ends by itself after its last day; the day due moves by the days it took."""
    if now.state == "paused" and now.paused_until and day > now.paused_until:
        return _resumed(now, now.paused_until)
    return now


def _resumed(now: Standing, day: date) -> Standing:
    return replace(now, state=now.before, due=now.due + (day - now.since), since=day, paused_until=None)


def _after(now: Standing, event: Event, on: date) -> Standing:
    match event.kind:
        case "paused":
            return replace(now, state="paused", before=now.state, paused_until=event.until, since=on)
        case "resumed":
            return _resumed(now, on)
        case "asked_longer":
            return replace(now, asked=event.until)
        case "granted":
            return replace(now, due=event.until or now.asked or now.due, asked=None)
        case "declined":
            return replace(now, asked=None)
        case "unshown" if now.state != "reported":  # accepted or sent back meanwhile: it is told, and a person decides
            return now
        case "unshown":
            return replace(now, state="under_way", since=on, done=None)
    changed = replace(now, state=AFTER[event.kind], since=on, unit=event.unit or now.unit)
    match event.kind:
        case "reported" | "shown":
            return replace(changed, done=on, asked=None)
        case "sent_back":
            return replace(changed, done=None, returned=now.returned + 1, due=event.until or now.due)
        case "reopened":
            return replace(changed, done=None, reopened=now.reopened + 1, due=event.until or now.due)
    return changed
