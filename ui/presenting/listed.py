"""The list of storylines: one's own and those shared with one; and the form for a new one."""

from collections.abc import Sequence

import streamlit as st

from data import rooms
from data.presenting import reading, storylines
from data.presenting.reading import Storyline
from data.text import Text
from ui import actor as signed
from ui.choosing import unit_box
from ui.page import panel, show
from ui.panels import Panel
from ui.people.people import today, units_of
from ui.presenting import briefs, papers, scheduling, words
from ui.presenting.decks import overview
from ui.presenting.rehearsing import rehearsing
from ui.presenting.starting import going
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import Column, link, table

TEXTS = {
    "storylines": Text("演示脚本", "Storylines"),
    "title": Text("名称", "Title"),
    "unit": Text("单位", "Unit"),
    "steps": Text("步数", "Steps"),
    "minutes": Text("时长", "Length"),
    "owner": Text("作者", "Owner"),
    "saved": Text("最近保存", "Last saved"),
    "none": Text(
        "还没有演示脚本。在下面新建一个，再到要讲的页面，点姓名菜单里的“加入演示脚本”。",
        "There is no storyline yet. Make one below, then go to a page you want to show and press “Add this view” in the menu "
        "under your name.",
    ),
    "new": Text("新建演示脚本", "Make a storyline"),
    "new_told": Text(
        "演示脚本是按次序排好的画面，每一步配讲解词和时长；讲的时候，大屏跟着走。",
        "A storyline is views in order, each with what is said to it and how long it takes; walls follow while it is run.",
    ),
    "title_zh": Text("名称（中文）", "Title (Chinese)"),
    "title_en": Text("名称（英文）", "Title (English)"),
    "make": Text("新建", "Make it"),
    "made": Text("已新建“{title}”。", "“{title}” is made."),
}  # fmt: skip


def listed(scope: Scope) -> None:
    """The page of the list."""
    going(scope)
    found = mine()
    show({"storylines": _list(scope, found)}, scope, key="list")
    rehearsing(scope, has_some=bool(found))
    _form(scope)
    overview(scope)
    papers.overview(scope)
    briefs.of_view(scope)
    scheduling.scheduled(scope)


def mine() -> list[Storyline]:
    """Every storyline this person may run."""
    with rooms.real().connect() as conn:
        return reading.listing(conn, signed.person())


def _list(scope: Scope, found: Sequence[Storyline]) -> Panel:
    lang = scope.lang
    css = {"title": "main", "unit": "short", "steps": "number", "minutes": "number", "owner": "short", "saved": "short"}
    columns = [Column(key, TEXTS[key].in_(lang), shown) for key, shown in css.items()]
    rows = [
        {
            "title": link(each.title.in_(lang), words.href(each, scope)),
            "unit": words.unit_name(each.unit, scope),
            "steps": len(each.steps),
            "minutes": words.minutes(each.minutes, scope),
            "owner": each.owner_name,
            "saved": f"{when(each.at)} · {each.saved_by}",
        }
        for each in found
    ]
    return Panel(TEXTS["storylines"].in_(lang), table(columns, rows, empty=TEXTS["none"].in_(lang)))


def _form(scope: Scope) -> None:
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.person(), "present", tree)
    told = TEXTS["new_told"].in_(lang)
    with (
        panel("new", TEXTS["new"].in_(lang), told, scope),
        st.form("new", border=False, clear_on_submit=True),
    ):
        chinese, english, unit, make = st.columns((1.4, 1.4, 1, 0.6), vertical_alignment="bottom")
        chinese.text_input(TEXTS["title_zh"].in_(lang), key="new-zh", max_chars=80, autocomplete="off")
        english.text_input(TEXTS["title_en"].in_(lang), key="new-en", max_chars=80, autocomplete="off")
        unit_box(unit, TEXTS["unit"].in_(lang), scope, choices, "new-unit", scope.unit)
        make.form_submit_button(TEXTS["make"].in_(lang), type="primary", on_click=doing, args=(_make,))


def _make() -> None:
    kept = st.session_state
    title = Text(kept["new-zh"], kept["new-en"])
    number = storylines.create(rooms.real(), title, kept["new-unit"], by=signed.person())
    say(words.both(TEXTS["made"], title=title.zh.strip() or title.en.strip()))
    st.query_params["storyline"] = str(number)
