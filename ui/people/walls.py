"""The walls that a person keeps: made here, paired with a code, ended here."""

from dataclasses import asdict
from math import floor
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import rooms
from data.people import screens, walls
from data.people.screens import Screen
from data.settings import settings
from data.text import LANGUAGES, Language, Text
from metrics import METRICS
from metrics.periods import MONTH, PERIODS
from ui import actor as signed
from ui import room
from ui.board import board
from ui.cards import KEYS
from ui.choosing import unit_box
from ui.page import panel
from ui.panels import Panel
from ui.people.people import today, unit_name, units_of
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import Column, link, table
from ui.templates import render
from ui.wall_layout import readable_from

SIZES = ("width", "height", "distance")
SPOKEN = {"zh": "中文", "en": "English"}
TEXTS = {
    "walls": Text("大屏（{count} 块）", "Walls ({count})"),
    "name": Text("名称", "Name"),
    "shows": Text("显示", "Shows"),
    "owner": Text("负责人", "Owner"),
    "state": Text("状态", "State"),
    "seen": Text("最近在线", "Last seen"),
    "address": Text("地址", "Address"),
    "made": Text("建立", "Made"),
    "ends": Text("配对有效期", "Paired for"),
    "days": Text("{days} 天", "{days} days"),
    "paired": Text("已配对", "paired"),
    "waiting": Text("待配对（至 {when}）", "waiting for its code (until {when})"),
    "unpaired": Text("未配对", "not paired"),
    "revoked": Text("已停用", "revoked"),
    "gone": Text(
        "（已无权负责，大屏停止显示，须接管）", " (may not keep it any more: it shows nothing until taken over)"
    ),
    "empty": Text("还没有大屏。请在下面新建一块。", "There is no wall yet. Make one below."),
    "add": Text("新建大屏", "Make a wall"),
    "add_told": Text(
        "大屏是只能看的设备账号：只显示这里选定的画面，不能离开，也不能操作。",
        "A wall is a device that can only look: it shows what is chosen here, cannot leave it and cannot do anything.",
    ),
    "unit": Text("单位", "Unit"),
    "language": Text("语言", "Language"),
    "metric": Text("地图指标", "On the map"),
    "period": Text("周期", "Period"),
    "usual": Text("常用指标", "the usual one"),
    "width": Text("屏宽（米）", "Width (m)"),
    "height": Text("屏高（米）", "Height (m)"),
    "distance": Text("最远观看（米）", "Farthest seat (m)"),
    "measured": Text(
        "填了尺寸和最远观看距离，大屏就只放在那里看得清的内容，字随之放大；不填按常用版式。",
        "With its size and the farthest seat, a wall shows what can be read from there, in larger type; without, the usual layout.",
    ),
    "from": Text(
        "屏 {width:g} × {height:g} 米，{distance:g} 米外看", "{width:g} × {height:g} m, seen from {distance:g} m"
    ),
    "too_far": Text(
        "（这块屏最远 {far:.0f} 米看得清，再远字不足 16 角分）",
        " (this screen can be read from {far:.0f} m at most; beyond, letters are under 16 arc minutes)",
    ),
    "save": Text("生成配对码", "Make a pairing code"),
    "code": Text("大屏“{name}”的配对码：", "Pairing code of the wall “{name}”:"),
    "code_told": Text(
        "10 分钟内，在大屏的浏览器打开 {address}/pair 并输入。只显示这一次。",
        "Open {address}/pair in the wall's browser within ten minutes and enter it. Shown only now.",
    ),
    "renew": Text("生成新配对码", "Make a new pairing code"),
    "take_over": Text("由我接管", "Take it over"),
    "taken_over": Text("大屏“{name}”现由您负责。", "The wall “{name}” is yours now."),
    "revoke": Text("停用这块大屏", "Revoke this wall"),
    "revoke_is": Text(
        "大屏立即退出，不能恢复；需要时另建一块。",
        "The wall is signed out at once and for good; make another if needed.",
    ),
    "sure": Text("确认", "Do it"),
    "done": Text("大屏“{name}”已停用。", "The wall “{name}” is revoked."),
    "preview": Text("看它显示的画面", "See what it shows"),
    "kiosk": Text("观众展台 · {unit}", "visitors’ kiosk · {unit}"),
    "close": Text("收起", "Close"),
    "unknown": Text("没有您管理的第 {number} 号大屏。", "There is no wall {number} among those you keep."),
}


