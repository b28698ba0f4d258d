"""What a step on instructions or meetings lists on slides and paper: what runs and how it stands, what happened to one instruction, what
a meeting has before it. It holds nothing restricted: whoever sees a slide sees all of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from data import months, revisions
from data.asked import as_number
from data.clocks import reading
from data.clocks.life import ENDED, STATES, Event
from data.clocks.present import LANES
from data.clocks.reading import Instruction
from data.instructions import lanes, rights
from data.instructions.lanes import Asked, Narrowed
from data.instructions.telling import OVERDUE, clock_of, state_of
from data.meetings import reading as meetings
from data.meetings.reading import STATES as OF_MEETING
from data.meetings.reading import Meeting
from data.presenting.reading import Step
from data.presenting.views import View
from data.text import Text
from metrics.decks.content import Listed
from metrics.decks.reading import Reader
from metrics.meetings import SECTIONS, Agenda, Line, agenda, shown

MOST = 120  # rows, as of any list on paper
GIST = 100  # letters of what is asked or said
TEXTS = {
    "instructions": Text("在办事项", "What is running"),
    "running": Text("截至 {day}，在办 {count} 件", "{count} running on {day}"),
    "none": Text("截至 {day}，没有在办的交办事项。", "No instruction is running on {day}."),
    "cut": Text("只列前 {most} 件，共 {count} 件。", "The first {most} of {count}."),
    "what": Text("事项", "What"),
    "about": Text("关于", "About"),
    "lead": Text("牵头", "Leads"),
    "due": Text("期限", "Due"),
    "state": Text("状态", "State"),
    "step": Text("经过", "What happened"),
    "on": Text("日期", "Day"),
    "who": Text("办理人", "By whom"),
    "said": Text("说明", "What was said"),
    "one": Text("第 {number} 号：{text}", "No. {number}: {text}"),
    "stands": Text("{unit}牵头，{due} 到期，{state}。", "{unit} leads, due {due}, {state}."),
    "of": Text("关于{what}。", "About {what}."),
    "acceptance": Text("验收标准：{text}", "How it is accepted: {text}"),
    "meetings": Text("历次会议", "All meetings"),
    "held": Text("共 {count} 次会议。", "{count} meetings."),
    "title": Text("会议", "Meeting"),
    "decided": Text("决定", "Decisions"),
    "kept": Text("已验收", "Accepted"),
    "part": Text("议程", "Agenda"),
    "this": Text("本次决定", "Decided here"),
    "meets": Text("{day}，{state}；决定 {count} 项。上次会议以来变化 {changed} 处，超期交办 {late} 件。",
                  "{day}, {state}; {count} decisions. {changed} changes since the last meeting, {late} instructions past their day."),
    "gone": Text("没有这件交办事项或这次会议，或不归您查看。", "There is no such instruction or meeting, or it is not yours to read."),
}  # fmt: skip


def of_step(step: Step, reader: Reader, root: str) -> Listed | None:
    """What the step lists, as of today, or as of the day of an earlier revision; None of any other page. Where it has no row, what it
    `said` says so."""
    tell = {"instructions": (_instructions, _one), "meetings": (_meetings, _meeting)}.get(step.view.page)
    if tell is None:
        return None
    all_, of_number = tell
    number = as_number(dict(step.view.query).get(step.view.page.removesuffix("s"), ""))
    return all_(step.view, reader, root) if number is None else of_number(number, step.view, reader, root)


def _instructions(view: View, reader: Reader, root: str) -> Listed:
    day, lang = _day(reader), reader.lang
    found, counts = _running(view, reader, day)
    names: dict[str, Text] = {"overdue": OVERDUE} | dict(STATES.items())
    total = sum(counts.values())
    if total:
        apart = [f"{names[lane].in_(lang)} {counts[lane]}" for lane in LANES if counts.get(lane)]
        said = _sentence([TEXTS["running"].in_(lang, day=day, count=total), *apart], reader)
    else:
        said = TEXTS["none"].in_(lang, day=day)
    return Listed(
        TEXTS["instructions"].in_(lang),
        _heads(reader, "what", "about", "lead", "due", "state"),
        tuple(_row(one, view, reader) for one in found),
        tuple(_way(root, "instructions", view, reader, instruction=one.number) for one in found),
        cut=TEXTS["cut"].in_(lang, most=MOST, count=total) if total > len(found) else "",
        said=said,
        source=reader.origin(view.month),
        words=True,
    )


def _running(view: View, reader: Reader, day: date) -> tuple[list[Instruction], dict[str, int]]:
    """Those that run, the longest overdue first, at most `MOST`, and how many stand in each lane: of today the database counts, of an
    earlier day all are read."""
    me, below = reader.actor.in_a_room, reader.tree(view.month).below(view.unit)
    asked = dict(view.query)
    lane = asked.get("state", "")
    narrowed = Narrowed(lane=lane if lane in LANES else "", words=asked.get("q", ""))
    if reader.asked is None:
        told = Asked(me, below)
        counts = lanes.counts(reader.conn, told, narrowed)
        running = {key: count for key, count in counts.items() if narrowed.lane or key not in ENDED}
        return lanes.listing(reader.conn, told, narrowed, min(MOST, sum(running.values()))), running
    tree = reader.known.on(day)
    theirs = [one for one in reading.listing(reader.conn, below, day=day) if rights.may_read(me, one, tree)]
    stands = {one.number: "overdue" if one.is_overdue else one.standing.state for one in theirs}
    wanted = [
        one
        for one in theirs
        if (stands[one.number] == narrowed.lane if narrowed.lane else one.standing.state not in ENDED)
        and narrowed.words.lower() in one.text.lower()
    ]
    wanted.sort(key=lambda one: (not one.is_overdue, one.standing.due, -one.number))
    return wanted[:MOST], Counter(stands[one.number] for one in wanted)


def _row(one: Instruction, view: View, reader: Reader) -> tuple[str, ...]:
    return (
        f"{one.number} · {_gist(one.text)}",
        one.about.title.in_(reader.lang),
        _unit(one.standing.unit, view, reader),
        one.standing.due.isoformat(),
        _stands(one, reader),
    )


def _one(number: int, view: View, reader: Reader, root: str) -> Listed:
    """What happened to one, the newest first."""
    day, lang = _day(reader), reader.lang
    one = reading.one(reader.conn, number, day)
    tree = reader.known.on(day)
    if one is None or not rights.may_read(reader.actor.in_a_room, one, tree):
        return _gone(view, reader)
    where = {"unit": _unit(one.standing.unit, view, reader), "due": one.standing.due, "state": _stands(one, reader)}
    said = [TEXTS["stands"].in_(lang, **where), TEXTS["of"].in_(lang, what=one.about.title.in_(lang))]
    said += [TEXTS["acceptance"].in_(lang, text=_gist(one.acceptance))] if one.acceptance else []
    events = one.events[::-1]
    return Listed(
        TEXTS["one"].in_(lang, number=number, text=_gist(one.text)),
        _heads(reader, "step", "on", "who", "said"),
        tuple(_happened(one, event, reader) for event in events),
        (_way(root, "instructions", view, reader, instruction=number),) * len(events),
        said=("" if lang == "zh" else " ").join(said),
        source=reader.origin(view.month),
        words=True,
    )


def _happened(one: Instruction, event: Event, reader: Reader) -> tuple[str, ...]:
    step = f"{event.position} · {one.workflow.step(event.kind).in_(reader.lang)}"
    return step, event.at.astimezone(months.SHANGHAI).date().isoformat(), event.name, _gist(event.text) or "—"


def _meetings(view: View, reader: Reader, root: str) -> Listed:
    tree, lang = reader.tree(view.month), reader.lang
    near = {*tree.below(view.unit), *tree.path(view.unit)}
    found = [each for each in meetings.of_actor(reader.conn, reader.actor.in_a_room) if each.unit in near][:MOST]
    return Listed(
        TEXTS["meetings"].in_(lang),
        _heads(reader, "title", "on", "state", "decided", "kept"),
        tuple(_held(each, reader) for each in found),
        tuple(_way(root, "meetings", view, reader, meeting=each.number) for each in found),
        said=TEXTS["held"].in_(lang, count=len(found)),
        source=reader.origin(view.month),
        words=True,
    )


def _held(one: Meeting, reader: Reader) -> tuple[str, ...]:
    decided = meetings.decisions(reader.conn, one.number)
    kept = sum(each.standing.state == "accepted" for each in decided)
    return one.title, one.held_on.isoformat(), OF_MEETING[one.state].in_(reader.lang), str(len(decided)), str(kept)


def _meeting(number: int, view: View, reader: Reader, root: str) -> Listed:
    """What was decided in one, and its agenda: as it was shown, or for one that is to come as it stands."""
    one = meetings.opened(reader.conn, number, reader.actor.in_a_room)
    if one is None:
        return _gone(view, reader)
    lang, now = reader.lang, agenda(reader.conn, one)
    decided = [each for each in meetings.decisions(reader.conn, number) if not each.restricted]
    lines = shown(one) if one.shown else now.lines
    rows = [(TEXTS["this"].in_(lang), f"{_stands(each, reader)} · {_gist(each.text)}") for each in decided]
    rows += [(SECTIONS[each.section].in_(lang), each.said.in_(lang)) for each in lines]
    ways = [_way(root, "instructions", view, reader, instruction=each.number) for each in decided]
    ways += [_way_of(each, root, view, reader) for each in lines]
    return Listed(
        one.title, _heads(reader, "part", "what"), tuple(rows), tuple(ways),
        said=_met(one, now, len(decided), reader), source=reader.origin(view.month), named=1, words=True,
    )  # fmt: skip


def _met(one: Meeting, now: Agenda, decided: int, reader: Reader) -> str:
    blanks = {"day": one.held_on, "state": OF_MEETING[one.state].in_(reader.lang), "count": decided}
    return TEXTS["meets"].in_(reader.lang, **blanks, changed=len(now.changed), late=len(now.overdue))


def _way_of(line: Line, root: str, view: View, reader: Reader) -> str:
    """Where a line of the agenda leads."""
    if line.section in ("decisions", "overdue"):
        return _way(root, "instructions", view, reader, instruction=line.key)
    if line.metric:
        return _way(root, "passport", view, reader, unit=line.unit, metric=line.metric)
    if line.register and line.key:
        return _way(root, "object", view, reader, unit=line.unit, register=line.register, key=line.key)
    return _way(root, "meetings", view, reader, **dict(view.query))


def _gone(view: View, reader: Reader) -> Listed:
    return Listed(TEXTS[view.page].in_(reader.lang), _heads(reader, "what"), (), (), said=TEXTS["gone"].in_(reader.lang), source=reader.origin(view.month))  # fmt: skip


def _day(reader: Reader) -> date:
    """As of which day it is told."""
    at = None if reader.asked is None else revisions.moment_of(reader.conn, reader.asked)
    return at.astimezone(months.SHANGHAI).date() if at else months.today()


def _stands(one: Instruction, reader: Reader) -> str:
    """How it stands, with its clock; what is overdue says that alone."""
    state, clock = (text.in_(reader.lang) for text in (state_of(one), clock_of(one)))
    return clock if one.is_overdue else " · ".join(part for part in (state, clock) if part)


def _gist(text: str) -> str:
    told = " ".join(text.split())
    return told[:GIST] + "…" * (len(told) > GIST)


def _sentence(parts: Sequence[str], reader: Reader) -> str:
    head, *rest = parts
    return f"{head}：{'，'.join(rest)}。" if reader.lang == "zh" else f"{head}: {', '.join(rest)}."


def _heads(reader: Reader, *names: str) -> tuple[str, ...]:
    return tuple(TEXTS[name].in_(reader.lang) for name in names)


def _unit(code: str, view: View, reader: Reader) -> str:
    tree = reader.tree(view.month)
    return tree[code].name(reader.lang) if code in tree else code


def _way(root: str, page: str, view: View, reader: Reader, **asked: object) -> str:
    room = {"room": "training"} if reader.demo else {}
    query = {"unit": view.unit, "month": months.label(view.month), **asked, "lang": reader.lang, **room}
    return f"{root.rstrip('/')}/{page}?{urlencode(query)}"
