"""The map of 1612: bodies, systems with their runways, platform – every node with its one number and its worst child."""

from collections.abc import Mapping
from typing import Any

from data.references import keys_in
from data.registers import REGISTERS
from data.structure import Structure, System
from data.text import Text
from ui import reads
from ui.panels import Panel, beside_title
from ui.reform.burning import Burning, of_register, of_systems
from ui.reform.runways import declared_by
from ui.rows.fields import SIGNS, register_name
from ui.rows.links import listed, opened
from ui.rows.reading import counts, row_page, units_of
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell

RUNWAYS = 200
OF_PLATFORM = ("maturity", "components", "data_requests", "catalogue", "security_events", "cloud")
OF_BODY = {"theory": ("theory",), "rules": ("regulations", "standards", "rules")}
TEXTS = {
    "title": Text("{name} 全景图", "The map of {name}"),
    "aside": Text("按最差子项标注，点开看明细", "Marked as the worst child; open it to see"),
    "applications": Text("{count} 个应用，{live} 个在用", "{count} applications, {live} live"),
    "no_runway": Text("还没有登记跑道", "No runway is entered yet"),
    "nothing": Text("无", "none"),
    "said": Text("{register} {state} {count}", "{register}: {state} {count}"),
    "rows": Text("{register} {count}", "{register} {count}"),
}


def picture(scope: Scope) -> Panel:
    """The unit's own structure, as it declared it, for the month shown."""
    held = reads.structure(scope, scope.unit, scope.month)
    if held is None:
        return Panel("", render("empty", text=tell(scope.lang, "no_value")))
    burning, runways = of_systems(scope), _runways(scope)
    nodes = {
        "systems": [_system(each, burning.get(each.key, []), runways, scope) for each in _of(held, "system")],
        "platform": [_platform(each, scope) for each in _of(held, "platform")],
        "bodies": [_body(each, scope) for each in _of(held, "body")],
    }
    title = TEXTS["title"].in_(scope.lang, name=held.name)
    aside = beside_title(TEXTS["aside"].in_(scope.lang))
    return Panel(title, render("map_1612", no_runway=TEXTS["no_runway"].in_(scope.lang), **nodes), aside)


def _of(held: Structure, kind: str) -> list[System]:
    return [each for each in held.systems if each.kind == kind]


def _system(
    system: System, burning: list[Burning], runways: Mapping[str, list[dict[str, Any]]], scope: Scope
) -> dict[str, Any]:
    by_state = counts(scope, "applications", "system", "standing")
    mine = by_state[by_state["system"] == system.key].set_index("standing")["count"]
    numbers = {"count": f"{int(mine.sum()):,}", "live": f"{int(mine.get('live', 0)):,}"}
    return {
        "name": system.name(scope.lang),
        "href": scope.link("system", metric="", system=system.key),
        "said": TEXTS["applications"].in_(scope.lang, **numbers),
        "runways": runways.get(system.key, []),
        **_worst(burning, scope),
    }


def _worst(burning: list[Burning], scope: Scope) -> dict[str, Any]:
    if not burning:
        return {"meaning": "good", "sign": SIGNS["good"], "worst": ""}
    worst = burning[0]
    return {"meaning": worst.meaning, "sign": SIGNS[worst.meaning], "worst": said(worst, scope)}


def said(one: Burning, scope: Scope) -> str:
    """What burns, in words."""
    state = REGISTERS[one.register].state(one.state).text.in_(scope.lang)
    name = register_name(one.register, scope)
    return TEXTS["said"].in_(scope.lang, register=name, state=state, count=f"{one.count:,}")


def _runways(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    units = units_of(scope, "runways")
    page = row_page(scope, "runways", units, scope.month, "", (), "", "", RUNWAYS, 0)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in declared_by(scope.unit, page.rows).to_dict("records"):
        state = REGISTERS["runways"].state(row["standing"])
        english = row["name_en"] if scope.lang == "en" else None
        many = len(keys_in(REGISTERS["runways"].field("applications"), row["applications"]))
        found.setdefault(row["system"], []).append(
            {
                "name": english or row["name"],
                "count": many,
                "meaning": state.meaning,
                "sign": SIGNS[state.meaning],
                "href": opened(scope, "runways", row["key"]),
            }
        )
    return found


def _platform(system: System, scope: Scope) -> dict[str, Any]:
    return {"name": system.name(scope.lang), "parts": [_part(register, scope) for register in OF_PLATFORM]}


def _body(system: System, scope: Scope) -> dict[str, Any]:
    return {"name": system.name(scope.lang), "parts": [_part(each, scope) for each in OF_BODY.get(system.key, ())]}


def _part(register: str, scope: Scope) -> dict[str, Any]:
    """One register as a node: how many rows, and the worst of how they stand."""
    count, burning = of_register(scope, register)
    many = f"{count:,}" if count else TEXTS["nothing"].in_(scope.lang)
    worst = {"meaning": "neutral", "sign": "", "worst": ""}
    if burning:
        state = REGISTERS[register].state(burning[0].state)
        told = f"{state.text.in_(scope.lang)} {burning[0].count:,}"
        worst = {"meaning": state.meaning, "sign": SIGNS[state.meaning], "worst": told}
    return {
        "name": TEXTS["rows"].in_(scope.lang, register=register_name(register, scope), count=many),
        "href": listed(scope, register),
        **worst,
    }
