"""Who and what a unit is: its level, the units above, since when, what it was called, and the ways on."""

from datetime import date, timedelta

from data.starting import ALWAYS
from data.text import Text
from data.units import Unit, Units
from ui import reads
from ui.instructions.issuing import charge_way
from ui.links import unit_href
from ui.panels import Panel
from ui.questions.asking import ask_way
from ui.scope import Scope
from ui.tables import link
from ui.templates import render
from ui.watching.way import watch_unit

LEVELS = {
    "country": Text("国家", "Country"),
    "province": Text("省", "Province"),
    "city": Text("市", "City"),
    "county": Text("县（市、区）", "County"),
    "township": Text("乡镇（街道）", "Township"),
    "village": Text("村（社区）", "Village"),
    "grid": Text("网格", "Grid"),
}
TEXTS = {
    "since": Text("自 {day} 起", "Since {day}"),
    "begun": Text("{day} 区划调整：设立或调整{begun}", "Reorganised on {day}: {begun} began or changed"),
    "ended": Text("，撤销{ended}", ", {ended} ended"),
    "called": Text("曾用名：{name}（至 {day}）", "Formerly {name} (until {day})"),
    "join": Text("、", ", "),
    "overview": Text("总览", "Overview"),
    "reporting": Text("填报情况", "Reporting"),
    "problems": Text("问题", "Problems"),
    "outlook": Text("预测", "Outlook"),
}
WAYS = ("overview", "reporting", "problems", "outlook")


def head(scope: Scope) -> Panel:
    """Name, code, level, the units above as links, its history, and where one goes on from here."""
    unit, lang = scope.tree[scope.unit], scope.lang
    above = [link(scope.name(code), unit_href(scope, code)) for code in _readable_above(scope)]
    ways = [link(TEXTS[page].in_(lang), scope.link("" if page == "overview" else page, metric="")) for page in WAYS]
    return Panel(
        "",
        render(
            "unit_head",
            name=unit.name(lang),
            code=unit.code,
            level=LEVELS[unit.level].in_(lang) if unit.level in LEVELS else unit.level,
            above=above,
            told=history(reads.units(scope), unit, lang),
            ways=[
                *charge_way(scope, metric="problems_overdue", unit=unit.code),
                *ask_way(scope, "problems"),
                *watch_unit(scope),
                *ways,
            ],
        ),
    )


def _readable_above(scope: Scope) -> list[str]:
    return [code for code in scope.tree.path(scope.unit)[:-1] if scope.is_own(code)]


def history(known: Units, unit: Unit, lang) -> list[str]:
    """Since when it is what it is, with whom it was reorganised, and its earlier names; nothing of what always was."""
    told = []
    if unit.holds_from > ALWAYS.date():
        told.append(_reorganised(known, unit, lang) or TEXTS["since"].in_(lang, day=unit.holds_from))
    earlier = [term for term in known.terms if term.code == unit.code and term.holds_from < unit.holds_from]
    for term in reversed(earlier):
        if term.holds_to and term.name(lang) != unit.name(lang):
            told.append(TEXTS["called"].in_(lang, name=term.name(lang), day=term.holds_to - timedelta(days=1)))
    return told


def _reorganised(known: Units, unit: Unit, lang) -> str:
    """Which units of the same place began and ended on the day it began; "" where it alone did."""
    day = unit.holds_from
    begun = [term for term in known.terms if term.parent == unit.parent and term.holds_from == day]
    ended = _ended(known, unit.parent, day)
    if len(begun) < 2 and not ended:
        return ""
    join = TEXTS["join"].in_(lang).join
    said = TEXTS["begun"].in_(lang, day=day, begun=join(term.name(lang) for term in begun))
    return said + (TEXTS["ended"].in_(lang, ended=join(term.name(lang) for term in ended)) if ended else "")


def _ended(known: Units, parent: str | None, day: date) -> list[Unit]:
    """The units of a place that were no more from a day on."""
    still = {term.code for term in known.terms if term.holds_from <= day and (not term.holds_to or term.holds_to > day)}
    return [term for term in known.terms if term.parent == parent and term.holds_to == day and term.code not in still]
