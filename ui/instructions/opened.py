"""One instruction: what is asked of whom, its days on a line, everything that happened, and what this person may do now."""

from typing import Literal

import streamlit as st
from markupsafe import Markup

from charts.life import life
from data import access
from data.clocks.life import CARRYING, DATED, ENDED, WAITING, Event, Kind
from data.instructions import asked, files, mine, steps
from data.instructions.mine import Mine
from data.instructions.steps import File
from data.meetings.reading import SOURCE
from data.questions.evidence import KINDS
from data.settings import settings
from data.text import Text, filled
from metrics.owners import office
from ui import room
from ui.actor import actor, reader
from ui.attached import Attachment, attached
from ui.choosing import left_out, near
from ui.instructions import condition, words
from ui.instructions.listed import table_of
from ui.links import named
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

LONGEST = 2000
TEXTS = {
    "list": Text("交办", "Instructions"),
    "decided": Text("会议决定", "Decided in a meeting"),
    "asked": Text("来自提问", "From a question"),
    "part_of": Text("属于第 {number} 号", "Part of No. {number}"),
    "split": Text("分解给下级", "Split among units below"),
    "parts": Text("分解事项 · 已验收 {done}/{count}", "Parts · {done} of {count} accepted"),
    "life": Text("时间线", "Its dates"),
    "today": Text("今天", "Today"),
    "due": Text("期限", "Due"),
    "facts": Text("要求", "What is asked"),
    "kind": Text("类型", "Kind"),
    "about": Text("关于", "About"),
    "stood": Text("（交办时）", " (as it stood)"),
    "issuer": Text("交办人", "Issued by"),
    "lead": Text("牵头", "Leads"),
    "helpers": Text("配合", "Helps"),
    "acceptance": Text("验收标准", "How it is accepted"),
    "returned": Text("退回次数", "Sent back"),
    "reopened": Text("重新办理次数", "Reopened"),
    "happened": Text("经过", "What happened"),
    "until": Text("到 {day}", "until {day}"),
    "to": Text("转给{unit}", "to {unit}"),
    "files": Text("附件：{names}", "Attached: {names}"),
    "do": Text("办理", "What you can do"),
    "asked_for": Text("申请延到 {day}。", "A longer term until {day} is asked for."),
    "said": Text("说明（进展、办结情况或原因）", "What there is to say (how far, what was done, or why)"),
    "day": Text("日期（延期、暂停、新的期限）", "Day (longer term, pause, new day due)"),
    "below": Text("转给", "Pass on to"),
    "evidence": Text("佐证材料", "Evidence"),
    "done": Text("已办：{step}。", "Done: {step}."),
    "gone": Text("没有第 {number} 号交办事项，或您无权查看。", "There is no instruction {number}, or it is not yours to read."),
}  # fmt: skip
POINTS: tuple[Kind, ...] = (
    "issued",
    "received",
    "reported",
    "shown",
    "checked",
    "sent_back",
    "accepted",
    "reopened",
    "cancelled",
)


def opened(number: int, scope: Scope) -> None:
    """The page of one instruction."""
    me = reader(wall=scope.wall)
    with room.engine().connect() as conn:
        found = mine.opened(conn, number, me)
    if found is None:
        gone = Panel("", render("empty", text=TEXTS["gone"].in_(scope.lang, number=number)))
        show({"empty": gone}, scope, key="empty")
        return
    show({"head": _head(found, scope)}, scope, key="kpis")
    _buttons(found, scope)
    if split := parts(found, scope):
        show(split, scope, key="parts")
    show({"life": _life(found, scope), "facts": _facts(found, scope)}, scope, key="object")
    show({"happened": _happened(found, scope)}, scope, key="happened")
    if not scope.wall:
        _files(found, scope)


