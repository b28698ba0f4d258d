"""On a seal's certificate: that it was published, on which day and at which occasion; or the form that says so."""

import streamlit as st

from data import months, rooms
from data.seals import releasing
from data.seals.keeping import Seal
from data.seals.releasing import Release
from data.text import Text
from ui import actor as signed
from ui.page import panel
from ui.presenting import words
from ui.saying import doing, line, say
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "title": Text("公布", "Publication"),
    "told": Text(
        "公布的就是封存的。标为已公布后，凡是里面有的数，指标详情、口径页和核数都会在今天的数旁边写明“某日在某场合公布为多少”；以后的数怎么变，这一句不变。",
        "What is published is what was sealed. Once it is marked as published, passports, definitions and the check of texts say of each of "
        "its numbers “published on … as …” beside today's, however the figures move afterwards.",
    ),
    "line": Text("{day} · {occasion}", "{day} · {occasion}"),
    "by": Text("{name}标记", "marked by {name}"),
    "take_back": Text("未公布，撤销标记", "It was not published"),
    "day": Text("公布日期", "Published on"),
    "conference": Text("发布会（登记在册的）", "Press conference (of the register)"),
    "occasion": Text("或写明场合", "Or the occasion in words"),
    "do": Text("标为已公布", "Mark as published"),
    "done": Text("已标为公布。", "Marked as published."),
    "taken_back": Text("已撤销公布标记。", "It is no longer marked as published."),
}  # fmt: skip


def releasing_of(found: Seal, scope: Scope) -> None:
    """The panel."""
    lang = scope.lang
    with rooms.real().connect() as conn:
        was, conferences = releasing.of_seal(conn, found.number), releasing.conferences(conn)
    with panel("release", TEXTS["title"].in_(lang), render("words", text=TEXTS["told"].in_(lang)), scope):
        if was:
            _line(was, scope)
            return
        with st.form("release", border=False):
            day, conference, occasion, done = st.columns((1, 1.6, 1.6, 1), vertical_alignment="bottom")
            sealed = found.at.astimezone(months.SHANGHAI).date()
            day.date_input(TEXTS["day"].in_(lang), months.today(), sealed, months.today(), key="release-day")
            named = {key: f"{held} · {name}" for key, (name, held) in conferences.items()}
            conference.selectbox(
                TEXTS["conference"].in_(lang),
                ["", *named],
                format_func=lambda key: named.get(key, "—"),
                key="release-showing",
            )
            occasion.text_input(
                TEXTS["occasion"].in_(lang), max_chars=releasing.LONGEST, key="release-occasion", autocomplete="off"
            )
            done.form_submit_button(
                TEXTS["do"].in_(lang), type="primary", on_click=doing, args=(_release, found.number)
            )


def _line(was: Release, scope: Scope) -> None:
    told = TEXTS["line"].in_(scope.lang, day=was.day, occasion=was.occasion)
    line(
        "release",
        told,
        TEXTS["by"].in_(scope.lang, name=was.name),
        scope,
        TEXTS["take_back"].in_(scope.lang),
        _take_back,
        was.seal,
    )


def _release(number: int) -> None:
    """For the button: with what stands in the form by then."""
    form = st.session_state
    releasing.release(
        rooms.real(),
        number,
        form["release-day"],
        form["release-occasion"],
        by=signed.person(),
        showing=form["release-showing"],
    )
    say(words.both(TEXTS["done"]))


def _take_back(number: int) -> None:
    releasing.take_back(rooms.real(), number, by=signed.person())
    say(words.both(TEXTS["taken_back"]))
