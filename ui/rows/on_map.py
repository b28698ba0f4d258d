"""Rows of a register on the map: how many of them each place has, each place the way to its rows."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from charts.map import region_map
from data.registers import REGISTERS
from data.text import Text
from ui import region
from ui.panels import Panel
from ui.rows.links import listed
from ui.rows.reading import counts
from ui.scope import Scope

STEPS = 5  # shades of a map
LETTERS = 24  # lines of names that a map is high
TEXTS = {
    "by_place": Text("各地有多少", "How many each place has"),
    "tip": Text("{place}：{count} 条", "{place}: {count} rows"),
    "own": Text("另有 {count} 条属{unit}本级，不在图上。", "{count} more belong to {unit} itself and are not drawn."),
}


def places_of(scope: Scope) -> dict[str, str]:
    """Of each unit below the scope's the place that is drawn for it: the child of the scope's unit that it lies in, or,
    where there is none, the unit itself."""
    places = scope.tree.children.get(scope.unit) or (scope.unit,)
    return {code: place for place in places for code in scope.tree.below(place)}


def map_of_rows(scope: Scope, register: str) -> dict[str, Panel]:
    """The panel of a register that lies on the map, by its name; none where fewer than two places could be told apart or
    none of them has a row."""
    if not REGISTERS[register].lies_on_map or len(scope.tree.children.get(scope.unit, ())) < 2:
        return {}
    under, found = places_of(scope), counts(scope, register, "unit")
    many = dict.fromkeys(under.values(), 0)
    for code, count in zip(found["unit"], found["count"], strict=True):
        if code in under:
            many[under[code]] += int(count)
    lang, alt = scope.lang, TEXTS["by_place"].in_(scope.lang)
    drawn = shaded(scope, register, many, TEXTS["tip"], alt=alt)
    own = int(found["count"].sum()) - sum(many.values())
    unit = scope.name(scope.unit)
    note = Markup("<p>{}</p>").format(TEXTS["own"].in_(lang, count=own, unit=unit)) if own else Markup("")
    return {"map": Panel(alt, drawn + note)} if drawn else {}


def shaded(scope: Scope, register: str, many: Mapping[str, int], tip: Text, *, alt: str) -> Markup:
    """A map of places, darker where there are more rows, each a link to its rows; "" without outlines or rows. `tip` is said
    of a `place` and its `count`."""
    sheet, most = region.sheet(tuple(many)), max(many.values(), default=0)
    if sheet is None or not most:
        return Markup("")
    drawn = [
        {
            "unit": place,
            "name": scope.name(place),
            "text": f"{count:,}",
            "step": float(min(STEPS - 1, STEPS * count // (most + 1))) if count else float("nan"),
            "href": listed(scope, register, unit=place) if scope.is_own(place) else "",
            "tip": tip.in_(scope.lang, place=scope.name(place), count=f"{count:,}"),
        }
        for place, count in many.items()
    ]
    return Markup('<div class="rows-map">{}</div>').format(
        region_map([pd.DataFrame(drawn)], sheet, alt=alt, size=sheet.height / LETTERS, ramps=["ramp"])
    )
