"""The platform: how mature it is, what its shelves hold, who waits for data, whether it is safe."""

import pandas as pd
from markupsafe import Markup

from charts.profile import profile
from charts.stood import stood
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.text import Text
from metrics.of_rows.maturity import FAIR, TOP
from metrics.of_rows.maturity import profile as profile_of
from metrics.of_rows.waiting import waiting, without
from metrics.platform import (
    component_reuse,
    data_records,
    interface_calls,
    open_datasets,
    security_incidents,
    sharing_fulfilment,
)
from ui.actor import actor
from ui.links import named
from ui.page import strip
from ui.panels import Panel
from ui.reform.shelves import all_of, by_choice, by_words, named_items, nothing, owed, shelf
from ui.rows.fields import chip, linked, or_dash, title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of, row_fields
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

TILES = (data_records, sharing_fulfilment, interface_calls, component_reuse, open_datasets, security_incidents)
FEW, MOST_BUREAUS = 8, 9
INTEGRATIONS = 6  # of the aspects the first six are the integrations, the others the subsystems
TEXTS = {
    "profile": Text("平台画像：六个一体、八大体系", "Profile: six integrations, eight subsystems"),
    "integrations": Text("六个一体", "Six integrations"),
    "subsystems": Text("四横四纵八大体系", "Eight subsystems"),
    "level": Text("{score:g} 级", "Level {score:g}"),
    "not_assessed": Text("未评估", "Not assessed"),
    "province": Text("省本级 {score:g}", "province {score:g}"),
    "middle": Text("各市中位 {score:g}", "cities {score:g}"),
    "tip": Text("{name}：{level}；竖线为{beside}", "{name}: {level}; the tick is {beside}"),
    "shelves": Text("家底：哪些在用，哪些闲置", "The shelves: what is used, what lies idle"),
    "times": Text("复用 {count} 次", "reused {count} times"),
    "idle": Text("闲置或无人用的，问一问责任部门", "Idle or unused: ask whose they are"),
    "nothing_idle": Text("没有闲置的", "Nothing lies idle"),
    "requests": Text("数据共享申请：谁压着", "Requests for shared data: who sits on them"),
    "longest": Text("等得最久的申请", "Those that have waited longest"),
    "nobody_waits": Text("没有在等的申请", "Nobody waits"),
    "days": Text("已等天数", "Days waited"),
    "standing": Text("状态", "Standing"),
    "security": Text("网络与数据安全", "Cyber and data security"),
    "open": Text("未闭环", "Still open"),
    "undrilled": Text("一年内没有演练：", "No drill within a year: "),
    "all_drilled": Text("所辖各地一年内都演练过。", "Every place has held a drill within a year."),
}


