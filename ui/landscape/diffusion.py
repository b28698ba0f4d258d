"""What spread from where to whom, and which infrastructure stands where: arcs and points on the outlines, and in words."""

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from charts.arcs import arcs
from data.registers import REGISTERS
from data.text import Text
from ui import region
from ui.panels import Panel
from ui.rows.fields import listed as in_words
from ui.rows.links import listed
from ui.rows.reading import row_page, units_of
from ui.scope import Scope
from ui.tables import link
from ui.templates import render
from ui.texts import tell

MOST = 2000
LISTED = 40
TEXTS = {
    "title": Text("推广：从哪里到哪里", "Diffusion: from where to whom"),
    "tip": Text("{source} → {target}：{count} 项（{modes}）", "{source} → {target}: {count} ({modes})"),
    "beyond": Text("走出浙江：{places}", "Beyond the province: {places}"),
    "none": Text("还没有登记推广。", "No adoption is entered yet."),
    "sites": Text("{unit}：{count} 处基础设施", "{unit}: {count} sites of infrastructure"),
    "legend": Text("弧线越粗项数越多，圆点为基础设施", "The wider an arc, the more; discs are infrastructure"),
}


def adoptions(scope: Scope) -> pd.DataFrame:
    """Every adoption that this person may read: source, target (areas of the map), mode, beyond."""
    page = row_page(scope, "adoptions", units_of(scope, "adoptions"), scope.month, "adopted", (), "", "", MOST, 0)
    found = page.rows
    if found.empty:
        return pd.DataFrame(columns=["source", "target", "mode", "beyond"])
    area = _area(scope)
    return pd.DataFrame(
        {
            "source": found["origin"].map(area),
            "target": found["unit"].map(area),
            "mode": found["mode"],
            "beyond": found["beyond"],
        }
    )


def _area(scope: Scope) -> Callable[[str], str]:
    """The area of the map in which a unit lies; the unit itself where it lies in none."""

    def of(unit: str) -> str:
        above = scope.tree.path(unit) if unit in scope.tree else (unit,)
        return next((each for each in above if each in scope.compared), unit)

    return of


def pairs(scope: Scope) -> pd.DataFrame:
    """By source and target: `count`, `tip`, `href`."""
    found = adoptions(scope)
    modes = dict(REGISTERS["adoptions"].field("mode").choices)
    rows = []
    for (source, target), group in found.groupby(["source", "target"]):
        named = in_words((modes[key].in_(scope.lang) for key in dict.fromkeys(group["mode"])), scope.lang)
        names = {"source": _name(source, scope), "target": _name(target, scope)}
        rows.append(
            {
                "source": source,
                "target": target,
                "count": len(group),
                "tip": TEXTS["tip"].in_(scope.lang, count=len(group), modes=named, **names),
                "href": listed(scope, "adoptions", unit=target) if target in scope.tree else listed(scope, "adoptions"),
            }
        )
    return pd.DataFrame(rows, columns=["source", "target", "count", "tip", "href"])


def _name(unit: str, scope: Scope) -> str:
    return scope.name(unit) if unit in scope.tree else unit


def sites(scope: Scope) -> pd.DataFrame:
    """By area how many sites of infrastructure there are: `unit`, `count`, `tip`, `href`."""
    page = row_page(scope, "sites", units_of(scope, "sites"), scope.month, "", (), "", "", MOST, 0)
    if page.rows.empty:
        return pd.DataFrame(columns=["unit", "count", "tip", "href"])
    count = page.rows["unit"].map(_area(scope)).value_counts()
    there = [unit for unit in count.index if unit in scope.tree]
    return pd.DataFrame(
        {
            "unit": there,
            "count": [int(count[unit]) for unit in there],
            "tip": [TEXTS["sites"].in_(scope.lang, unit=scope.name(unit), count=int(count[unit])) for unit in there],
            "href": [listed(scope, "sites", unit=unit) for unit in there],
        }
    )


def diffusion(scope: Scope) -> Panel:
    """The map of arcs, and below it what leaves the province, in words."""
    title = TEXTS["title"].in_(scope.lang)
    sheet = region.sheet(scope.compared)
    data = pairs(scope)
    if sheet is None or data.empty:
        said = tell(scope.lang, "no_outlines", unit=scope.name(scope.unit)) if sheet is None else _none(scope)
        return Panel(title, render("empty", text=said))
    names = {code: scope.name(code) for code in scope.compared}
    drawn = arcs(data, sheet, names=names, points=sites(scope), alt=title)
    found = adoptions(scope)
    beyond = [str(place) for place in dict.fromkeys(found["beyond"].dropna()) if place]
    told = TEXTS["beyond"].in_(scope.lang, places=in_words(beyond, scope.lang)) if beyond else ""
    foot = Markup('<p class="quiet">{}<br>{}</p><span class="source">{}</span>').format(
        TEXTS["legend"].in_(scope.lang), told, tell(scope.lang, "map_source")
    )
    return Panel(title, drawn + foot)


def _none(scope: Scope) -> str:
    return TEXTS["none"].in_(scope.lang)


def in_list(scope: Scope) -> Markup:
    """The same pairs in words, the most first."""
    data = pairs(scope).sort_values("count", ascending=False, kind="stable")
    items = [link(row["tip"], row["href"]) for row in data.head(LISTED).to_dict("records")]
    return render("items", items=items) if items else Markup("")
