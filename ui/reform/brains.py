"""Brains: who has which, what they can do, and whether what they say is true."""

import pandas as pd

from charts.crossed import crossed
from data.registers import REGISTERS
from data.registers.declaration import URGENCY
from data.text import Text
from metrics.of_rows.brains import forecasts, warnings
from ui.links import unit_href
from ui.panels import Panel
from ui.reform.ranked import Row, Told, ranked
from ui.reform.shelves import all_of, nothing
from ui.rows.fields import SIGNS
from ui.rows.reading import counts, fields_of
from ui.scope import Scope
from ui.templates import render

FEW = 10
ABLE = "capabilities"
BUILT = ("brains", ABLE)
COLUMNS = {  # what stands above each column: short, for there are fourteen
    "system": Text("系统", "System"),
    "domain": Text("领域", "Domain"),
    "city": Text("城市", "City"),
    "industry": Text("产业", "Industry"),
    "monitor": Text("监测", "Watch"),
    "forecast": Text("预测", "Forecast"),
    "warn": Text("预警", "Warn"),
    "goal": Text("目标", "Goals"),
    "i_data": Text("数据", "Data"),
    "i_knowledge": Text("知识", "Knowledge"),
    "i_tool": Text("工具", "Tools"),
    "i_module": Text("模块", "Modules"),
    "i_ecology": Text("生态", "Ecology"),
    "i_case": Text("案例", "Cases"),
}
TEXTS = {
    "crossed": Text("大脑 × 地区：谁有什么", "Brains × places: who has what"),
    "brains": Text("大脑", "Brains"),
    "able": Text("能力", "Can do"),
    "integrated": Text("六类集成", "Integrated"),
    "itself": Text("{name}本级", "{name} itself"),
    "tip": Text("{place} {what}：{states}", "{place}, {what}: {states}"),
    "warnings": Text("预警准不准", "Were the warnings true?"),
    "true_ones": Text(
        "{true:,.0f}/{raised:,.0f} 准确 · {share:.0%}", "{true:,.0f} of {raised:,.0f} true · {share:.0%}"
    ),
    "no_truth": Text("未报准确数", "Not said"),
    "no_warnings": Text("还没有发出过预警", "No warning was raised yet"),
    "forecasts": Text("预测差多少", "How far off were the forecasts?"),
    "error": Text("误差 {error:.1%}", "{error:.1%} off"),
    "unmeasured": Text("未测误差", "Not measured"),
    "no_forecasts": Text("还没有预测能力", "Nothing forecasts yet"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of the brains."""
    if counts(scope, "brains", "standing").empty:
        return {"brains": Panel(TEXTS["crossed"].in_(scope.lang), nothing(scope, "brains"))}
    rows = fields_of(scope, ABLE, "kind", "raised", "true_ones", "handled", "error")
    return {"brains": _crossed(scope), "warnings": _warnings(scope, rows), "forecasts": _forecasts(scope, rows)}


def _crossed(scope: Scope) -> Panel:
    lang, tree = scope.lang, scope.tree
    below = tree.children.get(scope.unit, ())
    itself = TEXTS["itself"].in_(lang, name=scope.name(scope.unit)) if below else scope.name(scope.unit)
    rows = {scope.unit: (itself, "")} | {unit: (scope.name(unit), unit_href(scope, unit)) for unit in below}
    of = {scope.unit: scope.unit} | {code: unit for unit in below for code in tree.below(unit)}
    cells = [cell for register in BUILT for cell in _cells(scope, register, of, rows)]
    columns = {
        key: (COLUMNS[key].in_(lang), TEXTS[_group(register, key)].in_(lang))
        for register in BUILT
        for key, _ in REGISTERS[register].field("kind").choices
    }
    title = TEXTS["crossed"].in_(lang)
    names = ["row", "column", "meaning", "sign", "text", "href", "tip"]
    many = int(counts(scope, "brains", "standing")["count"].sum())
    body = crossed(pd.DataFrame(cells, columns=names), rows=rows, columns=columns, alt=title)
    return Panel(title, body, all_of(scope, "brains", many))


def _group(register: str, key: str) -> str:
    return "brains" if register == "brains" else "integrated" if key.startswith("i_") else "able"


def _cells(
    scope: Scope, register: str, of: dict[str, str], rows: dict[str, tuple[str, str]]
) -> list[dict[str, object]]:
    """What each place has of each kind, the best of its states for a sign."""
    declared, lang = REGISTERS[register], scope.lang
    found = counts(scope, register, "unit", "kind", "standing")
    found = found.assign(row=found["unit"].map(of)).groupby(["row", "kind", "standing"], as_index=False)["count"].sum()
    kinds = dict(declared.field("kind").choices)
    cells = []
    for (row, kind), group in found.groupby(["row", "kind"]):
        states = [
            (declared.state(key), int(count)) for key, count in zip(group["standing"], group["count"], strict=True)
        ]
        best, good = max(states, key=lambda each: URGENCY.index(each[0].meaning))
        many = sum(count for _, count in states)
        told = "、".join(f"{state.text.in_(lang)} {count}" for state, count in states)
        tip = TEXTS["tip"].in_(lang, place=rows[row][0], what=kinds[kind].in_(lang), states=told)
        cells.append(
            {
                "row": row,
                "column": kind,
                "meaning": best.meaning,
                "sign": SIGNS[best.meaning],
                "text": f"{good}" if good == many else f"{good}/{many}",
                "href": scope.link("register", metric="", unit=row, register=register, kind=kind),
                "tip": tip,
            }
        )
    return cells


def _warnings(scope: Scope, rows: pd.DataFrame) -> Panel:
    found, lang = warnings(rows), scope.lang

    def told(row: Row) -> Told:
        known = row["true_share"] == row["true_share"]
        counted = {"true": row["true_ones"], "raised": row["raised"], "share": row["true_share"]}
        return row["true_share"], TEXTS["true_ones" if known else "no_truth"].in_(lang, **counted)

    way, empty = all_of(scope, ABLE, len(found), kind="warn"), render("empty", text=TEXTS["no_warnings"].in_(lang))
    return ranked(scope, ABLE, TEXTS["warnings"].in_(lang), found.head(FEW), told, way, empty=empty, top=1.0)


def _forecasts(scope: Scope, rows: pd.DataFrame) -> Panel:
    found, lang = forecasts(rows), scope.lang

    def told(row: Row) -> Told:
        known = row["error"] == row["error"]
        return row["error"], TEXTS["error" if known else "unmeasured"].in_(lang, error=row["error"])

    way, empty = all_of(scope, ABLE, len(found), kind="forecast"), render("empty", text=TEXTS["no_forecasts"].in_(lang))
    return ranked(scope, ABLE, TEXTS["forecasts"].in_(lang), found.head(FEW), told, way, empty=empty)