def tiles(scope: Scope) -> Panel:
    """The platform's numbers, each with its passport."""
    return strip(TILES, scope)


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of the platform."""
    return {
        "profile": _profile(scope),
        "shelves": _shelves(scope),
        "requests": _requests(scope),
        "security": _security(scope),
    }


def _profile(scope: Scope) -> Panel:
    register, lang = REGISTERS["maturity"], scope.lang
    place = scope.tree[scope.unit]
    beside = [scope.tree.path(scope.unit)[0]] if place.parent else list(scope.tree.children[scope.unit])
    may = units_readable(actor(), "maturity", scope.tree)
    units = tuple(unit for unit in dict.fromkeys((scope.unit, *beside)) if unit in may)
    rows = row_fields(scope, "maturity", units, scope.month, "aspect", "score", "assessed")
    found = profile_of(rows, scope.unit, beside)
    if found.empty:
        return Panel(TEXTS["profile"].in_(lang), nothing(scope, "maturity"))
    mark = TEXTS["province" if place.parent else "middle"]
    drawn = [
        _aspect(scope, key, text, found.loc[key] if key in found.index else None, mark, place=position)
        for position, (key, text) in enumerate(register.field("aspect").choices)
    ]
    groups = [(key, TEXTS[key].in_(lang)) for key in ("integrations", "subsystems")]
    body = profile(pd.DataFrame(drawn), groups=groups, top=TOP, alt=TEXTS["profile"].in_(lang))
    return Panel(TEXTS["profile"].in_(lang), body, all_of(scope, "maturity", len(rows)))


def _aspect(scope: Scope, key: str, text: Text, row: pd.Series | None, mark: Text, *, place: int) -> dict[str, object]:
    lang, nan = scope.lang, float("nan")
    score, beside = (nan, nan) if row is None else (row["score"], row["beside"])
    level = TEXTS["level"].in_(lang, score=score) if score == score else TEXTS["not_assessed"].in_(lang)
    said = mark.in_(lang, score=beside) if beside == beside else ""
    return {
        "group": "integrations" if place < INTEGRATIONS else "subsystems",
        "name": text.in_(lang),
        "value": score,
        "mark": beside,
        "text": level,
        "beside": said if score == score else owed(scope, "maturity"),
        "status": "behind" if score < FAIR or score < beside else "",
        "href": opened(scope, "maturity", row["key"])
        if row is not None and row["key"]
        else listed(scope, "maturity", aspect=key),
        "tip": TEXTS["tip"].in_(lang, name=text.in_(lang), level=level, beside=said) if said else f"{text.in_(lang)} {level}",
    }  # fmt: skip


def _shelves(scope: Scope) -> Panel:
    lang = scope.lang
    rows = fields_of(scope, "resources", "kind", "reused")
    times = rows.groupby("kind")["reused"].sum() if len(rows) else {}
    shelves = by_choice(scope, "resources", "kind")
    for (kind, _), each in zip(REGISTERS["resources"].field("kind").choices, shelves, strict=True):
        if each["parts"]:
            each["note"] = TEXTS["times"].in_(lang, count=f"{int(times[kind]):,}")
    shelves += [shelf(scope, register) for register in ("components", "libraries")]
    body = stood(shelves, alt=TEXTS["shelves"].in_(lang))
    return Panel(TEXTS["shelves"].in_(lang), body + _idle(scope))


def _idle(scope: Scope) -> Markup:
    lang = scope.lang
    found = [
        link(title(REGISTERS[register], row, lang), opened(scope, register, row["key"]))
        for register in ("resources", "components", "libraries")
        for row in fields_of(scope, register).query("standing == 'idle'").to_dict("records")
    ]
    if not found:
        return Markup("")
    return Markup("<h3>{}</h3>{}").format(TEXTS["idle"].in_(lang), render("items", items=found[: 2 * FEW]))


def _requests(scope: Scope) -> Panel:
    lang, register = scope.lang, "data_requests"
    heading = TEXTS["requests"].in_(lang)
    rows = fields_of(scope, register, "department", "of", "asked", "judged")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    bureaus = stood(by_words(scope, register, "of", MOST_BUREAUS), alt=heading)
    waits = waiting(rows, "asked", ("waiting", "overdue"))
    found = waits.head(FEW).to_dict("records")
    say = linked(register, found, scope)
    columns = [
        Column("name", REGISTERS[register].field("name").name.in_(lang), "main"),
        Column("of", REGISTERS[register].field("of").name.in_(lang)),
        Column("days", TEXTS["days"].in_(lang), "number"),
        Column("standing", TEXTS["standing"].in_(lang), "standing"),
    ]
    drawn = [
        {
            "name": link(row["name"], opened(scope, register, row["key"])),
            "of": or_dash(say("of", row["of"])),
            "days": f"{row['days']:,.0f}",
            "standing": chip(REGISTERS[register], row["standing"], lang),
        }
        for row in found
    ]
    longest = table(columns, drawn, empty=TEXTS["nobody_waits"].in_(lang))
    body = Markup("{}<h3>{}</h3>{}").format(bureaus, TEXTS["longest"].in_(lang), longest)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _security(scope: Scope) -> Panel:
    lang, register = scope.lang, "security_events"
    heading = TEXTS["security"].in_(lang)
    rows = fields_of(scope, register, "kind", "found")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    kinds = stood(by_choice(scope, register, "kind"), alt=heading)
    open_ = rows[rows["standing"].isin(["overdue", "incident", "open"])].sort_values(["standing", "found"])
    still = named_items(scope, register, [(row["key"], row["name"]) for row in open_.head(FEW).to_dict("records")])
    burning = Markup("<h3>{}</h3>{}").format(TEXTS["open"].in_(lang), still) if len(open_) else Markup("")
    return Panel(heading, kinds + burning + _undrilled(scope, rows), all_of(scope, register, len(rows)))


def _undrilled(scope: Scope, rows: pd.DataFrame) -> Markup:
    places = scope.tree.children.get(scope.unit) or (scope.unit,)
    drills = rows[rows["kind"] == "drill"]
    # A drill of a county is one of its city's, too.
    under = {code: place for place in places for code in scope.tree.below(place)}
    lacking = without(drills.assign(unit=drills["unit"].map(under)), "found", places, scope.month)
    if not lacking:
        return Markup("<p>{}</p>").format(TEXTS["all_drilled"].in_(scope.lang))
    names = Markup("、" if scope.lang == "zh" else ", ").join(named(scope, unit) for unit in lacking)
    return Markup('<p class="warned">{}{}</p>').format(TEXTS["undrilled"].in_(scope.lang), names)
