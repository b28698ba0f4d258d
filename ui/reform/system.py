"""One system: its applications and how they are known, used and liked, its runways, what burns, what it has to show."""

from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts.bars import bars
from charts.parts import parts
from charts.spark import spark
from data.registers import REGISTERS, SYSTEMS
from data.text import Text
from metrics import METRICS, formats
from metrics.applications import awareness, usage_rate, visits
from metrics.language import Metric
from metrics.services import satisfaction
from ui import reads
from ui.cards import run_up
from ui.panels import Panel, beside_title
from ui.reform.burning import Burning, of_systems
from ui.reform.picture import said
from ui.rows.few import few
from ui.rows.fields import SIGNS, register_name, state_parts
from ui.rows.links import listed
from ui.rows.reading import counts, row_page, units_of
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

FEW = 8  # rows of each register on the page; all of them are a click away
FUNNEL: tuple[Metric, ...] = (awareness, usage_rate, satisfaction)
BELOW = ("applications", "brains", "events", "theory")
TEXTS = {
    "burning": Text("要盯的事", "What to look at"),
    "calm": Text("没有超期或异常", "Nothing is overdue or wrong"),
    "funnel": Text("知晓 → 使用 → 满意", "Known → used → liked"),
    "visits": Text("访问量", "Visits"),
    "missing": Text("还没有按应用填报的数", "No figures by application yet"),
    "all": Text("全部 {count} 条", "All {count}"),
    "none": Text("还没有登记", "None yet"),
    "of_all": Text("{name}（全域）", "{name} (of all)"),
    "why_all": Text(
        "全域：没有按应用填报，取本地区全部的数。", "Of all: not reported by application, so it is the whole unit's."
    ),
}


def asked_system() -> str:
    """The system that the address names, or the first."""
    asked = st.query_params.get("system", "")
    return asked if asked in dict(SYSTEMS) else SYSTEMS[0][0]


def head(scope: Scope, system: str) -> Panel:
    """The name, the ways to the other systems, and how its applications stand."""
    lang = scope.lang
    found = counts(scope, "applications", "system", "standing")
    mine = found[found["system"] == system].set_index("standing")["count"]
    href = partial(_applications, scope, system)
    standing = state_parts(REGISTERS["applications"], mine, href, lang)
    ways = [(text.in_(lang), scope.link("system", metric="", system=key), key == system) for key, text in SYSTEMS]
    name = dict(SYSTEMS)[system].in_(lang)
    drawn = parts(standing, alt=name) if standing else render("empty", text=TEXTS["none"].in_(lang))
    return Panel("", render("system_head", name=name, ways=ways, parts=drawn))


def _applications(scope: Scope, system: str, standing: str) -> str:
    return listed(scope, "applications", system=system, standing=standing)


def funnel(scope: Scope, system: str) -> Panel:
    """How many know, use and like its applications, with the year's visits. What nobody reports by application is that of the
    whole unit, and says so."""
    lang, keys = scope.lang, tuple(metric.key for metric in (*FUNNEL, visits))
    data = reads.history(scope, keys, (scope.unit,), run_up(scope), "system")
    mine = data[data["part"] == system] if len(data) else data
    now = {metric.key: _last(mine, metric) for metric in (*FUNNEL, visits)}
    if all(value != value for value in now.values()):
        return Panel(TEXTS["funnel"].in_(lang), render("empty", text=TEXTS["missing"].in_(lang)))
    whole = reads.snapshot(scope, tuple(metric.key for metric in FUNNEL), scope.unit, scope.month)
    of_all = whole[whole["unit"] == scope.unit].set_index("metric")["value"]
    rows = pd.DataFrame([_rate(scope, metric, now[metric.key], of_all.get(metric.key)) for metric in FUNNEL])
    line = [float(value) for value in mine[mine["metric"] == visits.key].sort_values("month")["value"]]
    shown = formats.show(now[visits.key], METRICS[visits.key], language=lang)
    year = Markup('<p class="system-visits">{} <b>{}</b> {}</p>').format(
        TEXTS["visits"].in_(lang), shown, spark(line, label=shown) if line else ""
    )
    borrowed = any(now[metric.key] != now[metric.key] for metric in FUNNEL)
    why = render("words", text=TEXTS["why_all"].in_(lang)) if borrowed else Markup("")
    return Panel(TEXTS["funnel"].in_(lang), bars(rows, alt=TEXTS["funnel"].in_(lang), top=1.0) + why + year)


def _rate(scope: Scope, metric: Metric, own: float, of_all: float | None) -> dict[str, object]:
    """One step of the funnel: the system's own rate, or that of the whole unit."""
    value = own if own == own or of_all is None else of_all
    name = metric.name(scope.lang)
    return {
        "name": TEXTS["of_all"].in_(scope.lang, name=name) if own != own and value == value else name,
        "value": value if value == value else 0,
        "text": formats.show(value, metric, language=scope.lang),
        "status": "",
        "href": scope.link("passport", metric=metric.key),
    }


def _last(data: pd.DataFrame, metric: Metric) -> float:
    if data.empty:
        return float("nan")
    values = data[data["metric"] == metric.key].sort_values("month")["value"]
    return float(values.iloc[-1]) if len(values) else float("nan")


def burning(scope: Scope, system: str) -> Panel:
    """What is past its day or wrong, the worst first; each leads to its list."""
    items = of_systems(scope).get(system, [])
    drawn = [_burns(each, scope, system) for each in items]
    body = render("items", items=drawn) if drawn else render("empty", text=TEXTS["calm"].in_(scope.lang))
    return Panel(TEXTS["burning"].in_(scope.lang), body)


def _burns(one: Burning, scope: Scope, system: str) -> Markup:
    asked = {"system": system} if REGISTERS[one.register].has("system") else {}
    href = listed(scope, one.register, standing=one.state, **asked)
    sign = Markup('<i aria-hidden="true">{}</i> ').format(SIGNS[one.meaning])
    return Markup('<span class="state {}">{}{}</span>').format(one.meaning, sign, link(said(one, scope), href))


def registers(scope: Scope, system: str) -> dict[str, Panel]:
    """The first rows of each register that has a system, and the way to all."""
    return {key: _few(scope, key, system) for key in BELOW}


def _few(scope: Scope, register: str, system: str) -> Panel:
    lang, declared = scope.lang, REGISTERS[register]
    page = row_page(scope, register, units_of(scope, register), scope.month, "", (("system", system),), "", "", FEW, 0)
    found = page.rows.to_dict("records")
    shown = [each.key for each in declared.columns_of_list if each.key != "system"][:3]
    body = few(scope, register, found, shown, empty=TEXTS["none"].in_(lang))
    more = link(TEXTS["all"].in_(lang, count=page.total), listed(scope, register, system=system))
    aside = beside_title(more) if page.total > FEW else Markup("")
    return Panel(register_name(register, scope), body, aside)
