"""What each wall shows at this moment, as its browser says, and an alarm where one is dark."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from data import months, revisions, rooms
from data.presenting import beats, playing, views
from data.presenting.beats import Kept
from data.presenting.playing import Standing
from data.text import Text
from metrics import METRICS
from ui import room
from ui.board import board
from ui.panels import Panel
from ui.people.walls import kept
from ui.presenting import words
from ui.scope import Scope, when
from ui.tables import Column, link, table
from ui.templates import render

TEXTS = {
    "now": Text("此刻的大屏", "The walls at this moment"),
    "name": Text("大屏", "Wall"),
    "shows": Text("正在显示", "Shows"),
    "why": Text("因为", "Because"),
    "since": Text("从何时起", "Since"),
    "data": Text("数据", "Figures"),
    "state": Text("状态", "State"),
    "own": Text("自己的画面", "its own view"),
    "kiosk": Text("观众展台", "a visitors’ kiosk"),
    "led": Text("{name}正在讲解", "{name} presents"),
    "rotation": Text("轮播“{title}”", "goes through “{title}”"),
    "revision": Text("第 {number} 版，{when}", "revision {number}, {when}"),
    "dark": Text("✗ 不在线（{when} 起）", "✗ dark (since {when})"),
    "blank": Text("✗ 在线，但没有画面", "✗ there, but blank"),
    "there": Text("✓ 在线", "✓ there"),
    "silent": Text("? 还没有消息", "? no word yet"),
    "none": Text(
        "没有已配对的大屏。新建一块，在它的浏览器里输入配对码，这里就显示它的情况。",
        "No wall is paired. Make one, enter its code in its browser, and it is shown here.",
    ),
    "alarm": Text(
        "大屏“{name}”自 {when} 起不在线。请到现场看：电脑、浏览器、网络；不再用的请停用。",
        "The wall “{name}” has been dark since {when}. Have a look there: computer, browser, network; or revoke it.",
    ),
    "alarm_blank": Text(
        "大屏“{name}”在线，但自 {when} 起没有画面。请在它的浏览器里刷新页面。",
        "The wall “{name}” is there, but blank since {when}. Reload the page in its browser.",
    ),
}  # fmt: skip


def watched(scope: Scope) -> Panel:
    """One line a paired wall, those that are dark first; and what is wrong in a sentence above."""
    lang, now, found = scope.lang, months.now(), kept()
    live = found[found["revoked_at"].isna() & found["paired"]]
    with rooms.real().connect() as conn:
        told, stands = beats.listing(conn), playing.standing(conn, METRICS, now)
    devices = sorted(live.to_dict("records"), key=lambda row: not _is_wrong(told.get(int(row["number"])), now))
    alarms = [_alarm(row, told[int(row["number"])], now, scope) for row in devices
              if _is_wrong(told.get(int(row["number"])), now)]  # fmt: skip
    if alarms:
        board(render("notes", notes=alarms), key="alarms", lang=lang)
    known = _revisions({each.revision for each in told.values() if each.revision is not None})
    css = {"name": "main", "shows": "", "why": "", "since": "short", "data": "short", "state": "short"}
    columns = [Column(key, TEXTS[key].in_(lang), shown) for key, shown in css.items()]
    rows = [_row(row, told.get(int(row["number"])), stands, known, now, scope) for row in devices]
    return Panel(TEXTS["now"].in_(lang), table(columns, rows, empty=TEXTS["none"].in_(lang)))


def _is_wrong(beat: Kept | None, now: datetime) -> bool:
    return beat is not None and (beat.is_dark(now) or beat.is_blank(now))


def _alarm(row: Mapping[str, Any], beat: Kept, now: datetime, scope: Scope) -> str:
    dark = beat.is_dark(now)
    since = beat.at if dark or beat.since is None else beat.since
    return TEXTS["alarm" if dark else "alarm_blank"].in_(scope.lang, name=row["name"], when=when(since))


def _row(
    row: Mapping[str, Any],
    beat: Kept | None,
    stands: Standing,
    known: Mapping[int, datetime],
    now: datetime,
    scope: Scope,
) -> dict[str, object]:
    at = known.get(beat.revision or 0) if beat else None
    figures = TEXTS["revision"].in_(scope.lang, number=beat.revision, when=when(at)) if beat and at else "—"
    return {
        "name": link(row["name"], scope.link("walls", device=row["number"])),
        "shows": _shows(beat, scope) if beat else "—",
        "why": TEXTS["kiosk"].in_(scope.lang) if row["kiosk"] else _why(int(row["number"]), stands, now, scope),
        "since": when(beat.since) if beat and beat.since else "—",
        "data": figures,
        "state": _state(beat, now, scope),
    }


def _shows(beat: Kept, scope: Scope) -> str:
    """What stands at the address that its browser told, in words."""
    usual = {"unit": scope.unit, "month": months.label(scope.month)}
    try:
        return words.what(views.read(beat.address, usual), scope)
    except views.Refused:
        return "—"


def _why(number: int, stands: Standing, now: datetime, scope: Scope) -> str:
    shown = stands.of_wall(number, now)
    if shown is None:
        return TEXTS["own"].in_(scope.lang)
    if shown.led:
        return TEXTS["led"].in_(scope.lang, name=shown.led.leader_name)
    playing_now = next(each for each in stands.rotations[number] if each.at(now))
    return TEXTS["rotation"].in_(scope.lang, title=playing_now.title.in_(scope.lang))


def _state(beat: Kept | None, now: datetime, scope: Scope) -> Markup:
    if beat is None:
        how, key = "unknown", "silent"
    elif beat.is_dark(now):
        how, key = "bad", "dark"
    elif beat.is_blank(now):
        how, key = "bad", "blank"
    else:
        how, key = "good", "there"
    told = TEXTS[key].in_(scope.lang, when=when(beat.at) if beat else "")
    return Markup('<b class="health {}">{}</b>').format(how, told)


def _revisions(numbers: set[int]) -> dict[int, datetime]:
    """When the revisions came to be that walls of this room show."""
    with room.engine().connect() as conn:
        return revisions.moments(conn, numbers)
