"""The five steps of a new installation, for administrators on their first screen until all are done."""

from typing import Any

from markupsafe import Markup

from data import access, first_steps, store
from data.text import Text
from ui import actor as signed
from ui import room
from ui.board import board
from ui.scope import Scope, when
from ui.templates import render

TEXTS = {
    "title": Text("开始使用", "To begin with"),
    "people": Text("添加人员", "Add people"),
    "duties": Text("布置填报任务", "Declare obligations"),
    "month": Text("收齐第一个月", "Receive the first month"),
    "wall": Text("配对大屏", "Pair a wall"),
    "backup": Text("做一次备份", "Make a backup"),
    "done": Text("已完成", "done"),
    "to_do": Text("待办", "to do"),
    "last": Text("上次备份：{when}。", "Last backup: {when}."),
    "never": Text(
        "本库还没有备份过。备份由服务器上的管理人员执行，见管理员指南“备份与恢复”。",
        "This store was never backed up. Whoever runs the server does it: see “Back up and restore” in the guide for administrators.",
    ),
}
PAGES = {"people": "people", "duties": "duties", "month": "reporting", "wall": "walls", "backup": "audit"}


def steps(scope: Scope) -> None:
    """A line of links with ticks; nothing for who does not administer, in the training room and once all is done."""
    if scope.wall or scope.room.is_training or not access.may_somewhere(signed.actor(), "keep_people"):
        return
    with store.reading(room.engine()) as conn:
        done = first_steps.done(conn)
    if all(done.values()):
        return
    words = {key: text.in_(scope.lang) for key, text in TEXTS.items() if "{" not in text.zh}
    drawn: list[dict[str, Any]] = [
        {"href": scope.link(PAGES[key], metric=""), "name": words[key], "done": each} for key, each in done.items()
    ]
    board(render("first_steps", words=words, steps=drawn), key="first-steps", lang=scope.lang)


def backed_up(scope: Scope) -> Markup:
    """When the store was last backed up, in words."""
    with store.reading(room.engine()) as conn:
        last = first_steps.last_backup(conn)
    text = TEXTS["last"].in_(scope.lang, when=when(last)) if last else TEXTS["never"].in_(scope.lang)
    return render("words", text=text)
