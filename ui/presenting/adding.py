"""A view that becomes the next step of a storyline: which one, and what it is called there."""

import streamlit as st

from data import months, rooms
from data.presenting import storylines, views
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.refusal import Refusal
from data.text import Text
from ui import actor as signed
from ui.board import board
from ui.page import panel
from ui.presenting import words
from ui.presenting.listed import listed, mine
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

TEXTS = {
    "add": Text("加入演示脚本", "Add this view"),
    "none": Text("先在下面新建一个演示脚本，再回来加入。", "Make a storyline below first, then add the view."),
    "which": Text("加到", "To which storyline"),
    "title_zh": Text("这一步叫什么（中文，可不填）", "What the step is called in Chinese (may be empty)"),
    "title_en": Text("英文（可不填）", "In English (may be empty)"),
    "notes": Text("讲解词（只有讲解员看得到）", "Speaker's notes (seen by presenters only)"),
    "do": Text("加为最后一步", "Add as the last step"),
    "added": Text("已加入“{title}”，现在共 {count} 步。", "Added to “{title}”, which has {count} steps now."),
    "back": Text("回到画面", "Back to the view"),
}  # fmt: skip


def adding(address: str, scope: Scope) -> None:
    """The form for the view at that address; a sentence where it can be no step."""
    usual = {"unit": scope.unit, "month": months.label(scope.month)}
    try:
        view = views.read(address, usual)
    except Refusal as refused:
        board(render("notes", notes=[refused.sentence.in_(scope.lang)]), key="refused", lang=scope.lang)
        listed(scope)
        return
    found = mine()
    if not found:
        board(render("notes", notes=[TEXTS["none"].in_(scope.lang)]), key="none", lang=scope.lang)
        listed(scope)
        return
    _form(view, found, scope)


def _form(view: View, found: list[Storyline], scope: Scope) -> None:
    lang = scope.lang
    by_number = {each.number: each for each in found}
    told = render(
        "told",
        title=words.what(view, scope),
        text=link(TEXTS["back"].in_(lang), f".{view.address(lang)}"),
    )
    with panel("add", TEXTS["add"].in_(lang), told, scope):
        st.selectbox(
            TEXTS["which"].in_(lang),
            list(by_number),
            0,
            lambda each: by_number[each].title.in_(lang),
            key="add-to",
        )
        chinese, english = st.columns(2)
        chinese.text_input(TEXTS["title_zh"].in_(lang), key="add-zh", max_chars=80)
        english.text_input(TEXTS["title_en"].in_(lang), key="add-en", max_chars=80)
        st.text_area(TEXTS["notes"].in_(lang), key="add-notes", max_chars=storylines.LONGEST_NOTES)
        st.button(TEXTS["do"].in_(lang), type="primary", key="add-now", on_click=doing, args=(_add, view, by_number))


def _add(view: View, by_number: dict[int, Storyline]) -> None:
    """For the button: what stands in the form by then, which the run that drew it did not know yet."""
    kept = st.session_state
    chosen = by_number[kept["add-to"]]
    step = Step(view, Text(kept["add-zh"], kept["add-en"]), kept["add-notes"])

    def longer(stands: Storyline) -> tuple[Text, tuple[Step, ...]]:
        return stands.title, (*stands.steps, step)

    storylines.change(rooms.real(), chosen.number, chosen.version, longer, by=signed.person())
    say(words.both(TEXTS["added"], title=chosen.title, count=len(chosen.steps) + 1))
    st.query_params.pop("add", None)
    st.query_params["storyline"] = str(chosen.number)
