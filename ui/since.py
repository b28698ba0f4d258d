"""For who may instruct: what turned for the worse since they last looked, and what is overdue by unit, with whom to call."""

from datetime import datetime, timedelta

import streamlit as st
from markupsafe import Markup

from data import access, months, rooms
from data.instructions import lanes
from data.instructions.lanes import Asked
from data.people import sessions
from data.people.contacts import Contact, contacts
from data.text import Text
from metrics.changes import Change, points
from metrics.changes.turned import for_the_worse
from ui import room
from ui.actor import actor, cookie
from ui.instructions.clocks import version
from ui.instructions.issuing import charge_link
from ui.links import named, person_link, ways_of
from ui.meetings.words import unit_name, way_of
from ui.panels import Panel, beside_title
from ui.room import Room
from ui.scope import Scope
from ui.tables import Column, link, table

NEVER = timedelta(days=14)  # so far back for who comes for the first time
FEW = 6
TEXTS = {
    "turned": Text("{day} 上次查看以来变差 · {count}", "Turned for the worse since you last looked, {day} · {count}"),
    "what": Text("事项", "What"),
    "unit": Text("单位", "Unit"),
    "from_to": Text("变化", "From → to"),
    "instruct": Text("交办", "Instruct"),
    "burning": Text("超期墙：找谁 · {count}", "Overdue, and whom to call · {count}"),
    "count": Text("超期", "Overdue"),
    "oldest": Text("最久", "The longest"),
    "days": Text("{count} 天", "{count} d"),
    "call": Text("找谁", "Whom to call"),
    "nobody": Text("未指定承办人", "nobody is named"),
    "all": Text("全部", "All"),
    "item": Text("{count} 件", "{count}"),
    "nothing": Text("没有。", "Nothing."),
    "join": Text("、", ", "),
}


def since(scope: Scope) -> dict[str, Panel]:
    """The two panels, as far as there is something in them; none for who instructs nobody, and for a view of the past."""
    if scope.pinned or not scope.is_own(scope.unit) or not access.may_somewhere(actor(), "instruct"):
        return {}
    return _turned(scope) | _burning(scope)


def _turned(scope: Scope) -> dict[str, Panel]:
    looked = sessions.looked_before(rooms.real(), cookie()) or months.now() - NEVER
    found = _worse(scope.room, scope.revision, version(), scope.unit, looked.replace(minute=0, second=0, microsecond=0))
    if not found:
        return {}
    columns = [
        Column(key, TEXTS[key].in_(scope.lang) if key != "instruct" else "", css)
        for key, css in {"what": "main", "unit": "short", "from_to": "", "instruct": "short"}.items()
    ]
    rows, nothing = [_change(each, scope) for each in found[:FEW]], TEXTS["nothing"].in_(scope.lang)
    day = looked.astimezone(months.SHANGHAI)
    title = TEXTS["turned"].in_(scope.lang, day=f"{day:%m-%d %H:%M}", count=len(found))
    return {"turned": Panel(title, table(columns, rows, empty=nothing))}


@st.cache_resource(max_entries=50, show_spinner=False)
def _worse(at: Room, revision: int, moved: int, unit: str, then: datetime) -> list[Change]:
    with room.engine().connect() as conn:
        return for_the_worse(conn, unit, points.of_moment(conn, then), points.now(conn))


def _change(each: Change, scope: Scope) -> dict[str, object]:
    way = charge_link(scope, metric=each.metric, unit=each.unit) if each.kind == "status" else ""
    where, said = way_of(each, scope), f"{each.before.in_(scope.lang)} → {each.after.in_(scope.lang)}"
    return {
        "what": link(each.title.in_(scope.lang), where) if where else each.title.in_(scope.lang),
        "unit": named(scope, each.unit),
        "from_to": Markup('<span class="bad">{}</span>').format(said),
        "instruct": link(TEXTS["instruct"].in_(scope.lang), way) if way else "",
    }


def _burning(scope: Scope) -> dict[str, Panel]:
    """By unit: how many are overdue, how long the longest is, and who is to be called."""
    asked = Asked(actor(), scope.tree.below(scope.unit))
    with room.engine().connect() as conn:
        found = lanes.overdue_by_unit(conn, asked)
        whom = contacts(conn, "carry_out", [unit for unit, *_ in found[:FEW]], scope.tree)
    if not found:
        return {}
    css = {"unit": "main", "count": "number", "oldest": "number", "call": ""}
    columns = [Column(key, TEXTS[key].in_(scope.lang), shown) for key, shown in css.items()]
    rows = [
        {
            "unit": unit_name(unit, scope),
            "count": link(
                TEXTS["item"].in_(scope.lang, count=count),
                scope.link("instructions", metric="", unit=unit, state="overdue", view="list"),
            ),
            "oldest": TEXTS["days"].in_(scope.lang, count=(asked.on - due).days),
            "call": _people(whom[unit], scope),
        }
        for unit, count, due in found[:FEW]
    ]
    way = link(TEXTS["all"].in_(scope.lang), scope.link("instructions", metric="", state="overdue", view="list"))
    title = TEXTS["burning"].in_(scope.lang, count=sum(count for _, count, _ in found))
    return {"burning": Panel(title, table(columns, rows, empty=TEXTS["nothing"].in_(scope.lang)), beside_title(way))}


def _people(people: tuple[Contact, ...], scope: Scope) -> Markup | str:
    if not people:
        return TEXTS["nobody"].in_(scope.lang)
    return Markup(TEXTS["join"].in_(scope.lang)).join(
        Markup("{} {}").format(person_link(one.login, one.name, scope), ways_of(one)) for one in people[:2]
    )