def _head(found: Mine, scope: Scope) -> Panel:
    one, lang = found.one, scope.lang
    body = render(
        "object_head",
        title=one.text,
        key=words.numbered(one.number, scope),
        register=link(TEXTS["list"].in_(lang), scope.link("instructions")),
        standing=words.chip(one, scope),
        late="",
        judged="",
        unit=named(scope, one.standing.unit),
        department=office(one.department).in_(scope.lang),
        ways=[*_decided(found, scope), *_whole(found, scope), *_split_way(found, scope)],
    )
    return Panel("", body)


def _decided(found: Mine, scope: Scope) -> list[Markup]:
    """The way to the meeting in which it was decided, or to the question that it came of."""
    about, number = found.one.about, found.one.source_number
    if found.one.source == SOURCE:
        return [link(TEXTS["decided"].in_(scope.lang), scope.link("meetings", metric="", meeting=number))]
    if found.one.source == asked.SOURCE:
        here = {"unit": about.unit, "month": about.month, "metric": about.metric}
        return [link(TEXTS["asked"].in_(scope.lang), scope.link("passport", **here, question=number))]
    return []


def _whole(found: Mine, scope: Scope) -> list[Markup]:
    part_of = found.one.part_of
    return (
        [
            link(
                TEXTS["part_of"].in_(scope.lang, number=part_of),
                scope.link("instructions", metric="", instruction=part_of),
            )
        ]
        if part_of
        else []
    )


def _split_way(found: Mine, scope: Scope) -> list[Markup]:
    """The way to split it, for who may charge the unit that leads, where there are units below."""
    one = found.one
    lead, me = one.standing.unit, reader(wall=scope.wall)
    able = lead in scope.tree and bool(scope.tree.below(lead)[1:]) and one.standing.state in WAITING
    if not able or not access.may(me, "instruct", lead, scope.tree, one.owner):
        return []
    way = scope.link("instructions", unit=lead, metric="", charge="part", instruction=one.number)
    return [link(TEXTS["split"].in_(scope.lang), way)]


def parts(found: Mine, scope: Scope) -> dict[str, Panel]:
    """The parts of a whole, each with how it stands; nothing where it was not split."""
    with room.engine().connect() as conn:
        theirs = mine.listing(conn, reader(wall=scope.wall), part_of=found.one.number)
    if not theirs:
        return {}
    done = sum(each.one.standing.state in ENDED for each in theirs)
    title = TEXTS["parts"].in_(scope.lang, done=done, count=len(theirs))
    return {"parts": Panel(title, table_of(theirs, scope))}


def _life(found: Mine, scope: Scope) -> Panel:
    one, lang = found.one, scope.lang
    points = [
        {"at": event.at.date(), "name": one.workflow.step(event.kind).in_(lang), "due": False}
        for event in one.events
        if event.kind in POINTS
    ]
    points.append({"at": one.standing.due, "name": TEXTS["due"].in_(lang), "due": True})
    title = TEXTS["life"].in_(lang)
    return Panel(title, life(points, today=one.day, words={"today": TEXTS["today"].in_(lang)}, alt=title))


def _facts(found: Mine, scope: Scope) -> Panel:
    one, lang = found.one, scope.lang
    way = words.about_href(one, scope)
    told = words.about(one, scope) + (TEXTS["stood"].in_(lang) if one.about.metric else "")
    department = office(one.department).in_(scope.lang)
    lead = Markup(" · ").join(part for part in (named(scope, one.standing.unit), department) if part)
    issuer = Markup("{} · {}").format(one.issuer_name, named(scope, one.issuer_unit))
    facts = {
        "kind": one.workflow.name.in_(lang) if one.workflow.key else "",
        "about": link(told, way) if way else told,
        "issuer": issuer,
        "lead": lead,
        "helpers": Markup("、").join(named(scope, unit) for unit in one.helpers),
        "due": words.day(one.standing.due),
        "acceptance": one.acceptance,
        "returned": one.standing.returned or "",
        "reopened": one.standing.reopened or "",
    }
    shown = [(TEXTS[name].in_(lang), value) for name, value in facts.items() if value != ""]
    shown += condition.fact(one, scope)
    return Panel(TEXTS["facts"].in_(lang), render("facts", facts=shown))


