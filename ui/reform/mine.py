"""My reforms: what the person who looks leads, each with its state and its clock; and what is past its day in the registers of
their departments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from charts.attained import attained
from charts.stood import stood
from data import months
from data.register_rights import units_readable
from data.registers import REGISTERS, Register
from data.registers.declaration import DEPARTMENT, URGENCY
from data.text import Text
from metrics.of_rows.staffing import elapsed
from ui.actor import actor
from ui.links import named
from ui.panels import Panel, beside_title
from ui.rows.fields import chip, register_name, state_parts, title
from ui.rows.links import listed, opened
from ui.rows.reading import row_counts, row_page
from ui.scope import Scope
from ui.tables import Column, link, table

MOST = 20
REFORMS, LEADER = "keystone_reforms", "leader"
TEXTS = {
    "mine": Text("我领衔、我负责的 · {count}", "What I lead and answer for · {count}"),
    "by_name": Text("按姓名和单位对应", "Matched by name and unit"),
    "played": Text("演练：按{name}对应", "In training as {name}"),
    "departments": Text("我的部门：要盯的", "My departments: what to look at"),
    "what": Text("事项", "What"),
    "unit": Text("单位", "Unit"),
    "standing": Text("状态", "Standing"),
    "due": Text("期限", "Due"),
    "clock": Text("时间进度", "Time gone"),
    "left": Text("还有 {days} 天", "{days} days left"),
    "late": Text("超期 {days} 天", "{days} days overdue"),
}
COLUMNS = {"what": "main", "unit": "short", "standing": "standing", "due": "short", "clock": "term"}
TO_LOOK_AT = ("over", "bad", "watch")


@dataclass(frozen=True)
class Led:
    """A row of a register that names the person."""

    register: Register
    row: dict[Any, Any]

    @property
    def urgency(self) -> tuple[int, date]:
        """The worst first, then what is due first."""
        standing = self.row["standing"]
        meaning = self.register.state(standing).meaning if standing else "neutral"
        return URGENCY.index(meaning), self.due or date.max

    @property
    def due(self) -> date | None:
        """The day by which something is to have come about."""
        return self.row[self.register.due] if self.register.due else None

    @property
    def since(self) -> date | None:
        """The first day of its life."""
        days = [self.row[each.key] for each in self.register.life if each.key != self.register.due]
        return min((day for day in days if day), default=None)


def mine(scope: Scope) -> dict[str, Panel]:
    """The panels of my reforms, those with something in them."""
    name = _played(scope) or actor().name
    led = sorted(_led(scope, name), key=lambda each: each.urgency)
    found = {"mine": _panel(led, name, scope)} if led else {}
    shelves = list(_departments(scope))
    if shelves:
        heading = TEXTS["departments"].in_(scope.lang)
        found["departments"] = Panel(heading, stood(shelves, alt=heading))
    return found


def _units(scope: Scope, register: str) -> tuple[str, ...]:
    """The units that the person acts for by a role, as far as they may read their rows."""
    me = actor()
    may = units_readable(me, register, scope.tree)
    return tuple(sorted({me.unit, *(grant.unit for grant in me.grants)} & may))


def _played(scope: Scope) -> str:
    """Whom a leader in the training room is: of those invented who leads most keystone reforms there, for nobody real is
    named in its rows; "" for any other part, and outside."""
    if not (scope.room.is_training and scope.room.part.startswith("leader.")):
        return ""
    counted = row_counts(scope, REFORMS, _units(scope, REFORMS), scope.month, LEADER)
    named = counted[counted[LEADER] != ""].sort_values(["count", LEADER], ascending=[False, True])
    return str(named[LEADER].iloc[0]) if len(named) else ""


def _led(scope: Scope, name: str) -> Iterator[Led]:
    for register in REGISTERS.values():
        fields = [field.key for field in register.fields if field.type == "person"]
        units = _units(scope, register.key) if fields else ()
        for field in fields if units else ():
            asked = ((field, name),)
            page = row_page(scope, register.key, units, scope.month, "", asked, "", "", MOST, 0)
            yield from (Led(register, row) for row in page.rows.to_dict("records"))


def _panel(led: list[Led], name: str, scope: Scope) -> Panel:
    lang = scope.lang
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    matched = "by_name" if name == actor().name else "played"
    aside = beside_title(TEXTS[matched].in_(lang, name=name))
    rows = [_line(each, scope) for each in led[:MOST]]
    return Panel(TEXTS["mine"].in_(lang, count=len(led)), table(columns, rows, empty=""), aside)


def _line(one: Led, scope: Scope) -> dict[str, object]:
    register, row = one.register, one.row
    name = link(title(register, row, scope.lang), opened(scope, register.key, row["key"]))
    return {
        "what": Markup("<b>{}</b><small>{}</small>").format(name, register_name(register.key, scope)),
        "unit": named(scope, row["unit"]),
        "standing": chip(register, row["standing"], scope.lang),
        "due": f"{one.due:%Y-%m-%d}" if one.due else "—",
        "clock": _clock(one, scope),
    }


def _clock(one: Led, scope: Scope) -> Markup:
    """How much of its term is over today, and how many days are left; nothing for what is done or has no term."""
    ended = one.row["standing"] and one.register.state(one.row["standing"]).meaning in ("good", "neutral")
    if not one.due or (ended and one.due < months.today()):
        return Markup("")
    days = (one.due - months.today()).days
    said = TEXTS["left" if days >= 0 else "late"].in_(scope.lang, days=abs(days))
    share = elapsed(one.since, one.due, months.today())
    bar = attained(share, status="missed" if days < 0 else "", label=said) if share == share else Markup("")
    return Markup("{}<small>{}</small>").format(bar, said)


def _departments(scope: Scope) -> Iterator[dict[str, object]]:
    """A shelf a register with rows of the person's departments that somebody should look at."""
    me = actor()
    departments = frozenset(name for grant in me.grants for name in grant.departments)
    for register in REGISTERS.values() if departments else ():
        if not register.states or not register.has(DEPARTMENT.key):
            continue
        may = units_readable(me, register.key, scope.tree)
        units = tuple(sorted({code for unit in _units(scope, register.key) for code in scope.tree.below(unit)} & may))
        if not units:
            continue
        told = row_counts(scope, register.key, units, scope.month, DEPARTMENT.key, "standing")
        found = told[told[DEPARTMENT.key].isin(departments)].groupby("standing")["count"].sum()
        hot = [state.key for state in register.states if state.meaning in TO_LOOK_AT and state.key in found.index]
        if hot:
            one = next(iter(departments)) if len(departments) == 1 else ""
            asked = {DEPARTMENT.key: one} if one else {}
            yield {
                "name": register_name(register.key, scope),
                "href": listed(scope, register.key, **asked),
                "note": "",
                "none": "",
                "parts": state_parts(register, found.loc[hot], _href(scope, register.key, asked), scope.lang),
            }


def _href(scope: Scope, register: str, asked: dict[str, str]) -> Callable[[str], str]:
    return lambda standing: listed(scope, register, standing=standing, **asked)
