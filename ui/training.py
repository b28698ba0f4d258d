"""The training room: the way in and out, whom one plays there, and making it anew."""

from dataclasses import replace

import streamlit as st

from data import access, rooms
from data.access import ROLES, Role
from data.text import LANGUAGES, Text
from data.training import making
from data.training.parts import Part
from data.units import Tree
from ui import actor as signed
from ui import room
from ui.choosing import indented
from ui.page import panel
from ui.people.people import today
from ui.room import REAL, Room
from ui.saying import doing, say
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "title": Text("演练室", "Training room"),
    "what": Text(
        "演练室与正式数据分开存放：可以上报、提交、审核、公布、配对大屏，数据都是虚构的，正式数据不受影响，也不发邮件。",
        "The training room has a store of its own: upload, hand in, approve, publish, pair a wall. All figures are "
        "invented; nothing real is touched and no mail leaves.",
    ),
    "none": Text("演练室还没有建立。", "There is no training room yet."),
    "enter": Text("进入演练室", "Enter the training room"),
    "leave": Text("返回正式数据", "Back to the real figures"),
    "myself": Text("本人", "Myself"),
    "myself_does": Text("用自己的角色", "with the roles I hold"),
    "of_unit": Text("演练单位", "Unit to play"),
    "part": Text("{role} · {unit}", "{role} · {unit}"),
    "again": Text("恢复到开始的样子", "As it was at first"),
    "again_is": Text(
        "在后台重新装入演示数据，几秒到几分钟；演练中填报、审核的内容全部清除，正在演练的人会看到新的数据。",
        "The demonstration is loaded anew in the background, which takes seconds to minutes. Everything tried there is gone, "
        "and who is there sees the new figures.",
    ),
    "make": Text("建立演练室", "Make the training room"),
    "reset": Text("重置演练室", "Reset the training room"),
    "sure": Text("确认", "Do it"),
    "going_on": Text(
        "正在后台准备演练室，完成后自动换上。",
        "The training room is being made in the background and will take its place.",
    ),
    "asked": Text("已开始准备演练室，请稍候。", "The training room is being made; please wait."),
}
DOES: dict[Role, Text] = {
    "leader": Text("看总览、提问", "looks and asks"),
    "steward": Text("填报、提交", "reports and hands in"),
    "approver": Text("审核、退回", "approves and sends back"),
    "presenter": Text("讲解、配对大屏", "presents, pairs a wall"),
    "administrator": Text("布置任务、公布月份", "declares obligations, publishes months"),
}
OPENS: dict[Role, str] = {"steward": "desk", "approver": "approval"}  # the page a part begins at; else the overview


def name_of(part: str, scope: Scope) -> str:
    """Whom one plays, in words."""
    role, _, unit = part.partition(".")
    for known in ROLES:
        if known == role and unit in scope.tree:
            return TEXTS["part"].in_(scope.lang, role=ROLES[known].in_(scope.lang), unit=scope.name(unit))
    return TEXTS["myself"].in_(scope.lang)


def leaving(scope: Scope) -> str:
    """The way out of the training room."""
    return replace(scope, room=REAL, pinned=False, metric="").link()


def door(scope: Scope) -> None:
    """What it is, the way in or out, and whom one may play."""
    since, lang = room.training_since(), scope.lang
    inside = scope.room.is_training
    words = {key: TEXTS[key].in_(lang) for key in ("of_unit",)}
    words["what"] = TEXTS["what" if since else "none"].in_(lang)
    ways = [(leaving(scope), TEXTS["leave"].in_(lang))] if inside else []
    tree, asked = scope.tree, st.query_params.get("of", "")
    of = asked if asked in tree else scope.unit
    parts = _parts(scope, of, Room("training", since)) if since else []
    units = [(code, name, code == of) for code, name in indented(scope, today(scope).codes).items()]
    body = render("training", words=words, ways=ways, parts=parts, units=units, here=scope.link("training"))
    with panel("training", TEXTS["title"].in_(lang), body, scope):
        pass


def _parts(scope: Scope, of: str, there: Room) -> list[tuple[str, str, str, bool]]:
    """Ways into the room: as oneself, or in each role of the unit: address, name, what one does, whether it is played now."""
    lang, now = scope.lang, scope.room
    inside = replace(scope, room=there, pinned=False)
    found = [
        (inside.link(), TEXTS["myself"].in_(lang), TEXTS["myself_does"].in_(lang), now.is_training and not now.part)
    ]
    for role, does in DOES.items():
        part = Part(role, _unit(role, of, scope.tree))
        href = replace(inside, room=replace(there, part=str(part)), unit=part.unit).link(OPENS.get(role, ""))
        found.append((href, name_of(str(part), scope), does.in_(lang), now.part == str(part)))
    return found


def _unit(role: Role, unit: str, tree: Tree) -> str:
    """Who reports has no unit below; who approves stands above them; the rest look at the unit itself."""
    if role == "steward":
        return tree.leaves(unit)[0]
    if role == "approver" and not tree.children.get(unit):
        return tree[unit].parent or unit
    return unit


def again(scope: Scope) -> None:
    """The button that makes the room, or makes it anew; for who may show a demonstration."""
    lang = scope.lang
    if not access.may_somewhere(signed.person(), "demonstrate"):
        return
    if making.is_going_on():
        with panel("again", TEXTS["again"].in_(lang), TEXTS["going_on"].in_(lang), scope):
            return
    word = "reset" if rooms.is_there("training") else "make"
    with (
        panel("again", TEXTS["again"].in_(lang), TEXTS["again_is"].in_(lang), scope),
        st.popover(TEXTS[word].in_(lang), icon=":material/restart_alt:", key="again-sure"),
    ):
        st.button(TEXTS["sure"].in_(lang), type="primary", key="again-now", on_click=doing, args=(_again,))


def _again() -> None:
    making.ask(rooms.real(), by=signed.person())
    say(Text(*(TEXTS["asked"].in_(lang) for lang in LANGUAGES)))
