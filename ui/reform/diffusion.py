"""Diffusion: by mode and over time, what became of each application that spread, who gives and who takes, what was dropped."""

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.lines import lines
from charts.spark import spark
from charts.stood import stood
from data import months
from data.registers import REGISTERS
from data.text import Text
from metrics.of_rows.spread import giving, over_time, worth
from ui.landscape.diffusion import diffusion as on_map
from ui.panels import Panel
from ui.reform.shelves import all_of, by_words, nothing, shelf
from ui.rows.fields import title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import Column, count, link, table
from ui.templates import render

MOST, FEW = 12, 12
FIELDS = ("application", "origin", "beyond", "mode", "adopted", "dropped", "cost", "saved")
LINES = ("accent", "ink", "muted", "deep")  # of the four modes, in their order
TEXTS = {
    "months": Text("逐月在用的推广，按模式", "Adoptions in use, month by month and by mode"),
    "modes": Text("四种推广模式：两年来", "The four modes: two years"),
    "mode": Text("模式", "Mode"),
    "line": Text("在用的项数", "In use, by month"),
    "now": Text("现在", "Now"),
    "dropped": Text("停用", "Dropped"),
    "worth": Text("花费 → 节省（万元）", "Cost → saved (10,000 yuan)"),
    "told": Text("{cost:,.0f} → {saved:,.0f}（{said:.0f} 项报了）", "{cost:,.0f} → {saved:,.0f} ({said:.0f} say so)"),
    "waves": Text("哪个应用推得开", "Which applications spread"),
    "places": Text("谁给得多，谁拿得多", "Who gives, who takes"),
    "gave": Text("给出 {gave}，引进 {took}", "gave {gave}, took {took}"),
    "nobody": Text("还没有跨地的推广落地", "Nothing has been adopted from elsewhere yet"),
    "ends": Text("停用了的，问一问为什么", "Dropped: ask why"),
    "none_dropped": Text("没有停用的", "Nothing was dropped"),
    "beyond": Text("走出浙江", "Beyond the province"),
    "none_beyond": Text("还没有走出浙江的", "Nothing has gone beyond the province yet"),
    "promoted": Text("上升为全省应用", "Promoted to the province"),
    "candidates": Text("候选", "Candidates"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of diffusion."""
    rows = fields_of(scope, "adoptions", *FIELDS)
    if rows.empty:
        return {
            "modes": Panel(TEXTS["modes"].in_(scope.lang), nothing(scope, "adoptions")),
            "promoted": _promoted(scope),
        }
    return {
        "arcs": on_map(scope),
        "months": _months(scope, rows),
        "modes": _modes(scope, rows),
        "ends": _ends(scope, rows),
        "waves": _waves(scope),
        "places": _places(scope, rows),
        "promoted": _promoted(scope),
    }


def _months(scope: Scope, rows: pd.DataFrame) -> Panel:
    """How many adoptions stood by the end of each month, a line a mode: when did it begin to spread, and how?"""
    heading = TEXTS["months"].in_(scope.lang)
    names = {key: text.in_(scope.lang) for key, text in REGISTERS["adoptions"].field("mode").choices}
    run = over_time(rows, scope.month)
    long = (
        run.reindex(columns=list(names), fill_value=0).rename_axis("month").reset_index().melt("month", var_name="part")
    )
    drawn = lines(
        long.assign(at=long["month"].map(months.label).str[2:], text=long["value"].map("{:,.0f}".format)),
        names=names,
        colours=dict(zip(names, LINES, strict=True)),
        show=lambda value: f"{value:,.0f}",
        alt=heading,
    )
    return Panel(heading, drawn)


def _modes(scope: Scope, rows: pd.DataFrame) -> Panel:
    lang = scope.lang
    run, money = over_time(rows, scope.month), worth(rows)
    drawn = []
    for key, text in REGISTERS["adoptions"].field("mode").choices:
        standing = rows.loc[rows["mode"] == key, "standing"].value_counts()
        told = TEXTS["told"].in_(lang, **money.loc[key]) if key in money.index else "—"
        line = [float(each) for each in run[key]] if key in run else []
        drawn.append(
            {
                "mode": link(text.in_(lang), listed(scope, "adoptions", mode=key)),
                "line": spark(line, label=text.in_(lang)) if line else "—",
                "now": count(int(standing.get("adopted", 0)), listed(scope, "adoptions", mode=key, standing="adopted")),
                "dropped": count(int(standing.get("dropped", 0)), listed(scope, "adoptions", mode=key, standing="dropped")),
                "worth": told,
            }
        )  # fmt: skip
    styles = {"mode": "main", "line": "run", "now": "number strong", "dropped": "number", "worth": ""}
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in styles.items()]
    return Panel(TEXTS["modes"].in_(lang), table(columns, drawn, empty=""), all_of(scope, "adoptions", len(rows)))


def _waves(scope: Scope) -> Panel:
    heading = TEXTS["waves"].in_(scope.lang)
    return Panel(heading, stood(by_words(scope, "adoptions", "application", MOST), alt=heading))


def _places(scope: Scope, rows: pd.DataFrame) -> Panel:
    """Counties count with their city, where the page is of the province."""
    lang, heading = scope.lang, TEXTS["places"].in_(scope.lang)
    of = {code: place for place in scope.tree.children.get(scope.unit, ()) for code in scope.tree.below(place)}
    areas = rows.assign(
        source=rows["origin"].map(lambda unit: of.get(unit, unit)),
        target=rows["unit"].map(lambda unit: of.get(unit, unit)),
    )
    found = giving(areas)
    known = found[found["place"].isin(list(scope.tree.by_code))].head(MOST).to_dict("records")
    if not known:
        return Panel(heading, render("empty", text=TEXTS["nobody"].in_(lang)))
    drawn = [
        {
            "name": scope.name(row["place"]),
            "value": row["gave"],
            "text": TEXTS["gave"].in_(lang, gave=row["gave"], took=row["took"]),
            "status": "",
            "href": listed(scope, "adoptions", unit=row["place"]) if scope.is_own(row["place"]) else "",
        }
        for row in known
    ]
    return Panel(heading, bars(pd.DataFrame(drawn), alt=heading))


def _ends(scope: Scope, rows: pd.DataFrame) -> Panel:
    """What was dropped, and what has left the province."""
    lang = scope.lang
    dropped = _named(scope, "adoptions", rows[rows["standing"] == "dropped"])
    beyond = _named(scope, "adoptions", rows[rows["beyond"].fillna("") != ""])
    body = dropped or Markup("<p>{}</p>").format(TEXTS["none_dropped"].in_(lang))
    body += Markup("<h3>{}</h3>{}").format(
        TEXTS["beyond"].in_(lang), beyond or Markup("<p>{}</p>").format(TEXTS["none_beyond"].in_(lang))
    )
    return Panel(TEXTS["ends"].in_(lang), body)


def _promoted(scope: Scope) -> Panel:
    heading, register = TEXTS["promoted"].in_(scope.lang), "promotions"
    rows = fields_of(scope, register)
    body = stood([shelf(scope, register)], alt=heading)
    candidates = _named(scope, register, rows[rows["standing"] == "pending"])
    if candidates:
        body += Markup("<h3>{}</h3>{}").format(TEXTS["candidates"].in_(scope.lang), candidates)
    return Panel(heading, body)


def _named(scope: Scope, register: str, rows: pd.DataFrame) -> Markup:
    declared = REGISTERS[register]
    found = rows.head(FEW).to_dict("records")
    items = [link(title(declared, row, scope.lang), opened(scope, register, row["key"])) for row in found]
    return render("items", items=items) if items else Markup("")
