"""One meeting: its agenda, what changed since the last one, what was decided, its papers and minutes."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from data.clocks.reading import version
from data.media_types import DOCX
from data.meetings import reading, steps
from data.meetings.reading import Meeting
from data.text import Language, Text
from metrics.changes import Change
from metrics.meetings import SECTIONS, Agenda, Line, agenda, minutes, shown
from ui import reads, room
from ui.actor import actor, reader
from ui.exporting import given_out, marked
from ui.instructions import words as tasks
from ui.meetings import changed, words
from ui.meetings.planning import open_button, papers, planning
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render
from ui.texts import as_text

TEXTS = {
    "list": Text("会议", "Meetings"),
    "called": Text("召集人：{name}", "Called by {name}"),
    "frozen": Text("显示 {day} 第 {revision} 版", "Shows revision {revision} of {day}"),
    "agenda": Text("议程", "Agenda"),
    "members": Text("参加人员：{members}", "Members: {members}"),
    "empty": Text("议程还是空的。", "The agenda is empty."),
    "decisions": Text("本次决定 · {count}", "Decisions · {count}"),
    "before": Text("上次会议“{title}”（{day}）的决定 · 已验收 {done}/{count}", "Decisions of “{title}” ({day}) · {done} of {count} accepted"),
    "none": Text("还没有决定。点变化后面的“作决定”，即时交办。", "Nothing is decided yet. “Decide” beside a change issues an instruction at once."),
    "none_kept": Text("没有决定。", "Nothing was decided."),
    "what": Text("决定", "Decision"),
    "about": Text("关于", "About"),
    "unit": Text("牵头单位", "Leads"),
    "due": Text("期限", "Due"),
    "state": Text("状态", "State"),
    "minutes": Text("会议纪要", "Minutes"),
    "minutes_file": Text("会议纪要（Word）", "Minutes (Word)"),
    "conclude": Text("结束会议", "Close the meeting"),
    "conclude_told": Text("纪要里写明讨论的结论；结束后不能再改。", "What was concluded beside the decisions; nothing changes after that."),
    "close": Text("结束会议", "Close it"),
    "closed": Text("会议已结束。", "The meeting is closed."),
    "gone": Text("没有第 {number} 次会议，或您无权查看。", "There is no meeting {number}, or it is not yours to read."),
}  # fmt: skip


@reads.by_revision(rows=True)
def kept(conn, revision, unit: str, month: object, number: int, written: int, happened: int) -> Agenda:
    """`agenda` of a meeting, kept until the meeting (`written`) or an instruction (`happened`) moves on; once it opened it stands."""
    found = reading.one(conn, number)
    assert found
    return agenda(conn, found)


def opened(number: int, scope: Scope) -> None:
    """The page of one meeting."""
    me = reader(wall=scope.wall)
    with room.engine().connect() as conn:
        one = reading.opened(conn, number, me)
        holds = one is not None and reading.may_hold(conn, me, one.unit)
        decided = reading.decisions(conn, number) if one else []
        before = reading.before(conn, one) if one else None
        happened = version(conn)
    if one is None or one.unit not in scope.tree:
        gone = Panel("", render("empty", text=TEXTS["gone"].in_(scope.lang, number=number)))
        show({"gone": gone}, scope, key="empty")
        return
    deciding = partial(_deciding, one, scope) if holds and one.state == "open" else None
    show({"head": _head(one, scope)}, scope, key="kpis")
    if holds and one.state == "planned":
        open_button(one, scope.lang)
    if decided or one.opened_at:
        show({"decided": _decided(one, decided, scope)}, scope, key="decided")
    moved = (0, 0) if one.opened_at else (one.version, happened)
    now = kept(scope, one.unit, scope.month, number, *moved)
    found = changed.panels(now, one.unit, scope, deciding)
    show(found, scope, key="since")
    if before:
        show({"before": _before(before, now, scope)}, scope, key="before")
    show({"agenda": _agenda(one, now, scope)}, scope, key="agenda")
    if one.minutes:
        show(
            {"minutes": Panel(TEXTS["minutes"].in_(scope.lang), render("words", text=one.minutes))},
            scope,
            key="minutes",
        )
    if not scope.wall:
        _papers(one, scope)
    if holds and one.state == "planned":
        planning(one, scope)
    if holds and one.state == "open":
        _closing(one, scope)
    if holds and one.state != "closed":
        papers(one, scope)


def _head(one: Meeting, scope: Scope) -> Panel:
    lang = scope.lang
    frozen = ""
    if one.opened_at:
        frozen = TEXTS["frozen"].in_(lang, day=one.opened_at.date(), revision=one.revision)
    people = [TEXTS["called"].in_(lang, name=one.caller_name)]
    people += [TEXTS["members"].in_(lang, members=one.members)] if one.members else []
    body = render(
        "object_head",
        title=one.title,
        key=one.held_on.isoformat(),
        register=link(TEXTS["list"].in_(lang), scope.link("meetings")),
        standing=words.chip(one, scope),
        late="",
        judged=frozen,
        unit=words.unit_name(one.unit, scope),
        department=" · ".join(people),
        ways=[],
    )
    return Panel("", body)


def _agenda(one: Meeting, now: Agenda, scope: Scope) -> Panel:
    """The agenda in its order: as it was shown, or for a meeting that is to come as it stands."""
    lines = shown(one) if one.shown else now.lines
    parts = [
        Markup("<h3>{}</h3><ol class='agenda'>{}</ol>").format(
            SECTIONS[section].in_(scope.lang),
            Markup("").join(
                _line(one, each, nth, scope)
                for nth, each in enumerate(each for each in lines if each.section == section)
            ),
        )
        for section in SECTIONS
        if any(each.section == section for each in lines)
    ]
    body = Markup("").join(parts) if parts else render("empty", text=TEXTS["empty"].in_(scope.lang))
    return Panel(TEXTS["agenda"].in_(scope.lang), body)


def _line(one: Meeting, line: Line, nth: int, scope: Scope) -> Markup:
    if line.section in ("decisions", "overdue"):
        where = scope.link("instructions", metric="", instruction=line.key)
    else:
        where = words.way(line.unit, line.metric, line.register, line.key, scope)
    said = line.said.in_(scope.lang)
    return Markup("<li>{}</li>").format(link(said, where) if where else said)


def _decided(one: Meeting, decided: list, scope: Scope) -> Panel:
    title = TEXTS["decisions"].in_(scope.lang, count=len(decided))
    empty = TEXTS["none_kept" if one.closed_at else "none"].in_(scope.lang)
    return Panel(title, _tasks(decided, empty, scope))


def _before(before: Meeting, now: Agenda, scope: Scope) -> Panel:
    done = sum(each.standing.state == "accepted" for each in now.decisions)
    blanks = {"title": before.title, "day": before.held_on, "done": done, "count": len(now.decisions)}
    title = TEXTS["before"].in_(scope.lang, **blanks)
    return Panel(title, _tasks(now.decisions, TEXTS["none_kept"].in_(scope.lang), scope))


def _tasks(found, empty: str, scope: Scope) -> Markup:
    """Decisions as a table, each leading to its instruction."""
    css = {"what": "main", "about": "", "unit": "short", "due": "short", "state": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), shown) for key, shown in css.items()]
    rows = [
        {
            "what": link(each.text, scope.link("instructions", metric="", instruction=each.number)),
            "about": tasks.about(each, scope),
            "unit": words.unit_name(each.standing.unit, scope),
            "due": tasks.day(each.standing.due),
            "state": tasks.chip(each, scope),
        }
        for each in found
        if not each.restricted
    ]
    return table(columns, rows, empty=empty)


def _deciding(one: Meeting, scope: Scope, change: Change) -> str:
    """The address of the form that writes a decision about a change, upon what the meeting shows."""
    if change.unit not in scope.tree:
        return ""
    at = {"unit": change.unit, "month": one.month, "revision": one.revision, "pinned": True, "meeting": one.number}
    if change.register and change.register != "targets" and change.kind == "object":
        return scope.link("instructions", metric="", charge="row", register=change.register, key=change.key, **at)
    return scope.link("instructions", metric=change.metric, charge="metric", **at) if change.metric else ""


def _closing(one: Meeting, scope: Scope) -> None:
    lang, key = scope.lang, f"minutes-{one.number}"
    with panel("close", TEXTS["conclude"].in_(lang), TEXTS["conclude_told"].in_(lang), scope):
        st.text_area(TEXTS["minutes"].in_(lang), "", 110, steps.LONGEST, key)
        st.button(
            TEXTS["close"].in_(lang), type="primary", key="meeting-close", on_click=doing, args=(_close, one, key)
        )


def _close(one: Meeting, key: str) -> None:
    steps.close(room.engine(), one.number, st.session_state.get(key, ""), by=actor(), seen=one.version)
    say(TEXTS["closed"])


def _papers(one: Meeting, scope: Scope) -> None:
    """The minutes and the papers, each as a download."""
    if not one.papers and not one.opened_at:
        return
    about, name = f"meeting {one.number}", marked(f"{TEXTS['minutes'].in_(scope.lang)}-{one.held_on}.docx", scope)
    with st.container(horizontal=True, key="meeting-files"):
        if one.opened_at:
            st.download_button(
                TEXTS["minutes_file"].in_(scope.lang), given_out(about, name, partial(_minutes, one, scope.lang)),
                file_name=name, mime=DOCX,
                icon=":material/description:", on_click="ignore", key="minutes-file",
            )  # fmt: skip
        for paper in one.papers:
            st.download_button(
                as_text(paper.name), given_out(about, paper.name, partial(_content, paper.number)), file_name=paper.name,
                mime="application/octet-stream", icon=":material/attach_file:", on_click="ignore",
                key=f"paper-{paper.number}",
            )  # fmt: skip


def _minutes(one: Meeting, lang: Language) -> bytes:
    with room.engine().connect() as conn:
        found = reading.opened(conn, one.number, actor())
        if found is None:
            raise steps.Refused("gone", number=one.number)
        return minutes(conn, found, lang)


def _content(number: int) -> bytes:
    with room.engine().connect() as conn:
        return steps.file_of(conn, number, actor())[2]
