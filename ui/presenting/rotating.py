"""The hours in which a wall goes through a storyline by itself: those there are, and a form for another."""

import streamlit as st

from data import months, rooms
from data.presenting import playing, rotations
from data.presenting.playing import Rotation
from data.presenting.spans import DAY, DAYS, SHORT, WEEK, Span, clock
from data.text import Text
from metrics import METRICS
from ui import actor as signed
from ui.page import panel
from ui.people.walls import kept
from ui.presenting import words
from ui.presenting.listed import mine
from ui.saying import doing, line, say
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "rotation": Text("轮播", "Rotation"),
    "told": Text(
        "到点后大屏自己按演示脚本一步一步轮换，每步停留脚本里写的秒数；有人讲解时让位，讲完接着轮播；其余时间显示自己的画面。",
        "In these hours the wall goes through a storyline by itself, each step for the seconds written there; it makes way for "
        "whoever presents and goes on afterwards. At other times it shows its own view.",
    ),
    "line": Text("{steps} 步，一轮 {time} · {months} · {name}安排", "{steps} steps, {time} a round · {months} · by {name}"),
    "seconds": Text("{seconds} 秒", "{seconds} s"),
    "moves": Text("月份随最新的走", "with the newest month"),
    "stays": Text("月份不动", "months as they are"),
    "skipped": Text("跳过第 {step} 步：{why}", "step {step} is passed over: {why}"),
    "gone": Text("脚本已停用，不再轮播", "the storyline was ended: nothing is shown"),
    "end": Text("停止", "End it"),
    "ended": Text("“{title}”不再轮播。", "“{title}” is in rotation no longer."),
    "storyline": Text("演示脚本", "Storyline"),
    "none": Text(
        "要安排轮播，先在“演示脚本”页编写一个，或请同事共享给您。",
        "To put the wall in rotation, write a storyline first, or ask a colleague to share one with you.",
    ),
    "days": Text("星期", "Weekdays"),
    "from": Text("从", "From"),
    "to": Text("到", "To"),
    "moves_on": Text("月份随最新的走", "Months move on"),
    "add": Text("安排轮播", "Put it in rotation"),
    "added": Text("已安排：{when} 轮播“{title}”。", "Done: {when}, “{title}”."),
}  # fmt: skip
HALF_HOURS = range(0, DAY + 1, 30)
OFFICE = ("12345", 9 * 60, 17 * 60 + 30)


def rotating(scope: Scope) -> None:
    """The panel of the wall that the URL asks for; nothing where there is none of one's own."""
    asked = st.query_params.get("device", "")
    found = kept()
    here = found[(found["number"].astype(str) == asked) & found["revoked_at"].isna()]
    if here.empty or here.iloc[0]["kiosk"]:
        return
    number, lang = int(here.iloc[0]["number"]), scope.lang
    with rooms.real().connect() as conn:
        those = playing.rotations(conn, METRICS, months.now(), number).get(number, ())
    with panel("rotation", TEXTS["rotation"].in_(lang), render("words", text=TEXTS["told"].in_(lang)), scope):
        for each in those:
            title = f"{each.span.said.in_(lang)} · {each.title.in_(lang)}"
            line(f"rotation-{each.number}", title, _told(each, scope), scope, TEXTS["end"].in_(lang), _end, each)
        _form(number, scope)


def _told(each: Rotation, scope: Scope) -> str:
    lang = scope.lang
    if each.gone:
        return TEXTS["gone"].in_(lang)
    seconds = sum(step.seconds for step in each.steps)
    time = words.minutes(seconds / 60, scope) if seconds >= 60 else TEXTS["seconds"].in_(lang, seconds=seconds)
    which = TEXTS["moves" if each.moves_on else "stays"].in_(lang)
    said = [TEXTS["line"].in_(lang, steps=len(each.steps), time=time, months=which, name=each.made_name)]
    said += [TEXTS["skipped"].in_(lang, step=nth, why=why.in_(lang)) for nth, why in each.skipped]
    return ("；" if lang == "zh" else "; ").join(said)


def _form(number: int, scope: Scope) -> None:
    lang, theirs = scope.lang, {each.number: each for each in mine()}
    if not theirs:
        st.caption(TEXTS["none"].in_(lang))
        return
    with st.form("rotation", border=False):
        storyline, days, first, last = st.columns((1.6, 2, 0.7, 0.7), vertical_alignment="bottom")
        storyline.selectbox(
            TEXTS["storyline"].in_(lang), list(theirs), format_func=lambda key: theirs[key].title.in_(lang),
            key="rotation-storyline",
        )  # fmt: skip
        usual, begins, ends = OFFICE
        named = dict(zip(WEEK, DAYS if lang == "zh" else SHORT, strict=True))
        days.multiselect(TEXTS["days"].in_(lang), list(WEEK), list(usual), format_func=named.__getitem__,
                         key="rotation-days", placeholder="")  # fmt: skip
        at = list(HALF_HOURS)
        first.selectbox(TEXTS["from"].in_(lang), at[:-1], at.index(begins), clock, key="rotation-from")
        last.selectbox(TEXTS["to"].in_(lang), at[1:], at[1:].index(ends), clock, key="rotation-to")
        moves_on, add = st.columns((4, 1), vertical_alignment="center")
        moves_on.checkbox(TEXTS["moves_on"].in_(lang), True, key="rotation-moves")
        add.form_submit_button(TEXTS["add"].in_(lang), type="primary", on_click=doing, args=(_add, number))


def _add(number: int) -> None:
    """For the button: with what stands in the form by then."""
    kept_ = st.session_state
    span = Span("".join(kept_["rotation-days"]), kept_["rotation-from"], kept_["rotation-to"])
    storyline, moves_on = kept_["rotation-storyline"], kept_["rotation-moves"]
    made = rotations.declare(rooms.real(), number, storyline, span, METRICS, by=signed.person(), moves_on=moves_on)
    with rooms.real().connect() as conn:
        found = next(
            each for each in playing.rotations(conn, METRICS, months.now(), number)[number] if each.number == made
        )
    say(words.both(TEXTS["added"], when=found.span.said, title=found.title))


def _end(each: Rotation) -> None:
    rotations.end(rooms.real(), each.number, by=signed.person())
    say(words.both(TEXTS["ended"], title=each.title))
