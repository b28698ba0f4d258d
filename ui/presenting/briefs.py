"""Briefings (Word) of a storyline or of this view's unit and month, and the templates of the office in which they are made."""

import streamlit as st

from data import disclosures, rooms
from data.documents import templates
from data.documents.templates import Kept
from data.media_types import DOCX
from data.people import grants
from data.presenting import storylines
from data.presenting.reading import Storyline
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from metrics.briefs import checking, making
from metrics.briefs.making import Made, Template
from metrics.briefs.places import ALL
from ui import actor as signed
from ui import room
from ui.choosing import unit_box
from ui.page import panel
from ui.people.people import today, units_of
from ui.presenting import words
from ui.presenting.acting import in_its_room
from ui.saying import doing, line, say
from ui.scope import Scope, month_name, when

OWN = 0
TEXTS = {
    "brief": Text("专报（Word）", "Briefing (Word)"),
    "told": Text(
        "{what}做成一份 Word 专报：突出情况、指标与目标、走势、排名、超期最久的问题，每个图表下有来源、月份、版本和填报率。文件离开系统后不再受权限约束。",
        "{what} as a Word document: what stands out, figures against targets, months, ranks, what is longest overdue; below each its "
        "source, month, revision and coverage. Once it has left the cockpit no right holds it.",
    ),
    "storyline": Text("这个演示脚本", "This storyline"),
    "view": Text("{unit}{month}", "{unit}, {month},"),
    "template": Text("模板", "Template"),
    "own": Text("系统自带", "the cockpit's own"),
    "make": Text("做成专报", "Make a briefing"),
    "get": Text("下载专报（第 {revision} 版）", "Download it (revision {revision})"),
    "missed": Text("模板里有 {count} 处看不懂，原样留着：{told}", "{count} places are not understood and stay as they are: {told}"),
    "templates": Text("专报模板", "Templates of briefings"),
    "templates_told": Text(
        "用单位自己的 Word 版式：在要填的地方写 {{{{数值｜访问量}}}}，保存时逐处检查。可写：{kinds}。图、表、清单占一整段；单位和月份可另写，如 {{{{数值｜访问量｜宁波市｜上月}}}}。",
        "Your office's own layout in Word: write {{{{value|visits}}}} where a number belongs; each is checked when the template is kept. "
        "There are: {kinds}. Charts, tables and lists take a paragraph; unit and month can be named, as in {{{{value|visits|330200|last month}}}}.",
    ),
    "line": Text("{unit}及以下 · {name} · {when}", "{unit} and below · {name} · {when}"),
    "end": Text("停用", "End it"),
    "ended": Text("模板“{name}”已停用。", "The template “{name}” is ended."),
    "file": Text("模板文件（.docx）", "The template (.docx)"),
    "unit": Text("供哪个单位及以下使用", "For which unit and below"),
    "keep": Text("检查并保存", "Check and keep"),
    "kept": Text("模板“{name}”已保存，{count} 个位置都看得懂。", "The template “{name}” is kept; its {count} places are understood."),
    "no_file": Text("请先选一个文件。", "Choose a file first."),
}  # fmt: skip


def of_storyline(found: Storyline, scope: Scope) -> None:
    """On a storyline's page: the button that makes its briefing, and the file once it is made."""
    if found.steps:
        what = TEXTS["storyline"].in_(scope.lang)
        _panel(what, f"brief-{found.number}-{found.version}-{scope.lang}", found.number, scope)


def of_view(scope: Scope) -> None:
    """On the list of storylines: the briefing of this view's unit and month; and the templates."""
    what = TEXTS["view"].in_(scope.lang, unit=scope.name(scope.unit), month=month_name(scope.month, scope.lang))
    _panel(what, f"brief-view-{scope.unit}-{scope.month}-{scope.revision}-{scope.lang}", 0, scope)
    _templates(scope)


def _panel(what: str, key: str, number: int, scope: Scope) -> None:
    lang, kept = scope.lang, _kept()
    with panel("brief", TEXTS["brief"].in_(lang), TEXTS["told"].in_(lang, what=what), scope):
        with st.container(horizontal=True, vertical_alignment="bottom", key="brief-do"):
            named = {OWN: TEXTS["own"].in_(lang), **{each.number: each.name for each in kept}}
            st.selectbox(TEXTS["template"].in_(lang), list(named), format_func=named.__getitem__, key="brief-template")
            st.button(TEXTS["make"].in_(lang), key="brief-make", on_click=doing, args=(_make, number, key, scope))
        made: Made | None = st.session_state.get(key)
        if made:
            label = TEXTS["get"].in_(lang, revision=made.revision)
            st.download_button(
                label, made.content, made.name, DOCX, key="brief-get", icon=":material/download:", on_click="ignore"
            )


def _templates(scope: Scope) -> None:
    lang, tree = scope.lang, today(scope)
    with panel(
        "templates", TEXTS["templates"].in_(lang), TEXTS["templates_told"].in_(lang, kinds=ALL.in_(lang)), scope
    ):
        for each in _kept():
            about = {"unit": words.unit_name(each.unit, scope), "name": each.person_name, "when": when(each.at)}
            told = TEXTS["line"].in_(lang, **about)
            line(f"template-{each.number}", each.name, told, scope, TEXTS["end"].in_(lang), _end, each)
        st.file_uploader(
            TEXTS["file"].in_(lang), type=["docx"], max_upload_size=settings().limits.file_mb, key="template-file"
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="template-do"):
            choices = units_of(signed.person(), "present", tree)
            unit_box(st, TEXTS["unit"].in_(lang), scope, choices, "template-unit")
            st.button(TEXTS["keep"].in_(lang), key="template-keep", on_click=doing, args=(_keep,))


def _kept() -> list[Kept]:
    with rooms.real().connect() as conn:
        return templates.listing(conn, signed.person())


def _make(number: int, key: str, scope: Scope) -> None:
    """For the button, with the rights of that moment."""
    who, chosen = signed.person(), st.session_state["brief-template"]
    template = making.own(scope.lang)
    with rooms.real().connect() as conn:
        if chosen != OWN:
            template = Template(*templates.content_of(conn, chosen, who))
        found = storylines.theirs(conn, number, who) if number else None
    if found is None:
        pinned = scope.revision if scope.pinned else None
        engine, who, about = room.engine(), signed.actor(), f"unit {scope.unit}"
        made = making.of_unit(engine, scope.unit, scope.month, who, scope.lang, template, pinned)
    else:
        engine, about = rooms.real(), f"storyline {number}"
        shown, acting = in_its_room(found)
        made = making.of_storyline(shown, found, acting, scope.lang, template)
    disclosures.brief_made(engine, about, made.name, made.revision, by=who)
    st.session_state[key] = made
    if made.missed:
        told = Text(" ".join(each.zh for each in made.missed), " ".join(each.en for each in made.missed))
        say(words.both(TEXTS["missed"], count=len(made.missed), told=told))


def _keep() -> None:
    """For the button: the file that was chosen, looked at and kept."""
    given = st.session_state.get("template-file")
    if given is None:
        raise Refusal(TEXTS["no_file"])
    who, content = signed.person(), given.getvalue()
    with rooms.real().connect() as conn:
        tree = grants.tree_of_today(conn)
    found = checking.checked(content, given.name, tree, who.login)
    templates.keep(rooms.real(), st.session_state["template-unit"], given.name, content, by=who)
    say(words.both(TEXTS["kept"], name=given.name, count=len(found.places)))


def _end(each: Kept) -> None:
    templates.end(rooms.real(), each.number, by=signed.person())
    say(words.both(TEXTS["ended"], name=each.name))
