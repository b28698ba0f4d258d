"""Infrastructure: how full the cloud is, where sites stand and where none does, which routes of the gateway are broken."""

import pandas as pd
from markupsafe import Markup

from charts.stood import stood
from data.registers import REGISTERS
from data.text import Text
from metrics.of_rows.used import failing, uncovered, used
from ui.links import named
from ui.panels import Panel
from ui.reform.ranked import Row, Told, ranked
from ui.reform.shelves import all_of, by_choice, nothing
from ui.rows.fields import amount, title
from ui.rows.links import opened
from ui.rows.on_map import places_of, shaded
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

MOST, FEW = 10, 8
FULL, IDLE = 0.9, 0.2  # of a pool: more is wanted, or it is asked what it is for
TEXTS = {
    "cloud": Text("政务云：哪个池快满了，哪个闲着", "Government cloud: which pools are full, which idle"),
    "used": Text("{share:.0%} · {used:,.0f}/{capacity:,.0f}", "{share:.0%} · {used:,.0f} of {capacity:,.0f}"),
    "load": Text("负载 {load:.0%}", "load {load:.0%}"),
    "cost": Text("年费用合计 {cost}（{said} 个池报了）", "{cost} a year in all ({said} pools say so)"),
    "sites": Text("基础设施：建在哪里，哪里没有", "Infrastructure: where it stands, and where none does"),
    "tip": Text("{place}：已建成 {count} 项", "{place}: {count} open"),
    "without": Text("没有已建成设施的：", "Without any that is open: "),
    "everywhere": Text("所辖各地都有已建成的设施。", "Every place has some that are open."),
    "centres": Text("超算中心：用了多少", "Computing centres: how much is used"),
    "load_not_said": Text("未报利用率", "Utilisation not said"),
    "routes": Text("协同网关：断了的、慢了的在前", "The gateway: broken and slow routes first"),
    "failed": Text("失败 {share:.2%}，月调用 {calls:,.0f} 次", "{share:.2%} of {calls:,.0f} calls a month failed"),
    "latency": Text("时延 {latency:,.0f} 毫秒", "{latency:,.0f} ms"),
    "calls_not_said": Text("未报调用量", "Calls not said"),
}  # fmt: skip


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of what lies below the platform."""
    return {"cloud": _cloud(scope), "sites": _sites(scope), "routes": _routes(scope)}


def _cloud(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["cloud"].in_(scope.lang), "cloud"
    rows = fields_of(scope, register, "kind", "capacity", "used", "load", "cost")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    found = used(rows, "used", "capacity")

    def told(row: Row) -> Told:
        load = TEXTS["load"].in_(lang, load=row["load"]) if row["load"] == row["load"] else ""
        text = " · ".join(each for each in (TEXTS["used"].in_(lang, **row), load) if each)
        fair = IDLE < row["share"] < FULL and row["standing"] in ("healthy", "")
        return row["share"], text, "" if fair else "behind"

    kinds = stood(by_choice(scope, register, "kind"), alt=heading)
    # Both ends ask for a decision, the middle for none.
    ends = found if len(found) <= MOST else pd.concat([found.head(MOST - FEW // 4), found.tail(FEW // 4)])
    drawn = ranked(scope, register, heading, ends, told, Markup(""), empty=Markup(""), top=1.0)
    cost = rows["cost"].dropna()
    note = TEXTS["cost"].in_(lang, cost=amount(cost.sum(), lang), said=len(cost)) if len(cost) else ""
    body = kinds + drawn.body + Markup("<p>{}</p>").format(note)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _sites(scope: Scope) -> Panel:
    heading, register = TEXTS["sites"].in_(scope.lang), "sites"
    rows = fields_of(scope, register, "kind", "number", "coverage", "load")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    counts = uncovered(rows, places_of(scope))
    body = shaded(scope, register, counts, TEXTS["tip"], alt=heading) + _lacking(
        scope, [place for place, many in counts.items() if not many]
    )
    body += stood(by_choice(scope, register, "kind"), alt=heading)
    return Panel(heading, body + _centres(scope, rows), all_of(scope, register, len(rows)))


def _lacking(scope: Scope, places: list[str]) -> Markup:
    lang = scope.lang
    if not places:
        return Markup("<p>{}</p>").format(TEXTS["everywhere"].in_(lang))
    names = Markup("、" if lang == "zh" else ", ").join(named(scope, place) for place in places)
    return Markup('<p class="warned">{}{}</p>').format(TEXTS["without"].in_(lang), names)


def _centres(scope: Scope, rows: pd.DataFrame) -> Markup:
    """How much of each computing centre is used, before more of it is built."""
    lang, register, heading = scope.lang, "sites", TEXTS["centres"].in_(scope.lang)
    found = rows[rows["kind"] == "super"].sort_values(["load", "key"], ascending=[False, True])
    if found.empty:
        return Markup("")

    def told(row: Row) -> Told:
        state = REGISTERS[register].state(row["standing"]).text.in_(lang)
        known = row["load"] == row["load"]
        text = f"{row['load']:.0%}" if known else TEXTS["load_not_said"].in_(lang)
        return row["load"], f"{text} · {state}", "behind" if row["standing"] == "late" or not known else ""

    drawn = ranked(scope, register, heading, found, told, Markup(""), empty=Markup(""), top=1.0)
    return Markup("<h3>{}</h3>{}").format(heading, drawn.body)


def _routes(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["routes"].in_(scope.lang), "gateway_routes"
    rows = fields_of(scope, register, "calls", "failures", "latency")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    found = failing(rows, ("broken", "slow"))
    burning = found[found["standing"].isin(["broken", "slow"])].head(FEW).to_dict("records")
    shown = found.head(MOST)

    def told(row: Row) -> Told:
        known = row["share"] == row["share"]
        said = TEXTS["failed" if known else "calls_not_said"].in_(lang, **row)
        slow = TEXTS["latency"].in_(lang, latency=row["latency"]) if row["latency"] == row["latency"] else ""
        status = "behind" if row["standing"] in ("broken", "slow") else ""
        return row["share"], " · ".join(each for each in (said, slow) if each), status

    names = [link(title(REGISTERS[register], row, lang), opened(scope, register, row["key"])) for row in burning]
    head = render("items", items=names) if names else Markup("")
    drawn = ranked(scope, register, heading, shown, told, Markup(""), empty=Markup(""))
    return Panel(heading, head + drawn.body, all_of(scope, register, len(rows)))
