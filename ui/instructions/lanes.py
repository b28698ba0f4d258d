"""All instructions in lanes by how they stand: what burns first, then from issued to accepted; each lane leads to its own page."""

from markupsafe import Markup

from data import store
from data.clocks.present import LANES
from data.clocks.reading import Instruction
from data.instructions import lanes
from data.text import Text
from ui import room
from ui.actor import reader
from ui.filters import Filters
from ui.instructions import words
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

FEW, PHONE = 8, 3  # cards of a lane, and on a phone
ALWAYS = ("overdue", "open", "received", "under_way", "reported", "accepted")
TEXTS = {
    "lanes": Text("交办 · {unit} · 在办 {count:,} 件", "Instructions · {unit} · {count:,} running"),
    "list": Text("列成清单", "As a list"),
    "fared": Text("成效", "How they fared"),
    "all": Text("全部 {count:,} 件", "All {count:,}"),
    "nothing": Text("无", "None"),
    "returned": Text("退回 {count} 次", "sent back {count}×"),
    "none": Text(
        "{unit}还没有交办事项。看总览的结论、点开任何一个数或一条记录，旁边的“交办”就是起点。",
        "{unit} has no instructions yet. They begin beside a conclusion on the overview, at any number and at any row: “Instruct”.",
    ),
}


def board(scope: Scope, chosen: Filters, names: dict[str, str]) -> Panel:
    """The lanes of the scope's unit and all below it; `names` of the lanes. Where nothing was ever issued: how one begins."""
    units = scope.tree.below(scope.unit)
    asked = lanes.Asked(reader(wall=scope.wall), units)
    with store.reading(room.engine()) as conn:
        counts = lanes.counts(conn, asked)
        cards = {lane: lanes.page(conn, asked, lane, FEW) for lane in LANES if counts[lane] and lane != "closed"}
    lang, unit = scope.lang, scope.name(scope.unit)
    if not any(counts.values()):
        return Panel("", chosen.shown(scope) + render("empty", text=TEXTS["none"].in_(lang, unit=unit)))
    shown = [
        {
            "key": lane,
            "name": names[lane],
            "count": f"{counts[lane]:,}",
            "href": chosen.link(scope, state=lane),
            "cards": [_card(one, scope) for one in cards.get(lane, ())],
            "all": TEXTS["all"].in_(lang, count=counts[lane]) if counts[lane] > PHONE else "",
            "fits": counts[lane] <= FEW,
        }
        for lane in LANES
        if lane in ALWAYS or (counts[lane] and lane != "closed")
    ]
    running = sum(counts[lane] for lane in LANES if lane not in lanes.ENDED)
    title = TEXTS["lanes"].in_(lang, unit=unit, count=running)
    way = link(TEXTS["list"].in_(lang), scope.link("instructions", metric="", view="list"))
    drawn = render("lanes", lanes=shown, nothing=TEXTS["nothing"].in_(lang))
    more = link(TEXTS["fared"].in_(lang), scope.link("instructions", metric="", view="fared"))
    ways = () if scope.wall else (more, way)  # nobody presses on a wall
    return Panel(title, chosen.shown(scope) + drawn, beside_title(Markup(" · ").join(ways)))


def _card(one: Instruction, scope: Scope) -> dict[str, object]:
    returned = one.standing.returned
    return {
        "href": words.opened(one, scope),
        "text": one.text,
        "about": words.about(one, scope),
        "whose": " · ".join((words.unit_name(one.standing.unit, scope), one.issuer_name)),
        "chip": words.chip(one, scope),
        "returned": TEXTS["returned"].in_(scope.lang, count=returned) if returned else "",
    }