def kept() -> pd.DataFrame:
    """The walls of this room that this person keeps: the columns of `walls.listing`."""
    with rooms.real().connect() as conn:
        found = walls.listing(conn, signed.person())
    training = found["view"].map(lambda view: dict(parse_qsl(view)).get("room") == room.TRAINING).astype(bool)
    return found[training == room.here().is_training].reset_index(drop=True)


def listed(scope: Scope) -> Panel:
    """One line a wall, the newest first."""
    lang, found = scope.lang, kept()
    css = {"name": "main", "shows": "", "owner": "short", "state": "short", "seen": "short", "address": "short"}
    columns = [Column(key, TEXTS[key].in_(lang), shown) for key, shown in css.items()]
    rows = [_row(row, scope) for row in found.to_dict("records")]
    title = TEXTS["walls"].in_(lang, count=int(found["revoked_at"].isna().sum()))
    return Panel(title, table(columns, rows, empty=TEXTS["empty"].in_(lang)))


def _row(row: dict[str, Any], scope: Scope) -> dict[str, object]:
    revoked = not pd.isna(row["revoked_at"])
    return {
        "css": "withdrawn" if revoked else "",
        "name": row["name"] if revoked else link(row["name"], scope.link("walls", device=row["number"])),
        "shows": _shown(row, scope),
        "owner": row["owner_name"] + (TEXTS["gone"].in_(scope.lang) if row["owner_disabled"] else ""),
        "state": _state(row, scope),
        "seen": "—" if pd.isna(row["seen"]) else when(row["seen"]),
        "address": "—" if pd.isna(row["address"]) else row["address"],
    }


def _shown(row: dict[str, Any], scope: Scope) -> str:
    """What a wall shows, in words: unit, metric, period, language."""
    view = dict(parse_qsl(row["view"]))
    if row["kiosk"]:
        return TEXTS["kiosk"].in_(scope.lang, unit=unit_name(view["unit"], today(scope), scope.lang))
    metric = METRICS.get(view.get("metric", ""))
    parts = [unit_name(view["unit"], today(scope), scope.lang)]
    parts += [metric.name(scope.lang)] if metric else []
    period = PERIODS.get(view.get("period", ""))
    parts += [period.text.in_(scope.lang)] if period else []
    parts += _measured(screens.read(view.get("screen", "")), view.get("lang", settings().language), scope)
    return " · ".join([*parts, SPOKEN[view.get("lang", settings().language)]])


def _measured(screen: Screen | None, spoken: Language, scope: Scope) -> list[str]:
    """How large it is and from where it is seen; with a word where it cannot be read from there, however little it shows."""
    if screen is None:
        return []
    told, far = TEXTS["from"].in_(scope.lang, **asdict(screen)), readable_from(screen, spoken)
    return [told + (TEXTS["too_far"].in_(scope.lang, far=floor(far)) if far < screen.distance else "")]


def _state(row: dict[str, Any], scope: Scope) -> str:
    key = "paired" if row["paired"] else "unpaired"
    if not pd.isna(row["revoked_at"]):
        key = "revoked"
    elif not pd.isna(row["pairing_until"]) and row["pairing_until"] > walls.months.now():
        return TEXTS["waiting"].in_(scope.lang, when=f"{row['pairing_until']:%H:%M}")
    return TEXTS[key].in_(scope.lang)


def opened(scope: Scope) -> None:
    """The wall that the URL asks for: a new code, or its end."""
    asked = st.query_params.get("device", "")
    if not asked:
        return
    found = kept()
    here = found[(found["number"].astype(str) == asked) & found["revoked_at"].isna()]
    if here.empty:
        board(render("notes", notes=[TEXTS["unknown"].in_(scope.lang, number=asked)]), key="unknown", lang=scope.lang)
        return
    row = here.iloc[0].to_dict()
    with panel("wall", row["name"], _facts(row, scope), scope), st.container(horizontal=True, key="device"):
        arguments = (int(row["number"]), row["name"])
        st.button(TEXTS["renew"].in_(scope.lang), key="renew", on_click=doing, args=(_renew, *arguments))
        if row["owner"] != signed.actor().login:
            st.button(
                TEXTS["take_over"].in_(scope.lang), key="take-over", on_click=doing, args=(_take_over, *arguments)
            )
        with st.popover(TEXTS["revoke"].in_(scope.lang), icon=":material/block:", key="revoke"):
            st.write(TEXTS["revoke_is"].in_(scope.lang))
            label = TEXTS["sure"].in_(scope.lang)
            st.button(label, type="primary", key="revoke-now", on_click=doing, args=(_revoke, *arguments))