def _happened(found: Mine, scope: Scope) -> Panel:
    events = [_event(event, found, scope) for event in reversed(found.one.events)]
    return Panel(TEXTS["happened"].in_(scope.lang), render("events", events=events))


def _event(event: Event, found: Mine, scope: Scope) -> dict[str, object]:
    lang = scope.lang
    names = "、".join(file.name for file in found.one.files if file.position == event.position)
    more = [TEXTS["until"].in_(lang, day=event.until)] if event.until else []
    more += [TEXTS["to"].in_(lang, unit=words.unit_name(event.unit, scope))] if event.unit else []
    return {
        "decided": event.kind not in CARRYING,
        "step": found.one.workflow.step(event.kind).in_(lang),
        "name": event.name,
        "at": event.at.isoformat(timespec="minutes"),
        "when": when(event.at),
        "more": " · ".join(more),
        "text": event.text,
        "files": TEXTS["files"].in_(lang, names=names) if names else "",
    }


def _buttons(found: Mine, scope: Scope) -> None:
    """What this person may do now; nothing where it is others' turn."""
    one, lang = found.one, scope.lang
    below = scope.tree.below(one.standing.unit)[1:] if one.standing.unit in scope.tree else ()
    offered = [step for step in found.steps if step != "passed_on" or below]
    if not offered:
        return
    told = TEXTS["asked_for"].in_(lang, day=one.standing.asked) if one.standing.asked else ""
    with panel("do", TEXTS["do"].in_(lang), Markup("") if not told else render("words", text=told), scope):
        if not all(one.workflow.is_silent(step) for step in offered):
            st.text_area(TEXTS["said"].in_(lang), max_chars=LONGEST, height=90, key=_key("said", found))
        if any(step in DATED for step in offered):
            st.date_input(TEXTS["day"].in_(lang), None, min_value=one.day, key=_key("day", found))
        if "passed_on" in offered:
            st.selectbox(
                TEXTS["below"].in_(lang),
                near(scope, below),
                None,
                scope.name,
                key=_key("below", found),
                placeholder="",
                help=left_out(scope, below),
            )
        if "reported" in offered:
            limit = settings().evidence.file_mb
            st.file_uploader(
                TEXTS["evidence"].in_(lang),
                type=list(KINDS),
                accept_multiple_files=True,
                max_upload_size=limit,
                key=_key("files", found),
            )
        with st.container(horizontal=True, key="doing"):
            for step in offered:
                kind: Literal["primary", "secondary"] = "primary" if step == found.waits else "secondary"
                label = words.do(one, step).in_(lang)
                st.button(label, type=kind, key=f"do-{step}", on_click=doing, args=(_do, found, step))


def _key(name: str, found: Mine) -> str:
    """Another one after each step: that is how the form is empty again."""
    return f"{name}-{found.one.number}-{found.one.seen}"


def _do(found: Mine, step: Kind) -> None:
    """For the buttons: the step upon what was shown."""
    kept, engine, number = st.session_state, room.engine(), found.one.number
    said, day = kept.get(_key("said", found), ""), kept.get(_key("day", found))
    upon = {"by": actor(), "seen": found.one.seen, "text": said, "until": day}
    if step in CARRYING:
        attached = kept.get(_key("files", found)) or () if step == "reported" else ()
        evidence = [File(each.name, each.getvalue()) for each in attached]
        steps.carry_out(engine, number, step, unit=kept.get(_key("below", found)), evidence=evidence, **upon)
    else:
        steps.decide(engine, number, step, **upon)  # type: ignore[arg-type]
    say(filled(TEXTS["done"], {"step": words.do(found.one, step)}))


def _files(found: Mine, scope: Scope) -> None:
    """The evidence."""
    files_of = [Attachment(file.number, file.name) for file in found.one.files]
    attached(files_of, _content, f"instruction {found.one.number}", key="instruction-files")


def _content(number: int) -> bytes:
    with room.engine().connect() as conn:
        return files.file_of(conn, number, actor())[2]
