"""Services: what papers and time were saved, what saved least, who got what they have a right to."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.dumbbell import dumbbell
from charts.stood import stood
from data.registers import REGISTERS
from data.text import Text
from metrics.of_rows.before_after import counters, cut, cut_in_all, least_liked, reached
from metrics.services import METRICS as TILES
from ui.page import strip
from ui.panels import Panel, beside_title
from ui.reform.ranked import Row, Told, ranked
from ui.reform.shelves import all_of, by_words, nothing
from ui.rows.fields import title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

MOST, FEW = 10, 8
CUTS = {  # panel → register, before, after, what both are counted in
    "days": ("one_things", "days_before", "days", Text("天", "days")),
    "papers": ("one_things", "documents_before", "documents", Text("份", "papers")),
    "minutes": ("small_matters", "minutes_before", "minutes", Text("分钟", "min")),
    "small_papers": ("small_matters", "documents_before", "documents", Text("份", "papers")),
}
TEXTS = {
    "days": Text("一件事：办理天数，减得最少的在前", "One-thing integrations: days, least saved first"),
    "papers": Text("一件事：材料，减得最少的在前", "One-thing integrations: papers, least saved first"),
    "minutes": Text("关键小事：用时，减得最少的在前", "Key small matters: minutes, least saved first"),
    "small_papers": Text("关键小事：材料，减得最少的在前", "Key small matters: papers, least saved first"),
    "before": Text("改革前", "Before"),
    "after": Text("现在", "Now"),
    "both": Text("{before:,.10g} → {after:,.10g} {unit}", "{before:,.10g} → {after:,.10g} {unit}"),
    "cut": Text("减 {share:.0%}", "−{share:.0%}"),
    "grew": Text("增 {share:.0%}", "+{share:.0%}"),
    "in_all": Text("合计{cut}，{count} 项", "{cut} in all, {count} items"),
    "reached": Text("该享受的，享受到没有", "Who has a right, and who got it"),
    "got": Text("{got:,.0f}/{entitled:,.0f} · {share:.0%}，差 {left:,.0f}", "{got:,.0f} of {entitled:,.0f} · {share:.0%}, {left:,.0f} left"),
    "not_said": Text("应享 {entitled:,.0f}，未报已享", "{entitled:,.0f} have a right; who got it is not said"),
    "counters": Text("15 分钟办事圈：到最近办事点", "Counters within 15 minutes"),
    "away": Text("{minutes:,.10g} 分钟", "{minutes:,.10g} minutes"),
    "matters": Text("关键小事：办成什么样", "Key small matters: how they stand"),
    "least": Text("关键小事：满意率最低的", "Key small matters: least liked"),
    "planned": Text("还没有上线的", "Not live yet"),
}  # fmt: skip


def tiles(scope: Scope) -> Panel:
    """The numbers of the services, each with its passport."""
    return strip(TILES, scope)


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of the services."""
    return {
        **{key: _cut(scope, key) for key in CUTS},
        "reached": _reached(scope),
        "counters": _counters(scope),
        "matters": _matters(scope),
        "least": _least(scope),
    }


def _cut(scope: Scope, key: str) -> Panel:
    register, before, after, unit = CUTS[key]
    lang, heading = scope.lang, TEXTS[key].in_(scope.lang)
    found = cut(fields_of(scope, register, before, after), before, after)
    if found.empty:
        return Panel(heading, nothing(scope, register))
    drawn = pd.DataFrame([_saved(scope, register, row, unit) for row in found.head(MOST).to_dict("records")])
    ends = [TEXTS[each].in_(lang) for each in ("before", "after")]
    in_all = TEXTS["in_all"].in_(lang, cut=_share(cut_in_all(found), scope), count=len(found))
    aside = beside_title(link(in_all, listed(scope, register)))
    return Panel(heading, dumbbell(drawn, ends=ends, alt=heading), aside)


def _saved(scope: Scope, register: str, row: dict[Any, Any], unit: Text) -> dict[str, object]:
    lang = scope.lang
    name = title(REGISTERS[register], row, lang)
    both = TEXTS["both"].in_(lang, before=row["before"], after=row["after"], unit=unit.in_(lang))
    return {
        "name": name,
        "before": row["before"],
        "after": row["after"],
        "text": both,
        "share": _share(row["share"], scope),
        "status": "" if row["share"] > 0 else "behind",
        "href": opened(scope, register, row["key"]),
        "tip": f"{name} · {both}",
    }


def _share(share: float, scope: Scope) -> str:
    return TEXTS["cut" if share >= 0 else "grew"].in_(scope.lang, share=abs(share))


def _reached(scope: Scope) -> Panel:
    register, heading = "service_reforms", TEXTS["reached"].in_(scope.lang)
    found = reached(fields_of(scope, register, "entitled", "got"))

    def told(row: Row) -> Told:
        known = "got" if row["share"] == row["share"] else "not_said"
        return row["share"], TEXTS[known].in_(scope.lang, **row)

    way, empty = all_of(scope, register, len(found)), nothing(scope, register)
    return ranked(scope, register, heading, found.head(MOST), told, way, empty=empty, top=1.0)


def _counters(scope: Scope) -> Panel:
    register, heading = "service_reforms", TEXTS["counters"].in_(scope.lang)
    found = counters(fields_of(scope, register, "kind", "minutes"))

    def told(row: Row) -> Told:
        return row["minutes"], TEXTS["away"].in_(scope.lang, minutes=row["minutes"]), "behind" if row["far"] else ""

    way, empty = all_of(scope, register, len(found), kind="near"), nothing(scope, register)
    return ranked(scope, register, heading, found.head(MOST + 1), told, way, empty=empty)


def _matters(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["matters"].in_(scope.lang), "small_matters"
    rows = fields_of(scope, register)
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    body = stood(by_words(scope, register, "department", FEW), alt=heading)
    planned = rows[rows["standing"] == "planned"].head(FEW).to_dict("records")
    if planned:
        links = [link(title(REGISTERS[register], row, lang), opened(scope, register, row["key"])) for row in planned]
        body += Markup("<h3>{}</h3>{}").format(TEXTS["planned"].in_(lang), render("items", items=links))
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _least(scope: Scope) -> Panel:
    register, heading = "small_matters", TEXTS["least"].in_(scope.lang)
    found = least_liked(fields_of(scope, register, "satisfaction"))

    def told(row: Row) -> Told:
        return row["satisfaction"], f"{row['satisfaction']:.0%}"

    way, empty = all_of(scope, register, len(found)), nothing(scope, register)
    return ranked(scope, register, heading, found.head(MOST), told, way, empty=empty, top=1.0)