def _facts(row: dict[str, Any], scope: Scope) -> Markup:
    lang, drawn = scope.lang, _row(row, scope)
    facts = [(TEXTS[key].in_(lang), drawn[key]) for key in ("shows", "owner", "state", "seen", "address")]
    facts += [
        (TEXTS["made"].in_(lang), when(row["made_at"])),
        (TEXTS["ends"].in_(lang), TEXTS["days"].in_(lang, days=settings().accounts.wall_days)),
    ]
    ways = [] if row["kiosk"] else [link(TEXTS["preview"].in_(lang), f"./?wall=1&{row['view']}")]
    ways += [link(TEXTS["close"].in_(lang), scope.link("walls"))]
    return render("facts", facts=facts) + Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways))


def adding(scope: Scope) -> None:
    """The form for a new wall."""
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.person(), "keep_walls", tree)
    with (
        panel("add", TEXTS["add"].in_(lang), TEXTS["add_told"].in_(lang), scope),
        st.form("add", border=False, clear_on_submit=True),
    ):
        name, unit, metric, period, spoken = st.columns((1.3, 1.1, 1.3, 0.9, 0.8), vertical_alignment="bottom")
        name.text_input(TEXTS["name"].in_(lang), key="wall-name", max_chars=40, autocomplete="off")
        unit_box(unit, TEXTS["unit"].in_(lang), scope, choices, "wall-unit", scope.unit)
        metric.selectbox(
            TEXTS["metric"].in_(lang),
            ("", *KEYS),
            format_func=lambda key: METRICS[key].name(lang) if key else TEXTS["usual"].in_(lang),
            key="wall-metric",
        )
        period.selectbox(
            TEXTS["period"].in_(lang),
            list(PERIODS),
            format_func=lambda key: PERIODS[key].text.in_(lang),
            key="wall-period",
        )
        spoken.selectbox(TEXTS["language"].in_(lang), LANGUAGES, format_func=SPOKEN.__getitem__, key="wall-lang")
        *sizes, told, made = st.columns((1, 1, 1, 3, 1), vertical_alignment="bottom")
        for key, column in zip(SIZES, sizes, strict=True):
            column.number_input(TEXTS[key].in_(lang), min_value=0.0, value=None, step=0.1, key=f"wall-{key}")
        told.caption(TEXTS["measured"].in_(lang))
        made.form_submit_button(TEXTS["save"].in_(lang), type="primary", on_click=doing, args=(_add,))


def _add() -> None:
    asked = {key: st.session_state[f"wall-{key}"] for key in ("name", "unit", "metric", "period", "lang")}
    name, unit = asked.pop("name"), asked["unit"]
    sizes = ["" if each is None else f"{each:g}" for each in (st.session_state[f"wall-{key}"] for key in SIZES)]
    view = asked | {
        "screen": screens.written(*sizes),
        "period": "" if asked["period"] == MONTH.key else asked["period"],
        "room": room.TRAINING if room.here().is_training else "",
    }
    tell_code(name.strip(), walls.make(rooms.real(), name, unit, view, by=signed.person()))


def _renew(number: int, name: str) -> None:
    tell_code(name, walls.renew(rooms.real(), number, by=signed.person()))


def _take_over(number: int, name: str) -> None:
    walls.take_over(rooms.real(), number, by=signed.actor())
    say(Text(*(TEXTS["taken_over"].in_(language, name=name) for language in LANGUAGES)))


def _revoke(number: int, name: str) -> None:
    walls.revoke(rooms.real(), number, by=signed.person())
    st.query_params.pop("device", None)
    say(_both("done", name=name))


def tell_code(name: str, code: str) -> None:
    """Say a pairing code, this once, and where it is typed."""
    parted = f"{code[:4]} {code[4:]}"
    say(_both("code", name=name), secret=parted, more=_both("code_told", address=_address()))


def _address() -> str:
    """Of this cockpit, as whoever looks reached it: that is what a wall can reach, too."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else settings().notices.address


def _both(key: str, **blanks: object) -> Text:
    return Text(*(TEXTS[key].in_(lang, **blanks) for lang in LANGUAGES))
